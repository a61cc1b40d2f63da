using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;

namespace Teg.Platform.Gateway.Tests.Proxy;

public sealed class HookTests(GatewaySystem system)
{
    [Fact]
    public async Task A_webhook_passes_without_a_session_byte_for_byte_with_its_signature_and_without_cookies()
    {
        using var browser = await Browser.SignedInAsync(system.Address);
        byte[] body = [0xEF, 0xBB, 0xBF, .. "{ \"a\" : 1 }\r\n"u8, 0x00, 0xFF];
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(body);
        }

        foreach (var (sent, encoding) in new[] { (body, null), (packed.ToArray(), "gzip") })
        {
            using var content = new ByteArrayContent(sent) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
            if (encoding is not null)
            {
                content.Headers.ContentEncoding.Add(encoding);
            }

            using var response = await browser.SendAsync(HttpMethod.Post, "/hooks/sync/calendly/1/2?t=3", content, request =>
            {
                request.Headers.Add("Calendly-Webhook-Signature", "t=1,v1=abc");
                request.Headers.Add("Authorization", "a.vendors.jwt");
                request.Headers.Add("Sec-Fetch-Site", "cross-site");
            });

            response.StatusCode.ShouldBe(HttpStatusCode.OK);
            var received = system.Sync.Last;
            received.Target.ShouldBe("/webhooks/calendly/1/2?t=3");
            received.Body.ShouldBe(sent);
            received.Headers["Calendly-Webhook-Signature"].ShouldBe("t=1,v1=abc");
            received.Headers["Authorization"].ShouldBe("a.vendors.jwt");
            received.Headers.ShouldNotContainKey("Cookie");
        }
    }

    [Theory]
    [InlineData(1024 * 1024, HttpStatusCode.OK)]
    [InlineData((1024 * 1024) + 1, HttpStatusCode.RequestEntityTooLarge)]
    public async Task A_webhook_has_one_megabyte_at_most(int bytes, HttpStatusCode expected)
    {
        using var browser = new Browser(system.Address);
        // Asks before it sends: a sender in the middle of a body that is refused may find the connection closed instead of the answer.
        using var announced = await browser.SendAsync(
            HttpMethod.Post, "/hooks/sync/monday/1/2", new ByteArrayContent(new byte[bytes]), request => request.Headers.ExpectContinue = true);
        announced.StatusCode.ShouldBe(expected);
    }

    [Theory]
    // Kestrel counts the framing of the chunks too.
    [InlineData(1024 * 1000, HttpStatusCode.OK)]
    [InlineData((1024 * 1024) + 1, HttpStatusCode.RequestEntityTooLarge)]
    public async Task Nor_more_when_it_does_not_say_how_long_it_is(int bytes, HttpStatusCode expected)
    {
        using var browser = new Browser(system.Address);
        using var streamed = await browser.SendAsync(
            HttpMethod.Post, "/hooks/sync/monday/1/2", new ByteArrayContent(new byte[bytes]), request => request.Headers.TransferEncodingChunked = true);
        streamed.StatusCode.ShouldBe(expected);
    }

    [Theory]
    [InlineData("/hooks/accounts/x")]
    [InlineData("/hooks/analytics/x")]
    [InlineData("/hooks/elsewhere/x")]
    [InlineData("/hooks/sync/..%2fruns")]
    public async Task Only_services_that_take_webhooks_are_reached(string path)
    {
        using var browser = new Browser(system.Address);
        using var response = await browser.SendAsync(HttpMethod.Post, path, new StringContent("{}"));

        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_webhook_is_a_post()
    {
        using var browser = new Browser(system.Address);
        using var response = await browser.GetAsync("/hooks/sync/monday/1/2");

        response.IsSuccessStatusCode.ShouldBeFalse();
    }
}
