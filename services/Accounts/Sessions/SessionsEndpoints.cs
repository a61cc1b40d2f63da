using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Teg.Platform.Accounts.People;
using Teg.Platform.Accounts.SecondFactor;
using Teg.Platform.Accounts.SignIn;
using Teg.Platform.ServiceDefaults;

namespace Teg.Platform.Accounts.Sessions;

/// <summary>For the Gateway, which keeps the tokens; it does not pass these addresses on to the browser.</summary>
internal static class SessionsEndpoints
{
    public static void MapSessions(this IEndpointRouteBuilder routes)
    {
        var sessions = routes.MapGroup("/sessions").WithTags("Sessions").AddEndpointFilter(NeverStored.Filter);

        sessions.MapPost("", SignIn).WithName("SignIn").AllowAnonymous();
        sessions.MapPost("/second-factor", SignInFurther).WithName("SignInWithSecondFactor").AllowAnonymous();
        sessions.MapPost("/organisation", SwitchOrganisation).WithName("SwitchOrganisation").RequireAuthorization(Roles.Viewer).AddEndpointFilter<LiveSession>();
        sessions.MapPost("/refresh", Refresh).WithName("RefreshSession").AllowAnonymous();
        sessions.MapGet("/me", GetCurrent).WithName("GetCurrentSession").RequireAuthorization(Roles.Viewer);
        sessions.MapDelete("/current", SignOut).WithName("SignOut").RequireAuthorization(Roles.Viewer);
    }

    private static async Task<Results<Ok<SessionTokens>, ValidationProblem, ProblemHttpResult>> SignIn(
        SignInRequest request, PasswordSignIn signIn, HttpContext http, CancellationToken ct) =>
        (await signIn.TryAsync(request.Email, request.Password, SignInPlace.Of(http), ct)).ToResult(http.Response);

    private static async Task<Results<Ok<SessionTokens>, ValidationProblem, ProblemHttpResult>> SignInFurther(
        SecondFactorRequest request, SecondFactorSignIn signIn, HttpContext http, CancellationToken ct) =>
        (await signIn.TryAsync(request.Challenge, request.Code, SignInPlace.Of(http), ct)).ToResult(http.Response);

    // The session there begins before the one here ends: killed in between, the person has both and no harm is done.
    private static async Task<Results<Ok<SessionTokens>, ValidationProblem, ProblemHttpResult>> SwitchOrganisation(
        SwitchOrganisationRequest request, ClaimsPrincipal principal, Caller caller, UserManager<User> users, Entrance entrance, SessionFamilies sessions,
        AuditTrail trail, HttpContext http, CancellationToken ct)
    {
        var user = await users.FindByIdAsync(caller.UserId.ToString());
        if (user is null)
        {
            return TypedResults.Problem(LiveSession.Ended());
        }

        // The session that asks has passed the second factor, if there is one.
        var outcome = await entrance.EnterAsync(user, request.OrganisationId, SignInPlace.Of(http), ct);
        if (outcome is SignInOutcome.SignedIn && LiveSession.IdOf(principal) is { } sessionId)
        {
            await sessions.EndAsync(caller.OrgId, sessionId, "went to another organisation", ct);
            trail.Changed("session", sessionId.ToString(), new { ended = false }, new { ended = true });
        }

        return outcome.ToResult(http.Response);
    }

    private static async Task<Results<Ok<SessionTokens>, ProblemHttpResult>> Refresh(RefreshRequest request, SessionFamilies sessions, CancellationToken ct) =>
        await sessions.RefreshAsync(request.RefreshToken, ct) is { } tokens ? TypedResults.Ok(tokens) : TypedResults.Problem(LiveSession.Ended());

    private static async Task<Results<Ok<CurrentSession>, ProblemHttpResult>> GetCurrent(
        ClaimsPrincipal user, Caller caller, SessionFamilies sessions, CancellationToken ct) =>
        LiveSession.IdOf(user) is { } sessionId && await sessions.FindAsync(caller.OrgId, sessionId, ct) is { } session
            ? TypedResults.Ok(session)
            : TypedResults.Problem(LiveSession.Ended());

    private static async Task<NoContent> SignOut(ClaimsPrincipal user, Caller caller, SessionFamilies sessions, AuditTrail trail, CancellationToken ct)
    {
        if (LiveSession.IdOf(user) is { } sessionId)
        {
            await sessions.EndAsync(caller.OrgId, sessionId, "signed out", ct);
            trail.Changed("session", sessionId.ToString(), new { ended = false }, new { ended = true });
        }

        return TypedResults.NoContent();
    }
}
