using System.Security.Claims;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using Teg.Platform.Gateway.Limits;
using Teg.Platform.Gateway.Sessions;
using Teg.Platform.ServiceDefaults;

namespace Teg.Platform.Gateway.Proxy;

/// <summary>Who reaches the services: a signed-in browser, a machine with its own token, and anybody where a service says so.</summary>
internal sealed class ApiGate(SessionKeeper sessions, TokenVerifier verifier, IOptions<ProxyOptions> options) : IEndpointFilter
{
    private const string Bearer = "Bearer ";

    private readonly SessionGate gate = new(sessions);

    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var request = context.HttpContext.Request;
        var session = SessionCookies.Read(request, SessionCookies.Session);

        // No page can add this header to a request of somebody else's browser, so it needs no CSRF token. A browser that is signed in goes by its
        // session.
        if (session is null && request.Headers.Authorization.ToString() is var header && header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase))
        {
            return WithTokenAsync(context, next, header[Bearer.Length..].Trim());
        }

        var service = (string?)request.RouteValues["service"] ?? "";
        var rest = request.Path.StartsWithSegments($"/api/{service}", StringComparison.OrdinalIgnoreCase, out var below) ? below : PathString.Empty;
        if (!ProxyRoute.IsAnonymous(options.Value, service, rest))
        {
            return gate.InvokeAsync(context, next);
        }

        return SessionGate.Refusal(request, SessionCookies.Read(request, SessionCookies.SignIn), session) is { } refusal
            ? ValueTask.FromResult<object?>(refusal)
            : next(context);
    }

    // The service verifies it once more; here it says whose budget the request is on.
    private async ValueTask<object?> WithTokenAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next, string token)
    {
        var http = context.HttpContext;
        try
        {
            var (claims, refusal) = await verifier.VerifyAsync(token, http.RequestAborted);
            if (claims is null)
            {
                http.Response.Headers[HeaderNames.WWWAuthenticate] = $"Bearer error=\"invalid_token\", error_description=\"{refusal}\"";
                return Problem(StatusCodes.Status401Unauthorized, "token-refused", "The access token was refused.", $"The rule is: {refusal}.");
            }

            http.Features.Set(new RateLimitSubject(Id(claims, TokenClaims.Subject), Id(claims, TokenClaims.Organisation)));
        }
        catch (SigningKeysUnavailableException e)
        {
            http.Response.Headers.RetryAfter = "2";
            return Problem(StatusCodes.Status503ServiceUnavailable, "keys-unavailable", "Sign-in cannot be checked right now.", e.Message);
        }

        return await next(context);
    }

    private static Guid Id(IEnumerable<Claim> claims, string type) => Guid.Parse(claims.First(claim => claim.Type == type).Value);

    private static IResult Problem(int status, string type, string title, string detail) =>
        TypedResults.Problem(new ProblemDetails { Status = status, Type = type, Title = title, Detail = detail });
}
