using System.Net;
using System.Net.Http.Headers;

namespace Teg.Platform.Gateway.Tests.App;

public sealed class AppTests(GatewaySystem system)
{
    [Theory]
    [InlineData("/")]
    [InlineData("/sales")]
    [InlineData("/ads/campaigns/spring-24")]
    [InlineData("/index.html")]
    public async Task Every_address_of_a_page_is_the_index_and_is_asked_for_anew(string path)
    {
        using var browser = new Browser(system.Address);
        using var response = await browser.GetAsync(path);

        (await response.Content.ReadAsStringAsync()).ShouldBe(AppFolder.Index);
        response.Content.Headers.ContentType!.ToString().ShouldBe("text/html; charset=utf-8");
        response.Headers.CacheControl!.NoCache.ShouldBeTrue();
    }

    [Theory]
    [InlineData("/assets/index-0000.js")]
    [InlineData("/favicon.ico")]
    [InlineData("/sales/missing.svg")]
    [InlineData("/..%2f..%2f..%2f..%2fetc%2fpasswd")]
    [InlineData("/assets/..%5c..%5cetc%5cpasswd")]
    [InlineData("/hooks/sync")]
    public async Task A_missing_file_is_no_page(string path)
    {
        using var browser = new Browser(system.Address);
        using var response = await browser.GetAsync(path);

        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await response.Content.ReadAsStringAsync()).ShouldNotContain("root:");
    }

    [Fact]
    public async Task A_file_named_by_its_hash_is_kept_for_good_and_sent_as_the_build_compressed_it()
    {
        using var browser = new Browser(system.Address);
        using var plain = await browser.GetAsync("/assets/index-4f3a.js");
        plain.Headers.CacheControl!.ToString().ShouldBe("public, max-age=31536000, immutable");
        plain.Content.Headers.ContentType!.MediaType.ShouldBe("text/javascript");
        (await plain.Content.ReadAsStringAsync()).ShouldBe(AppFolder.Script);

        using var packed = await browser.SendAsync(HttpMethod.Get, "/assets/index-4f3a.js", change: request => request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue("br")));
        packed.Content.Headers.ContentEncoding.ShouldBe(["br"]);
        packed.Headers.Vary.ShouldContain("Accept-Encoding");
        (await packed.Content.ReadAsByteArrayAsync()).ShouldBe(await File.ReadAllBytesAsync(Path.Combine(system.AppRoot, "assets", "index-4f3a.js.br")));

        using var zipped = await browser.SendAsync(HttpMethod.Get, "/assets/index-4f3a.js", change: request => request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue("gzip")));
        zipped.Content.Headers.ContentEncoding.ShouldBe(["gzip"]);
    }

    [Theory]
    [InlineData("/sw.js", "text/javascript")]
    [InlineData("/manifest.webmanifest", "application/manifest+json")]
    public async Task What_installs_the_app_is_asked_for_anew_and_may_do_no_more_than_the_app(string path, string type)
    {
        using var browser = new Browser(system.Address);
        using var response = await browser.GetAsync(path);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Content.Headers.ContentType!.MediaType.ShouldBe(type);
        response.Headers.CacheControl!.NoCache.ShouldBeTrue();
        response.Headers.GetValues("Content-Security-Policy").Single().ShouldContain("worker-src 'self'; manifest-src 'self'");
    }

    [Fact]
    public async Task An_unchanged_file_is_not_sent_again()
    {
        using var browser = new Browser(system.Address);
        using var first = await browser.GetAsync("/");
        using var second = await browser.SendAsync(HttpMethod.Get, "/", change: request => request.Headers.IfNoneMatch.Add(first.Headers.ETag!));

        second.StatusCode.ShouldBe(HttpStatusCode.NotModified);
    }

    [Theory]
    [InlineData("/", HttpStatusCode.OK)]
    [InlineData("/session", HttpStatusCode.OK)]
    [InlineData("/assets/missing.js", HttpStatusCode.NotFound)]
    [InlineData("/api/sync/sources", HttpStatusCode.Unauthorized)]
    [InlineData("/api/analytics/ads", HttpStatusCode.Unauthorized)]
    public async Task Every_answer_carries_the_security_headers_failures_included(string path, HttpStatusCode status)
    {
        using var browser = new Browser(system.Address);
        using var response = await browser.GetAsync(path);

        response.StatusCode.ShouldBe(status);
        var policy = response.Headers.GetValues("Content-Security-Policy").Single();
        policy.ShouldContain("default-src 'self'");
        policy.ShouldContain("script-src 'self';");
        policy.ShouldContain("style-src 'self';");
        policy.ShouldNotContain("unsafe");
        policy.ShouldContain("frame-ancestors 'none'");
        policy.ShouldContain("base-uri 'none'");
        policy.ShouldContain("form-action 'self'");
        foreach (var (header, value) in new[]
        {
            ("X-Content-Type-Options", "nosniff"), ("Referrer-Policy", "strict-origin-when-cross-origin"), ("Cross-Origin-Opener-Policy", "same-origin"), ("X-Frame-Options", "DENY"),
        })
        {
            response.Headers.GetValues(header).ShouldBe([value]);
        }

        response.Headers.Contains("Permissions-Policy").ShouldBeTrue();
        response.Headers.Contains("Server").ShouldBeFalse();
    }

    [Theory]
    [InlineData("/", "frame-src https://lookerstudio.google.com/embed/ https://docs.google.com/spreadsheets/d/")]
    [InlineData("/seo", "frame-src https://lookerstudio.google.com/embed/ https://docs.google.com/spreadsheets/d/")]
    [InlineData("/session", "frame-src 'none'")]
    [InlineData("/assets/missing.js", "frame-src 'none'")]
    public async Task Frames_are_for_the_apps_documents_and_load_reports_of_two_places_alone(string path, string expected)
    {
        using var browser = new Browser(system.Address);
        using var response = await browser.GetAsync(path);

        response.Headers.GetValues("Content-Security-Policy").Single().Split("; ").Single(directive => directive.StartsWith("frame-src", StringComparison.Ordinal)).ShouldBe(expected);
    }

    [Fact]
    public async Task A_failure_behind_the_Gateway_carries_them_too()
    {
        using var browser = await Browser.SignedInAsync(system.Address);
        using var response = await browser.GetAsync("/api/analytics/ads");

        response.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        response.Headers.Contains("Content-Security-Policy").ShouldBeTrue();
    }

    [Fact]
    public async Task When_the_app_is_not_built_the_page_says_the_command()
    {
        var empty = Directory.CreateTempSubdirectory("teg-empty-").FullName;
        using var browser = new Browser(system.StartReplica(new() { ["App:Root"] = empty }));

        using var page = await browser.GetAsync("/sales");

        page.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await page.Content.ReadAsStringAsync()).ShouldContain("npm run build");
        using var file = await browser.GetAsync("/assets/x.js");
        file.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        Directory.Delete(empty);
    }

    [Fact]
    public async Task The_app_is_only_read()
    {
        using var browser = new Browser(system.Address);
        using var response = await browser.SendAsync(HttpMethod.Post, "/sales", new StringContent("x"));

        response.StatusCode.ShouldBe(HttpStatusCode.MethodNotAllowed);
    }
}
