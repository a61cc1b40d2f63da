using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Teg.Platform.Qualifier.Intake;
using Teg.Platform.Qualifier.Sites;
using Teg.Platform.ServiceDefaults;

namespace Teg.Platform.Qualifier.Landing;

/// <summary>What websites load from here, and the neutral pages of organisations that have none of their own.</summary>
internal static class PageEndpoints
{
    private const string Policy = "default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'";

    private static readonly Dictionary<string, (string Title, string Text)> Neutral = new(StringComparer.Ordinal)
    {
        ["thank-you"] = ("Thank you", "<p>We have your message and read every one. If we can help, we will write to you.</p>"),
        ["lets-chat"] = ("Let’s chat", "<p>Thank you for telling us about your project. We would like to hear a little more, and will write to you to find a time for a short talk.</p>"),
        ["intro-call"] = ("We would love to talk", "<p>Your project sounds like one for us. We will write to you to find a time for an introductory call.</p>"),
    };

    private static readonly string Script = Read("script.js");
    private static readonly string Style = Read("page.css");
    private static readonly string Frame = Read("neutral.html");
    private static readonly string Example = Read("example.html");

    public static void MapPages(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/qualify/{page}", Get).WithName("GetQualifyPage").WithTags("Intake").Produces<string>(contentType: "text/html").AllowAnonymous();

    /// <summary>A page of ours with nothing in it that loads or runs.</summary>
    /// <param name="html">Written by us, or encoded.</param>
    public static ContentHttpResult Page(HttpContext http, string title, string html, int status = StatusCodes.Status200OK)
    {
        http.Response.Headers.ContentSecurityPolicy = $"{Policy}; form-action 'none'";
        return TypedResults.Content(Frame.Replace("{{title}}", title, StringComparison.Ordinal).Replace("{{text}}", html, StringComparison.Ordinal), "text/html", Encoding.UTF8, status);
    }

    // thank-you, lets-chat, intro-call, example, script.js, page.css
    private static Results<ContentHttpResult, NotFound> Get(string page, HttpContext http, SiteBook sites, IOptions<IntakeOptions> options)
    {
        if (Neutral.TryGetValue(page, out var neutral))
        {
            return Page(http, neutral.Title, neutral.Text);
        }

        switch (page)
        {
            case "script.js":
                http.Response.Headers.CacheControl = "public, max-age=300";
                return TypedResults.Content(Script, "text/javascript", Encoding.UTF8);
            case "page.css":
                http.Response.Headers.CacheControl = "public, max-age=300";
                return TypedResults.Content(Style, "text/css", Encoding.UTF8);
            case "example" when TenantKey.Parse(TenantKey.Site, options.Value.DefaultSiteKey ?? "") is { } key:
                // A plain form follows its redirect under this policy, so the pages it may end on are named.
                var rules = sites.RulesOf(key.OrgId).Pages;
                var targets = new[] { rules.ThankYou, rules.LetsChat, rules.IntroCall }.Select(target => target.GetLeftPart(UriPartial.Authority)).Distinct(StringComparer.Ordinal);
                http.Response.Headers.ContentSecurityPolicy = $"{Policy}; script-src 'self'; connect-src 'self'; form-action 'self' {string.Join(' ', targets)}";
                // The key holds letters, digits, "-" and "_" alone: it parsed.
                return TypedResults.Content(Example.Replace("{{key}}", options.Value.DefaultSiteKey, StringComparison.Ordinal), "text/html", Encoding.UTF8);
            default:
                return TypedResults.NotFound();
        }
    }

    private static string Read(string name)
    {
        using var file = new StreamReader(typeof(PageEndpoints).Assembly.GetManifestResourceStream($"pages/{name}")!);
        return file.ReadToEnd();
    }
}
