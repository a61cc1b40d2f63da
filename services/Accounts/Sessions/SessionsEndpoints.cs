using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Teg.Platform.Accounts.SignIn;
using Teg.Platform.ServiceDefaults;

namespace Teg.Platform.Accounts.Sessions;

/// <summary>For the Gateway, which keeps the tokens; it does not pass these addresses on to the browser.</summary>
internal static class SessionsEndpoints
{
    public static void MapSessions(this IEndpointRouteBuilder routes)
    {
        var sessions = routes.MapGroup("/sessions").WithTags("Sessions").AddEndpointFilter(NeverStored);

        sessions.MapPost("", SignIn).WithName("SignIn").AllowAnonymous();
        sessions.MapPost("/refresh", Refresh).WithName("RefreshSession").AllowAnonymous();
        sessions.MapGet("/me", GetCurrent).WithName("GetCurrentSession").RequireAuthorization(Roles.Viewer);
        sessions.MapDelete("/current", SignOut).WithName("SignOut").RequireAuthorization(Roles.Viewer);
    }

    private static async Task<Results<Ok<SessionTokens>, ProblemHttpResult>> SignIn(
        SignInRequest request, PasswordSignIn signIn, HttpContext http, CancellationToken ct)
    {
        var outcome = await signIn.TryAsync(request.Email, request.Password, http.Connection.RemoteIpAddress, ct);
        switch (outcome)
        {
            case SignInOutcome.SignedIn(var tokens):
                return TypedResults.Ok(tokens);
            case SignInOutcome.Throttled(var wait):
                http.Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
                return TypedResults.Problem(
                    statusCode: StatusCodes.Status429TooManyRequests, type: "sign-in-throttled",
                    title: "Too many sign-ins were refused lately.", detail: $"Try again in {Math.Ceiling(wait.TotalMinutes):0} minutes.");
            case SignInOutcome.NoOrganisation:
                return TypedResults.Problem(
                    statusCode: StatusCodes.Status403Forbidden, type: "no-organisation",
                    title: "This account belongs to no organisation.", detail: "Ask an administrator for an invitation.");
            default:
                return TypedResults.Problem(
                    statusCode: StatusCodes.Status401Unauthorized, type: "sign-in-refused",
                    title: "E-mail address or password is not right.", detail: "Check both. After many refusals an account stays shut for a quarter of an hour.");
        }
    }

    private static async Task<Results<Ok<SessionTokens>, ProblemHttpResult>> Refresh(RefreshRequest request, SessionFamilies sessions, CancellationToken ct) =>
        await sessions.RefreshAsync(request.RefreshToken, ct) is { } tokens
            ? TypedResults.Ok(tokens)
            : TypedResults.Problem(
                statusCode: StatusCodes.Status401Unauthorized, type: "session-ended", title: "The session has ended.", detail: "Sign in again.");

    private static async Task<Results<Ok<CurrentSession>, ProblemHttpResult>> GetCurrent(
        ClaimsPrincipal user, Caller caller, SessionFamilies sessions, CancellationToken ct) =>
        SessionOf(user) is { } sessionId && await sessions.FindAsync(caller.OrgId, sessionId, ct) is { } session
            ? TypedResults.Ok(session)
            : TypedResults.Problem(
                statusCode: StatusCodes.Status401Unauthorized, type: "session-ended", title: "The session has ended.", detail: "Sign in again.");

    private static async Task<NoContent> SignOut(ClaimsPrincipal user, Caller caller, SessionFamilies sessions, CancellationToken ct)
    {
        if (SessionOf(user) is { } sessionId)
        {
            await sessions.EndAsync(caller.OrgId, sessionId, "signed out", ct);
        }

        return TypedResults.NoContent();
    }

    // A machine's token has no session.
    private static Guid? SessionOf(ClaimsPrincipal user) => Guid.TryParse(user.FindFirstValue(TokenClaims.Session), out var id) ? id : null;

    private static ValueTask<object?> NeverStored(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        context.HttpContext.Response.Headers.CacheControl = "no-store";
        return next(context);
    }
}
