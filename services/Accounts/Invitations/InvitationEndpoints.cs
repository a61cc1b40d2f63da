using System.ComponentModel.DataAnnotations;
using Dapper;
using Microsoft.AspNetCore.Http.HttpResults;
using Teg.Platform.Accounts.People;
using Teg.Platform.Accounts.Sessions;
using Teg.Platform.Accounts.SignIn;
using Teg.Platform.Accounts.SignUp;
using Teg.Platform.ServiceDefaults;

namespace Teg.Platform.Accounts.Invitations;

internal static class InvitationEndpoints
{
    public static void MapInvitations(this IEndpointRouteBuilder routes)
    {
        var invitations = routes.MapGroup("/invitations").WithTags("Invitations").RequireAuthorization(Roles.Admin).AddEndpointFilter<LiveSession>();

        invitations.MapGet("", List).WithName("ListInvitations");
        invitations.MapPost("", Invite).WithName("InvitePerson");
        invitations.MapDelete("/{id:guid}", Withdraw).WithName("WithdrawInvitation");
        invitations.MapPost("/{id:guid}/sending", SendAgain).WithName("SendInvitationAgain");

        routes.MapGet("/invitations/by-token/{token}", Open).WithName("OpenInvitation").WithTags("Invitations").AllowAnonymous().AddEndpointFilter(NeverStored.Filter);
        routes.MapPost("/sessions/invitation", Accept).WithName("AcceptInvitation").WithTags("Sessions").AllowAnonymous().AddEndpointFilter(NeverStored.Filter);
    }

    // Newest first, the expired ones included: they can be sent again. "after" is the id of the last one seen.
    private static async Task<Ok<InvitationPage>> List(Database database, CancellationToken ct, Guid? after = null, [Range(1, 200)] int limit = 50)
    {
        await using var connection = await database.OpenAsync(ct);
        var rows = (await connection.QueryAsync<InvitationInfo>(new CommandDefinition(
            $"""
            {InvitationInfo.Sql} and i.accepted_at is null and i.withdrawn_at is null and (@after::uuid is null or i.id < @after)
            order by i.id desc
            limit @limit + 1
            """, new { after, limit }, cancellationToken: ct))).AsList();
        return TypedResults.Ok(new InvitationPage([.. rows.Take(limit)], rows.Count > limit ? rows[limit - 1].Id : null));
    }

    private static async Task<Results<Created<InvitationInfo>, ProblemHttpResult>> Invite(
        InviteRequest request, InvitationBook book, Caller caller, Database database, AuditTrail trail, CancellationToken ct)
    {
        if (await book.InviteAsync(request.Email.Trim(), request.Role, caller, trail, ct) is not { } id)
        {
            return TypedResults.Problem(
                statusCode: StatusCodes.Status409Conflict, type: "already-a-member", title: "This person is a member already.", detail: "Change the role in the list of people.");
        }

        await using var connection = await database.OpenAsync(ct);
        var invitation = await connection.QuerySingleAsync<InvitationInfo>(new CommandDefinition(
            $"{InvitationInfo.Sql} and i.id = @id", new { id }, cancellationToken: ct));
        return TypedResults.Created($"/invitations/{id}", invitation);
    }

    // Withdrawing twice changes nothing.
    private static async Task<Results<NoContent, NotFound>> Withdraw(Guid id, Database database, AuditTrail trail, TimeProvider clock, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        var withdrawn = await connection.ExecuteScalarAsync<bool?>(new CommandDefinition(
            """
            update accounts.invitation
            set withdrawn_at = coalesce(withdrawn_at, @now)
            where org_id = warehouse.current_org() and id = @id and accepted_at is null
            returning withdrawn_at = @now
            """, new { id, now = clock.GetUtcNow() }, cancellationToken: ct));
        if (withdrawn is true)
        {
            trail.Changed("invitation", id.ToString(), new { withdrawn = false }, new { withdrawn = true });
        }

        return withdrawn is null ? TypedResults.NotFound() : TypedResults.NoContent();
    }

    private static async Task<Results<Accepted, NotFound>> SendAgain(Guid id, InvitationBook book, Caller caller, AuditTrail trail, CancellationToken ct) =>
        await book.SendAgainAsync(id, caller, trail, ct) ? TypedResults.Accepted((string?)null) : TypedResults.NotFound();

    private static async Task<Results<Ok<OpenedLink>, ProblemHttpResult>> Open(string token, InvitationBook book, CancellationToken ct) =>
        await book.OpenAsync(token, ct) is { } opened ? TypedResults.Ok(opened) : SignInOutcome.ExpiredLink();

    private static async Task<Results<Ok<SessionTokens>, ValidationProblem, ProblemHttpResult>> Accept(
        AcceptInvitationRequest request, InvitationBook book, AuditTrail trail, HttpContext http, CancellationToken ct) =>
        (await book.AcceptAsync(request, SignInPlace.Of(http), trail, ct)).ToResult(http.Response);
}

/// <param name="Role">Admin, Manager, Agent or Viewer.</param>
public sealed record InviteRequest(
    [property: Required, MaxLength(254), EmailAddress, RegularExpression(@"\P{Cc}+")] string Email,
    [property: Required, AllowedValues(Roles.Admin, Roles.Manager, Roles.Agent, Roles.Viewer)] string Role);

/// <param name="Name">For a new account.</param>
/// <param name="Password">The new account's, or the present one of the account that was invited.</param>
public sealed record AcceptInvitationRequest(
    [property: Required, MaxLength(200)] string Token, [property: MaxLength(200), RegularExpression(@"\P{Cc}*")] string? Name, [property: Required, MaxLength(256)] string Password);

/// <param name="Next">Pass it as "after" for the next page; null on the last one.</param>
public sealed record InvitationPage(IReadOnlyList<InvitationInfo> Items, Guid? Next);

/// <param name="InvitedBy">The person's name.</param>
public sealed record InvitationInfo(Guid Id, string Email, string Role, DateTimeOffset InvitedAt, DateTimeOffset ExpiresAt, string? InvitedBy)
{
    internal const string Sql =
        """
        select i.id, i.email, i.role, i.invited_at, i.expires_at, a.name as invited_by
        from accounts.invitation i
        left join accounts.account a on a.id = i.invited_by
        where i.org_id = warehouse.current_org()
        """;
}
