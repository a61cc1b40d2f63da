using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Dapper;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using Teg.Platform.Accounts.Sessions;
using Teg.Platform.ServiceDefaults;

namespace Teg.Platform.Accounts.Views;

/// <summary>Pages with their filters and period that people keep under a name. Row-level security shows own views and those that are shared.</summary>
internal static class ViewEndpoints
{
    internal const int MostPerPerson = 100;

    public static void MapViews(this IEndpointRouteBuilder routes)
    {
        var views = routes.MapGroup("/views").WithTags("Views").RequireAuthorization(Roles.Viewer).AddEndpointFilter<LiveSession>();

        views.MapGet("", List).WithName("ListViews");
        views.MapPut("/{id:guid}", Save).WithName("SaveView");
        views.MapPatch("/{id:guid}", Change).WithName("ChangeView");
        views.MapDelete("/{id:guid}", Delete).WithName("DeleteView");
    }

    // By id, which whoever saves makes up: the site sorts by name.
    private static async Task<Ok<ViewList>> List(Database database, Caller caller, CancellationToken ct, Guid? after = null, [Range(1, 200)] int limit = 200)
    {
        await using var connection = await database.OpenAsync(ct);
        var rows = (await connection.QueryAsync<ViewRow>(new CommandDefinition(
            $"""
            {ViewRow.Sql}
            where v.org_id = warehouse.current_org() and v.page = any (@pages) and (@after::uuid is null or v.id < @after)
            order by v.id desc
            limit @limit + 1
            """, new { pages = PagesOf(caller.Role), after, limit }, cancellationToken: ct))).AsList();
        return TypedResults.Ok(new ViewList([.. rows.Take(limit).Select(row => row.ToView(caller.UserId))], rows.Count > limit ? rows[limit - 1].Id : null));
    }

    // The id is chosen by who saves: sent twice it is one view, and what was deleted comes back as it was.
    private static async Task<Results<Created<SavedView>, Ok<SavedView>, ProblemHttpResult>> Save(
        Guid id, SaveView request, Database database, Caller caller, AuditTrail trail, TimeProvider clock, CancellationToken ct)
    {
        var page = Word(request.Page);
        if (!PagesOf(caller.Role).Contains(page, StringComparer.Ordinal))
        {
            return TypedResults.Problem(statusCode: StatusCodes.Status409Conflict, type: "page-not-yours", title: "Your role does not open this page.");
        }

        await using var connection = await database.OpenAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        // One at a time of a person, so that the limit holds.
        await connection.ExecuteAsync(new CommandDefinition(
            "select from accounts.membership where org_id = warehouse.current_org() and account_id = @UserId for update", new { caller.UserId }, transaction, cancellationToken: ct));
        var wanted = new { id, caller.OrgId, caller.UserId, name = request.Name.Trim(), page, request.Period, request.Search, request.Shared, now = clock.GetUtcNow() };
        if (await FindAsync(connection, transaction, id, ct) is { } present)
        {
            return present.OwnerId == caller.UserId && present.Is(wanted.name, page, request)
                ? TypedResults.Ok(present.ToView(caller.UserId))
                : IdTaken();
        }

        if (await connection.ExecuteScalarAsync<int>(new CommandDefinition(
            "select count(*)::int from accounts.saved_view where org_id = warehouse.current_org() and owner_id = @UserId", wanted, transaction, cancellationToken: ct)) >= MostPerPerson)
        {
            return TypedResults.Problem(
                statusCode: StatusCodes.Status409Conflict, type: "too-many-views", title: $"{MostPerPerson} views are the most one person can keep.", detail: "Delete one you no longer open.");
        }

        try
        {
            await connection.ExecuteAsync(new CommandDefinition(
                """
                insert into accounts.saved_view (org_id, id, owner_id, name, page, period, search, shared, created_at, changed_at)
                values (@OrgId, @id, @UserId, @name, @page, @Period, @Search, @Shared, @now, @now)
                """, wanted, transaction, cancellationToken: ct));
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            return e.ConstraintName == "saved_view_name" ? NameTaken() : IdTaken();
        }

        trail.Changed("view", $"{id}", null, new { page, request.Shared });
        await trail.WriteAsync(transaction, StatusCodes.Status201Created, ct);
        var saved = (await FindAsync(connection, transaction, id, ct))!;
        await transaction.CommitAsync(ct);
        return TypedResults.Created($"/views/{id}", saved.ToView(caller.UserId));
    }

    private static async Task<Results<Ok<SavedView>, NotFound, ProblemHttpResult>> Change(
        Guid id, ChangeView request, Database database, Caller caller, AuditTrail trail, TimeProvider clock, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        if (await FindAsync(connection, transaction, id, ct) is not { } before)
        {
            return TypedResults.NotFound();
        }

        // An Admin keeps what is shared in order; taking it back is its owner's alone, for nobody else could see it afterwards.
        if (!before.IsKeptBy(caller) || (request.Shared is false && before.OwnerId != caller.UserId))
        {
            return NotYours();
        }

        try
        {
            await connection.ExecuteAsync(new CommandDefinition(
                """
                update accounts.saved_view
                set name = coalesce(@name, name), shared = coalesce(@Shared, shared), changed_at = @now
                where org_id = warehouse.current_org() and id = @id
                """, new { id, name = request.Name?.Trim(), request.Shared, now = clock.GetUtcNow() }, transaction, cancellationToken: ct));
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            return NameTaken();
        }

        // A name may be somebody's, and the trail keeps its changes for good.
        trail.Changed("view", $"{id}", new { before.Shared }, new { shared = request.Shared ?? before.Shared, name = request.Name is null ? "kept" : "set" });
        await trail.WriteAsync(transaction, StatusCodes.Status200OK, ct);
        if (await FindAsync(connection, transaction, id, ct) is not { } changed)
        {
            // Deleted between the two looks.
            return TypedResults.NotFound();
        }

        await transaction.CommitAsync(ct);
        return TypedResults.Ok(changed.ToView(caller.UserId));
    }

    private static async Task<Results<NoContent, NotFound, ProblemHttpResult>> Delete(Guid id, Database database, Caller caller, AuditTrail trail, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        if (await FindAsync(connection, transaction, id, ct) is not { } before)
        {
            return TypedResults.NotFound();
        }

        if (!before.IsKeptBy(caller))
        {
            return NotYours();
        }

        await connection.ExecuteAsync(new CommandDefinition(
            "delete from accounts.saved_view where org_id = warehouse.current_org() and id = @id", new { id }, transaction, cancellationToken: ct));
        trail.Changed("view", $"{id}", new { before.Page, before.Shared }, null);
        await trail.WriteAsync(transaction, StatusCodes.Status204NoContent, ct);
        await transaction.CommitAsync(ct);
        return TypedResults.NoContent();
    }

    /// <summary>The pages a role opens, as they are stored.</summary>
    internal static string[] PagesOf(string role) =>
    [
        .. from page in Enum.GetValues<ViewPage>()
           where page switch
           {
               // What is nobody's own is not for agents; the audit trail is read by Admins.
               ViewPage.Advertising or ViewPage.Enquiries or ViewPage.Outcomes => role != Roles.Agent,
               ViewPage.Audit => role == Roles.Admin,
               _ => true,
           }
           select Word(page),
    ];

    private static string Word(ViewPage page) => JsonNamingPolicy.KebabCaseLower.ConvertName(page.ToString());

    private static Task<ViewRow?> FindAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, Guid id, CancellationToken ct) =>
        connection.QuerySingleOrDefaultAsync<ViewRow>(new CommandDefinition(
            $"{ViewRow.Sql} where v.org_id = warehouse.current_org() and v.id = @id", new { id }, transaction, cancellationToken: ct));

    private static ProblemHttpResult NameTaken() => TypedResults.Problem(
        statusCode: StatusCodes.Status409Conflict, type: "view-name-taken", title: "You have a view of that name.", detail: "Choose another name, or delete the other view.");

    private static ProblemHttpResult IdTaken() => TypedResults.Problem(statusCode: StatusCodes.Status409Conflict, type: "view-id-taken", title: "Another view has this id.");

    private static ProblemHttpResult NotYours() => TypedResults.Problem(
        statusCode: StatusCodes.Status403Forbidden, type: "not-your-view", title: "Only its owner may change this view.", detail: "Open it and save it as your own.");

    private sealed record ViewRow(Guid Id, Guid? OwnerId, string? Owner, string Name, string Page, string? Period, string Search, bool Shared)
    {
        public const string Sql =
            """
            select v.id, v.owner_id, a.name as owner, v.name, v.page, v.period, v.search, v.shared
            from accounts.saved_view v
            left join accounts.account a on a.id = v.owner_id
            """;

        public bool IsKeptBy(Caller caller) => OwnerId == caller.UserId || (Shared && caller.Role == Roles.Admin);

        public bool Is(string name, string page, SaveView wanted) =>
            Name == name && Page == page && Period == wanted.Period && Search == wanted.Search && Shared == wanted.Shared;

        public SavedView ToView(Guid caller) =>
            new(Id, Name, Enum.GetValues<ViewPage>().First(page => Word(page) == Page), Period, Search, Shared, OwnerId == caller, Owner);
    }
}
