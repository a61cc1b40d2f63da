using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace Teg.Platform.Gateway.Tests.Proxy;

public sealed class EnquiryTests(GatewaySystem system)
{
    [Fact]
    public async Task An_enquiry_passes_from_any_website_without_a_session_and_without_the_cookies_of_one()
    {
        using var browser = await Browser.SignedInAsync(system.Address);
        foreach (var (method, path) in new[] { ("POST", "/qualify"), ("GET", "/qualify?name=Ann%20A&email=a%40x.example"), ("OPTIONS", "/qualify"), ("GET", "/qualify/thank-you") })
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = method == "POST" ? new StringContent("{\"a\":1}", Encoding.UTF8, "application/json") : null };
            request.Headers.Add("Origin", "https://www.house.example");
            request.Headers.Add("Sec-Fetch-Site", "cross-site");
            request.Headers.Add("X-Site-Key", "pk_x");

            using var response = await browser.Http.SendAsync(request);

            response.StatusCode.ShouldBe(HttpStatusCode.OK, $"{method} {path}");
            var received = system.Sync.Last;
            (received.Method, received.Target).ShouldBe((method, path));
            received.Headers["Origin"].ShouldBe("https://www.house.example");
            received.Headers["X-Site-Key"].ShouldBe("pk_x");
            received.Headers.ShouldNotContainKey("Cookie");
            received.Headers.ShouldNotContainKey("Authorization");
            response.Headers.GetValues("Cross-Origin-Resource-Policy").ShouldHaveSingleItem().ShouldBe("cross-origin");
            response.Headers.GetValues("Content-Security-Policy").ShouldHaveSingleItem().ShouldStartWith("default-src 'none'");
        }
    }

    [Theory]
    [InlineData(32 * 1024, HttpStatusCode.OK)]
    [InlineData((32 * 1024) + 1, HttpStatusCode.RequestEntityTooLarge)]
    public async Task An_enquiry_has_32_kilobytes_at_most(int bytes, HttpStatusCode expected)
    {
        using var browser = new Browser(system.Address);
        using var content = new ByteArrayContent(new byte[bytes]) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };

        using var response = await browser.Http.PostAsync(new Uri("/qualify", UriKind.Relative), content);

        response.StatusCode.ShouldBe(expected);
    }

    [Theory]
    [InlineData("POST", "/api/qualifier/qualify")]
    [InlineData("GET", "/api/qualifier/qualify/thank-you")]
    [InlineData("GET", "/qualify/..%2fmetrics")]
    [InlineData("GET", "/qualifying")]
    public async Task There_is_no_other_way_to_it_and_none_past_it(string method, string path)
    {
        using var browser = await Browser.SignedInAsync(system.Address);
        var before = system.Sync.All.Count;

        using var response = await browser.SendAsync(new HttpMethod(method), path, method == "POST" ? new StringContent("{}", Encoding.UTF8, "application/json") : null);

        system.Sync.All.Count.ShouldBe(before, $"{method} {path} answered {(int)response.StatusCode}");
    }

    [Fact]
    public async Task Enquiries_have_a_budget_of_their_own()
    {
        using var browser = new Browser(system.StartReplica(new() { ["RateLimits:Enquiries"] = "2" }));
        using var first = await browser.Http.GetAsync(new Uri("/qualify/script.js", UriKind.Relative));
        using var second = await browser.Http.GetAsync(new Uri("/qualify/script.js", UriKind.Relative));
        using var third = await browser.Http.GetAsync(new Uri("/qualify/script.js", UriKind.Relative));

        first.Headers.GetValues("RateLimit-Policy").ShouldHaveSingleItem().ShouldBe("\"enquiries\";q=2;w=60");
        third.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        third.Headers.RetryAfter.ShouldNotBeNull();
        (await browser.SessionAsync()).ShouldNotBeNull("other doors are open");
    }
}
