using System.Globalization;
using System.Text.Json;
using Dapper;
using Teg.Platform.Analytics.NewLeads;
using Teg.Platform.Analytics.Tests.Rollups;
using Teg.Platform.ServiceDefaults;

namespace Teg.Platform.Analytics.Tests.NewLeads;

public sealed class LeadDaysTests(AnalyticsDatabase database) : LeadHouse(database)
{
    [Theory]
    [InlineData("new", null, null, "new", false)]
    [InlineData("contacted", null, null, "contacted", false)]
    [InlineData("lost", null, null, "contacted", true)]
    [InlineData("new", "intro", null, "call-booked", false)]
    [InlineData("lost", "intro", null, "call-booked", true)]
    [InlineData("contacted", "design-review", null, "design-review", false)]
    [InlineData("contacted", "other", null, "contacted", false)]
    [InlineData("proposal", "intro", null, "proposal", false)]
    [InlineData("new", null, false, "proposal", false)]
    [InlineData("lost", "intro", false, "proposal", true)]
    [InlineData("lost", "intro", true, "closed", false)]
    [InlineData("closed", null, null, "closed", false)]
    public async Task A_lead_came_as_far_as_its_board_its_calls_or_its_deals_say(string stage, string? call, bool? won, string reached, bool isLost)
    {
        await LeadAsync("ann@house.example", "2026-03-02 20:00+00", stage: stage);
        if (call is not null)
        {
            await CallAsync("ann@house.example", call);
        }

        if (won is not null)
        {
            await DealAsync("D-1", "ann@house.example", "2026-03-20", won.Value);
        }

        await RefreshAsync();

        (await Analytics.QuerySingleAsync<(string, bool)>("select stage, is_lost from analytics.lead_course")).ShouldBe((reached, isLost));
        (await Analytics.QuerySingleAsync<(string, bool, long)>("select stage, is_lost, leads from analytics.daily_leads")).ShouldBe((reached, isLost, 1));
    }

    [Fact]
    public async Task A_lead_closes_with_its_first_deal_won_and_not_with_one_before_it_wrote()
    {
        await LeadAsync("ann@house.example", "2026-03-02 20:00+00");
        await DealAsync("D-0", "ann@house.example", "2026-03-01");
        await RefreshAsync();
        (await Analytics.QuerySingleAsync<(string, int?)>("select stage, closed_after from analytics.lead_course")).ShouldBe(("new", null));

        await DealAsync("D-1", "ann@house.example", "2026-03-30");
        await DealAsync("D-2", "ann@house.example", "2026-03-12");
        await RefreshAsync();
        (await Analytics.QuerySingleAsync<(string, int?)>("select stage, closed_after from analytics.lead_course")).ShouldBe(("closed", 10));
    }

    [Fact]
    public async Task Only_changed_days_are_worked_out_again()
    {
        await LeadAsync("ann@house.example", "2026-03-02 20:00+00");
        await LeadAsync("bea@house.example", "2026-03-03 20:00+00");
        (await RefreshAsync()).ShouldBe(2);
        await Facts.ExecuteAsync("update crm.lead set stage = 'lost' where org_id = @Org", new { Org });

        await LeadAsync("ann@house.example", "2026-03-02 20:00+00", stage: "contacted");
        (await RefreshAsync()).ShouldBe(1);

        (await Analytics.QueryAsync<string>("select stage || is_lost::text from analytics.daily_leads order by day")).ShouldBe(["contactedfalse", "newfalse"]);
    }

    [Fact]
    public async Task An_address_full_of_marks_is_cut_to_what_a_key_holds()
    {
        await LeadAsync("ann@house.example", "2026-03-02 20:00+00", source: new string('x', 9000));

        await RefreshAsync();

        (await Analytics.QuerySingleAsync<int>("select length(source) from analytics.daily_leads")).ShouldBe(100);
    }

    [Fact]
    public async Task After_random_changes_the_rollup_equals_what_the_facts_add_up_to()
    {
        var dice = new Random(11);
        string One(params string[] of) => of[dice.Next(of.Length)];
        string Somebody() => $"p{dice.Next(40)}@house.example";
        string Moment() => new DateTime(2026, 3, 1, 0, 0, 0, DateTimeKind.Utc).AddMinutes(dice.Next(30 * 24 * 60)).ToString("yyyy-MM-dd HH:mm+00", CultureInfo.InvariantCulture);
        for (var round = 0; round < 20; round++)
        {
            for (var step = 0; step < 10; step++)
            {
                await (dice.Next(6) switch
                {
                    0 => CallAsync(Somebody(), One("intro", "design-review", "other")),
                    1 => DealAsync($"D-{dice.Next(30)}", $"p{dice.Next(10)}@house.example", Moment()[..10], dice.Next(2) == 0),
                    2 => RemoveLeadAsync(Somebody()),
                    _ => LeadAsync(
                        Somebody(), Moment(), One("qualified", "unsure", "unjudged", "not-a-fit", "spam"), One("new", "contacted", "lost", "closed", "proposal"),
                        One("direct", "google-ads"), dice.Next(3) == 0 ? null : One("google", "bing"), dice.Next(3) == 0 ? null : One("Burki", "Dana"), One("9002", "9003")),
                });
            }

            await RefreshAsync();
        }

        var kept = (await Analytics.QueryAsync<string>(
            """
            select concat_ws('|', day, board, channel, campaign, source, medium, owner, qualification, stage, is_lost, leads, closed_after) from analytics.daily_leads
            """)).Order(StringComparer.Ordinal).ToList();

        kept.Count.ShouldBeGreaterThan(20);
        kept.ShouldBe(await RecomputedAsync());
        // Without a filter it is read by single marks, with two that keep everything lead by lead: the whole page must be the same.
        var everything = new LeadFilter { Reached = new Word<LeadStage>(LeadStage.New), Channel = ["direct", "google-ads"] };
        JsonSerializer.Serialize(await AskAsync("2026-03-01", "2026-03-31")).ShouldBe(JsonSerializer.Serialize(await AskAsync("2026-03-01", "2026-03-31", everything)));
        JsonSerializer.Serialize(await AskAsync("2026-03-11", "2026-03-16")).ShouldBe(JsonSerializer.Serialize(await AskAsync("2026-03-11", "2026-03-16", everything)));
        (await Analytics.ExecuteScalarAsync<long>("select count(*) from analytics.lead_course c where not exists (select from crm.lead l where l.org_id = c.org_id and l.id = c.lead_id)"))
            .ShouldBe(0, "a lead that is gone left its course behind");
    }

    // The facts as they lie, put together here and not in SQL.
    private async Task<List<string>> RecomputedAsync()
    {
        string[] stages = ["new", "contacted", "call-booked", "design-review", "proposal", "closed"];
        var calls = (await Facts.QueryAsync<(string Email, string Kind)>("select invitee_email, kind from warehouse.call where org_id = @Org", new { Org })).ToLookup(call => call.Email, call => call.Kind);
        var deals = (await Facts.QueryAsync<(string Email, bool Won, DateOnly Day)>("select client_email, is_won, closed_on from warehouse.deal where org_id = @Org", new { Org }))
            .ToLookup(deal => deal.Email);
        var leads = await Facts.QueryAsync<(string Email, DateOnly Day, string Board, string Channel, string? Source, string? Owner, string Qualification, string Stage)>(
            "select identity, received_day, stream, channel, utm_source, owner, qualification, stage from crm.lead where org_id = @Org", new { Org });

        return [.. leads
            .Select(lead =>
            {
                var own = deals[lead.Email].Where(deal => deal.Day >= lead.Day).ToList();
                var reached = new[]
                {
                    lead.Stage == "lost" ? 1 : Array.IndexOf(stages, lead.Stage),
                    calls[lead.Email].Select(kind => kind switch { "intro" => 2, "design-review" => 3, _ => 0 }).DefaultIfEmpty().Max(),
                    own.Select(deal => deal.Won ? 5 : 4).DefaultIfEmpty().Max(),
                }.Max();
                var won = own.Where(deal => deal.Won).Select(deal => (int?)(deal.Day.DayNumber - lead.Day.DayNumber)).Min();
                return (Key: $"{lead.Day:yyyy-MM-dd}|{lead.Board}|{lead.Channel}|(none)|{lead.Source ?? "(none)"}|(none)|{lead.Owner ?? "Unassigned"}|{lead.Qualification}|{stages[reached]}|"
                             + (lead.Stage == "lost" && reached < 5 ? "t" : "f"), Won: won);
            })
            .GroupBy(lead => lead.Key, lead => lead.Won)
            .Select(group => $"{group.Key}|{group.Count()}|{{{string.Join(',', group.Where(won => won is not null).Order())}}}")
            .Order(StringComparer.Ordinal)];
    }
}
