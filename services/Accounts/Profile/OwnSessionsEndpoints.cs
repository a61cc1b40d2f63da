using System.ComponentModel.DataAnnotations;
using System.Security.Claims;
using Dapper;
using Microsoft.AspNetCore.Http.HttpResults;
using Teg.Platform.Accounts.Sessions;
using Teg.Platform.ServiceDefaults;

namespace Teg.Platform.Accounts.Profile;

/// <summary>A person's sessions, in whichever of their organisations they are.</summary>
internal static class OwnSessionsEndpoints
{
    public static void MapSessionsOfProfile(this IEndpointRouteBuilder profile)
    {
        profile.MapGet("/sessions", List).WithName("ListOwnSessions");
        profile.MapDelete("/sessions/{id:guid}", End).WithName("EndOwnSession");
        profile.MapDelete("/sessions", EndOthers).WithName("EndOtherSessions");
    }

    // Newest first; "after" is the id of the last session seen. Ids are in the order of time.
    private static async Task<Ok<ProfileSessions>> List(
        Caller caller, ClaimsPrincipal principal, Database database, TimeProvider clock, CancellationToken ct, Guid? after = null, [Range(1, 200)] int limit = 50)
    {
        await using var connection = await database.OpenForPersonAsync(caller.UserId, ct);
        var rows = (await connection.QueryAsync<ProfileSession>(new CommandDefinition(
            """
            select s.id, s.started_at, s.refreshed_at, s.expires_at as ends_at, s.id = @current as current, s.address, s.device
            from accounts.membership m
            join accounts.session s on s.org_id = m.org_id and s.account_id = m.account_id
            join accounts.account a on a.id = s.account_id
            where m.account_id = @UserId and s.ended_at is null and s.expires_at > @now and s.security_stamp = a.security_stamp
              and (@after::uuid is null or s.id < @after)
            order by s.id desc
            limit @limit + 1
            """,
            new { caller.UserId, current = LiveSession.IdOf(principal), now = clock.GetUtcNow(), after, limit }, cancellationToken: ct))).AsList();
        return TypedResults.Ok(new ProfileSessions([.. rows.Take(limit)], rows.Count > limit ? rows[limit - 1].Id : null));
    }

    private static async Task<Results<NoContent, NotFound>> End(Guid id, Caller caller, Database database, AuditTrail trail, TimeProvider clock, CancellationToken ct)
    {
        await using var connection = await database.OpenForPersonAsync(caller.UserId, ct);
        // The first reason stays: ending twice changes nothing.
        var ended = await connection.ExecuteScalarAsync<bool?>(new CommandDefinition(
            """
            update accounts.session s
            set ended_at = coalesce(s.ended_at, @now), ended_because = coalesce(s.ended_because, 'ended by its owner')
            from accounts.membership m
            where m.account_id = @UserId and s.org_id = m.org_id and s.account_id = m.account_id and s.id = @id
            returning s.ended_at = @now
            """, new { caller.UserId, id, now = clock.GetUtcNow() }, cancellationToken: ct));
        if (ended is true)
        {
            trail.Changed("session", id.ToString(), new { ended = false }, new { ended = true });
        }

        return ended is null ? TypedResults.NotFound() : TypedResults.NoContent();
    }

    private static async Task<NoContent> EndOthers(
        Caller caller, ClaimsPrincipal principal, Database database, AuditTrail trail, TimeProvider clock, CancellationToken ct)
    {
        await using var connection = await database.OpenForPersonAsync(caller.UserId, ct);
        var ended = await connection.ExecuteAsync(new CommandDefinition(
            """
            update accounts.session s
            set ended_at = @now, ended_because = 'ended by its owner'
            from accounts.membership m
            where m.account_id = @UserId and s.org_id = m.org_id and s.account_id = m.account_id and s.id is distinct from @current and s.ended_at is null
            """, new { caller.UserId, current = LiveSession.IdOf(principal), now = clock.GetUtcNow() }, cancellationToken: ct));
        // They may lie in other organisations, whose ids are no business of this one's trail.
        trail.Changed("account", caller.UserId.ToString(), null, new { sessionsEnded = ended });
        return TypedResults.NoContent();
    }
}
