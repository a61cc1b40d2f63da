namespace Teg.Platform.Crm.Tests.Leads;

public sealed class LeadOfEnquiriesTests(CrmProcess process) : IAsyncLifetime
{
    private const string Ann = "ann@house.example";
    private House house = null!;

    public async ValueTask InitializeAsync() => house = await House.OpenAsync(process);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task An_enquiry_is_a_lead_with_its_campaign_its_answers_and_its_consent()
    {
        var enquiry = await house.EnquiryAsync("Ann@house.example", 3, consent: Consent(true, 1));

        (await house.ReceiveAsync(enquiry)).ShouldBe(1);

        (await house.LeadAsync("email, name, received_day, channel, campaign, utm_source, qualification, stream, external_id, duplicates, answers ->> 'budget', consent ->> 'given'"))
            .ShouldBe($"ann@house.example/Ann of the form/2026-03-02/google-ads/brand/google/qualified/enquiries/{enquiry}/0/$12,000/true");
        (await house.ChangedDaysAsync()).ShouldBe("2026-03-02");
    }

    [Theory]
    [InlineData(3, "qualified")]
    [InlineData(2, "unsure")]
    [InlineData(1, "not-a-fit")]
    [InlineData(0, "spam")]
    [InlineData(null, "unjudged")]
    public async Task The_score_is_the_qualification(int? score, string qualification)
    {
        await house.ReceiveAsync(await house.EnquiryAsync(Ann, score));

        (await house.LeadAsync("qualification")).ShouldBe(qualification);
    }

    [Fact]
    public async Task Receiving_again_changes_nothing_and_a_new_judgement_only_what_differs()
    {
        var enquiry = await house.EnquiryAsync(Ann, 2);
        await house.ReceiveAsync(enquiry);
        var before = await house.LeadAsync("lead::text");

        (await house.ReceiveAsync(enquiry)).ShouldBe(0);
        (await house.LeadAsync("lead::text")).ShouldBe(before);

        await process.DoAsync("update qualifier.enquiry set score = 3 where id = @enquiry", new { enquiry });
        (await house.ReceiveAsync(enquiry)).ShouldBe(1);
        (await house.LeadAsync("qualification, duplicates")).ShouldBe("qualified/0");
    }

    [Fact]
    public async Task Later_enquiries_of_the_same_person_are_counted_and_the_best_judgement_holds_in_any_order()
    {
        var first = await house.EnquiryAsync(Ann, 0, "2026-03-01", "First");
        var second = await house.EnquiryAsync(Ann, 3, "2026-03-02", "Second");
        var third = await house.EnquiryAsync(Ann, 1, "2026-03-03", "Third");

        await house.ReceiveAsync(third);
        await house.ReceiveAsync(second, first);

        (await house.LeadAsync("name, received_day, qualification, duplicates, enquiry_id")).ShouldBe($"First/2026-03-01/qualified/2/{first}");
        (await house.LeadsAsync()).ShouldBe(1);
        (await house.ChangedDaysAsync()).ShouldBe("2026-03-01 2026-03-03", "the day it left and the day it entered");
    }

    [Fact]
    public async Task Without_an_address_each_form_is_a_lead_of_its_own_and_a_synced_one_is_none()
    {
        await house.ReceiveAsync(await house.EnquiryAsync(null, 1), await house.EnquiryAsync(null, 1), await house.EnquiryAsync(Ann, 3, origin: "synced"));

        (await house.LeadsAsync()).ShouldBe(2);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_board_item_and_an_enquiry_make_the_same_lead_in_both_orders(bool boardFirst)
    {
        var enquiry = await house.EnquiryAsync(Ann, 3, consent: Consent(true, 1));
        if (boardFirst)
        {
            await house.ItemAsync(Ann, "unjudged");
            await house.ReceiveAsync(enquiry);
        }
        else
        {
            await house.ReceiveAsync(enquiry);
            await house.ItemAsync(Ann, "unjudged");
        }

        (await house.LeadAsync("name, received_day, channel, status, owner, stream, external_id, duplicates, qualification, enquiry_id, consent ->> 'given'"))
            .ShouldBe($"Ann of the board/2026-03-04/referral/Contacted/Burki/board/item-1/0/qualified/{enquiry}/true");
        (await house.LeadsAsync()).ShouldBe(1);
        (await house.ItemAsync(Ann, "unjudged")).ShouldBe(0, "nothing differs any more");
        (await house.ReceiveAsync(enquiry)).ShouldBe(0);
    }

    [Fact]
    public async Task What_the_board_judged_holds_against_the_enquiry()
    {
        var enquiry = await house.EnquiryAsync(Ann, 3);
        await house.ItemAsync(Ann, "not-a-fit", duplicates: 2);
        await house.ReceiveAsync(enquiry);
        (await house.LeadAsync("qualification, duplicates")).ShouldBe("not-a-fit/2");

        await house.ItemAsync(Ann, "unjudged", duplicates: 2);
        (await house.LeadAsync("qualification, duplicates")).ShouldBe("qualified/2");
    }

    [Fact]
    public async Task A_lead_that_an_enquiry_names_outlives_its_item_and_another_does_not()
    {
        await house.ReceiveAsync(await house.EnquiryAsync(Ann, 2, consent: Consent(true, 1)));
        await house.ItemAsync(Ann, "qualified");
        await house.ItemAsync("bea@house.example", "qualified");

        await house.ItemAsync(Ann, null, removed: true);
        await house.ItemAsync("bea@house.example", null, removed: true);

        (await house.LeadAsync("name, received_day, stream, qualification, coalesce(owner, 'nobody'), consent ->> 'given'")).ShouldBe("Ann of the form/2026-03-02/enquiries/unsure/nobody/true");
        (await house.LeadsAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task The_newest_word_on_consent_holds_in_any_order_and_a_withdrawal_is_kept()
    {
        var gave = await house.EnquiryAsync(Ann, 2, consent: Consent(true, 1));
        var withdrew = await house.EnquiryAsync(Ann, 2, consent: Consent(false, 5));
        var saidNothing = await house.EnquiryAsync(Ann, 2);
        await house.ReceiveAsync(withdrew);
        await house.ReceiveAsync(gave, saidNothing);
        (await house.LeadAsync("consent ->> 'given'")).ShouldBe("false");

        await house.ItemAsync(Ann, "qualified");
        (await house.LeadAsync("consent ->> 'given'")).ShouldBe("false");

        await house.ReceiveAsync(await house.EnquiryAsync(Ann, 2, consent: Consent(true, 9)));
        (await house.LeadAsync("consent ->> 'given', consent ->> 'text'")).ShouldBe("true/You may write to me.");
    }

    [Fact]
    public async Task Days_of_the_persons_deals_and_calls_change_with_the_lead()
    {
        await process.DoAsync(
            """
            insert into warehouse.deal (org_id, source_id, deal_key, external_id, name, client_email, stage, is_won, amount, currency, closed_on, run_id)
            values (@Org, @Org, 'd', 'd', 'Deal', 'ann@house.example', 'Won', true, 1, 'USD', '2026-05-05', @Org);
            insert into warehouse.call (org_id, source_id, external_id, kind, status, starts_at, ends_at, day, invitee_email, booked_at, run_id)
            values (@Org, @Org, 'c', 'intro', 'active', now(), now(), '2026-04-04', 'ann@house.example', '2026-04-01T18:00:00Z', @Org)
            """, house);

        await house.ReceiveAsync(await house.EnquiryAsync(Ann, 3));

        (await house.ChangedDaysAsync()).ShouldBe("2026-03-02 2026-04-01 2026-04-04 2026-05-05");
    }

    private static string Consent(bool given, int day) => $$"""{"given": {{(given ? "true" : "false")}}, "text": "You may write to me.", "at": "2026-03-0{{day}}T12:00:00+00:00"}""";
}
