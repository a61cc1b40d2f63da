using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Teg.Platform.Qualifier.Enquiries;
using Teg.Platform.Qualifier.Judging;
using Teg.Platform.Qualifier.Judging.Later;
using Teg.Platform.Qualifier.Sites;
using Teg.Platform.Qualifier.Tests.Enquiries;
using Teg.Platform.ServiceDefaults;

namespace Teg.Platform.Qualifier.Tests.Judging;

public sealed class LaterJudgingTests(QualifierService service, JudgeHost host) : IClassFixture<JudgeHost>, IAsyncLifetime
{
    private Guid org;

    public async ValueTask InitializeAsync()
    {
        await host.ResetAsync();
        await service.ResetAsync();
        org = await service.OrganisationAsync();
        var book = service.Services.GetRequiredService<SiteBook>();
        for (var i = 0; i < 300 && !book.IsKnown; i++)
        {
            await Task.Delay(100);
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task A_decision_by_rules_alone_is_judged_again_and_both_stay()
    {
        var enquiry = Samples.Enquiry(org, "ann@house.example");
        await service.Store.StoreAsync([new JudgedEnquiry(enquiry, Samples.Decision(enquiry, 2, fallback: Fallback.Timeout))], default);

        (await Later().JudgeWaitingAsync(default)).ShouldBeTrue();

        (await service.ListAsync<string>("select kind || ' ' || coalesce(fallback, 'model') || ' ' || coalesce(model_score::text, '-') || ' ' || final_score from qualifier.decision order by id"))
            .ShouldBe(["first timeout - 2", "rejudged model 2 3"]);
        (await service.AskAsync<string>("select score || ' ' || coalesce(fallback, 'model') from qualifier.enquiry")).ShouldBe("3 model");
        (await host.AskedAsync()).Count.ShouldBe(1);

        await Later().JudgeWaitingAsync(default);
        (await host.AskedAsync()).Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_fresh_decision_by_rules_alone_is_left_to_itself_for_a_while()
    {
        var enquiry = Samples.Enquiry(org, "ann@house.example");
        await service.Store.StoreAsync([new JudgedEnquiry(enquiry, Samples.Decision(enquiry, 2, at: service.Clock.GetUtcNow(), fallback: Fallback.Busy))], default);

        await Later().JudgeWaitingAsync(default);

        (await host.AskedAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task While_the_model_is_away_nothing_is_written_and_little_is_asked()
    {
        await StoreWaitingAsync(40);
        await host.OrderAsync("faults", new { vendor = "openai", kind = "status", status = 503, count = 1000 });

        (await Later().JudgeWaitingAsync(default)).ShouldBeFalse();

        (await service.AskAsync<long>("select count(*) from qualifier.decision")).ShouldBe(0);
        (await host.AskedAsync()).Count.ShouldBeLessThan(20);

        await host.ResetAsync();
        (await Later().JudgeWaitingAsync(default)).ShouldBeTrue();
        (await service.AskAsync<long>("select count(*) from qualifier.decision where kind = 'first' and fallback is null")).ShouldBe(40);
    }

    [Fact]
    public async Task Killed_half_way_it_judges_the_rest_and_nothing_twice()
    {
        await StoreWaitingAsync(250);
        await host.OrderAsync("limits/openai", new { latencyMs = 20 });
        using var killed = new CancellationTokenSource();
        var work = Later().JudgeWaitingAsync(killed.Token);
        for (var i = 0; i < 600 && await service.AskAsync<long>("select count(*) from qualifier.decision") == 0; i++)
        {
            await Task.Delay(50);
        }

        await killed.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(async () => await work);
        (await service.AskAsync<long>("select count(*) from qualifier.decision")).ShouldBe(200);

        await Later().JudgeWaitingAsync(default);

        (await service.AskAsync<string>("select count(*) || ' ' || count(distinct enquiry_id) from qualifier.decision")).ShouldBe("250 250");
        (await service.AskAsync<long>("select sum(enquiries)::bigint from qualifier.daily_outcome where question = 'budget'")).ShouldBe(250);
    }

    [Fact]
    public async Task One_process_at_a_time_serves_an_organisation()
    {
        await StoreWaitingAsync(3);
        await using (var other = await service.Services.GetRequiredService<Database>().OpenAsync(org, default))
        {
            await using var held = new Npgsql.NpgsqlCommand("select pg_advisory_lock(hashtextextended('judged later:' || warehouse.current_org()::text, 0))", other);
            await held.ExecuteNonQueryAsync();

            (await Later().JudgeWaitingAsync(default)).ShouldBeTrue();

            (await host.AskedAsync()).ShouldBeEmpty();
            held.CommandText = "select pg_advisory_unlock_all()";
            await held.ExecuteNonQueryAsync();
        }

        await Later().JudgeWaitingAsync(default);
        (await host.AskedAsync()).Count.ShouldBe(3);
    }

    [Fact]
    public async Task Whoever_has_served_an_organisation_lets_another_process_serve_it()
    {
        await StoreWaitingAsync(1);
        await Later().JudgeWaitingAsync(default);

        (await service.AskAsync<long>("select count(*) from pg_locks where locktype = 'advisory'")).ShouldBe(0);
    }

    [Fact]
    public async Task A_text_the_model_declines_is_asked_about_three_times()
    {
        await StoreWaitingAsync(1);
        await host.OrderAsync("faults", new { vendor = "openai", kind = "refuse", count = 100 });
        for (var i = 0; i < 5; i++)
        {
            (await Later(options => options.LaterAfter = TimeSpan.Zero).JudgeWaitingAsync(default)).ShouldBeTrue();
            service.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        (await service.ListAsync<string>("select kind || ' ' || fallback from qualifier.decision order by id")).ShouldBe(["first refused", "rejudged refused", "rejudged refused"]);
    }

    [Fact]
    public async Task What_a_day_may_cost_is_kept()
    {
        await StoreWaitingAsync(3);
        (await Later(options => options.LaterDailyCost = 0).JudgeWaitingAsync(default)).ShouldBeTrue();
        (await host.AskedAsync()).ShouldBeEmpty();

        await Later(options => options.LaterDailyCost = 1).JudgeWaitingAsync(default);
        (await host.AskedAsync()).Count.ShouldBe(3);
        await StoreWaitingAsync(2, "more");
        await Later(options => options.LaterDailyCost = 0.0001m).JudgeWaitingAsync(default);
        (await host.AskedAsync()).Count.ShouldBe(3);
    }

    [Fact]
    public async Task Leads_of_a_board_are_judged_once_and_again_when_their_words_change()
    {
        await LeadAsync("ann@house.example", "Bridal line of eight gowns with hand beading, patterns and samples.", """{"budget":"$10k–$20k","styles":"8","piecesPerStyle":"120","timeline":"Soon"}""");
        await LeadAsync("item:77", "Do you sell fabric by the yard?", """{"budget":"Under $5k"}""");
        (await TakeAsync()).ShouldBe(2);
        await Later().JudgeWaitingAsync(default);

        (await service.ListAsync<string>("select lead_identity || ' ' || origin || ' ' || score from qualifier.enquiry order by lead_identity"))
            .ShouldBe(["ann@house.example synced 3", "item:77 synced 1"]);
        (await service.AskAsync<string>("select pieces_per_style || ' ' || timeline from qualifier.enquiry where lead_identity = 'ann@house.example'")).ShouldBe("120 Soon");
        (await TakeAsync()).ShouldBe(0);

        await service.DoAsync("update crm.lead set project = 'Hello, what do you offer?' where identity = 'ann@house.example'");
        (await TakeAsync()).ShouldBe(1);
        (await TakeAsync()).ShouldBe(0);
        await Later().JudgeWaitingAsync(default);
        (await OutcomesAsync()).ShouldBe(["$10k–$20k 3: 1", "Under $5k 1: 1"]);

        await service.DoAsync("update crm.lead set project = 'Can you print my logo on twenty t-shirts?' where identity = 'ann@house.example'");
        await TakeAsync();
        await Later().JudgeWaitingAsync(default);
        (await OutcomesAsync()).ShouldBe(["$10k–$20k 1: 1", "Under $5k 1: 1"]);

        await service.DoAsync("update crm.lead set project = 'Hello, what do you offer?' where identity = 'ann@house.example'");
        (await TakeAsync()).ShouldBe(1);
        await Later().JudgeWaitingAsync(default);
        (await OutcomesAsync()).ShouldBe(["$10k–$20k 3: 1", "Under $5k 1: 1"]);
        (await service.AskAsync<long>("select count(*) from qualifier.decision")).ShouldBe(5);
    }

    [Fact]
    public async Task A_lead_that_came_from_our_own_form_is_not_judged_a_second_time()
    {
        await LeadAsync("ann@house.example", "Gowns and samples.", "{}");
        await service.DoAsync("update crm.lead set enquiry_id = gen_random_uuid()");

        (await TakeAsync()).ShouldBe(0);
    }

    private async Task StoreWaitingAsync(int count, string name = "person") =>
        await service.Store.StoreAsync(
            [.. Enumerable.Range(0, count).Select(i => new JudgedEnquiry(Samples.Enquiry(org, $"{name}{i}@house.example") with { Origin = EnquiryOrigin.Synced }, Decision: null))], default);

    private Task LeadAsync(string identity, string project, string answers) => service.DoAsync(
        """
        insert into crm.lead (org_id, identity, name, project, received_at, received_day, channel, qualification, answers, source_id, stream, external_id, run_id)
        values (@org, @identity, 'Ann', @project, '2026-03-02 20:00+00', '2026-03-02', 'direct', 'unjudged', @answers::jsonb, gen_random_uuid(), 'New Leads', @identity, gen_random_uuid())
        """, new { org, identity, project, answers });

    private Task<IReadOnlyList<string>> OutcomesAsync() => service.ListAsync<string>(
        "select answer || ' ' || score || ': ' || enquiries from qualifier.daily_outcome where question = 'budget' and enquiries <> 0 order by answer, score");

    private Task<int> TakeAsync() => new SyncedLeads(
        service.Services.GetRequiredService<Database>(), service.Store, service.Services.GetRequiredService<LaterJudging>(),
        Options.Create(new LaterOptions { JudgeSyncedLeads = true }), NullLogger<SyncedLeads>.Instance).TakeAsync(org, default);

    private LaterJudging Later(Action<LaterOptions>? change = null)
    {
        var options = new LaterOptions();
        change?.Invoke(options);
        return new LaterJudging(
            service.Services.GetRequiredService<Database>(), service.Store, host.Judge(), service.Services.GetRequiredService<SiteBook>(), Options.Create(options), service.Clock,
            NullLogger<LaterJudging>.Instance);
    }
}
