using System.ComponentModel.DataAnnotations;
using Dapper;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using Teg.Platform.Accounts.Organisations;
using Teg.Platform.Accounts.Sessions;
using Teg.Platform.ServiceDefaults;

namespace Teg.Platform.Accounts.People;

/// <summary>The members of the organisation. A role counts from the next refresh of a person's session; who is removed has no session any more.</summary>
internal static class PeopleEndpoints
{
    public static void MapPeople(this IEndpointRouteBuilder routes)
    {
        var people = routes.MapGroup("/people").WithTags("People").RequireAuthorization(Roles.Admin).AddEndpointFilter<LiveSession>();

        people.MapGet("", List).WithName("ListPeople");
        people.MapPatch("/{id:guid}", Change).WithName("ChangePerson");
        people.MapDelete("/{id:guid}", Remove).WithName("RemovePerson");
    }

    // In the order in which their accounts were made; "after" is the id of the last person seen.
    private static async Task<Ok<PersonPage>> List(Database database, CancellationToken ct, Guid? after = null, [Range(1, 200)] int limit = 50)
    {
        await using var connection = await database.OpenAsync(ct);
        var rows = (await connection.QueryAsync<PersonInfo>(new CommandDefinition(
            $"""
            {PersonInfo.Sql} and (@after::uuid is null or m.account_id > @after)
            order by m.account_id
            limit @limit + 1
            """, new { after, limit }, cancellationToken: ct))).AsList();
        return TypedResults.Ok(new PersonPage([.. rows.Take(limit)], rows.Count > limit ? rows[limit - 1].Id : null));
    }

    private static async Task<Results<Ok<PersonInfo>, NotFound, ValidationProblem, ProblemHttpResult>> Change(
        Guid id, ChangePerson request, Database database, AuditTrail trail, CancellationToken ct)
    {
        string[]? salesNames = request.SalesNames is null ? null : [.. request.SalesNames.Select(name => name.Trim()).Distinct(StringComparer.OrdinalIgnoreCase)];
        if (salesNames?.Any(name => name.Length is 0 or > 100 || name.Any(char.IsControl)) is true)
        {
            return TypedResults.ValidationProblem(new Dictionary<string, string[]> { ["salesNames"] = ["A name has 1 to 100 letters."] });
        }

        await using var connection = await database.OpenAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var present = await Membership.LockRoleAsync(connection, transaction, id, ct);
        if (request.Role is not null)
        {
            if (present is Roles.Admin && request.Role != Roles.Admin && await IsLastAdminAsync(connection, transaction, id, ct))
            {
                return LastAdmin();
            }

            await connection.ExecuteAsync(new CommandDefinition(
                "update accounts.membership set role = @Role where org_id = warehouse.current_org() and account_id = @id", new { request.Role, id }, transaction, cancellationToken: ct));
        }

        if (salesNames is not null)
        {
            await connection.ExecuteAsync(new CommandDefinition(
                "update accounts.membership set sales_names = @salesNames where org_id = warehouse.current_org() and account_id = @id",
                new { salesNames, id }, transaction, cancellationToken: ct));
        }

        var person = await connection.QuerySingleOrDefaultAsync<PersonInfo>(new CommandDefinition(
            $"{PersonInfo.Sql} and m.account_id = @id", new { id }, transaction, cancellationToken: ct));
        if (person is null)
        {
            return TypedResults.NotFound();
        }

        trail.Changed("membership", id.ToString(), new { role = present }, new { role = person.Role });
        await trail.WriteAsync(transaction, StatusCodes.Status200OK, ct);
        await transaction.CommitAsync(ct);
        return TypedResults.Ok(person);
    }

    // The membership's sessions, their refresh tokens and the views that were the person's alone go with it.
    private static async Task<Results<NoContent, NotFound, ProblemHttpResult>> Remove(Guid id, Database database, AuditTrail trail, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var role = await Membership.LockRoleAsync(connection, transaction, id, ct);
        switch (role)
        {
            case null:
                return TypedResults.NotFound();
            case Roles.Admin when await IsLastAdminAsync(connection, transaction, id, ct):
                return LastAdmin();
        }

        // Shared views stay with those they were shared with.
        await connection.ExecuteAsync(new CommandDefinition(
            "update accounts.saved_view set owner_id = null where org_id = warehouse.current_org() and owner_id = @id and shared", new { id }, transaction, cancellationToken: ct));
        await connection.ExecuteAsync(new CommandDefinition(
            "delete from accounts.membership where org_id = warehouse.current_org() and account_id = @id", new { id }, transaction, cancellationToken: ct));
        trail.Changed("membership", id.ToString(), new { role }, null);
        await trail.WriteAsync(transaction, StatusCodes.Status204NoContent, ct);
        await transaction.CommitAsync(ct);
        return TypedResults.NoContent();
    }

    private static async Task<bool> IsLastAdminAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, Guid id, CancellationToken ct) =>
        !await connection.ExecuteScalarAsync<bool>(new CommandDefinition(
            "select exists (select from accounts.membership where org_id = warehouse.current_org() and role = 'Admin' and account_id <> @id)",
            new { id }, transaction, cancellationToken: ct));

    private static ProblemHttpResult LastAdmin() => TypedResults.Problem(
        statusCode: StatusCodes.Status409Conflict, type: "last-admin", title: "An organisation needs an Admin.", detail: "Make somebody else Admin first.");
}

/// <param name="Role">Admin, Manager, Agent or Viewer; left out, it stays.</param>
/// <param name="SalesNames">At most 20 of at most 100 letters, as the vendors write them; left out, they stay.</param>
public sealed record ChangePerson(
    [property: AllowedValues(null, Roles.Admin, Roles.Manager, Roles.Agent, Roles.Viewer)] string? Role,
    [property: MaxLength(20)] IReadOnlyList<string>? SalesNames);


/// <param name="Next">Pass it as "after" for the next page; null on the last one.</param>
public sealed record PersonPage(IReadOnlyList<PersonInfo> Items, Guid? Next);

/// <param name="SalesNames">Names that mean this person as salesperson, host or owner in the vendors' data; as Agent they see the rows under them.</param>
/// <param name="LastSeenAt">When a session of theirs in this organisation began or was refreshed; kept for thirty days after its end.</param>
public sealed record PersonInfo(Guid Id, string Name, string Email, string Role, IReadOnlyList<string> SalesNames, bool TwoFactor, DateTimeOffset JoinedAt, DateTimeOffset? LastSeenAt)
{
    internal const string Sql =
        """
        select a.id, a.name, a.email, m.role, m.sales_names, a.two_factor_enabled as two_factor, m.joined_at,
               (select max(s.refreshed_at) from accounts.session s where s.org_id = m.org_id and s.account_id = m.account_id) as last_seen_at
        from accounts.membership m
        join accounts.account a on a.id = m.account_id
        where m.org_id = warehouse.current_org()
        """;
}
