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

    private static async Task<Results<Ok<PersonInfo>, NotFound, ProblemHttpResult>> Change(Guid id, ChangePerson request, Database database, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        if (request.Role is not null)
        {
            var present = await Membership.LockRoleAsync(connection, transaction, id, ct);
            if (present is Roles.Admin && request.Role != Roles.Admin && await IsLastAdminAsync(connection, transaction, id, ct))
            {
                return LastAdmin();
            }

            await connection.ExecuteAsync(new CommandDefinition(
                "update accounts.membership set role = @Role where org_id = warehouse.current_org() and account_id = @id", new { request.Role, id }, transaction, cancellationToken: ct));
        }

        var person = await connection.QuerySingleOrDefaultAsync<PersonInfo>(new CommandDefinition(
            $"{PersonInfo.Sql} and m.account_id = @id", new { id }, transaction, cancellationToken: ct));
        await transaction.CommitAsync(ct);
        return person is null ? TypedResults.NotFound() : TypedResults.Ok(person);
    }

    // The membership's sessions and their refresh tokens go with it.
    private static async Task<Results<NoContent, NotFound, ProblemHttpResult>> Remove(Guid id, Database database, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        switch (await Membership.LockRoleAsync(connection, transaction, id, ct))
        {
            case null:
                return TypedResults.NotFound();
            case Roles.Admin when await IsLastAdminAsync(connection, transaction, id, ct):
                return LastAdmin();
        }

        await connection.ExecuteAsync(new CommandDefinition(
            "delete from accounts.membership where org_id = warehouse.current_org() and account_id = @id", new { id }, transaction, cancellationToken: ct));
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
public sealed record ChangePerson([property: AllowedValues(null, Roles.Admin, Roles.Manager, Roles.Agent, Roles.Viewer)] string? Role);

/// <param name="Next">Pass it as "after" for the next page; null on the last one.</param>
public sealed record PersonPage(IReadOnlyList<PersonInfo> Items, Guid? Next);

/// <param name="LastSeenAt">When a session of theirs in this organisation began or was refreshed; kept for thirty days after its end.</param>
public sealed record PersonInfo(Guid Id, string Name, string Email, string Role, bool TwoFactor, DateTimeOffset JoinedAt, DateTimeOffset? LastSeenAt)
{
    internal const string Sql =
        """
        select a.id, a.name, a.email, m.role, a.two_factor_enabled as two_factor, m.joined_at,
               (select max(s.refreshed_at) from accounts.session s where s.org_id = m.org_id and s.account_id = m.account_id) as last_seen_at
        from accounts.membership m
        join accounts.account a on a.id = m.account_id
        where m.org_id = warehouse.current_org()
        """;
}
