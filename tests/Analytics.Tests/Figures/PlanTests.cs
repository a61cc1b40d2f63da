using System.Text.Json;
using Dapper;
using Npgsql;
using Teg.Platform.Analytics.Ads;
using Teg.Platform.Analytics.Calls;
using Teg.Platform.Analytics.Figures;
using Teg.Platform.Analytics.Filters;
using Teg.Platform.Analytics.NewLeads;
using Teg.Platform.Analytics.Organisations;
using Teg.Platform.Analytics.Sales;
using Teg.Platform.Analytics.Search;
using Teg.Platform.Analytics.Tests.Rollups;
using Teg.Platform.ServiceDefaults;

namespace Teg.Platform.Analytics.Tests.Figures;

/// <summary>How PostgreSQL answers each tile, at a size where it would matter: from a rollup and by its index, whatever the facts have grown to.</summary>
public sealed class PlanTests(PlanTests.ManyHouses houses) : IClassFixture<PlanTests.ManyHouses>
{
    private static readonly string[] Rollups =
    [
        "daily_marketing", "daily_sales", "daily_sales_marks", "daily_leads", "daily_lead_marks", "daily_calls", "daily_call_marks", "progress", "target",
    ];

    private static readonly DateOnly From = new(2026, 3, 10);
    private static readonly DayRange Days = new(From, From.AddDays(60));
    private static readonly OrganisationSettings California = new("America/Los_Angeles", "USD");

    [Fact]
    public Task The_Ads_page_reads_one_rollup() => ReadsRollupsAsync(3, AdsCell.Sql, Ads);

    [Fact]
    public Task The_Ads_days_read_one_rollup() => ReadsRollupsAsync(3, DayMeasures.Sql, new AdsDaysQuestion(Ads, ComparedWith.LastYear).Parameters());

    [Theory]
    [InlineData]
    [InlineData("r1")]
    [InlineData("r1", "Production")]
    public Task The_Sales_page_reads_a_rollup_whatever_is_filtered(string? rep = null, string? category = null)
    {
        var scope = new SalesScope(From, From.AddMonths(2), rep is null ? null : [rep], category is null ? null : [category], null);
        var question = new SalesQuestion(scope, SalesPeriod.Week, From.AddDays(40), "USD", "America/Los_Angeles");
        return ReadsRollupsAsync(6, SalesSql.Dashboard(question.ToAmong()), question.Parameters());
    }

    // With several filters the values that could be chosen instead come from the sums by mark.
    [Theory]
    [InlineData]
    [InlineData("google-ads")]
    [InlineData("google-ads", "Burki")]
    public Task The_New_leads_page_reads_a_rollup_whatever_is_filtered(string? channel = null, string? owner = null)
    {
        var question = LeadQuestion.Of(new() { Channel = channel is null ? null : [channel], Owner = owner is null ? null : [owner] }, Days, California);
        return ReadsRollupsAsync(5, NewLeadsSql.Of(question), question.Parameters(), "campaign", "board", "daily_lead_marks");
    }

    // The running days are read from the rollup that knows when each call ends.
    [Theory]
    [InlineData]
    [InlineData("google-ads")]
    [InlineData("google-ads", "Burki")]
    public Task The_Calls_pages_read_rollups_whatever_is_filtered(string? channel = null, string? rep = null)
    {
        var question = CallQuestion.Of(
            new() { Channel = channel is null ? null : [channel], Rep = rep is null ? null : [rep] }, Days, California, new(2026, 4, 20, 20, 0, 0, TimeSpan.Zero));
        return ReadsRollupsAsync(5, CallsSql.Dashboard(question.ToAmong()), CallsEndpoints.Parameters(question), "campaign", "daily_calls");
    }

    [Fact]
    public Task The_filters_read_rollups_and_the_campaigns_names() => ReadsRollupsAsync(4, FiltersEndpoints.Sql, new { }, "campaign");

    [Fact]
    public Task The_campaign_table_reads_one_rollup_and_the_campaigns_names() => ReadsRollupsAsync(
        1, CampaignSort.Default.Sql(paged: true), With(Ads, new { AfterValue = (decimal?)null, AfterCampaign = (string?)null, Take = 51 }), "campaign");

    [Fact]
    public async Task A_page_of_deals_reads_their_index_and_only_their_leads()
    {
        var scans = await ScansAsync(WonDeal.Sql(paged: true), With(Sales, new { AfterDay = (DateOnly?)null, AfterId = (Guid?)null, Take = 51 }));

        scans.Where(scan => scan.Node == "Seq Scan").ShouldBeEmpty();
        scans.ShouldContain(scan => scan.Relation == "deal");
    }

    [Fact]
    public async Task The_search_for_leads_reads_nothing_but_indexes_although_policies_come_first()
    {
        var scans = await ScansAsync(FoundLead.Sql, new { text = "ann" });

        scans.Select(scan => scan.Relation).Distinct().ShouldBe(["lead"]);
        scans.ShouldAllBe(scan => scan.Node == "Index Scan" || scan.Node == "Bitmap Heap Scan");
        scans.Count.ShouldBe(5, "four indexes, and the leads that they found");
    }

    private static AdsQuestion Ads => new(From, From.AddMonths(1), From.AddMonths(-1), null, null, "USD", "America/Los_Angeles");

    private static DynamicParameters Sales => new SalesQuestion(
        new SalesScope(From, From.AddMonths(1), null, null, null), SalesPeriod.Week, From.AddDays(40), "USD", "America/Los_Angeles").Parameters();

    private static DynamicParameters With(object question, object more)
    {
        var parameters = question as DynamicParameters ?? new DynamicParameters(question);
        parameters.AddDynamicParams(more);
        return parameters;
    }

    /// <param name="answers">As many statements as there are answers: no tile is put together from several.</param>
    /// <param name="beside">What may be read with a rollup: names, and the other rollup of a statement.</param>
    private async Task ReadsRollupsAsync(int answers, string sql, object parameters, params string[] beside)
    {
        var statements = sql.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        statements.Length.ShouldBe(answers);
        foreach (var statement in statements)
        {
            var scans = await ScansAsync(statement, parameters);

            scans.Select(scan => scan.Relation).Distinct().ShouldBeSubsetOf(Rollups.Concat(beside), statement);
            scans.Select(scan => scan.Relation).Where(relation => relation.StartsWith("daily_", StringComparison.Ordinal)).Except(beside).Distinct().Count().ShouldBeLessThanOrEqualTo(
                1, $"one rollup a query: {statement}");
            scans.Where(scan => scan.Node == "Seq Scan" && scan.Relation.StartsWith("daily_", StringComparison.Ordinal)).ShouldBeEmpty(statement);
        }
    }

    private async Task<List<Scan>> ScansAsync(string statement, object parameters)
    {
        await using var connection = await houses.OpenAsync();
        var plan = await connection.ExecuteScalarAsync<string>($"explain (format json) {statement}", parameters);
        using var document = JsonDocument.Parse(plan!);
        var scans = new List<Scan>();
        Read(document.RootElement[0].GetProperty("Plan"), scans);
        return scans;
    }

    private static void Read(JsonElement node, List<Scan> scans)
    {
        if (node.TryGetProperty("Relation Name", out var relation))
        {
            scans.Add(new Scan(node.GetProperty("Node Type").GetString()!, relation.GetString()!));
        }

        if (node.TryGetProperty("Plans", out var below))
        {
            foreach (var one in below.EnumerateArray())
            {
                Read(one, scans);
            }
        }
    }

    private sealed record Scan(string Node, string Relation);

    /// <summary>Twenty-five houses with two years of figures and thousands of facts each.</summary>
    public sealed class ManyHouses(AnalyticsDatabase database) : IAsyncLifetime
    {
        private readonly Guid[] orgs = [.. Enumerable.Range(0, 25).Select(_ => Guid.CreateVersion7())];

        public async ValueTask InitializeAsync()
        {
            DapperTypes.Register();
            await using var owner = await database.Postgres.Owner.OpenConnectionAsync();
            await owner.ExecuteAsync(
                """
                insert into analytics.progress (org_id) select unnest(@orgs);
                insert into warehouse.campaign (org_id, campaign, name, channel, source_id, run_id)
                select org, 'c' || c, 'Campaign ' || c, 'google-ads', org, org from unnest(@orgs) org, generate_series(1, 200) c;
                insert into analytics.daily_marketing (org_id, day, channel, campaign, spend, leads)
                select org, day, 'google-ads', 'c' || c, 10, 1
                from unnest(@orgs) org, generate_series('2025-01-01'::date, '2026-12-31', '1 day') day, generate_series(1, 6) c;
                insert into analytics.daily_sales (org_id, day, rep, category, channel, deals, revenue)
                select org, day, 'r' || r, 'Production', 'direct', 1, 100
                from unnest(@orgs) org, generate_series('2025-01-01'::date, '2026-12-31', '1 day') day, generate_series(1, 2) r;
                insert into analytics.daily_sales_marks (org_id, kept_by, kept, mark, span, day, value, deals, revenue)
                select org, k.kept_by, k.kept, m, 'day', day, 'r1', 1, 100
                from unnest(@orgs) org, generate_series('2026-01-01'::date, '2026-12-31', '1 day') day, unnest(array['all', 'rep', 'category']) m,
                     (values ('', ''), ('rep', 'r1')) k (kept_by, kept);
                insert into analytics.daily_leads (org_id, day, board, channel, campaign, source, medium, owner, qualification, stage, is_lost, leads)
                select org, day, 's', 'google-ads', 'c' || c, '(none)', '(none)', 'Burki', 'qualified', 'new', false, 1
                from unnest(@orgs) org, generate_series('2026-01-01'::date, '2026-12-31', '1 day') day, generate_series(1, 6) c;
                insert into analytics.daily_lead_marks (
                    org_id, kept_by, kept, mark, span, day, value, received, leads, qualified, unsure, unjudged, rejected, spam, contacted, call_booked, design_review, proposal, closed, lost)
                select org, k.kept_by, k.kept, m, 'day', day, 'google-ads', 6, 6, 6, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0
                from unnest(@orgs) org, generate_series('2026-01-01'::date, '2026-12-31', '1 day') day, unnest(array['all', 'channel', 'board', 'spam']) m,
                     (values ('', ''), ('channel', 'google-ads')) k (kept_by, kept);
                insert into analytics.daily_calls (
                    org_id, day, kind, rep, channel, campaign, utm_source, hour, booked, active, no_show, canceled, canceled_by_invitee, canceled_by_host, rescheduled, lead_days)
                select org, day, 'intro', 'Burki', 'google-ads', 'c' || c, '', 9, 1, 1, 0, 0, 0, 0, 0, array_fill(0, array[15])
                from unnest(@orgs) org, generate_series('2026-01-01'::date, '2026-12-31', '1 day') day, generate_series(1, 6) c;
                insert into analytics.daily_call_marks (
                    org_id, kept_by, kept, mark, span, day, kind, value, booked, active, no_show, canceled, canceled_by_invitee, canceled_by_host, rescheduled)
                select org, k.kept_by, k.kept, m, 'day', day, 'intro', 'google-ads', 6, 6, 0, 0, 0, 0, 0
                from unnest(@orgs) org, generate_series('2026-01-01'::date, '2026-12-31', '1 day') day, unnest(array['all', 'channel', 'rep']) m,
                     (values ('', ''), ('channel', 'google-ads')) k (kept_by, kept);
                insert into warehouse.deal (org_id, source_id, deal_key, external_id, name, client_email, rep, stage, is_won, amount, currency, closed_on, run_id)
                select org, org, d::text, d::text, 'Deal', 'p' || d || '@house.example', 'r1', 'Won', true, 100, 'USD', '2025-01-01'::date + d % 730, org
                from unnest(@orgs) org, generate_series(1, 2000) d;
                insert into crm.lead (org_id, identity, email, name, received_at, received_day, channel, qualification, source_id, stream, external_id, run_id)
                select org, 'p' || l || '@house.example', 'p' || l || '@house.example', 'N', '2025-01-01'::timestamptz + l * interval '1 hour', '2025-01-01'::date + l % 730,
                       'direct', 'qualified', org, 's', l::text, org
                from unnest(@orgs) org, generate_series(1, 2000) l;
                analyze analytics.progress, analytics.daily_marketing, analytics.daily_sales, analytics.daily_sales_marks, analytics.daily_leads, analytics.daily_lead_marks, analytics.daily_calls,
                        analytics.daily_call_marks, warehouse.campaign, warehouse.deal, crm.lead;
                """, new { orgs }, commandTimeout: 120);
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;

        internal async Task<NpgsqlConnection> OpenAsync()
        {
            var connection = await database.Postgres.As("analytics").OpenConnectionAsync();
            await connection.ExecuteAsync("select set_config('teg.org_id', @org, false), set_config('teg.role', 'Viewer', false)", new { org = orgs[7].ToString() });
            return connection;
        }
    }
}
