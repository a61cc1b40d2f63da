using Dapper;
using Teg.Platform.Analytics.NewLeads;
using Teg.Platform.Analytics.Tests.Rollups;
using Teg.Platform.ServiceDefaults;

namespace Teg.Platform.Analytics.Tests.NewLeads;

public sealed class NewLeadsDashboardTests(AnalyticsDatabase database) : LeadHouse(database)
{
    [Fact]
    public async Task Spam_and_rejected_are_received_but_no_leads_and_the_reason_is_in_the_boards_own_words()
    {
        await Facts.ExecuteAsync(
            """
            insert into sync.source (org_id, id, kind, name, enabled, credential, settings) values (@Org, @Org, 'monday', 'Monday', false, 'none',
                '{"boards": [{"name": "Couture", "kind": "leads", "columns": {"qualification": {"titles": ["Fit"], "types": ["status"]}}, "qualification": {"No Fit": "not-a-fit", "Never": "not-a-fit"}}]}');
            insert into sync.board (org_id, source_id, id, name, mapping, columns, run_id) values (@Org, @Org, '9003', 'Couture Enquiries', 'Couture', '[]', @Org)
            """, new { Org });
        await LeadAsync("a@house.example", "2026-03-02 20:00+00", "qualified");
        await LeadAsync("b@house.example", "2026-03-02 20:00+00", "unsure");
        await LeadAsync("c@house.example", "2026-03-02 20:00+00", "unjudged");
        await LeadAsync("d@house.example", "2026-03-02 20:00+00", "spam", board: "enquiries");
        await LeadAsync("e@house.example", "2026-03-02 20:00+00", "not-a-fit", board: "9003");
        await RefreshAsync();

        var page = await AskAsync("2026-03-02", "2026-03-02");

        (page.Totals.Received, page.Totals.Leads, page.Totals.Qualified, page.Totals.Rejected, page.Totals.Spam).ShouldBe((5, 3, 1, 1, 1));
        page.Excluded.Select(row => (row.BoardName, row.Qualification, row.Leads, row.Reason)).ShouldBe(
        [
            ("Couture Enquiries", "not-a-fit", 1, "“Never” or “No Fit” in the column “Fit”"),
            ("Website form", "spam", 1, "Judged spam by the qualifier"),
        ]);

        var spam = await AskAsync("2026-03-02", "2026-03-02", new LeadFilter { Qualification = ["spam"] });
        (spam.Totals.Received, spam.Totals.Leads, spam.Excluded.Count).ShouldBe((1, 1, 0), "what is asked for by name is what is counted");
    }

    [Fact]
    public async Task A_day_is_a_day_in_California_on_both_changes_of_the_clock()
    {
        // 8 March 2026 has 23 hours and 1 November 25: these four are the first and last second of each.
        string[] inside = ["2026-03-08 08:00:00+00", "2026-03-09 06:59:59+00", "2026-11-01 07:00:00+00", "2026-11-02 07:59:59+00"];
        string[] outside = ["2026-03-08 07:59:59+00", "2026-03-09 07:00:00+00", "2026-11-01 06:59:59+00", "2026-11-02 08:00:00+00"];
        foreach (var at in inside.Concat(outside))
        {
            await LeadAsync($"{at}@house.example", at);
        }

        await RefreshAsync();

        foreach (var day in new[] { "2026-03-08", "2026-11-01" })
        {
            (await AskAsync(day, day)).Totals.Leads.ShouldBe(2, day);
            (await RowsAsync(day, day)).Count.ShouldBe(2, day);
        }
    }

    [Fact]
    public async Task Weeks_begin_on_Monday_and_hold_only_days_of_the_range()
    {
        await LeadAsync("sun@house.example", "2026-03-08 20:00+00");
        await LeadAsync("mon@house.example", "2026-03-09 20:00+00");
        await LeadAsync("tue@house.example", "2026-03-10 20:00+00");
        await RefreshAsync();

        var page = await AskAsync("2026-03-04", "2026-03-09");

        page.Weeks.Select(week => (week.Start, week.Label, week.Days, week.Leads)).ShouldBe(
            [(new DateOnly(2026, 3, 2), "2026 W10", 5, 1), (new DateOnly(2026, 3, 9), "2026 W11", 1, 1)]);
        page.Days.Select(day => day.Leads).ShouldBe([0, 0, 0, 0, 1, 1]);
    }

    [Fact]
    public async Task The_funnel_counts_who_came_at_least_as_far_and_half_of_the_closed_closed_within_the_median()
    {
        await LeadAsync("new@house.example", "2026-03-02 20:00+00");
        await LeadAsync("lost@house.example", "2026-03-02 20:00+00", stage: "lost");
        await CallAsync("lost@house.example", "intro");
        foreach (var (name, day) in new[] { ("a", "2026-03-12"), ("b", "2026-03-15"), ("c", "2026-03-22"), ("d", "2026-03-30") })
        {
            await LeadAsync($"{name}@house.example", "2026-03-02 20:00+00", stage: "contacted");
            await DealAsync($"D-{name}", $"{name}@house.example", day);
        }

        await RefreshAsync();
        var totals = (await AskAsync("2026-03-01", "2026-03-31")).Totals;

        (totals.Leads, totals.Contacted, totals.CallBooked, totals.DesignReview, totals.Proposal, totals.Closed, totals.Lost).ShouldBe((6, 5, 5, 4, 4, 4, 1));
        totals.Conversion.ShouldBe(0.6667m);
        totals.MedianDaysToClose.ShouldBe(16.5m);
        (await AskAsync("2026-03-01", "2026-03-31", new LeadFilter { Reached = new Word<LeadStage>(LeadStage.CallBooked) })).Totals.Leads.ShouldBe(5);
        (await AskAsync("2026-03-01", "2026-03-31", new LeadFilter { Status = ["lost"] })).Totals.Leads.ShouldBe(1);
    }

    [Fact]
    public async Task The_previous_days_and_the_last_year_are_compared_with_where_the_leads_reach_back_that_far()
    {
        await LeadAsync("first@house.example", "2025-03-01 20:00+00");
        await LeadAsync("year@house.example", "2025-03-10 20:00+00");
        await LeadAsync("before@house.example", "2026-02-27 20:00+00");
        await LeadAsync("now@house.example", "2026-03-10 20:00+00");
        await RefreshAsync();

        var month = await AskAsync("2026-03-05", "2026-03-14");
        (month.Totals.Leads, month.Previous?.Leads, month.LastYear?.Leads).ShouldBe((1, 1, 1));

        var early = await AskAsync("2025-03-01", "2025-03-10");
        (early.Totals.Leads, early.Previous, early.LastYear).ShouldBe((2, null, null));
    }

    [Fact]
    public async Task Breakdowns_follow_the_filters_and_still_say_what_else_there_is()
    {
        await LeadAsync("a@house.example", "2026-03-02 20:00+00", channel: "google-ads", source: "google", owner: "Burki");
        await LeadAsync("b@house.example", "2026-03-02 20:00+00", "spam", channel: "direct");
        await RefreshAsync();

        var by = (await AskAsync("2026-03-01", "2026-03-31", new LeadFilter { Channel = ["google-ads"] })).By;

        by.Channels.Select(row => (row.Value, row.Name, row.Received)).ShouldBe([("google-ads", "Google Ads", 1), ("direct", "Direct", 0)]);
        by.Sources.Select(row => (row.Value, row.Name, row.Leads)).ShouldBe([("google", "google", 1), ("(none)", "None", 0)]);
        by.Owners.Select(row => (row.Value, row.Leads)).ShouldBe([("Burki", 1), ("Unassigned", 0)]);
    }

    [Fact]
    public async Task Rows_are_those_that_were_counted_the_newest_first()
    {
        await LeadAsync("old@house.example", "2026-03-01 20:00+00");
        await LeadAsync("new@house.example", "2026-03-03 20:00+00", channel: "google-ads", owner: "Burki");
        await LeadAsync("spam@house.example", "2026-03-02 20:00+00", "spam");
        await LeadAsync("later@house.example", "2026-04-02 20:00+00");
        await RefreshAsync();

        (await RowsAsync("2026-03-01", "2026-03-31")).Select(row => row.Day.Day).ShouldBe([3, 1]);
        (await RowsAsync("2026-03-01", "2026-03-31", new LeadFilter { Qualification = ["spam"] })).Select(row => row.Day.Day).ShouldBe([2]);
        (await RowsAsync("2026-03-01", "2026-03-31", new LeadFilter { Owner = ["Burki"] })).Select(row => row.Day.Day).ShouldBe([3]);
    }

    [Fact]
    public async Task The_page_is_read_from_the_rollup_and_the_list_by_the_index_of_the_newest()
    {
        await Facts.ExecuteAsync(
            """
            insert into crm.lead (org_id, identity, name, received_at, received_day, channel, qualification, enquiry_id, stream, external_id)
            select @Org, n::text, 'N', '2020-01-01 12:00+00'::timestamptz + n * interval '1 hour', ('2020-01-01 12:00+00'::timestamptz + n * interval '1 hour')::date,
                   'direct', 'qualified', gen_random_uuid(), 's', n::text
            from generate_series(1, 30000) n;
            insert into analytics.lead_course (org_id, lead_id, day, owner, stage, is_lost) select org_id, id, received_day, 'Unassigned', 'new', false from crm.lead where org_id = @Org;
            insert into analytics.daily_leads (org_id, day, board, channel, campaign, source, medium, owner, qualification, stage, is_lost, leads)
            select org_id, received_day, stream, channel, '', '', '', extract(hour from received_at)::text, qualification, 'new', false, count(*)
            from crm.lead where org_id = @Org group by 1, 2, 3, 4, 8, 9;
            insert into analytics.daily_lead_marks (
                org_id, mark, day, value, received, leads, qualified, unsure, unjudged, rejected, spam, contacted, call_booked, design_review, proposal, closed, lost)
            select d.org_id, m.mark, d.day, '', 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0
            from (select distinct org_id, day from analytics.daily_leads where org_id = @Org) d
            cross join unnest(array['all', 'channel', 'campaign', 'source', 'medium', 'board', 'owner', 'qualification', 'status', 'spam']) m (mark);
            analyze analytics.daily_lead_marks; analyze crm.lead; analyze analytics.lead_course; analyze analytics.daily_leads
            """, new { Org });
        var question = Question("2021-03-01", "2021-03-31");

        foreach (var statement in $"{NewLeadsSql.ByOne};{NewLeadsSql.ByAll}".Split(';'))
        {
            var plan = await PlanAsync(statement, question);
            plan.ShouldNotContain("Seq Scan on daily_lead", Case.Sensitive, plan);
            plan.ShouldNotContain(" on lead", Case.Sensitive, plan);
        }

        var list = await PlanAsync(ReceivedLead.Sql(paged: true), question);
        list.ShouldContain("Index Scan using lead_newest", Case.Sensitive, list);
        list.ShouldContain("lead_course_pkey", Case.Sensitive, list);
        list.ShouldNotContain("Seq Scan on lead", Case.Sensitive, list);
        // Fifty rows are fifty rows looked at, of thirty thousand.
        list.ShouldMatch(@"lead_newest on lead l[^\n]*rows=51 ", list);
    }

    private async Task<List<ReceivedLead>> RowsAsync(string from, string to, LeadFilter? filter = null)
    {
        var question = Question(from, to, filter);
        return (await Analytics.QueryAsync<ReceivedLead>(ReceivedLead.Sql(paged: false), question.Parameters())).AsList();
    }

    private async Task<string> PlanAsync(string sql, LeadQuestion question)
    {
        var parameters = question.Parameters();
        parameters.AddDynamicParams(new { AfterAt = (DateTimeOffset?)null, AfterId = (Guid?)null, Take = 51 });
        return string.Join('\n', await Analytics.QueryAsync<string>($"explain (analyze, costs off, timing off) {sql}", parameters));
    }
}
