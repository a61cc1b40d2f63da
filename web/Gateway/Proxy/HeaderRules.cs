using System.Net.Http.Headers;
using Microsoft.Extensions.Primitives;
using Teg.Platform.Gateway.Sessions;

namespace Teg.Platform.Gateway.Proxy;

/// <summary>Which headers pass, in each direction.</summary>
internal static class HeaderRules
{
    // RFC 9110, 7.6.1: they speak of one connection.
    private static readonly HashSet<string> HopByHop = new(StringComparer.OrdinalIgnoreCase)
    {
        "Connection", "Keep-Alive", "Proxy-Connection", "Proxy-Authenticate", "Proxy-Authorization", "Proxy-Authentication-Info",
        "TE", "Trailer", "Transfer-Encoding", "Upgrade",
    };

    // The browser's secrets stay here; who asks from where is said anew; the trace goes on from the Gateway's own span.
    private static readonly HashSet<string> NotForServices = new(StringComparer.OrdinalIgnoreCase)
    {
        "Host", "Cookie", "X-CSRF-Token", "Forwarded", "X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host", "X-Forwarded-Prefix", "X-Real-IP",
        "traceparent", "tracestate", "baggage", "Request-Id", "Correlation-Context", "Expect",
    };

    private static readonly HashSet<string> NotForBrowsers = new(StringComparer.OrdinalIgnoreCase)
    {
        "Set-Cookie", "Server", "X-Powered-By", "Alt-Svc", "Strict-Transport-Security", Whose,
    };

    /// <summary>
    /// Who asked, in which organisation and role, as the session says that the answer was asked with: the app's service worker keeps a figure for
    /// reading without a connection only while that is who is signed in, whatever the page that asked believes.
    /// </summary>
    private const string Whose = "X-Teg-Whose";

    public static void CopyToService(HttpRequest from, HttpRequestMessage to, bool withAuthorization)
    {
        var connection = Named(from.Headers.Connection);
        foreach (var (name, values) in from.Headers)
        {
            if (HopByHop.Contains(name) || NotForServices.Contains(name) || connection.Contains(name)
                || (!withAuthorization && string.Equals(name, "Authorization", StringComparison.OrdinalIgnoreCase)))
            {
                continue;
            }

            if (!to.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values))
            {
                to.Content?.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values);
            }
        }

        if (from.HttpContext.Connection.RemoteIpAddress is { } address)
        {
            to.Headers.TryAddWithoutValidation("X-Forwarded-For", address.ToString());
        }

        to.Headers.TryAddWithoutValidation("X-Forwarded-Proto", from.Scheme);
        to.Headers.TryAddWithoutValidation("X-Forwarded-Host", from.Host.Value);
    }

    public static void CopyToBrowser(HttpResponseMessage from, HttpResponse to)
    {
        var connection = Named(from.Headers.Connection.ToArray());
        Copy(from.Headers, to, connection);
        Copy(from.Content.Headers, to, connection);
        if (StringValues.IsNullOrEmpty(to.Headers.CacheControl))
        {
            // A tenant's figures must not stay in a shared machine's browser cache.
            to.Headers.CacheControl = "no-store";
        }
    }

    public static void SayWhose(BrowserSession session, HttpResponse to) =>
        to.Headers[Whose] = $"{session.User.Id}.{session.Organisation.Id}.{session.User.Role}";

    private static void Copy(HttpHeaders from, HttpResponse to, HashSet<string> connection)
    {
        foreach (var (name, values) in from.NonValidated)
        {
            if (!HopByHop.Contains(name) && !NotForBrowsers.Contains(name) && !connection.Contains(name))
            {
                to.Headers[name] = values.ToArray();
            }
        }
    }

    // "Connection: close, X-Private": the named headers end here too.
    private static HashSet<string> Named(StringValues connection) =>
        connection.SelectMany(value => (value ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            .ToHashSet(StringComparer.OrdinalIgnoreCase);
}
