using Microsoft.AspNetCore.Mvc;

namespace Teg.Platform.Gateway.Sessions;

/// <summary>In front of everything that needs a signed-in browser: finds the session and, where the request changes something, checks that our page sent it.</summary>
internal sealed class SessionGate(SessionKeeper sessions) : IEndpointFilter
{
    public const string CsrfHeader = "X-CSRF-Token";

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        if (SessionCookies.Read(http.Request, SessionCookies.Session) is not { } key)
        {
            return NotSignedIn("No session came with the request.");
        }

        if (Refusal(http.Request, key) is { } refusal)
        {
            return refusal;
        }

        if (await sessions.FindAsync(key, http.RequestAborted) is not { } session)
        {
            SessionCookies.Remove(http, SessionCookies.Session);
            return NotSignedIn("The session has ended.");
        }

        http.Features.Set(new Admitted(key, session));
        return await next(context);
    }

    /// <returns>Null when the request only reads, or our page sent it with the token of one of these keys.</returns>
    public static IResult? Refusal(HttpRequest request, params ReadOnlySpan<SessionKey?> keys)
    {
        if (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || HttpMethods.IsOptions(request.Method))
        {
            return null;
        }

        if (RequestOrigin.Of(request.Headers["Sec-Fetch-Site"], request.Headers.Origin, request.Host.Value ?? "").Refusal is { } reason)
        {
            return Forbidden("cross-site-refused", $"The request was refused: {reason}.");
        }

        var token = request.Headers[CsrfHeader].ToString();
        foreach (var key in keys)
        {
            if (key?.Confirms(token) is true)
            {
                return null;
            }
        }

        return Forbidden("csrf-token-refused", "The page is out of date: it sent no valid X-CSRF-Token.");
    }

    private static IResult NotSignedIn(string detail) => TypedResults.Problem(new ProblemDetails
    {
        Status = StatusCodes.Status401Unauthorized, Type = "not-signed-in", Title = "Sign in first.", Detail = detail,
    });

    private static IResult Forbidden(string type, string detail) => TypedResults.Problem(new ProblemDetails
    {
        Status = StatusCodes.Status403Forbidden, Type = type, Title = "The request was not accepted.", Detail = $"{detail} GET /session gives the token; load the page again.",
    });
}

/// <summary>The session that the gate let in.</summary>
internal sealed record Admitted(SessionKey Key, BrowserSession Session)
{
    public static Admitted Of(HttpContext http) =>
        http.Features.Get<Admitted>() ?? throw new InvalidOperationException("The endpoint is not behind SessionGate.");
}
