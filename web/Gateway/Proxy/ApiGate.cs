using Microsoft.Extensions.Options;
using Teg.Platform.Gateway.Sessions;

namespace Teg.Platform.Gateway.Proxy;

/// <summary>Who reaches the services: a signed-in browser, a machine with its own token, and anybody where a service says so.</summary>
internal sealed class ApiGate(SessionKeeper sessions, IOptions<ProxyOptions> options) : IEndpointFilter
{
    private readonly SessionGate gate = new(sessions);

    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var request = context.HttpContext.Request;
        var session = SessionCookies.Read(request, SessionCookies.Session);

        // No page can add this header to a request of somebody else's browser, so it needs no CSRF token. The service verifies the token itself.
        // A browser that is signed in goes by its session.
        if (session is null && request.Headers.Authorization.ToString().StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase))
        {
            return next(context);
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
}
