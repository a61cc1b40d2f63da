namespace Teg.Platform.Gateway.Sessions;

/// <summary>Whether a request that changes something comes from a page of ours.</summary>
/// <param name="Refusal">Null when it may go on.</param>
internal sealed record RequestOrigin(string? Refusal)
{
    public static RequestOrigin Of(string? fetchSite, string? origin, string host)
    {
        // Every browser of today says where a request comes from, and no page can change it.
        if (fetchSite is not (null or "" or "same-origin"))
        {
            return new RequestOrigin($"it comes from {fetchSite}");
        }

        // "Origin: https://teg.example"; scheme apart, because a proxy may end TLS. "null" is a sandboxed page.
        if (!string.IsNullOrEmpty(origin)
            && !(Uri.TryCreate(origin, UriKind.Absolute, out var page) && string.Equals(page.Authority, host, StringComparison.OrdinalIgnoreCase)))
        {
            return new RequestOrigin("it comes from another origin");
        }

        // Neither header: no browser sent this; the CSRF token decides.
        return new RequestOrigin((string?)null);
    }
}
