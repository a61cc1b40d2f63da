using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using Teg.Platform.Qualifier.Sites;
using Teg.Platform.ServiceDefaults;

namespace Teg.Platform.Qualifier.Intake;

/// <summary>Who may post: pages of sites that are known, from where they stand, as often as people write.</summary>
internal sealed class Gate(SiteBook sites, IOptions<IntakeOptions> options) : IDisposable
{
    public const string KeyHeader = "X-Site-Key";

    private readonly LocalCounter counter = new(options.Value.Window);
    private readonly string ownOrigin = OriginOf(options.Value.PublicAddress!);

    /// <summary>Whether pages of that origin may read an answer: those of any site, because a preflight does not say whose key will come.</summary>
    public bool Admits(string origin) => sites.Knows(origin) || origin == ownOrigin;

    /// <returns>Null when the network address may send one more.</returns>
    public ProblemHttpResult? CountAddress(HttpContext http)
    {
        var budget = new Budget("address", Budget.Network(http.Connection.RemoteIpAddress), options.Value.PerAddress);
        return RateLimitAnswer.Of(http, [budget], [counter.Count(budget)], options.Value.Window);
    }

    /// <summary>The site whose key came with the form, or the reason why nothing is taken from there.</summary>
    public (Site? Site, ProblemHttpResult? Refusal) Find(HttpContext http, string? formKey)
    {
        if (!sites.IsKnown)
        {
            http.Response.Headers.RetryAfter = "5";
            return (null, Problem(503, "sites-not-known", "The service has just started and does not know the sites yet.", "Nothing was kept. Send the form again in a few seconds."));
        }

        var given = !string.IsNullOrWhiteSpace(formKey) ? formKey.Trim() : http.Request.Headers[KeyHeader].ToString().Trim();
        var key = given.Length > 0 ? given : options.Value.DefaultSiteKey ?? "";
        if (key.Length == 0)
        {
            return (null, Problem(403, "site-key-missing", "The form names no site.", $"Send the site's key (pk_…) in the field \"key\" or the header {KeyHeader}."));
        }

        if (TenantKey.Parse(TenantKey.Site, key) is not { } named || sites.Find(named.OrgId, named.Id) is not { } site)
        {
            return (null, Problem(403, "site-key-unknown", "This site key is unknown or was revoked.", "Make a new one under Settings, Site keys, and put it into the form."));
        }

        if (OriginOf(http.Request) is { } origin && !site.Origins.Contains(origin) && !(origin == ownOrigin && key == options.Value.DefaultSiteKey))
        {
            return (null, Problem(
                403, "origin-not-allowed", "Pages that stand there may not use this site key.", "Add the page's origin, such as https://www.example.com, to the key under Settings, Site keys."));
        }

        var budget = new Budget("site", $"{site.KeyId:n}", options.Value.PerSite);
        return RateLimitAnswer.Of(http, [budget], [counter.Count(budget)], options.Value.Window) is { } refusal ? (null, refusal) : (site, null);
    }

    public void Dispose() => counter.Dispose();

    /// <summary>
    /// Where the page stands, as the browser says: "Origin" with whatever a script sends, "Referer" when a form navigates. "null" is a page that hides
    /// it, such as a sandboxed frame. No browser, or one that is told to say nothing: null.
    /// </summary>
    private static string? OriginOf(HttpRequest request)
    {
        var origin = request.Headers.Origin.ToString();
        if (origin.Length > 0)
        {
            return origin;
        }

        return HttpMethods.IsGet(request.Method) && request.Headers.Referer.ToString() is { Length: > 0 } referer
            ? Uri.TryCreate(referer, UriKind.Absolute, out var page) ? OriginOf(page) : "null"
            : null;
    }

    private static string OriginOf(Uri page) => $"{page.Scheme}://{page.IdnHost}{(page.IsDefaultPort ? "" : $":{page.Port}")}";

    private static ProblemHttpResult Problem(int status, string type, string title, string detail) =>
        TypedResults.Problem(new ProblemDetails { Status = status, Type = type, Title = title, Detail = detail });
}
