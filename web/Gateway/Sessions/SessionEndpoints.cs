using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Teg.Platform.Gateway.Limits;
using Teg.Platform.Gateway.Proxy;

namespace Teg.Platform.Gateway.Sessions;

internal static partial class SessionEndpoints
{
    public static void MapSession(this IEndpointRouteBuilder routes)
    {
        var session = routes.MapGroup("/session").WithTags("Session").AddEndpointFilter<RateLimitGate>().AddEndpointFilter(NeverStored);

        session.MapGet("", Get).WithName("GetSession");
        session.MapPost("", SignIn).WithName("SignIn").Produces<SessionState>();
        session.MapDelete("", SignOut).WithName("SignOut").Produces(StatusCodes.Status204NoContent);
    }

    private static async Task<Ok<SessionState>> Get(HttpContext http, SessionKeeper sessions, IOptions<DemoOptions> demo, CancellationToken ct)
    {
        if (SessionCookies.Read(http.Request, SessionCookies.Session) is { } key && await sessions.FindAsync(key, ct) is { } session)
        {
            return TypedResults.Ok(State(key, session, demo.Value));
        }

        SessionCookies.Remove(http, SessionCookies.Session);
        if (SessionCookies.Read(http.Request, SessionCookies.SignIn) is not { } form)
        {
            form = SessionKey.Create();
            SessionCookies.Set(http, SessionCookies.SignIn, form);
        }

        return TypedResults.Ok(new SessionState(false, form.CsrfToken, demo.Value.Enabled, null, null));
    }

    private static async Task<IResult> SignIn(
        SignInForm form, HttpContext http, AccountsClient accounts, SessionStore store, IOptions<DemoOptions> demo, TimeProvider clock, CancellationToken ct)
    {
        var before = SessionCookies.Read(http.Request, SessionCookies.Session);
        if (SessionGate.Refusal(http.Request, SessionCookies.Read(http.Request, SessionCookies.SignIn), before) is { } refusal)
        {
            return refusal;
        }

        using var answer = await accounts.SignInAsync(form.Email, form.Password, http.Connection.RemoteIpAddress, ct);
        if (!answer.IsSuccessStatusCode)
        {
            if (answer.Headers.RetryAfter is { } wait)
            {
                http.Response.Headers.RetryAfter = wait.ToString();
            }

            return TypedResults.Text(await answer.Content.ReadAsStringAsync(ct), answer.Content.Headers.ContentType?.ToString(), statusCode: (int)answer.StatusCode);
        }

        // A new key for each sign-in: one that somebody planted in the browser before is worth nothing after.
        var key = SessionKey.Create();
        var session = BrowserSession.Of(await AccountsClient.ReadAsync(answer, ct), clock.GetUtcNow());
        await store.CreateAsync(key, session, ct);
        if (before is not null)
        {
            await EndAsync(before, http, ct);
        }

        SessionCookies.Remove(http, SessionCookies.SignIn);
        SessionCookies.Set(http, SessionCookies.Session, key);
        return TypedResults.Ok(State(key, session, demo.Value));
    }

    private static async Task<IResult> SignOut(HttpContext http, CancellationToken ct)
    {
        if (SessionCookies.Read(http.Request, SessionCookies.Session) is { } key)
        {
            if (SessionGate.Refusal(http.Request, key) is { } refusal)
            {
                return refusal;
            }

            await EndAsync(key, http, ct);
        }

        SessionCookies.Remove(http, SessionCookies.Session);
        return TypedResults.NoContent();
    }

    // The browser is signed out even when Accounts is away: the only copy of the refresh token goes with the session.
    private static async Task EndAsync(SessionKey key, HttpContext http, CancellationToken ct)
    {
        var services = http.RequestServices;
        BrowserSession? session = null;
        try
        {
            session = await services.GetRequiredService<SessionKeeper>().FindAsync(key, ct);
            await services.GetRequiredService<SessionStore>().EndAsync(key, ct);
            if (session is not null)
            {
                await services.GetRequiredService<AccountsClient>().SignOutAsync(session.AccessToken, ct);
            }
        }
        catch (ServiceAwayException e)
        {
            LogNotRevoked(services.GetRequiredService<ILogger<SessionKeeper>>(), e, session?.User.Id);
            await services.GetRequiredService<SessionStore>().EndAsync(key, ct);
        }
    }

    private static SessionState State(SessionKey key, BrowserSession session, DemoOptions demo) =>
        new(true, key.CsrfToken, demo.Enabled, session.User, session.Organisation);

    private static ValueTask<object?> NeverStored(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        context.HttpContext.Response.Headers.CacheControl = "no-store";
        return next(context);
    }

    [LoggerMessage(LogLevel.Warning, "Account {AccountId} signed out while Accounts was away; the family of its refresh tokens runs out by itself")]
    private static partial void LogNotRevoked(ILogger logger, Exception exception, Guid? accountId);
}

public sealed record SignInForm(
    [property: Required, MaxLength(254)] string Email,
    [property: Required, MaxLength(256)] string Password);
