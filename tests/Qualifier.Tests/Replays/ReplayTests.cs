using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using MassTransit.Testing;
using Microsoft.Extensions.DependencyInjection;
using Teg.Platform.Contracts.Messages;
using Teg.Platform.Qualifier.Jobs;
using Teg.Platform.Qualifier.Replays;
using Teg.Platform.Qualifier.Tests.Jobs;
using Teg.Platform.Qualifier.Tests.Rules;
using Teg.Platform.ServiceDefaults;

namespace Teg.Platform.Qualifier.Tests.Replays;

public sealed class ReplayTests(JobHost host) : IClassFixture<JobHost>, IAsyncLifetime
{
    private readonly QualifierService qualifier = host.Qualifier;

    public async ValueTask InitializeAsync() => await host.ClearAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Other_thresholds_move_enquiries_and_say_what_became_of_their_people()
    {
        var org = await qualifier.OrganisationAsync();
        using var client = qualifier.SignedIn(org);
        await host.EnquiriesAsync(
            org, ("won@a.example", 3, 3, "$5,500", "8"), ("called@a.example", 3, 3, "$5,600", "8"), ("stays@a.example", 3, 3, "$50,000", "8"), ("poor@a.example", 3, 2, "$4,000", "8"));
        await FateAsync(org);
        var asked = host.Model.Asked;
        await using var worker = host.Start();

        var replay = await RunAsync(client, new { name = "Dearer", from = Day(-10), to = Day(0), content = await RuleEndpointTests.ContentAsync(client, 6_000) });

        replay.GetProperty("moved").GetInt64().ShouldBe(2);
        var cells = replay.GetProperty("cells").EnumerateArray().ToDictionary(cell => (cell.GetProperty("from").GetInt32(), cell.GetProperty("to").GetInt32()));
        cells.Keys.ShouldBe([(2, 2), (3, 2), (3, 3)], ignoreOrder: true);
        var moved = cells[(3, 2)];
        moved.GetProperty("enquiries").GetInt64().ShouldBe(2);
        moved.GetProperty("leads").GetInt64().ShouldBe(1);
        moved.GetProperty("callsBooked").GetInt64().ShouldBe(1);
        moved.GetProperty("clients").GetInt64().ShouldBe(1);
        moved.GetProperty("deals").GetInt64().ShouldBe(2);
        moved.GetProperty("amount").GetDecimal().ShouldBe(41_000);
        moved.GetProperty("statuses").GetProperty("Closed").GetInt64().ShouldBe(1);
        moved.GetProperty("sentence").GetString().ShouldBe("2 that were intro call would be let's chat; 1 booked an intro call, 1 became a client worth $41,000.");
        cells[(3, 3)].GetProperty("amount").GetDecimal().ShouldBe(0);
        host.Model.Asked.ShouldBe(asked);

        var moves = await client.GetFromJsonAsync<JsonElement>($"/replays/{Id(replay)}/moves?limit=1");
        var first = moves.GetProperty("items").EnumerateArray().ShouldHaveSingleItem();
        first.GetProperty("won").GetInt64().ShouldBe(2);
        first.GetProperty("leadStatus").GetString().ShouldBe("Closed");
        first.GetProperty("rulesAfter")[0].GetProperty("rule").GetString().ShouldBe("budget-below-minimum");
        var rest = await client.GetFromJsonAsync<JsonElement>($"/replays/{Id(replay)}/moves?limit=1&after={moves.GetProperty("next").GetInt32()}");
        rest.GetProperty("items").EnumerateArray().ShouldHaveSingleItem().GetProperty("callBooked").GetBoolean().ShouldBeTrue();
        rest.GetProperty("next").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public async Task A_replay_touches_nothing_of_the_enquiries_themselves()
    {
        var org = await qualifier.OrganisationAsync();
        using var client = qualifier.SignedIn(org);
        await host.EnquiriesAsync(org, ("edge@a.example", 3, 3, "$5,500", "8"));
        const string Everything =
            """
            select md5((select string_agg(e::text, '|' order by e.id) from qualifier.enquiry e where org_id = @org)
                || (select string_agg(d::text, '|' order by d.id) from qualifier.decision d where org_id = @org)
                || (select string_agg(o::text, '|' order by o::text) from qualifier.daily_outcome o where org_id = @org)
                || (select count(*) from qualifier.outbox where org_id = @org))
            """;
        var before = await qualifier.AskAsync<string>(Everything, new { org });
        await using var worker = host.Start();

        await RunAsync(client, new { from = Day(-10), to = Day(0), content = await RuleEndpointTests.ContentAsync(client, 6_000), promptVersion = await PromptAsync(client) });

        (await qualifier.AskAsync<string>(Everything, new { org })).ShouldBe(before);
    }

    [Fact]
    public async Task Another_prompt_asks_the_model_once_per_description_and_says_what_it_cost()
    {
        var org = await qualifier.OrganisationAsync();
        using var client = qualifier.SignedIn(org);
        await host.EnquiriesAsync(org, [.. Enumerable.Range(0, 30).Select(at => ($"p{at}@a.example", 1, 1, (string?)"$50,000", (string?)"8"))]);
        var asked = host.Model.Asked;
        await using var worker = host.Start();

        var estimate = await (await client.PostAsJsonAsync("/replays/estimate", new { from = Day(-10), to = Day(0), promptVersion = await PromptAsync(client) })).Content.ReadFromJsonAsync<JsonElement>();
        var replay = await RunAsync(client, new { from = Day(-10), to = Day(0), promptVersion = await PromptAsync(client) });

        estimate.GetProperty("modelCalls").GetInt32().ShouldBe(30);
        // The samples' decisions cost 0.000096 each.
        estimate.GetProperty("estimatedCostUsd").GetDecimal().ShouldBe(0.00288m);
        (host.Model.Asked - asked).ShouldBe(30);
        // 400 tokens in and 40 out, each time.
        replay.GetProperty("replay").GetProperty("costUsd").GetDecimal().ShouldBe(30 * ((400 * 0.15m) + (40 * 0.60m)) / 1_000_000);
        var cell = replay.GetProperty("cells").EnumerateArray().ShouldHaveSingleItem();
        (cell.GetProperty("from").GetInt32(), cell.GetProperty("to").GetInt32(), cell.GetProperty("enquiries").GetInt64()).ShouldBe((1, 3, 30));
    }

    [Fact]
    public async Task What_would_cost_more_than_its_limit_does_not_begin()
    {
        var org = await qualifier.OrganisationAsync();
        using var client = qualifier.SignedIn(org);
        await host.EnquiriesAsync(org, [.. Enumerable.Range(0, 200).Select(at => ($"p{at}@a.example", 1, 1, (string?)null, (string?)null))]);

        using var refused = await client.PostAsJsonAsync("/replays", new { from = Day(-10), to = Day(0), promptVersion = await PromptAsync(client), maxCostUsd = 0.01 });

        (await QualifierService.ProblemAsync(refused)).ShouldBe("replay-too-costly");
    }

    [Fact]
    public async Task At_its_limit_a_replay_stops_and_keeps_what_is_done()
    {
        var org = await qualifier.OrganisationAsync();
        using var client = qualifier.SignedIn(org);
        await host.EnquiriesAsync(org, [.. Enumerable.Range(0, 40).Select(at => ($"p{at}@a.example", 1, 1, (string?)null, (string?)null))]);
        var id = await StartAsync(client, new { from = Day(-10), to = Day(0), promptVersion = await PromptAsync(client) });
        await qualifier.DoAsync("update qualifier.job set cost_limit_usd = 0.001 where id = @id", new { id });
        await using var worker = host.Start();

        var stopped = await JobHost.UntilAsync(client, $"/replays/{id}", "replay", "stopped");

        var done = stopped.GetProperty("replay").GetProperty("done").GetInt32();
        done.ShouldBeInRange(8, 39);
        stopped.GetProperty("replay").GetProperty("reason").GetString()!.ShouldContain("limit");
        stopped.GetProperty("cells").EnumerateArray().Sum(cell => cell.GetProperty("enquiries").GetInt64()).ShouldBe(done);
    }

    [Fact]
    public async Task A_killed_process_is_replaced_and_no_row_is_decided_twice()
    {
        var org = await qualifier.OrganisationAsync();
        using var client = qualifier.SignedIn(org);
        await host.EnquiriesAsync(org, [.. Enumerable.Range(0, 60).Select(at => ($"p{at}@a.example", 1, 1, (string?)"$50,000", (string?)"8"))]);
        var id = await StartAsync(client, new { from = Day(-10), to = Day(0), promptVersion = await PromptAsync(client) });
        var mayAnswer = new TaskCompletionSource();

        // The first process gets some way, and dies in the middle of calls.
        (host.Model.AnswersFirst, host.Model.MayAnswer) = (host.Model.Asked + 30, mayAnswer.Task);
        await using (var first = host.Start(("Jobs:ModelCalls", "4")))
        {
            await Intake.IntakeHost.UntilAsync("some rows", async () => await DoneAsync(id) >= 8);
        }

        host.Model.MayAnswer = Task.CompletedTask;
        mayAnswer.SetResult();
        var before = await qualifier.ListAsync<string>("select position || ' ' || xmin::text from qualifier.replay_row where job_id = @id and not waiting order by position", new { id });
        // A kill leaves the lease behind; it runs out.
        await qualifier.DoAsync("update qualifier.job set state = 'running', leased_by = gen_random_uuid(), leased_until = now() - interval '1 second' where id = @id and state = 'running'", new { id });
        var asked = host.Model.Asked;
        await using var second = host.Start(("Jobs:ModelCalls", "4"));
        var replay = await JobHost.UntilAsync(client, $"/replays/{id}", "replay", "succeeded");

        replay.GetProperty("replay").GetProperty("done").GetInt32().ShouldBe(60);
        (host.Model.Asked - asked).ShouldBe(60 - before.Count);
        // What was decided before was not written again.
        (await qualifier.ListAsync<string>("select position || ' ' || xmin::text from qualifier.replay_row where job_id = @id and not waiting order by position", new { id }))
            .Intersect(before, StringComparer.Ordinal).Count().ShouldBe(before.Count);
        (await qualifier.AskAsync<decimal>("select sum(cost_usd) from qualifier.replay_row where job_id = @id", new { id })).ShouldBe(replay.GetProperty("replay").GetProperty("costUsd").GetDecimal());
    }

    [Fact]
    public async Task A_process_that_lost_its_lease_writes_nothing()
    {
        var org = await qualifier.OrganisationAsync();
        using var client = qualifier.SignedIn(org);
        await host.EnquiriesAsync(org, ("edge@a.example", 3, 3, "$5,500", "8"));
        var id = await StartAsync(client, new { from = Day(-10), to = Day(0), content = await RuleEndpointTests.ContentAsync(client, 6_000) });
        var settings = await qualifier.AskAsync<string>("select settings::text from qualifier.job where id = @id", new { id });
        await qualifier.DoAsync("update qualifier.job set state = 'running', leased_by = gen_random_uuid(), leased_until = now() + interval '1 hour' where id = @id", new { id });
        var zombie = new JobLease(org, id, JobLease.Replay, settings, 1, Guid.NewGuid(), TimeSpan.FromSeconds(30));
        var work = qualifier.Services.GetServices<IJobWork>().OfType<ReplayWork>().Single();

        await Should.ThrowAsync<LeaseLostException>(() => work.StepAsync(zombie, CancellationToken.None));

        (await qualifier.AskAsync<long>("select count(*) from qualifier.replay_row where job_id = @id and waiting", new { id })).ShouldBe(1);
    }

    [Fact]
    public async Task A_canceled_replay_stops_and_can_be_deleted()
    {
        var org = await qualifier.OrganisationAsync();
        using var client = qualifier.SignedIn(org);
        await host.EnquiriesAsync(org, [.. Enumerable.Range(0, 40).Select(at => ($"p{at}@a.example", 1, 1, (string?)null, (string?)null))]);
        var id = await StartAsync(client, new { from = Day(-10), to = Day(0), promptVersion = await PromptAsync(client) });

        using var canceled = await client.PostAsync(new Uri($"/replays/{id}/cancellation", UriKind.Relative), null);
        using var again = await client.PostAsync(new Uri($"/replays/{id}/cancellation", UriKind.Relative), null);
        await using (var worker = host.Start())
        {
            // Whatever the worker does, it has looked at the queue when a job that came later is over.
            await RunAsync(client, new { from = Day(-10), to = Day(0), content = await RuleEndpointTests.ContentAsync(client, 6_000) });
        }

        canceled.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await QualifierService.ProblemAsync(again)).ShouldBe("job-over");
        (await DoneAsync(id)).ShouldBe(0);
        using var deleted = await client.DeleteAsync(new Uri($"/replays/{id}", UriKind.Relative));
        using var gone = await client.GetAsync(new Uri($"/replays/{id}", UriKind.Relative));
        deleted.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        gone.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await qualifier.AskAsync<long>("select count(*) from qualifier.replay_row where job_id = @id", new { id })).ShouldBe(0);
    }

    [Fact]
    public async Task Pages_hear_how_far_it_is()
    {
        var org = await qualifier.OrganisationAsync();
        using var client = qualifier.SignedIn(org);
        await host.EnquiriesAsync(org, ("edge@a.example", 3, 3, "$5,500", "8"));
        await using var worker = host.Start();

        var replay = await RunAsync(client, new { from = Day(-10), to = Day(0), content = await RuleEndpointTests.ContentAsync(client, 6_000) });

        (await worker.Bus.Published.Any<ReplayProgressed>(told => told.Context.Message is { State: "succeeded", Done: 1, Total: 1 } message && message.ReplayId == Id(replay))).ShouldBeTrue();
    }

    [Fact]
    public async Task Days_are_the_organisations_own_and_both_are_included()
    {
        var org = await qualifier.OrganisationAsync();
        using var client = qualifier.SignedIn(org);
        // Eleven at night and one in the morning, in California.
        await StoreAtAsync(org, "late@a.example", new DateTimeOffset(2026, 3, 3, 7, 0, 0, TimeSpan.Zero));
        await StoreAtAsync(org, "early@a.example", new DateTimeOffset(2026, 3, 3, 9, 0, 0, TimeSpan.Zero));

        (await EnquiriesInAsync(client, "2026-03-02", "2026-03-02")).ShouldBe(1);
        (await EnquiriesInAsync(client, "2026-03-03", "2026-03-03")).ShouldBe(1);
        (await EnquiriesInAsync(client, "2026-03-02", "2026-03-03")).ShouldBe(2);
    }

    [Theory]
    [InlineData("2026-01-01", "2027-01-02", "to")]
    [InlineData("2026-01-02", "2026-01-01", "to")]
    public async Task A_period_ends_after_its_begin_and_within_366_days(string from, string to, string wrong)
    {
        using var client = qualifier.SignedIn(await qualifier.OrganisationAsync());

        using var refused = await client.PostAsJsonAsync("/replays", new { from, to, content = await RuleEndpointTests.ContentAsync(client, 6_000) });

        refused.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await refused.Content.ReadAsStringAsync()).ShouldContain($"\"{wrong}\"");
    }

    [Fact]
    public async Task A_replay_of_nothing_new_or_of_nothing_at_all_is_refused()
    {
        using var client = qualifier.SignedIn(await qualifier.OrganisationAsync());

        using var nothingNew = await client.PostAsJsonAsync("/replays", new { from = Day(-10), to = Day(0) });
        using var nobody = await client.PostAsJsonAsync("/replays", new { from = Day(-10), to = Day(0), content = await RuleEndpointTests.ContentAsync(client, 6_000) });

        nothingNew.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await QualifierService.ProblemAsync(nobody)).ShouldBe("replay-empty");
    }

    [Fact]
    public async Task Another_organisation_sees_nothing_of_it()
    {
        var org = await qualifier.OrganisationAsync();
        using var client = qualifier.SignedIn(org);
        using var stranger = qualifier.SignedIn(await qualifier.OrganisationAsync(), Roles.Admin);
        await host.EnquiriesAsync(org, ("edge@a.example", 3, 3, "$5,500", "8"));
        var id = await StartAsync(client, new { from = Day(-10), to = Day(0), content = await RuleEndpointTests.ContentAsync(client, 6_000) });

        using var seen = await stranger.GetAsync(new Uri($"/replays/{id}", UriKind.Relative));
        using var deleted = await stranger.DeleteAsync(new Uri($"/replays/{id}", UriKind.Relative));

        seen.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        deleted.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await stranger.GetFromJsonAsync<JsonElement>("/replays")).GetProperty("items").GetArrayLength().ShouldBe(0);
    }

    [Theory]
    [InlineData(2, 3, 12, 0, 3, 41_000, "12 that were let's chat would be intro call; 3 became clients worth $41,000.")]
    [InlineData(3, 2, 1, 1, 0, 0, "1 that was intro call would be let's chat; 1 booked an intro call, nobody became a client.")]
    [InlineData(3, 3, 1_200, 0, 0, 0, "1,200 stay intro call; nobody booked an intro call or became a client.")]
    public void A_cell_is_said_in_a_sentence(int from, int to, long enquiries, long calls, long clients, int amount, string sentence) =>
        ReplayOutcome.Sentence(from, to, enquiries, calls, clients, amount, "USD").ShouldBe(sentence);

    private static Guid Id(JsonElement replay) => replay.GetProperty("replay").GetProperty("id").GetGuid();

    private static async Task<Guid> StartAsync(HttpClient client, object request)
    {
        using var started = await client.PostAsJsonAsync("/replays", request);
        started.StatusCode.ShouldBe(HttpStatusCode.Accepted, await started.Content.ReadAsStringAsync());
        return (await started.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetGuid();
    }

    private static async Task<JsonElement> RunAsync(HttpClient client, object request) =>
        await JobHost.UntilAsync(client, $"/replays/{await StartAsync(client, request)}", "replay", "succeeded", "failed");

    private static async Task<string> PromptAsync(HttpClient client) =>
        (await client.GetFromJsonAsync<JsonElement>("/rules")).GetProperty("promptVersions")[0].GetString()!;

    private static async Task<int> EnquiriesInAsync(HttpClient client, string from, string to)
    {
        using var answer = await client.PostAsJsonAsync("/replays/estimate", new { from, to, content = await RuleEndpointTests.ContentAsync(client, 6_000) });
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("enquiries").GetInt32();
    }

    private string Day(int ahead) => qualifier.Clock.GetUtcNow().AddDays(ahead).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    private Task<int> DoneAsync(Guid id) => qualifier.AskAsync<int>("select done from qualifier.job where id = @id", new { id });

    private async Task StoreAtAsync(Guid org, string email, DateTimeOffset at)
    {
        var enquiry = Enquiries.Samples.Enquiry(org, email, at);
        await qualifier.Store.StoreAsync([new(enquiry, Enquiries.Samples.Decision(enquiry, 3))], CancellationToken.None);
    }

    // One became a client of two deals, one booked a call; a call of the one who stays was no intro call, and a lost deal is none.
    private Task FateAsync(Guid org) => qualifier.DoAsync(
        """
        insert into crm.lead (org_id, identity, email, name, received_at, received_day, channel, qualification, status, source_id, stream, external_id, run_id)
        values (@org, 'won@a.example', 'won@a.example', 'W', now(), current_date, 'direct', 'qualified', 'Closed', @org, 'b', 'w', @org);
        insert into warehouse.deal (org_id, source_id, deal_key, external_id, name, client_email, stage, is_won, amount, currency, closed_on, run_id) values
            (@org, @org, '1', '1', 'D', 'won@a.example', 'Won', true, 40000, 'USD', current_date, @org),
            (@org, @org, '2', '2', 'D', 'won@a.example', 'Won', true, 1000, 'USD', current_date, @org),
            (@org, @org, '3', '3', 'D', 'stays@a.example', 'Lost', false, 9000, 'USD', current_date, @org);
        insert into warehouse.call (org_id, source_id, external_id, kind, status, starts_at, ends_at, day, invitee_email, booked_at, run_id) values
            (@org, @org, '1', 'intro', 'active', now(), now(), current_date, 'called@a.example', now(), @org),
            (@org, @org, '2', 'other', 'active', now(), now(), current_date, 'stays@a.example', now(), @org);
        """, new { org });
}
