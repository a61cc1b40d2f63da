using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Net.Http.Headers;

namespace Teg.Platform.Gateway.App;

/// <summary>The web app: its files, and its index page for every address that is a page of the app.</summary>
internal static class AppEndpoints
{
    private const string NotBuilt =
        """
        <!doctype html>
        <html lang="en">
          <head><meta charset="utf-8"><title>The web app is not built</title></head>
          <body style="font: 16px/1.5 system-ui; max-width: 40rem; margin: 4rem auto; padding: 0 1rem">
            <h1>The web app is not built</h1>
            <p>The Gateway runs, but there is nothing in <code>web/App/dist</code> yet. <code>./teg up</code> builds it, or by hand:</p>
            <pre>cd web/App
        npm ci
        npm run build</pre>
            <p>Then load this page again; the Gateway need not be restarted.</p>
          </body>
        </html>
        """;

    // Addresses that are answered by code: what is missing below them is an error, never a page.
    private static readonly string[] NotPages = ["/api", "/hooks", "/oauth", "/session", "/events", "/assets", "/health", "/alive", "/metrics", "/openapi"];

    public static void MapApp(this IEndpointRouteBuilder routes) =>
        routes.MapFallback("/{**path}", Serve).WithMetadata(new HttpMethodMetadata([HttpMethods.Get, HttpMethods.Head])).ExcludeFromDescription();

    private static IResult Serve(HttpContext http, AppFiles files)
    {
        var path = http.Request.Path;
        if (!files.IsBuilt && !IsNoPage(path))
        {
            return TypedResults.Text(NotBuilt, "text/html; charset=utf-8", statusCode: StatusCodes.Status503ServiceUnavailable);
        }

        var accepts = http.Request.GetTypedHeaders().AcceptEncoding;
        if (!files.TryFind(path.Value!, accepts, out var file) && (IsNoPage(path) || !files.TryFind("/index.html", accepts, out file)))
        {
            return TypedResults.Problem(new ProblemDetails
            {
                Status = StatusCodes.Status404NotFound, Type = "not-found", Title = "There is nothing at this address.",
            });
        }

        var headers = http.Response.Headers;
        headers.CacheControl = file.IsImmutable ? "public, max-age=31536000, immutable" : "no-cache";
        headers.Append(HeaderNames.Vary, HeaderNames.AcceptEncoding);
        if (file.Encoding is not null)
        {
            headers.ContentEncoding = file.Encoding;
        }

        var info = new FileInfo(file.Path);
        var tag = string.Create(CultureInfo.InvariantCulture, $"\"{info.LastWriteTimeUtc.Ticks:x}-{info.Length:x}\"");
        return TypedResults.PhysicalFile(file.Path, file.ContentType, lastModified: new DateTimeOffset(info.LastWriteTimeUtc, TimeSpan.Zero), entityTag: new EntityTagHeaderValue(tag));
    }

    // "/sales/deals" is a page; "/sales/icon.svg" is a file that does not exist.
    private static bool IsNoPage(PathString path) =>
        NotPages.Any(prefix => path.StartsWithSegments(prefix, StringComparison.OrdinalIgnoreCase)) || Path.HasExtension(path.Value);
}
