using System.Diagnostics.CodeAnalysis;

namespace Teg.Platform.Gateway.Proxy;

/// <summary>Where a request goes, or that it goes nowhere.</summary>
internal static class ProxyRoute
{
    // What every service has for operators and for the build.
    private static readonly string[] ForNobody = ["/health", "/alive", "/metrics", "/openapi"];

    /// <param name="rest">What stands behind /api/{service}, decoded once by Kestrel: "/runs/0190…".</param>
    public static bool TryApi(ProxyOptions options, string service, PathString rest, QueryString query, [NotNullWhen(true)] out Uri? target)
    {
        target = null;
        if (!options.Services.TryGetValue(service, out var proxied) || !IsPlain(rest)
            || ForNobody.Concat(proxied.Hidden).Any(hidden => rest.StartsWithSegments(hidden, StringComparison.OrdinalIgnoreCase)))
        {
            return false;
        }

        target = new Uri($"http://{service}{rest.ToUriComponent()}{query.ToUriComponent()}");
        return true;
    }

    /// <summary>Whether the path is one of those that need no session.</summary>
    public static bool IsAnonymous(ProxyOptions options, string service, PathString rest) =>
        options.Services.TryGetValue(service, out var proxied) && IsPlain(rest)
        && proxied.Anonymous.Any(open => rest.StartsWithSegments(open, StringComparison.OrdinalIgnoreCase));

    public static bool TryHook(ProxyOptions options, string service, PathString rest, QueryString query, [NotNullWhen(true)] out Uri? target)
    {
        target = null;
        if (!options.Services.TryGetValue(service, out var proxied) || string.IsNullOrEmpty(proxied.Hooks) || !IsPlain(rest))
        {
            return false;
        }

        target = new Uri($"http://{service}{new PathString(proxied.Hooks).Add(rest).ToUriComponent()}{query.ToUriComponent()}");
        return true;
    }

    // Kestrel has decoded the path and resolved its dots. What is left of either is meant to be read differently by somebody behind us:
    // "/x/..%2fsessions", "//sessions", "/\sessions".
    public static bool IsPlain(PathString path)
    {
        var text = path.Value ?? "";
        return !text.Contains("//", StringComparison.Ordinal)
            && !text.Contains('\\', StringComparison.Ordinal)
            && !text.Contains("%2f", StringComparison.OrdinalIgnoreCase)
            && !text.Contains("%5c", StringComparison.OrdinalIgnoreCase)
            && !text.Contains("%2e", StringComparison.OrdinalIgnoreCase)
            && !text.Split('/').Any(segment => segment is "." or "..");
    }
}
