using System.Net;
using Teg.Platform.Gateway.Security;

namespace Teg.Platform.Gateway.Tests.Security;

public sealed class DoorTests(GatewaySystem system)
{
    [Theory]
    [InlineData("/health")]
    [InlineData("/alive")]
    [InlineData("/metrics")]
    [InlineData("/openapi/v1.json")]
    [InlineData("/HEALTH/")]
    public async Task What_is_for_operators_is_there_for_this_machine_and_not_for_strangers(string path)
    {
        using var browser = new Browser(system.Address);

        using var here = await browser.GetAsync(path);
        here.StatusCode.ShouldBe(HttpStatusCode.OK);

        using var stranger = await FromAsync(browser, "203.0.113.9", HttpMethod.Get, path);
        (await Browser.ProblemAsync(stranger)).ShouldBe((HttpStatusCode.NotFound, "not-found"));
    }

    [Fact]
    public async Task A_network_of_operators_is_let_in_by_configuration()
    {
        using var browser = new Browser(system.StartReplica(new() { ["Operators:Networks:0"] = "203.0.113.0/24" }));

        using var inside = await FromAsync(browser, "203.0.113.9", HttpMethod.Get, "/metrics");
        inside.StatusCode.ShouldBe(HttpStatusCode.OK);
        using var outside = await FromAsync(browser, "203.0.114.9", HttpMethod.Get, "/metrics");
        outside.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("127.0.0.1", true)]
    [InlineData("::1", true)]
    [InlineData("::ffff:127.0.0.1", true)]
    [InlineData("10.0.0.5", false)]
    [InlineData("::ffff:10.0.0.5", false)]
    [InlineData(null, false)]
    public void This_machine_is_an_operator_in_every_form_of_its_address(string? address, bool expected) =>
        PublicDoor.IsOperator(address is null ? null : IPAddress.Parse(address), []).ShouldBe(expected);

    [Theory]
    [InlineData("TRACE")]
    [InlineData("TRACK")]
    [InlineData("PROPFIND")]
    public async Task Methods_that_nobody_here_has_stop_at_the_door(string method)
    {
        using var browser = await Browser.SignedInAsync(system.Address);
        var before = system.Sync.All.Count;

        using var answer = await browser.SendAsync(new HttpMethod(method), "/api/sync/sources");

        (await Browser.ProblemAsync(answer)).ShouldBe((HttpStatusCode.MethodNotAllowed, "method-not-allowed"));
        system.Sync.All.Count.ShouldBe(before);
    }

    [Theory]
    [InlineData("/api/sync/sources")]
    [InlineData("/session")]
    [InlineData("/events")]
    public async Task No_other_origin_may_read_an_answer(string path)
    {
        using var browser = await Browser.SignedInAsync(system.Address);

        foreach (var method in new[] { HttpMethod.Options, HttpMethod.Get })
        {
            using var answer = await browser.SendAsync(method, path, change: request =>
            {
                request.Headers.Add("Origin", "https://evil.example");
                request.Headers.Add("Access-Control-Request-Method", "POST");
                request.Headers.Add("Access-Control-Request-Headers", "x-csrf-token");
            });
            answer.Headers.Where(header => header.Key.StartsWith("Access-Control-", StringComparison.OrdinalIgnoreCase)).ShouldBeEmpty();
        }
    }

    [Fact]
    public async Task Behind_TLS_cookies_are_secure_and_the_browser_is_told_to_stay()
    {
        using var browser = new Browser(system.Address);

        using var plain = await browser.GetAsync("/session");
        plain.Headers.Contains("Strict-Transport-Security").ShouldBeFalse();
        using var fresh = new Browser(system.Address);
        using var secure = await fresh.SendAsync(HttpMethod.Get, "/session", change: request => request.Headers.Add("X-Forwarded-Proto", "https"));

        secure.Headers.GetValues("Strict-Transport-Security").Single().ShouldBe("max-age=31536000");
        var cookie = secure.Headers.GetValues("Set-Cookie").Single();
        cookie.ShouldStartWith("teg-sign-in=");
        foreach (var flag in new[] { "secure", "httponly", "samesite=lax", "path=/" })
        {
            cookie.ShouldContain(flag);
        }
    }

    private static Task<HttpResponseMessage> FromAsync(Browser browser, string address, HttpMethod method, string path) =>
        browser.SendAsync(method, path, change: request => request.Headers.Add("X-Forwarded-For", address));
}
