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
        session.MapPost("/second-factor", SignInFurther).WithName("SignInWithSecondFactor").Produces<SessionState>();
        session.MapPost("/sign-up", FinishSignUp).WithName("FinishSignUp").Produces<SessionState>();
        session.MapPost("/invitation", AcceptInvitation).WithName("AcceptInvitation").Produces<SessionState>();
        session.MapPost("/organisation", SwitchOrganisation).WithName("SwitchOrganisation").Produces<SessionState>().AddEndpointFilter<SessionGate>();
        session.MapExternal();
        session.MapDelete("", SignOut).WithName("SignOut").Produces(StatusCodes.Status204NoContent);
    }

    private static async Task<Ok<SessionState>> Get(HttpContext http, SessionKeeper sessions, IOptions<DemoOptions> demo, CancellationToken ct)
    {
        if (SessionCookies.Read(http.Request, SessionCookies.Session) is { } key && await sessions.LookAsync(key, ct) is { } session)
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

    private static Task<IResult> SignIn(SignInForm form, HttpContext http, AccountsClient accounts, CancellationToken ct) =>
        EnterAsync(http, () => accounts.EnterAsync("", form, http, null, ct), ct);

    private static Task<IResult> SignInFurther(SecondFactorForm form, HttpContext http, AccountsClient accounts, CancellationToken ct) =>
        EnterAsync(http, () => accounts.EnterAsync("second-factor", form, http, null, ct), ct);

    private static Task<IResult> FinishSignUp(SignUpForm form, HttpContext http, AccountsClient accounts, CancellationToken ct) =>
        EnterAsync(http, () => accounts.EnterAsync("sign-up", form, http, null, ct), ct);

    private static Task<IResult> AcceptInvitation(InvitationForm form, HttpContext http, AccountsClient accounts, CancellationToken ct) =>
        EnterAsync(http, () => accounts.EnterAsync("invitation", form, http, null, ct), ct);

    // Accounts ends the session here by itself, once the one there has begun.
    private static async Task<IResult> SwitchOrganisation(SwitchOrganisationForm form, HttpContext http, AccountsClient accounts, SessionStore store, CancellationToken ct)
    {
        var (before, session) = Admitted.Of(http);
        using var answer = await accounts.EnterAsync("organisation", form, http, session.AccessToken, ct);
        if (!answer.IsSuccessStatusCode)
        {
            return await PassOnAsync(answer, http, ct);
        }

        var state = await BeginAsync(answer, http, ct);
        await store.EndAsync(before, ct);
        return TypedResults.Ok(state);
    }

    /// <summary>Begins a session with what Accounts answers, for a form that this browser asked for, and ends the one before.</summary>
    private static async Task<IResult> EnterAsync(HttpContext http, Func<Task<HttpResponseMessage>> ask, CancellationToken ct)
    {
        var before = SessionCookies.Read(http.Request, SessionCookies.Session);
        if (SessionGate.Refusal(http.Request, SessionCookies.Read(http.Request, SessionCookies.SignIn), before) is { } refusal)
        {
            return refusal;
        }

        using var answer = await ask();
        if (!answer.IsSuccessStatusCode)
        {
            return await PassOnAsync(answer, http, ct);
        }

        return TypedResults.Ok(await BeginAnewAsync(answer, http, ct));
    }

    /// <summary>Begins a session with the tokens of a sign-in and ends the one before, if there was one.</summary>
    internal static async Task<SessionState> BeginAnewAsync(HttpResponseMessage answer, HttpContext http, CancellationToken ct)
    {
        var before = SessionCookies.Read(http.Request, SessionCookies.Session);
        var state = await BeginAsync(answer, http, ct);
        if (before is not null)
        {
            await EndAsync(before, http, ct);
        }

        return state;
    }

    private static async Task<SessionState> BeginAsync(HttpResponseMessage answer, HttpContext http, CancellationToken ct)
    {
        // A new key for each sign-in: one that somebody planted in the browser before is worth nothing after.
        var key = SessionKey.Create();
        var session = BrowserSession.Of(await AccountsClient.ReadAsync(answer, ct), http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow());
        await http.RequestServices.GetRequiredService<SessionStore>().CreateAsync(key, session, ct);
        SessionCookies.Remove(http, SessionCookies.SignIn);
        SessionCookies.Set(http, SessionCookies.Session, key);
        return State(key, session, http.RequestServices.GetRequiredService<IOptions<DemoOptions>>().Value);
    }

    private static async Task<IResult> PassOnAsync(HttpResponseMessage answer, HttpContext http, CancellationToken ct)
    {
        if (answer.Headers.RetryAfter is { } wait)
        {
            http.Response.Headers.RetryAfter = wait.ToString();
        }

        return TypedResults.Text(await answer.Content.ReadAsStringAsync(ct), answer.Content.Headers.ContentType?.ToString(), statusCode: (int)answer.StatusCode);
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

/// <param name="Challenge">From the problem <c>second-factor-required</c>.</param>
/// <param name="Code">Six digits of the app, or a recovery code.</param>
public sealed record SecondFactorForm(
    [property: Required, MaxLength(200)] string Challenge,
    [property: Required, MaxLength(40)] string Code);

public sealed record SignUpForm(
    [property: Required, MaxLength(200)] string Token,
    [property: Required, MaxLength(256)] string Password);

/// <param name="Name">For a new account.</param>
/// <param name="Password">The new account's, or the present one of the account that was invited.</param>
public sealed record InvitationForm(
    [property: Required, MaxLength(200)] string Token,
    [property: MaxLength(200)] string? Name,
    [property: Required, MaxLength(256)] string Password);

public sealed record SwitchOrganisationForm([property: Required] Guid OrganisationId);
