using System.Net;
using System.Net.Http.Headers;
using Polly.CircuitBreaker;
using Polly.Timeout;

namespace Teg.Platform.ServiceDefaults.Tests.Http;

public sealed class ResilienceTests : IDisposable
{
    private static readonly Uri Address = new("https://vendor.example/things");
    private readonly TestClock clock = new();
    private ServiceProvider? services;

    public void Dispose() => services?.Dispose();

    [Fact]
    public async Task A_failing_read_is_repeated_with_growing_waits()
    {
        var vendor = new StubHttp(turn => new HttpResponseMessage(turn < 4 ? HttpStatusCode.BadGateway : HttpStatusCode.OK));

        var answer = await Client(vendor).GetAsync(Address);

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        vendor.Asked.Count.ShouldBe(4);
        clock.Delays.Count.ShouldBe(3);
        clock.Delays.ShouldAllBe(wait => wait > TimeSpan.Zero && wait <= TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task After_the_last_retry_the_caller_sees_the_answer()
    {
        var vendor = new StubHttp(_ => new HttpResponseMessage(HttpStatusCode.InternalServerError));

        (await Client(vendor).GetAsync(Address)).StatusCode.ShouldBe(HttpStatusCode.InternalServerError);
        vendor.Asked.Count.ShouldBe(4);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(404)]
    [InlineData(409)]
    public async Task An_answer_that_repeating_cannot_change_is_final(int status)
    {
        var vendor = new StubHttp(_ => new HttpResponseMessage((HttpStatusCode)status));

        await Client(vendor).GetAsync(Address);

        vendor.Asked.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_dropped_connection_is_repeated()
    {
        var vendor = new StubHttp(turn => turn == 1 ? throw new HttpRequestException("reset") : new HttpResponseMessage());

        (await Client(vendor).GetAsync(Address)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_POST_is_sent_once_unless_it_says_that_it_only_reads()
    {
        var vendor = new StubHttp(turn => new HttpResponseMessage(turn is 1 or 2 ? HttpStatusCode.BadGateway : HttpStatusCode.OK));
        var client = Client(vendor);

        (await client.PostAsync(Address, new StringContent("once"))).StatusCode.ShouldBe(HttpStatusCode.BadGateway);
        vendor.Asked.Count.ShouldBe(1);

        using var query = new HttpRequestMessage(HttpMethod.Post, Address) { Content = new StreamContent(new MemoryStream("query"u8.ToArray())) };
        query.Options.Set(HttpRepeat.Allowed, true);
        (await client.SendAsync(query)).StatusCode.ShouldBe(HttpStatusCode.OK);
        vendor.Asked.Skip(1).Select(asked => asked.Body).ShouldBe(["query", "query"]);
    }

    [Fact]
    public async Task Retry_After_in_seconds_is_the_wait()
    {
        var vendor = new StubHttp(turn => turn > 1 ? new HttpResponseMessage() : Busy(new RetryConditionHeaderValue(TimeSpan.FromSeconds(7))));

        await Client(vendor).GetAsync(Address);

        clock.Delays.ShouldBe([TimeSpan.FromSeconds(7)]);
    }

    [Fact]
    public async Task Retry_After_as_a_date_is_the_wait_and_a_past_date_is_none()
    {
        var vendor = new StubHttp(turn => turn switch
        {
            1 => Busy(new RetryConditionHeaderValue(clock.GetUtcNow().AddSeconds(9))),
            2 => Busy(new RetryConditionHeaderValue(clock.GetUtcNow().AddHours(-1))),
            _ => new HttpResponseMessage(),
        });

        (await Client(vendor).GetAsync(Address)).StatusCode.ShouldBe(HttpStatusCode.OK);

        clock.Delays.ShouldBe([TimeSpan.FromSeconds(9)]);
    }

    [Fact]
    public async Task A_longer_Retry_After_than_we_wait_goes_to_the_caller()
    {
        var vendor = new StubHttp(_ => Busy(new RetryConditionHeaderValue(TimeSpan.FromSeconds(31))));

        var answer = await Client(vendor).GetAsync(Address);

        answer.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        answer.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(31));
        vendor.Asked.Count.ShouldBe(1);
    }

    [Fact]
    public async Task An_attempt_that_hangs_is_cut_off_and_repeated()
    {
        var vendor = new StubHttp(async (turn, _, ct) =>
        {
            if (turn == 1)
            {
                var hanging = Task.Delay(Timeout.Infinite, ct);
                clock.Advance(TimeSpan.FromSeconds(15));
                await hanging;
            }

            return new HttpResponseMessage();
        });

        (await Client(vendor).GetAsync(Address)).StatusCode.ShouldBe(HttpStatusCode.OK);
        vendor.Asked.Count.ShouldBe(2);
    }

    [Fact]
    public async Task All_attempts_together_have_an_end()
    {
        var vendor = new StubHttp(async (_, _, ct) =>
        {
            var hanging = Task.Delay(Timeout.Infinite, ct);
            clock.Advance(TimeSpan.FromSeconds(15));
            await hanging;
            return new HttpResponseMessage();
        });

        await Should.ThrowAsync<TimeoutRejectedException>(() => Client(vendor, limits => limits.Retries = 20).GetAsync(Address));

        vendor.Asked.Count.ShouldBeLessThan(6);
    }

    [Fact]
    public async Task A_broken_vendor_is_left_alone_for_a_while_and_others_are_not()
    {
        var vendor = new StubHttp((_, request, _) => Task.FromResult(new HttpResponseMessage(
            request.RequestUri!.Host == "vendor.example" ? HttpStatusCode.InternalServerError : HttpStatusCode.OK)));
        var client = Client(vendor, limits => (limits.Retries, limits.BreakerMinimum) = (0, 4));
        for (var i = 0; i < 4; i++)
        {
            await client.GetAsync(Address);
        }

        await Should.ThrowAsync<BrokenCircuitException>(() => client.GetAsync(Address));
        (await client.GetAsync(new Uri("https://other.example/"))).StatusCode.ShouldBe(HttpStatusCode.OK);

        clock.Advance(TimeSpan.FromSeconds(11));
        (await client.GetAsync(Address)).StatusCode.ShouldBe(HttpStatusCode.InternalServerError);
    }

    [Fact]
    public async Task Too_many_requests_do_not_open_the_circuit()
    {
        var vendor = new StubHttp(_ => new HttpResponseMessage(HttpStatusCode.TooManyRequests));
        var client = Client(vendor, limits => (limits.Retries, limits.BreakerMinimum) = (0, 2));

        for (var i = 0; i < 10; i++)
        {
            (await client.GetAsync(Address)).StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        }
    }

    [Fact]
    public async Task Each_attempt_may_go_to_another_instance()
    {
        var vendor = new StubHttp(turn => new HttpResponseMessage(turn == 1 ? HttpStatusCode.BadGateway : HttpStatusCode.OK));

        var answer = await Client(vendor).GetAsync(new Uri("http://sync/runs"));

        vendor.Asked.Select(asked => asked.Address.AbsoluteUri).ShouldBe(["http://one:1/runs", "http://two:2/runs"]);
        answer.RequestMessage!.RequestUri.ShouldBe(new Uri("http://sync/runs"));
    }

    [Fact]
    public async Task A_name_without_an_address_fails_at_once()
    {
        var vendor = new StubHttp(_ => new HttpResponseMessage());

        (await Should.ThrowAsync<HttpRequestException>(() => Client(vendor).GetAsync(new Uri("http://crm/")))).Message.ShouldContain("services__crm__http__0");
        clock.Delays.ShouldBeEmpty();
    }

    private static HttpResponseMessage Busy(RetryConditionHeaderValue after) =>
        new(HttpStatusCode.TooManyRequests) { Headers = { RetryAfter = after } };

    private HttpClient Client(StubHttp vendor, Action<HttpResilienceOptions>? configure = null)
    {
        var registrations = new ServiceCollection();
        registrations.AddSingleton<TimeProvider>(clock);
        registrations.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["services:sync:http:0"] = "http://one:1",
            ["services:sync:http:1"] = "http://two:2",
        }).Build());
        registrations.AddHttpClients();
        registrations.AddHttpClient("vendor").ConfigurePrimaryHttpMessageHandler(() => vendor);
        registrations.Configure<HttpResilienceOptions>("vendor", limits => configure?.Invoke(limits));
        services = registrations.BuildServiceProvider();
        return services.GetRequiredService<IHttpClientFactory>().CreateClient("vendor");
    }
}
