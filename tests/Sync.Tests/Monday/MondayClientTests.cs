using System.Diagnostics;
using System.Net;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Teg.Platform.Sync.Monday;
using Teg.Platform.Sync.Credentials;
using Teg.Platform.Sync.Runs;

namespace Teg.Platform.Sync.Tests.Monday;

public sealed class MondayClientTests(SyncHost host)
{
    private const string Plenty = """{"data":{"complexity":{"before":9000,"after":8000,"query":1000,"reset_in_x_seconds":1},"boards":[]}}""";
    private const string Scarce = """{"data":{"complexity":{"before":1900,"after":900,"query":1000,"reset_in_x_seconds":1},"boards":[]}}""";

    [Fact]
    public async Task The_next_query_waits_when_the_budget_is_nearly_used_up()
    {
        var client = Client(new Answers(Plenty, Scarce, Plenty));
        var started = Stopwatch.GetTimestamp();

        await AskAsync(client);
        await AskAsync(client);
        var two = Stopwatch.GetElapsedTime(started).TotalSeconds;
        await AskAsync(client);

        Stopwatch.GetElapsedTime(started).TotalSeconds.ShouldBeGreaterThan(0.95);
        two.ShouldBeLessThan(Stopwatch.GetElapsedTime(started).TotalSeconds - two);
    }

    [Fact]
    public async Task The_token_goes_raw_and_the_version_is_said()
    {
        var answers = new Answers(Plenty);

        await AskAsync(Client(answers));

        answers.Seen.ShouldNotBeNull().Headers.GetValues("Authorization").ShouldBe(["secret-token"]);
        answers.Seen.Headers.GetValues("API-Version").ShouldBe(["2026-10"]);
    }

    [Fact]
    public async Task A_broken_answer_is_asked_for_again_three_times_and_then_given_up()
    {
        var answers = new Answers("{\"data\":", "{\"data\":", "{\"data\":", Plenty);

        (await Should.ThrowAsync<VendorFailureException>(() => AskAsync(Client(answers)))).Failure.Kind.ShouldBe(FailureKind.Transient);
        answers.Count.ShouldBe(3);
    }

    [Fact]
    public async Task A_change_is_never_sent_twice()
    {
        var answers = new Answers("{\"data\":", Plenty);

        await Should.ThrowAsync<VendorFailureException>(async () =>
        {
            using var answer = await Client(answers).AskAsync(Demo, MondayQueries.CreateWebhook, new { }, CancellationToken.None, changes: true);
        });
        answers.Count.ShouldBe(1);
    }

    private static async Task AskAsync(MondayClient client)
    {
        using var answer = await client.AskAsync(Demo, MondayQueries.Boards, new { limit = 1, page = 1 }, CancellationToken.None);
    }

    private static readonly VendorAccount Demo = new(Guid.NewGuid(), "demo");

    private MondayClient Client(Answers answers)
    {
        var options = Options.Create(new MondayOptions { Credentials = { ["demo"] = new MondayCredential { Token = "secret-token" } } });
        return new MondayClient(
            new HttpClient(answers), options, host.Book(options), new MondayBudget(TimeProvider.System), TimeProvider.System, NullLogger<MondayClient>.Instance);
    }

    private sealed class Answers(params string[] bodies) : HttpMessageHandler
    {
        public int Count { get; private set; }

        public HttpRequestMessage? Seen { get; private set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Seen = request;
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(bodies[Count++], Encoding.UTF8, "application/json") });
        }
    }
}
