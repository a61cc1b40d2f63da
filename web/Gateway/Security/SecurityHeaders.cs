using Microsoft.Extensions.Primitives;
using Teg.Platform.Gateway.Proxy;

namespace Teg.Platform.Gateway.Security;

/// <summary>What every answer to a browser carries, failures included.</summary>
internal static class SecurityHeaders
{
    // Scripts and styles only from files of ours. The app sets positions through the object model, which is no inline style to the policy, and
    // keeps Mantine from writing style elements (main.tsx; lockScroll in its dialogs).
    private const string ContentSecurityPolicy =
        "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
        + "worker-src 'self'; manifest-src 'self'; object-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'; frame-src ";

    // The reports of the SEO page, which Accounts lets in by the same two places. The app changes pages without loading a document, so each of its
    // documents says so; nothing else that is answered here needs a frame.
    private const string Reports = "https://lookerstudio.google.com/embed/ https://docs.google.com/spreadsheets/d/";

    private const string NothingAllowed = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

    private const string PermissionsPolicy =
        "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), usb=()";

    public static void UseSecurityHeaders(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        // When the answer starts: a failure clears the headers that were set before it.
        context.Response.OnStarting(static state =>
        {
            var http = (HttpContext)state;
            var headers = http.Response.Headers;
            var forSites = http.Request.Path.StartsWithSegments(ProxyEndpoints.Enquiries, StringComparison.OrdinalIgnoreCase);
            // The qualifier's few pages say themselves what they need, which is less; everything else below that path needs nothing.
            var isDocument = http.Response.ContentType?.StartsWith("text/html", StringComparison.Ordinal) is true;
            headers.ContentSecurityPolicy = !forSites ? $"{ContentSecurityPolicy}{(isDocument ? Reports : "'none'")}"
                : StringValues.IsNullOrEmpty(headers.ContentSecurityPolicy) ? NothingAllowed : headers.ContentSecurityPolicy;
            headers.XContentTypeOptions = "nosniff";
            headers["Referrer-Policy"] = "strict-origin-when-cross-origin";
            headers["Permissions-Policy"] = PermissionsPolicy;
            headers["Cross-Origin-Opener-Policy"] = "same-origin";
            // A website loads the form's script from here.
            headers["Cross-Origin-Resource-Policy"] = forSites ? "cross-origin" : "same-origin";
            headers.XFrameOptions = "DENY";
            if (http.Request.IsHttps)
            {
                headers.StrictTransportSecurity = "max-age=31536000";
            }

            return Task.CompletedTask;
        }, context);
        return next(context);
    });
}
