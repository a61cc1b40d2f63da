using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;

namespace Teg.Platform.Gateway.Tests.Proxy;

public sealed class ForwarderTests(GatewaySystem system)
{
    [Fact]
    public async Task Without_a_session_nothing_is_passed_on()
    {
        using var browser = new Browser(system.Address);
        var before = system.Sync.All.Count;

        using var response = await browser.GetAsync("/api/sync/sources");

        (await Browser.ProblemAsync(response)).ShouldBe((HttpStatusCode.Unauthorized, "not-signed-in"));
        system.Sync.All.Count.ShouldBe(before);
    }

    [Fact]
    public async Task A_service_gets_the_access_token_and_none_of_the_browsers_secrets()
    {
        using var browser = await Browser.SignedInAsync(system.Address);

        using var response = await browser.SendAsync(HttpMethod.Post, "/api/sync/runs?source=a%20b&limit=5", new StringContent("{\"mode\":\"full\"}"), request =>
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", "forged");
            request.Headers.Add("X-Forwarded-For", "6.6.6.6");
            request.Headers.Add("X-Real-IP", "6.6.6.6");
            request.Headers.Add("X-Private", "for this hop");
            request.Headers.Connection.Add("X-Private");
            request.Headers.Add("X-Asked", "yes");
        });

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        var received = system.Sync.Last;
        received.Method.ShouldBe("POST");
        received.Target.ShouldBe("/runs?source=a%20b&limit=5");
        received.Body.ShouldBe("{\"mode\":\"full\"}"u8.ToArray());
        received.Headers["Authorization"].ShouldStartWith("Bearer eyJ");
        received.Headers["X-Asked"].ShouldBe("yes");
        // The test's own client is the browser; a proxy in front on loopback would be believed, so only the last address counts.
        received.Headers["X-Forwarded-For"].ShouldNotContain(",");
        foreach (var secret in new[] { "Cookie", "X-CSRF-Token", "X-Private", "X-Real-IP" })
        {
            received.Headers.ShouldNotContainKey(secret);
        }
    }

    [Fact]
    public async Task A_browser_gets_what_the_service_says_without_its_cookies_and_name()
    {
        using var browser = await Browser.SignedInAsync(system.Address);

        using var response = await browser.GetAsync("/api/sync/headers");
        response.Headers.Contains("Set-Cookie").ShouldBeFalse();
        response.Headers.Contains("Server").ShouldBeFalse();
        response.Headers.ETag!.Tag.ShouldBe("\"7\"");
        response.Headers.GetValues("X-As-Of").ShouldBe(["2026-11-21"]);
        response.Headers.CacheControl!.NoStore.ShouldBeTrue();

        // The session's person, not what the service says: by this a figure is kept for reading without a connection.
        var session = await browser.SessionAsync();
        response.Headers.GetValues("X-Teg-Whose").ShouldBe([$"{session["user"]!["id"]}.{session["organisation"]!["id"]}.{session["user"]!["role"]}"]);

        using var cached = await browser.GetAsync("/api/sync/cached");
        cached.Headers.CacheControl!.MaxAge.ShouldBe(TimeSpan.FromMinutes(1));

        using var moved = await browser.GetAsync("/api/sync/moved");
        moved.StatusCode.ShouldBe(HttpStatusCode.Redirect);
    }

    [Fact]
    public async Task An_answer_is_passed_on_while_it_is_written()
    {
        using var browser = await Browser.SignedInAsync(system.Address);
        using var response = await browser.GetAsync("/api/sync/slow");
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());

        (await reader.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(5))).ShouldBe("first");
        system.Sync.Release.Release();
        (await reader.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(5))).ShouldBe("second");
    }

    [Fact]
    public async Task When_the_browser_leaves_the_service_is_told_to_stop()
    {
        using var browser = await Browser.SignedInAsync(system.Address);
        using (var response = await browser.GetAsync("/api/sync/slow"))
        using (var reader = new StreamReader(await response.Content.ReadAsStreamAsync()))
        {
            await reader.ReadLineAsync();
        }

        await system.Sync.Left.Task.WaitAsync(TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task Half_an_answer_does_not_look_like_a_whole_one()
    {
        using var browser = await Browser.SignedInAsync(system.Address);
        using var response = await browser.GetAsync("/api/sync/broken");

        await Should.ThrowAsync<HttpRequestException>(() => response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_body_over_the_limit_is_refused()
    {
        using var browser = await Browser.SignedInAsync(system.Address);
        using var announced = await browser.SendAsync(HttpMethod.Post, "/api/sync/runs", new ByteArrayContent(new byte[(10 * 1024 * 1024) + 1]),
            request => request.Headers.ExpectContinue = true);

        (await Browser.ProblemAsync(announced)).ShouldBe((HttpStatusCode.RequestEntityTooLarge, "too-large"));
    }

    [Fact]
    public async Task What_only_reads_is_repeated_once_and_what_changes_something_never()
    {
        using var browser = await Browser.SignedInAsync(system.Address);
        var before = system.Sync.All.Count;
        using var read = await browser.GetAsync("/api/sync/failing");
        read.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (system.Sync.All.Count - before).ShouldBe(2);

        before = system.Sync.All.Count;
        using var changed = await browser.SendAsync(HttpMethod.Post, "/api/sync/failing");
        changed.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (system.Sync.All.Count - before).ShouldBe(1);
    }

    [Fact]
    public async Task A_service_that_is_away_is_named()
    {
        using var browser = await Browser.SignedInAsync(system.Address);
        using var response = await browser.GetAsync("/api/analytics/ads");

        response.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        var problem = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        problem["type"]!.GetValue<string>().ShouldBe("service-unavailable");
        problem["service"]!.GetValue<string>().ShouldBe("analytics");
    }

    [Theory]
    [InlineData("/api/accounts/sessions/me")]
    [InlineData("/api/accounts/SESSIONS/refresh")]
    [InlineData("/api/accounts//sessions/me")]
    [InlineData("/api/accounts/%2fsessions/me")]
    [InlineData("/api/accounts/x/..%2fsessions/me")]
    [InlineData("/api/accounts/x%5c..%5csessions")]
    [InlineData("/api/accounts/.well-known/jwks.json")]
    [InlineData("/api/sync/webhooks/monday/1/2")]
    [InlineData("/api/sync/metrics")]
    [InlineData("/api/sync/openapi/v1.json")]
    [InlineData("/api/sync/health")]
    [InlineData("/api/elsewhere/x")]
    [InlineData("/api/sync.evil.example/x")]
    [InlineData("/api")]
    public async Task What_is_not_for_browsers_is_not_there(string path)
    {
        using var browser = await Browser.SignedInAsync(system.Address);
        var before = system.Sync.All.Count;

        using var response = await browser.GetAsync(path);

        (await Browser.ProblemAsync(response)).ShouldBe((HttpStatusCode.NotFound, "not-found"));
        system.Sync.All.Count.ShouldBe(before);
    }

    [Fact]
    public async Task The_organisation_comes_from_the_real_Accounts_through_the_proxy()
    {
        using var browser = await Browser.SignedInAsync(system.Address);
        using var response = await browser.GetAsync("/api/accounts/organisations/current");

        (await response.Content.ReadAsStringAsync()).ShouldContain("The Evans Group");
    }
}
