using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Aspire.Hosting;

namespace Teg.Platform.Gateway.Tests.Limits;

public sealed class RateLimitTests(GatewaySystem system)
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(4);
    private static int databases;

    [Fact]
    public async Task A_person_has_their_budget_and_is_told_what_is_left()
    {
        using var browser = await PersonAsync("viewer@teg.example", new() { ["RateLimits:User"] = "5" });
        for (var left = 4; left >= 0; left--)
        {
            using var answer = await browser.GetAsync("/api/sync/sources");
            answer.StatusCode.ShouldBe(HttpStatusCode.OK);
            Header(answer, "RateLimit-Policy").ShouldStartWith("\"user\";q=5;w=4, \"organisation\";q=");
            Header(answer, "RateLimit").ShouldStartWith($"\"user\";r={left};t=");
        }

        using var refused = await browser.GetAsync("/api/sync/sources");

        (await Browser.ProblemAsync(refused)).ShouldBe((HttpStatusCode.TooManyRequests, "rate-limited"));
        Header(refused, "RateLimit").ShouldStartWith("\"user\";r=0;t=");
        var wait = refused.Headers.RetryAfter!.Delta!.Value;
        wait.ShouldBeInRange(TimeSpan.FromSeconds(1), 2 * Window);

        await Task.Delay(wait);
        using var again = await browser.GetAsync("/api/sync/sources");
        again.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Two_gateways_share_one_budget()
    {
        var settings = Fresh(new() { ["RateLimits:User"] = "6", ["RateLimits:Window"] = "00:01:00" });
        using var one = await PersonAsync("agent@teg.example", settings);
        using var other = one.At(system.StartReplica(settings));

        var passed = 0;
        for (var request = 0; request < 10; request++)
        {
            using var answer = await (request % 2 == 0 ? one : other).GetAsync("/api/sync/sources");
            passed += answer.StatusCode == HttpStatusCode.OK ? 1 : 0;
        }

        passed.ShouldBe(6);
    }

    [Fact]
    public async Task Requests_at_once_do_not_pass_together_what_one_by_one_would_not()
    {
        using var browser = await PersonAsync("manager@teg.example", new() { ["RateLimits:User"] = "10" });

        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(async _ =>
        {
            using var answer = await browser.GetAsync("/api/sync/sources");
            return answer.StatusCode;
        }));

        answers.Count(status => status == HttpStatusCode.OK).ShouldBe(10);
        answers.Count(status => status == HttpStatusCode.TooManyRequests).ShouldBe(30);
    }

    [Fact]
    public async Task An_organisation_shares_a_budget_beyond_that_of_each_person()
    {
        var settings = Fresh(new() { ["RateLimits:User"] = "6", ["RateLimits:Organisation"] = "8" });
        using var one = await PersonAsync("viewer@teg.example", settings);
        using var other = await Browser.SignedInAsync(one.Gateway, "admin@teg.example");

        var passed = 0;
        for (var request = 0; request < 12; request++)
        {
            using var answer = await (request % 2 == 0 ? one : other).GetAsync("/api/sync/sources");
            passed += answer.StatusCode == HttpStatusCode.OK ? 1 : 0;
        }

        passed.ShouldBe(8);
    }

    [Fact]
    public async Task Who_is_not_signed_in_is_counted_by_address_and_the_app_is_not_counted()
    {
        using var browser = new Browser(system.StartReplica(Fresh(new() { ["RateLimits:Address"] = "3" })));
        for (var request = 0; request < 3; request++)
        {
            using var answer = await browser.GetAsync("/session");
            answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        }

        using var refused = await browser.GetAsync("/session");
        (await Browser.ProblemAsync(refused)).ShouldBe((HttpStatusCode.TooManyRequests, "rate-limited"));
        foreach (var path in new[] { "/", "/alive" })
        {
            using var free = await browser.GetAsync(path);
            free.StatusCode.ShouldBe(HttpStatusCode.OK, path);
            free.Headers.Contains("RateLimit").ShouldBeFalse(path);
        }
    }

    [Fact]
    public async Task A_machine_is_counted_as_itself_whatever_its_address_has_spent()
    {
        var gateway = system.StartReplica(Fresh(new() { ["RateLimits:User"] = "3", ["RateLimits:Address"] = "6", ["RateLimits:Window"] = "00:01:00" }));
        using var admin = await Browser.SignedInAsync(gateway, "admin@teg.example");
        using var one = await MachineAsync(admin);
        using var other = await MachineAsync(admin);

        for (var left = 2; left >= 0; left--)
        {
            using var answer = await one.GetAsync(new Uri("/api/sync/sources", UriKind.Relative));
            answer.StatusCode.ShouldBe(HttpStatusCode.OK);
            Header(answer, "RateLimit").ShouldStartWith($"\"user\";r={left};t=");
        }

        using var refused = await one.GetAsync(new Uri("/api/sync/sources", UriKind.Relative));
        refused.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        using var passed = await other.GetAsync(new Uri("/api/sync/sources", UriKind.Relative));
        passed.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("eyJhbGciOiJub25lIn0.e30.x", null)]
    [InlineData(null, "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData(null, null)]
    public async Task Guessing_is_counted_by_address_and_those_who_are_signed_in_go_on(string? token, string? cookie)
    {
        // Signing in takes two of it.
        var gateway = system.StartReplica(Fresh(new() { ["RateLimits:Address"] = "5", ["RateLimits:User"] = "100", ["RateLimits:Window"] = "00:01:00" }));
        using var person = await Browser.SignedInAsync(gateway);
        using var guesser = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = gateway };
        if (token is not null)
        {
            guesser.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        if (cookie is not null)
        {
            guesser.DefaultRequestHeaders.Add("Cookie", $"teg-session={cookie}");
        }

        var reached = system.Sync.All.Count;
        List<HttpStatusCode> answers = [];
        foreach (var path in new[] { "/api/sync/sources", "/events", "/api/sync/sources", "/api/sync/sources", "/api/sync/sources" })
        {
            // A stream takes no token.
            using var answer = await guesser.GetAsync(new Uri(path, UriKind.Relative));
            answers.Add(answer.StatusCode);
            answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        }

        answers.ShouldBe([HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized, HttpStatusCode.TooManyRequests, HttpStatusCode.TooManyRequests]);
        system.Sync.All.Count.ShouldBe(reached);
        using var passed = await person.GetAsync("/api/sync/sources");
        passed.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_refused_token_is_told_by_the_Gateway_which_rule_refused_it()
    {
        using var machine = new HttpClient { BaseAddress = system.Address };
        machine.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "nonsense");

        using var answer = await machine.GetAsync(new Uri("/api/sync/sources", UriKind.Relative));

        (await Browser.ProblemAsync(answer)).ShouldBe((HttpStatusCode.Unauthorized, "token-refused"));
        answer.Headers.WwwAuthenticate.ToString().ShouldContain("malformed");
    }

    [Fact]
    public async Task Opening_the_stream_of_events_is_counted_once()
    {
        using var browser = await PersonAsync("agent@teg.example", new() { ["RateLimits:User"] = "2", ["Live:Heartbeat"] = "00:00:01" });
        using var stream = await browser.GetAsync("/events");
        stream.StatusCode.ShouldBe(HttpStatusCode.OK);
        Header(stream, "RateLimit").ShouldStartWith("\"user\";r=1;t=");

        using var one = await browser.GetAsync("/api/sync/sources");
        using var two = await browser.GetAsync("/api/sync/sources");
        one.StatusCode.ShouldBe(HttpStatusCode.OK);
        two.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
    }

    [Fact]
    public async Task Without_Redis_each_gateway_counts_alone_at_once_and_asks_again()
    {
        var builder = DistributedApplication.CreateBuilder(new LocalOptions());
        builder.AddRedis("redis");
        await using var servers = builder.Build();
        await servers.StartAsync();
        var settings = Fresh(new()
        {
            ["ConnectionStrings:redis"] = servers.GetConnectionString("redis"), ["RateLimits:Hooks"] = "4", ["RateLimits:AskAgain"] = "00:00:00.500",
        });
        using var one = new Browser(system.StartReplica(settings));
        using var other = new Browser(system.StartReplica(settings));
        (await PassedAsync(one, other)).ShouldBe(4);

        await servers.StopResourceAsync("redis");
        (await PassedAsync(one)).ShouldBe(4);
        (await PassedAsync(other)).ShouldBe(4);

        await servers.StartResourceAsync("redis");
        var shared = false;
        for (var attempt = 0; attempt < 10 && !shared; attempt++)
        {
            // Back in Redis both have four together; alone they would have eight.
            await Task.Delay(2 * Window);
            shared = await PassedAsync(one, other) == 4;
        }

        shared.ShouldBeTrue("the gateways count together again");
    }

    private static async Task<int> PassedAsync(params Browser[] gateways)
    {
        var passed = 0;
        for (var request = 0; request < 6 * gateways.Length; request++)
        {
            using var answer = await gateways[request % gateways.Length].SendAsync(HttpMethod.Post, "/hooks/sync/monday/1/2");
            answer.StatusCode.ShouldBeOneOf(HttpStatusCode.OK, HttpStatusCode.TooManyRequests);
            passed += answer.StatusCode == HttpStatusCode.OK ? 1 : 0;
        }

        return passed;
    }

    private static string Header(HttpResponseMessage answer, string name) => answer.Headers.GetValues(name).Single();

    private static async Task<HttpClient> MachineAsync(Browser admin)
    {
        using var made = await admin.SendAsync(HttpMethod.Post, "/api/accounts/api-clients", JsonContent.Create(new { name = "Machine", role = "Viewer", scopes = new[] { "sync:read" } }));
        var client = (await made.Content.ReadFromJsonAsync<JsonObject>())!;
        var machine = new HttpClient { BaseAddress = admin.Gateway };
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials", ["client_id"] = client["clientId"]!.GetValue<string>(), ["client_secret"] = client["clientSecret"]!.GetValue<string>(),
        });
        using var answer = await machine.PostAsync(new Uri("/oauth/token", UriKind.Relative), form);
        machine.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", (await answer.Content.ReadFromJsonAsync<JsonObject>())!["access_token"]!.GetValue<string>());
        return machine;
    }

    private async Task<Browser> PersonAsync(string email, Dictionary<string, string> settings) =>
        await Browser.SignedInAsync(system.StartReplica(Fresh(settings)), email);

    private Dictionary<string, string> Fresh(Dictionary<string, string> settings)
    {
        var fresh = new Dictionary<string, string>(settings);
        fresh.TryAdd("RateLimits:Window", $"{Window}");
        // A busy machine may be slow, and what is counted alone is not shared.
        fresh.TryAdd("RateLimits:Patience", "00:00:03");
        // All tests come from one address and as the same four people: each counts in a database of Redis that no other test has.
        fresh.TryAdd("ConnectionStrings:redis", $"{system.Redis},defaultDatabase={Interlocked.Increment(ref databases)}");
        return fresh;
    }
}
