using Dapper;
using Teg.Platform.Analytics.Search;
using Teg.Platform.Analytics.Tests.NewLeads;
using Teg.Platform.Analytics.Tests.Rollups;

namespace Teg.Platform.Analytics.Tests.Search;

public sealed class SearchTests(AnalyticsDatabase database) : LeadHouse(database)
{
    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await Facts.ExecuteAsync(
            """
            insert into crm.lead (org_id, identity, email, name, company, received_at, received_day, channel, qualification, owner, source_id, stream, external_id, run_id)
            select @Org, n.name, n.email, n.name, n.company, '2026-03-01'::timestamptz + n.hour * interval '1 hour', '2026-03-01', 'direct', 'qualified', n.owner, @Org, 's', n.name, @Org
            from (values ('Clara Weiss', 'hello@atelier.example', 'Atelier Weiss', 'Burki', 1), ('Émile Zola', 'emile@zola.example', null, 'Dana', 2), ('Weissmann', 'w@m.example', 'Clara House', 'Dana', 3))
                 n (name, email, company, owner, hour);
            insert into crm.lead (org_id, identity, name, received_at, received_day, channel, qualification, owner, source_id, stream, external_id, run_id)
            select @Org, 'm' || n, 'Many ' || n, '2026-01-01'::timestamptz, '2026-01-01', 'direct', 'qualified', case when n > 90 then 'Burki' end, @Org, 's', 'm' || n, @Org
            from generate_series(10, 99) n;
            insert into crm.lead (org_id, identity, name, received_at, received_day, channel, qualification, source_id, stream, external_id, run_id)
            values (gen_random_uuid(), 'other', 'Clara of another house', now(), current_date, 'direct', 'qualified', gen_random_uuid(), 's', 'o', gen_random_uuid());
            insert into warehouse.campaign (org_id, campaign, name, channel, source_id, run_id)
            values (@Org, 'brand-us', 'Brand – Search – US', 'google-ads', @Org, @Org), (@Org, 'c-2', 'Search for gowns', 'google-ads', @Org, @Org);
            """, new { Org });
    }

    [Theory]
    [InlineData("clara", "Weissmann", "Clara Weiss")]
    [InlineData("WEISS", "Weissmann", "Clara Weiss")]
    [InlineData("clara weiss", "Clara Weiss")]
    [InlineData("hello@", "Clara Weiss")]
    [InlineData("émile", "Émile Zola")]
    [InlineData("zol", "Émile Zola")]
    [InlineData("lara")]
    [InlineData("cla%")]
    [InlineData("cla_a")]
    public async Task A_lead_is_found_by_how_name_surname_address_or_company_begin_the_newest_first(string text, params string[] names) =>
        (await LeadsAsync(text)).Select(lead => lead.Name).ShouldBe(names);

    [Fact]
    public async Task Of_many_there_are_eight_and_an_agent_has_own_ones_and_no_campaign()
    {
        (await LeadsAsync("many")).Count.ShouldBe(8);
        (await CampaignsAsync("search")).Count.ShouldBe(2);

        var agent = Guid.NewGuid();
        await Facts.ExecuteAsync(
            """
            insert into accounts.account (id, name, user_name, normalized_user_name, email, normalized_email, security_stamp, concurrency_stamp, created_at)
            values (@agent, 'Ari', @agent::text, @agent::text, @agent::text, @agent::text, '', '', now());
            insert into accounts.membership (org_id, account_id, role, joined_at, sales_names) values (@Org, @agent, 'Agent', now(), '{Burki}')
            """, new { agent, Org });
        await Analytics.ExecuteAsync("select set_config('teg.role', 'Agent', false), set_config('teg.user_id', @agent::text, false)", new { agent });

        (await LeadsAsync("clara")).ShouldHaveSingleItem().Name.ShouldBe("Clara Weiss");
        (await LeadsAsync("many")).ShouldAllBe(lead => lead.Name.StartsWith("Many 9", StringComparison.Ordinal));
        (await CampaignsAsync("search")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_campaign_is_found_by_any_part_of_its_name_and_what_begins_with_it_comes_first()
    {
        (await CampaignsAsync("Search")).Select(campaign => campaign.Id).ShouldBe(["c-2", "brand-us"]);
        (await CampaignsAsync("brand-us")).ShouldHaveSingleItem().ChannelName.ShouldBe("Google Ads");
    }

    private async Task<List<FoundLead>> LeadsAsync(string text) => (await Analytics.QueryAsync<FoundLead>(FoundLead.Sql, new { text })).AsList();

    private async Task<List<FoundCampaign>> CampaignsAsync(string text) => (await Analytics.QueryAsync<FoundCampaign>(FoundCampaign.Sql, new { text })).AsList();
}
