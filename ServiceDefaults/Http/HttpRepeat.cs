namespace Teg.Platform.ServiceDefaults;

/// <summary>Whether a request may be sent again. By default the idempotent methods may, POST and PATCH may not.</summary>
public static class HttpRepeat
{
    /// <summary>Set to true on a POST that only reads (a GraphQL query), to false on a GET that must not be repeated.</summary>
    public static readonly HttpRequestOptionsKey<bool> Allowed = new("teg.repeat");

    internal static bool IsAllowed(HttpRequestMessage request) => request.Options.TryGetValue(Allowed, out var said)
        ? said
        : request.Method == HttpMethod.Get || request.Method == HttpMethod.Head || request.Method == HttpMethod.Options
            || request.Method == HttpMethod.Put || request.Method == HttpMethod.Delete || request.Method == HttpMethod.Trace;
}
