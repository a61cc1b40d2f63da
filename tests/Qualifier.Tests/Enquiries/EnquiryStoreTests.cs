using System.Text.Json;
using Teg.Platform.Contracts.Messages;
using Teg.Platform.Qualifier.Decisions;
using Teg.Platform.Qualifier.Enquiries;
using Teg.Platform.Qualifier.Judging;

namespace Teg.Platform.Qualifier.Tests.Enquiries;

public sealed class EnquiryStoreTests(QualifierService service) : IAsyncLifetime
{
    private Guid org;

    public async ValueTask InitializeAsync()
    {
        await service.ResetAsync();
        org = await service.OrganisationAsync();
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task An_enquiry_is_stored_with_its_decision_its_figures_and_one_message()
    {
        var enquiry = Samples.Enquiry(org, "Ann@House.example ");

        await StoreAsync(Judged(enquiry, 2));

        (await service.AskAsync<string>("select lead_identity || '/' || score || '/' || coalesce(fallback, '') from qualifier.enquiry where id = @Id", enquiry)).ShouldBe("ann@house.example/2/");
        (await service.AskAsync<string>("select kind || '/' || reason || '/' || (rules -> 0 ->> 'because') from qualifier.decision where enquiry_id = @Id", enquiry))
            .ShouldBe("first/Clear and in range./4 styles are fewer than 5.");
        (await OutcomesAsync()).ShouldBe([
            "2026-03-02 website How did you hear of us?=A friend 2: 1", "2026-03-02 website budget=$12,000 2: 1", "2026-03-02 website pieces=100–300 2: 1",
            "2026-03-02 website styles=1–4 2: 1", "2026-03-02 website timeline=This spring 2: 1",
        ]);
        (await MessagesAsync()).ShouldHaveSingleItem().EnquiryIds.ShouldBe([enquiry.Id]);
    }

    [Fact]
    public async Task A_batch_that_comes_again_changes_nothing_and_says_nothing()
    {
        var batch = Enumerable.Range(0, 20).Select(i => Judged(Samples.Enquiry(org, $"p{i}@house.example"), i % 4)).ToArray();
        await StoreAsync(batch);
        var before = await SnapshotAsync();

        await StoreAsync([.. batch.Reverse()]);
        await StoreAsync(batch[3..9]);

        (await SnapshotAsync()).ShouldBe(before);
        (await MessagesAsync()).Count.ShouldBe(1);
    }

    [Fact]
    public async Task The_same_form_twice_in_one_batch_is_one_enquiry_and_the_first_decision_holds()
    {
        var enquiry = Samples.Enquiry(org, "ann@house.example");

        await StoreAsync(new JudgedEnquiry(enquiry, null), Judged(enquiry, 3), Judged(enquiry, 0));

        (await service.AskAsync<int>("select score from qualifier.enquiry where id = @Id", enquiry)).ShouldBe(3);
        (await service.AskAsync<long>("select count(*) from qualifier.decision where org_id = @org", new { org })).ShouldBe(1);
    }

    [Fact]
    public async Task A_second_first_decision_is_dropped()
    {
        var enquiry = Samples.Enquiry(org, "ann@house.example");
        await StoreAsync(Judged(enquiry, 3));

        await StoreAsync(Judged(enquiry, 0));

        (await service.AskAsync<int>("select score from qualifier.enquiry where id = @Id", enquiry)).ShouldBe(3);
        (await RecomputedAsync()).ShouldBe(await OutcomesAsync());
    }

    [Fact]
    public async Task A_decision_that_comes_after_its_enquiry_is_told_and_counted()
    {
        var enquiry = Samples.Enquiry(org, "ann@house.example");
        await StoreAsync(new JudgedEnquiry(enquiry, null));
        (await OutcomesAsync()).ShouldBeEmpty();

        await StoreAsync(Judged(enquiry, 1));

        (await OutcomesAsync()).Count.ShouldBe(5);
        (await MessagesAsync()).Count.ShouldBe(2, "the lead is made of the first, and moved by the second");
    }

    [Fact]
    public async Task A_later_decision_moves_the_figures_and_an_older_one_does_not()
    {
        var enquiry = Samples.Enquiry(org, "ann@house.example");
        await StoreAsync(Judged(enquiry, 2, Fallback.Timeout));
        (await service.AskAsync<string>("select fallback from qualifier.enquiry where id = @Id", enquiry)).ShouldBe("timeout");

        await service.Store.AppendAsync(org, [Samples.Decision(enquiry, 3, DecisionKind.Rejudged, enquiry.ReceivedAt.AddHours(2))], CancellationToken.None);
        await service.Store.AppendAsync(org, [Samples.Decision(enquiry, 0, DecisionKind.Rejudged, enquiry.ReceivedAt.AddHours(1))], CancellationToken.None);

        (await service.AskAsync<string>("select score || coalesce(fallback, ' by the model') from qualifier.enquiry where id = @Id", enquiry)).ShouldBe("3 by the model");
        (await OutcomesAsync()).ShouldAllBe(line => line.EndsWith(" 3: 1", StringComparison.Ordinal));
        (await service.AskAsync<long>("select count(*) from qualifier.decision where org_id = @org", new { org })).ShouldBe(3);
    }

    [Fact]
    public async Task After_random_stores_repeats_and_rejudgings_the_figures_equal_a_recomputation()
    {
        var dice = new Random(11);
        var enquiries = Enumerable.Range(0, 120).Select(i => Samples.Enquiry(org, $"p{i}@house.example", Samples.Noon.AddHours(dice.Next(24 * 20))) with
        {
            Origin = dice.Next(3) == 0 ? EnquiryOrigin.Synced : EnquiryOrigin.Website,
            Budget = dice.Next(4) switch { 0 => null, 1 => "$5,000", 2 => "$12,000", _ => new string('x', 80) },
            Styles = dice.Next(3) switch { 0 => "not sure", 1 => "5", _ => $"{dice.Next(1, 30)}" },
            Answers = dice.Next(2) == 0 ? new Dictionary<string, string>() : new() { ["Style"] = $"Kind {dice.Next(3)}", ["Long"] = new string('y', 70) },
        }).ToArray();
        for (var round = 0; round < 30; round++)
        {
            var some = dice.GetItems(enquiries, dice.Next(1, 25));
            if (dice.Next(3) == 0)
            {
                await service.Store.AppendAsync(
                    org, [.. some.Select(e => Samples.Decision(e, dice.Next(4), DecisionKind.Rejudged, Samples.Noon.AddDays(dice.Next(30, 60))))], CancellationToken.None);
            }
            else
            {
                await StoreAsync([.. some.Select(e => dice.Next(5) == 0 ? new JudgedEnquiry(e, null) : Judged(e, dice.Next(4)))]);
            }
        }

        var kept = await OutcomesAsync();
        kept.Count.ShouldBeGreaterThan(100);
        kept.ShouldBe(await RecomputedAsync());
    }

    [Fact]
    public async Task Batches_at_the_same_time_neither_lose_nor_double_anything()
    {
        var enquiries = Enumerable.Range(0, 200).Select(i => Samples.Enquiry(org, $"p{i}@house.example")).ToArray();

        await Task.WhenAll(Enumerable.Range(0, 8).Select(async worker =>
        {
            var dice = new Random(worker);
            for (var round = 0; round < 5; round++)
            {
                await StoreAsync([.. dice.GetItems(enquiries, 60).Select(e => Judged(e, dice.Next(4)))]);
            }
        }));

        (await service.AskAsync<long>("select count(*) - count(distinct enquiry_id) from qualifier.decision where org_id = @org", new { org })).ShouldBe(0);
        (await OutcomesAsync()).ShouldBe(await RecomputedAsync());
        var told = (await MessagesAsync()).SelectMany(message => message.EnquiryIds).ToList();
        told.Count.ShouldBe(told.Distinct().Count());
        told.Count.ShouldBe((int)await service.AskAsync<long>("select count(*) from qualifier.enquiry where org_id = @org", new { org }));
    }

    [Fact]
    public async Task A_day_is_a_day_of_the_organisation_and_organisations_of_one_batch_stay_apart()
    {
        var tokyo = await service.OrganisationAsync("Asia/Tokyo");
        var here = Samples.Enquiry(org, "ann@house.example", new DateTimeOffset(2026, 3, 2, 7, 30, 0, TimeSpan.Zero));
        var there = Samples.Enquiry(tokyo, "ann@house.example", here.ReceivedAt);

        await StoreAsync(Judged(here, 3), Judged(there, 1));

        (await service.ListAsync<string>("select received_day || ' ' || score from qualifier.enquiry where org_id in (@org, @tokyo) order by 1", new { org, tokyo }))
            .ShouldBe(["2026-03-01 3", "2026-03-02 1"]);
    }

    [Fact]
    public async Task A_synced_lead_is_judged_without_a_message()
    {
        await StoreAsync(Judged(Samples.Enquiry(org, "ann@house.example") with { Origin = EnquiryOrigin.Synced }, 3));

        (await OutcomesAsync()).Count.ShouldBe(5);
        (await MessagesAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Characters_that_the_database_does_not_hold_do_not_hold_up_a_batch()
    {
        var enquiry = Samples.Enquiry(org, "ann@house.example") with
        {
            Project = "nul \0 and a backslash \\u0000 and half a pair \ud83d", Answers = new Dictionary<string, string> { ["a\0sked"] = "an\0swered" },
        };

        await StoreAsync(Judged(enquiry, 2));

        (await service.AskAsync<string>("select project || (answers ->> 'asked') from qualifier.enquiry where id = @Id", enquiry))
            .ShouldBe("nul  and a backslash \\u0000 and half a pair \ufffdanswered");
    }

    [Fact]
    public async Task Somebody_who_was_erased_stays_erased_when_their_form_comes_late()
    {
        var enquiry = Samples.Enquiry(org, "ann@house.example");
        await service.DoAsync(
            "insert into warehouse.erased_person values (@org, warehouse.person_digest(@org, 'ann@house.example'), now())", new { org });

        await StoreAsync(Judged(enquiry, 3));

        var row = await service.AskAsync<string>("select to_jsonb(e) || jsonb_build_object('decision', to_jsonb(d)) from qualifier.enquiry e join qualifier.decision d on d.enquiry_id = e.id where e.id = @Id", enquiry);
        foreach (var word in new[] { "ann", "Ann", "Atelier", "gala", "0100", "A friend", "gclid-1", "Clear and" })
        {
            row.ShouldNotContain(word, Case.Sensitive);
        }

        (await OutcomesAsync()).ShouldContain("2026-03-02 website budget=$12,000 3: 1");
    }

    private static JudgedEnquiry Judged(Enquiry enquiry, int score, Fallback? fallback = null) => new(enquiry, Samples.Decision(enquiry, score, fallback: fallback));

    private Task StoreAsync(params JudgedEnquiry[] batch) => service.Store.StoreAsync(batch, CancellationToken.None);

    private async Task<IReadOnlyList<EnquiriesJudged>> MessagesAsync() =>
        [.. (await service.ListAsync<string>("select body from qualifier.outbox where org_id = @org order by id", new { org }))
            .Select(body => JsonSerializer.Deserialize<EnquiriesJudged>(body, JsonSerializerOptions.Web)!)];

    private Task<IReadOnlyList<string>> OutcomesAsync() => service.ListAsync<string>(
        """
        select day || ' ' || origin || ' ' || question || '=' || answer || ' ' || score || ': ' || enquiries as line
        from qualifier.daily_outcome where org_id = @org and enquiries <> 0 order by line
        """, new { org });

    // From the rows alone: the newest decision of each enquiry, whatever the enquiry says of itself.
    private Task<IReadOnlyList<string>> RecomputedAsync() => service.ListAsync<string>(
        """
        select e.received_day || ' ' || e.origin || ' ' || a.key || '=' || a.value || ' ' || n.final_score || ': ' || count(*) as line
        from qualifier.enquiry e
        cross join lateral (select d.final_score from qualifier.decision d where d.org_id = e.org_id and d.enquiry_id = e.id order by d.decided_at desc, d.id desc limit 1) n
        cross join lateral jsonb_each_text(e.counted) a
        where e.org_id = @org
        group by e.received_day, e.origin, a.key, a.value, n.final_score
        order by line
        """, new { org });

    private Task<string> SnapshotAsync() => service.AskAsync<string>(
        """
        select md5(string_agg(line, '|' order by line)) from (
            select e::text as line from qualifier.enquiry e where e.org_id = @org
            union all select d::text from qualifier.decision d where d.org_id = @org
            union all select o::text from qualifier.daily_outcome o where o.org_id = @org) t
        """, new { org });
}
