using System.Net;

namespace Teg.Platform.ServiceDefaults.Tests.Http;

/// <summary>The client against a real server on this machine, which only the allow-list opens.</summary>
public sealed class EgressTests : IAsyncLifetime
{
    private RunningService server = null!;
    private int asked;

    private Uri Address => server.Http.BaseAddress!;

    public async ValueTask InitializeAsync() => server = await RunningService.StartAsync(map: app =>
    {
        app.Use((http, next) =>
        {
            Interlocked.Increment(ref asked);
            return next(http);
        });
        app.MapGet("/fine", (HttpRequest request) => TypedResults.Text($"fine {request.Headers.Authorization}"));
        app.MapGet("/large", () => TypedResults.Text(new string('x', 2_000)));
        app.MapGet("/endless", async (HttpResponse response, CancellationToken ct) =>
        {
            while (!ct.IsCancellationRequested)
            {
                await response.WriteAsync(new string('x', 1_000), ct);
            }
        });
        app.MapGet("/slow", async (HttpResponse response, CancellationToken ct) =>
        {
            await response.WriteAsync("first", ct);
            await response.Body.FlushAsync(ct);
            await Task.Delay(Timeout.Infinite, ct);
        });
        app.MapGet("/redirects/{left:int}", (int left) => TypedResults.Redirect(left == 0 ? "/fine" : $"/redirects/{left - 1}"));
        app.MapGet("/to", (string url) => TypedResults.Redirect(url));
        app.MapPost("/moved", () => TypedResults.Redirect("/fine", permanent: false, preserveMethod: true));
    });

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Fact]
    public async Task A_name_that_leads_inside_is_refused_and_nobody_is_asked()
    {
        using var http = new HttpClient(new EgressHandler(new EgressOptions(), TimeProvider.System));

        (await Should.ThrowAsync<EgressRefusedException>(() => http.GetAsync(new Uri($"https://localhost:{Address.Port}/fine")))).Refusal.ShouldBe(EgressRefusal.Inside);
        asked.ShouldBe(0);
    }

    [Fact]
    public async Task One_inside_address_among_public_ones_is_enough_to_refuse()
    {
        using var http = Client(new EgressOptions(), _ => [IPAddress.Parse("1.1.1.1"), IPAddress.Parse("10.0.0.1")]);

        (await Should.ThrowAsync<EgressRefusedException>(() => http.GetAsync(new Uri("https://mixed.example/")))).Refusal.ShouldBe(EgressRefusal.Inside);
    }

    [Fact]
    public async Task The_name_is_looked_up_once_and_the_connection_goes_to_what_was_looked_at()
    {
        var lookUps = 0;
        // Public at first, this machine afterwards: a name that is rebound between the check and the connection.
        using var http = Client(Allowed() with { Within = TimeSpan.FromSeconds(5) }, _ => ++lookUps == 1 ? [IPAddress.Loopback] : [IPAddress.Parse("10.0.0.1")]);

        (await http.GetStringAsync(new Uri($"http://localhost:{Address.Port}/fine"))).ShouldStartWith("fine");
        lookUps.ShouldBe(1);
    }

    [Fact]
    public async Task A_name_without_an_address_says_so()
    {
        using var http = Client(new EgressOptions(), _ => throw new System.Net.Sockets.SocketException(11001));

        (await Should.ThrowAsync<EgressRefusedException>(() => http.GetAsync(new Uri("https://nowhere.example/")))).Refusal.ShouldBe(EgressRefusal.UnknownHost);
    }

    [Theory]
    [InlineData("http://example.com/", EgressRefusal.NotEncrypted)]
    [InlineData("ftp://example.com/", EgressRefusal.NotAnAddress)]
    [InlineData("file:///etc/passwd", EgressRefusal.NotAnAddress)]
    [InlineData("https://user:secret@example.com/", EgressRefusal.NotAnAddress)]
    public async Task Only_https_without_a_user_name_leaves_the_house(string url, EgressRefusal expected)
    {
        using var invoker = new HttpMessageInvoker(new EgressHandler(new EgressOptions(), TimeProvider.System));
        using var request = new HttpRequestMessage(HttpMethod.Get, url);

        (await Should.ThrowAsync<EgressRefusedException>(() => invoker.SendAsync(request, CancellationToken.None))).Refusal.ShouldBe(expected);
    }

    [Fact]
    public async Task Three_redirects_are_followed_and_a_fourth_is_not()
    {
        using var http = Client(Allowed());

        (await http.GetStringAsync(new Uri(Address, "/redirects/2"))).ShouldStartWith("fine");
        (await Should.ThrowAsync<EgressRefusedException>(() => http.GetAsync(new Uri(Address, "/redirects/3")))).Refusal.ShouldBe(EgressRefusal.TooManyRedirects);
    }

    [Theory]
    [InlineData("https://169.254.169.254/latest/meta-data", EgressRefusal.Inside)]
    [InlineData("https://[::1]/", EgressRefusal.Inside)]
    [InlineData("http://example.com/", EgressRefusal.NotEncrypted)]
    [InlineData("file:///etc/passwd", EgressRefusal.NotAnAddress)]
    public async Task A_redirect_is_checked_like_the_first_address(string to, EgressRefusal expected)
    {
        using var http = Client(Allowed());

        (await Should.ThrowAsync<EgressRefusedException>(() => http.GetAsync(new Uri(Address, $"/to?url={Uri.EscapeDataString(to)}")))).Refusal.ShouldBe(expected);
    }

    [Fact]
    public async Task A_secret_stays_with_the_origin_it_was_meant_for()
    {
        await using var other = await RunningService.StartAsync(map: app => app.MapGet("/fine", (HttpRequest request) => $"other {request.Headers.Authorization}"));
        using var http = Client(Allowed(other.Http.BaseAddress!));
        http.DefaultRequestHeaders.Add("Authorization", "Bearer secret");

        (await http.GetStringAsync(new Uri(Address, "/redirects/0"))).ShouldBe("fine Bearer secret");
        (await http.GetStringAsync(new Uri(Address, $"/to?url={Uri.EscapeDataString($"{other.Http.BaseAddress}fine")}"))).ShouldBe("other ");
    }

    [Fact]
    public async Task What_was_sent_is_not_sent_on()
    {
        using var http = Client(Allowed());
        using var body = new StringContent("secret");

        await Should.ThrowAsync<EgressRefusedException>(() => http.PostAsync(new Uri(Address, "/moved"), body));
    }

    [Theory]
    [InlineData("/large")]
    [InlineData("/endless")]
    public async Task A_long_answer_is_broken_off(string path)
    {
        using var http = Client(Allowed() with { MaxBytes = 1_999 });

        (await Should.ThrowAsync<EgressRefusedException>(() => http.GetAsync(new Uri(Address, path), HttpCompletionOption.ResponseHeadersRead))).Refusal.ShouldBe(EgressRefusal.TooLarge);
    }

    [Fact]
    public async Task An_answer_of_exactly_the_limit_is_taken()
    {
        using var http = Client(Allowed() with { MaxBytes = 2_000 });

        (await http.GetStringAsync(new Uri(Address, "/large"))).Length.ShouldBe(2_000);
    }

    [Fact]
    public async Task A_slow_answer_is_broken_off_also_in_its_middle()
    {
        using var http = Client(Allowed() with { Within = TimeSpan.FromMilliseconds(300) });

        (await Should.ThrowAsync<EgressRefusedException>(() => http.GetAsync(new Uri(Address, "/slow"), HttpCompletionOption.ResponseHeadersRead))).Refusal.ShouldBe(EgressRefusal.TooSlow);
    }

    [Fact]
    public async Task A_registered_client_has_these_limits_and_knows_no_service_by_name()
    {
        await using var service = await RunningService.StartAsync(
            builder => builder.Services.AddEgressClient("webhooks"),
            settings: new() { ["Egress:Inside:0"] = Address.Authority, ["services:sync:http:0"] = Address.ToString() });
        using var http = service.Services.GetRequiredService<IHttpClientFactory>().CreateClient("webhooks");

        (await http.GetStringAsync(new Uri(Address, "/fine"))).ShouldStartWith("fine");
        (await Should.ThrowAsync<EgressRefusedException>(() => http.GetAsync(new Uri("http://sync/fine")))).Refusal.ShouldBe(EgressRefusal.NotEncrypted);
        // Another port of the same machine is not what was allowed.
        (await Should.ThrowAsync<EgressRefusedException>(() => http.GetAsync(new Uri("https://127.0.0.1:1/")))).Refusal.ShouldBe(EgressRefusal.Inside);
    }

    private EgressOptions Allowed(params Uri[] more) =>
        new() { Inside = [Address.Authority, $"localhost:{Address.Port}", .. more.Select(address => address.Authority)] };

    private static HttpClient Client(EgressOptions options, Func<string, IPAddress[]>? names = null) =>
        new(new EgressHandler(options, TimeProvider.System, EgressHandler.Connecting(options, names is null ? Dns.GetHostAddressesAsync : (host, _) => Task.FromResult(names(host)))));
}
