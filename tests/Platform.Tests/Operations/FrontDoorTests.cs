using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;

namespace Teg.Platform.Platform.Tests.Operations;

/// <summary>docker/nginx in front of the running Gateway, with a certificate of its own.</summary>
public sealed class FrontDoorTests(Suite suite) : IAsyncLifetime
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("teg-nginx-");
    private readonly int tls = Watching.FreePort();
    private readonly int plain = Watching.FreePort();
    private Process? nginx;
    private X509Certificate2? certificate;

    public async ValueTask InitializeAsync()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        await File.WriteAllTextAsync(In("fullchain.pem"), certificate.ExportCertificatePem());
        await File.WriteAllTextAsync(In("privkey.pem"), key.ExportPkcs8PrivateKeyPem());

        // As the image fills in its template, at other ports.
        var server = (await File.ReadAllTextAsync(Path.Combine(Watching.Repository, "docker", "nginx", "teg.conf.template")))
            .Replace("${SERVER_NAME}", "localhost", StringComparison.Ordinal)
            .Replace("${GATEWAY}", suite.Address.Authority.Replace("localhost", "127.0.0.1", StringComparison.Ordinal), StringComparison.Ordinal)
            .Replace("${RESOLVER}", "127.0.0.1", StringComparison.Ordinal)
            .Replace("/etc/nginx/tls", folder.FullName, StringComparison.Ordinal)
            .Replace("listen 80", string.Create(CultureInfo.InvariantCulture, $"listen 127.0.0.1:{plain}"), StringComparison.Ordinal)
            .Replace("listen 443", string.Create(CultureInfo.InvariantCulture, $"listen 127.0.0.1:{tls}"), StringComparison.Ordinal);
        server = string.Join('\n', server.Split('\n').Where(line => !line.Contains("[::]", StringComparison.Ordinal)));
        await File.WriteAllTextAsync(
            In("nginx.conf"),
            $$"""
            daemon off;
            pid {{folder.FullName}}/nginx.pid;
            error_log {{folder.FullName}}/error.log warn;
            events {}
            http {
                access_log off;
                client_body_temp_path {{folder.FullName}}/body;
                proxy_temp_path {{folder.FullName}}/proxy;
                fastcgi_temp_path {{folder.FullName}}/fastcgi;
                uwsgi_temp_path {{folder.FullName}}/uwsgi;
                scgi_temp_path {{folder.FullName}}/scgi;
                {{server}}
            }
            """);
        (await RunAsync("-t")).ShouldBe(0, await ErrorsAsync());
        nginx = Process.Start(Start());
        await Suite.EventuallyAsync(
            async () =>
            {
                using var http = Client();
                try
                {
                    return (await http.GetAsync("/session")).IsSuccessStatusCode;
                }
                catch (HttpRequestException)
                {
                    return false;
                }
            },
            TimeSpan.FromSeconds(30), "nginx answers");
    }

    public async ValueTask DisposeAsync()
    {
        if (nginx is not null)
        {
            // SIGTERM through its own command, so that its workers go too.
            await RunAsync("-s", "stop");
            await nginx.WaitForExitAsync();
            nginx.Dispose();
        }

        certificate?.Dispose();
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task People_come_in_by_TLS_alone_and_operators_pages_stay_inside()
    {
        using var stranger = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://localhost:{plain}")) };
        using var sent = await stranger.GetAsync("/sales?range=month");
        sent.StatusCode.ShouldBe(HttpStatusCode.PermanentRedirect);
        sent.Headers.Location!.ToString().ShouldBe("https://localhost/sales?range=month");

        using var elsewhere = new HttpRequestMessage(HttpMethod.Get, "/") { Headers = { Host = "elsewhere.example" } };
        await Should.ThrowAsync<HttpRequestException>(() => stranger.SendAsync(elsewhere), "another name gets nothing");

        using var http = Client();
        using var page = await http.GetAsync("/");
        page.EnsureSuccessStatusCode();
        page.Headers.GetValues("Strict-Transport-Security").ShouldHaveSingleItem().ShouldStartWith("max-age=31536000");
        page.Headers.GetValues("Content-Security-Policy").ShouldHaveSingleItem();
        page.Headers.Contains("Server").ShouldBeTrue("nginx says its name");
        page.Headers.Server.ToString().ShouldNotContain("/", customMessage: "and not its version");
        foreach (var inside in new[] { "/metrics", "/health", "/alive", "/openapi/v1.json" })
        {
            (await http.GetAsync(inside)).StatusCode.ShouldBe(HttpStatusCode.NotFound, inside);
        }
    }

    [Fact]
    public async Task A_person_signs_in_and_hears_live_events_through_it()
    {
        using var http = Client();
        var before = await http.GetFromJsonAsync<JsonElement>("/session");
        http.DefaultRequestHeaders.Add("X-CSRF-Token", before.GetProperty("csrfToken").GetString());
        http.DefaultRequestHeaders.Add("Origin", http.BaseAddress!.GetLeftPart(UriPartial.Authority));
        using var signedIn = await http.PostAsJsonAsync("/session", new { email = "viewer@teg.example", password = "couture-demo-2026" });
        signedIn.IsSuccessStatusCode.ShouldBeTrue(await signedIn.Content.ReadAsStringAsync());
        signedIn.Headers.GetValues("Set-Cookie").ShouldContain(cookie => cookie.StartsWith("teg-session=", StringComparison.Ordinal) && cookie.Contains("secure", StringComparison.OrdinalIgnoreCase), "the Gateway knows that it is TLS");

        using var events = await http.GetAsync("/events", HttpCompletionOption.ResponseHeadersRead);
        events.IsSuccessStatusCode.ShouldBeTrue(await (events.IsSuccessStatusCode ? Task.FromResult("") : events.Content.ReadAsStringAsync()));
        await using var stream = await events.Content.ReadAsStreamAsync();
        // The first bytes come at once: nothing is held back until a buffer is full.
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        (await stream.ReadAsync(new byte[16], patience.Token)).ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Who_posts_enquiries_without_end_is_told_to_wait_and_others_are_not()
    {
        using var http = Client();
        var answers = new List<HttpStatusCode>();
        for (var i = 0; i < 60; i++)
        {
            // Nothing that becomes an enquiry: the rate counts before anybody reads.
            using var answer = await http.PostAsJsonAsync("/qualify", new { });
            answers.Add(answer.StatusCode);
        }

        answers.ShouldContain(HttpStatusCode.TooManyRequests);
        (await http.GetAsync("/session")).EnsureSuccessStatusCode();
        using var large = await http.PostAsync("/qualify", new ByteArrayContent(new byte[100 * 1024]));
        large.StatusCode.ShouldBeOneOf(HttpStatusCode.RequestEntityTooLarge, HttpStatusCode.TooManyRequests);
    }

    private string In(string name) => Path.Combine(folder.FullName, name);

    private ProcessStartInfo Start(params string[] arguments) => new(File.Exists("/usr/sbin/nginx") ? "/usr/sbin/nginx" : "nginx", ["-p", folder.FullName, "-c", In("nginx.conf"), "-e", In("error.log"), .. arguments])
    {
        UseShellExecute = false,
    };

    private async Task<int> RunAsync(params string[] arguments)
    {
        using var process = Process.Start(Start(arguments))!;
        await process.WaitForExitAsync();
        return process.ExitCode;
    }

    private async Task<string> ErrorsAsync() => File.Exists(In("error.log")) ? await File.ReadAllTextAsync(In("error.log")) : "";

    private HttpClient Client() => new(new SocketsHttpHandler
    {
        UseCookies = true,
        SslOptions = new SslClientAuthenticationOptions { RemoteCertificateValidationCallback = (_, theirs, _, _) => theirs?.GetCertHashString() == certificate!.GetCertHashString() },
    })
    {
        BaseAddress = new Uri(string.Create(CultureInfo.InvariantCulture, $"https://localhost:{tls}")),
    };
}
