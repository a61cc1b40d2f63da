using Dapper;
using Npgsql;
using Teg.Platform.Analytics.Rollups;
using Teg.Platform.Analytics.Tests.Rollups;
using Teg.Platform.ServiceDefaults;
using Teg.Platform.Testing;

[assembly: AssemblyFixture(typeof(AnalyticsDatabase))]

namespace Teg.Platform.Analytics.Tests.Rollups;

public sealed class AnalyticsDatabase : IAsyncLifetime
{
    private MigratedPostgres? postgres;

    internal MigratedPostgres Postgres => postgres ?? throw new InvalidOperationException("Not started.");

    public async ValueTask InitializeAsync() => postgres = await MigratedPostgres.StartAsync();

    public ValueTask DisposeAsync() => postgres?.DisposeAsync() ?? ValueTask.CompletedTask;
}

public sealed class RefreshRollupsTests(AnalyticsDatabase database) : IAsyncLifetime
{
    private readonly Guid org = Guid.NewGuid();
    private NpgsqlConnection sync = null!;
    private NpgsqlConnection analytics = null!;

    public async ValueTask InitializeAsync()
    {
        DapperTypes.Register();
        sync = await OpenAsync("postgres");
        analytics = await OpenAsync("analytics");
        await sync.ExecuteAsync("insert into accounts.organisation (org_id, name, time_zone, currency) values (@org, 'House', 'America/Los_Angeles', 'USD')", new { org });
        await sync.ExecuteAsync("insert into warehouse.campaign select @org, 'brand', 'Brand', 'google-ads', @org, @org", new { org });
    }

    public async ValueTask DisposeAsync()
    {
        await sync.DisposeAsync();
        await analytics.DisposeAsync();
    }

    [Fact]
    public async Task A_published_day_is_summed_by_channel_and_campaign()
    {
        await SpendAsync("2026-03-08", 100.50m);
        await LeadAsync("ann@house.example", "2026-03-08", "qualified");
        await LeadAsync("spam@house.example", "2026-03-08", "spam");
        await DealAsync("D-1", "ann@house.example", "2026-03-08", 5_000m);
        await CallAsync("ann@house.example", "2026-03-08", "intro", "active");
        await CallAsync("bea@house.example", "2026-03-08", "intro", "canceled");

        (await RefreshAsync("2026-03-08")).ShouldBe(1);

        var brand = await RowAsync("google-ads");
        (brand.Spend, brand.Leads, brand.Qualified, brand.Spam, brand.Deals, brand.Revenue, brand.Calls).ShouldBe((100.50m, 1, 1, 1, 1, 5_000m, 1));
        (await RowAsync("direct")).CanceledCalls.ShouldBe(1);
    }

    [Fact]
    public async Task A_deal_without_a_lead_is_direct_and_moves_when_its_lead_appears()
    {
        await DealAsync("D-1", "ann@house.example", "2026-03-08", 700m);
        await RefreshAsync("2026-03-08");
        (await RowAsync("direct")).Revenue.ShouldBe(700m);

        await LeadAsync("ann@house.example", "2026-02-01", "qualified");
        await RefreshAsync("2026-02-01", "2026-03-08");

        (await RowAsync("direct")).Revenue.ShouldBe(0m);
        (await RowAsync("google-ads")).Revenue.ShouldBe(700m);
    }

    [Fact]
    public async Task Only_changed_days_are_touched_and_each_is_passed_once()
    {
        await SpendAsync("2026-03-08", 10m);
        (await RefreshAsync("2026-03-08")).ShouldBe(1);
        await sync.ExecuteAsync("update warehouse.ad_insights set spend = 99 where org_id = @org", new { org });

        (await RefreshAsync("2026-03-09")).ShouldBe(1);
        (await RowAsync("google-ads")).Spend.ShouldBe(10m);

        (await RefreshAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task Another_organisation_is_not_counted()
    {
        await SpendAsync("2026-03-08", 10m);
        await sync.ExecuteAsync(
            """
            insert into warehouse.campaign values (@other, 'brand', 'Brand', 'google-ads', @other, @other);
            insert into warehouse.ad_insights values (@other, '2026-03-08', 'brand', @other, 1000, 'USD', 1, 1, 'x', @other)
            """, new { other = Guid.NewGuid() });

        await RefreshAsync("2026-03-08");

        (await RowAsync("google-ads")).Spend.ShouldBe(10m);
    }

    [Fact]
    public async Task After_random_changes_the_rollups_equal_a_recomputation_from_the_facts()
    {
        var dice = new Random(7);
        var start = new DateOnly(2026, 1, 1);
        for (var round = 0; round < 25; round++)
        {
            var changed = new HashSet<string>();
            for (var step = 0; step < 8; step++)
            {
                var day = start.AddDays(dice.Next(40)).ToString("yyyy-MM-dd", null);
                changed.Add(day);
                switch (dice.Next(4))
                {
                    case 0: await SpendAsync(day, dice.Next(1, 500)); break;
                    case 1: await DealAsync($"D-{dice.Next(1000)}-{round}-{step}", $"p{dice.Next(30)}@house.example", day, dice.Next(1, 9000)); break;
                    case 2: await CallAsync($"p{dice.Next(30)}@house.example", day, dice.Next(2) == 0 ? "intro" : "design-review", dice.Next(3) == 0 ? "canceled" : "active"); break;
                    default:
                        var email = $"p{dice.Next(30)}@house.example";
                        changed.UnionWith(await DaysOfAsync(email));
                        await LeadAsync(email, day, dice.Next(3) == 0 ? "spam" : "qualified");
                        break;
                }
            }

            await RefreshAsync([.. changed]);
        }

        var kept = await SnapshotAsync();
        await analytics.ExecuteAsync("delete from analytics.daily_marketing; delete from analytics.daily_sales; delete from analytics.daily_calls; delete from analytics.progress");
        await RefreshAsync([.. Enumerable.Range(0, 40).Select(day => start.AddDays(day).ToString("yyyy-MM-dd", null))]);

        kept.ShouldNotBeEmpty();
        (await SnapshotAsync()).ShouldBe(kept);
    }

    private async Task<NpgsqlConnection> OpenAsync(string role)
    {
        var pool = role == "postgres" ? database.Postgres.Owner : database.Postgres.As(role);
        var connection = await pool.OpenConnectionAsync();
        await connection.ExecuteAsync("select set_config('teg.org_id', @org, false)", new { org = org.ToString() });
        return connection;
    }

    private async Task<int> RefreshAsync(params string[] days)
    {
        await sync.ExecuteAsync(
            "insert into warehouse.changed_day (org_id, day, run_id) select @org, day::date, @org from unnest(@days) as day", new { org, days });
        await using var transaction = await analytics.BeginTransactionAsync();
        var passed = await RefreshRollups.RefreshAsync(analytics, transaction, org, DateTimeOffset.UnixEpoch, CancellationToken.None);
        await transaction.CommitAsync();
        return passed;
    }

    private Task SpendAsync(string day, decimal spend) => sync.ExecuteAsync(
        """
        insert into warehouse.ad_insights values (@org, @day::date, 'brand', @org, @spend, 'USD', 3, 50, 'x', @org)
        on conflict (org_id, day, campaign, source_id) do update set spend = excluded.spend
        """, new { org, day, spend });

    private Task LeadAsync(string email, string day, string qualification) => sync.ExecuteAsync(
        """
        insert into crm.lead (org_id, identity, email, name, received_at, received_day, channel, campaign, qualification, source_id, stream, external_id, run_id)
        values (@org, @email, @email, 'N', @day::timestamptz, @day::date, 'google-ads', 'brand', @qualification, @org, 's', @email, @org)
        on conflict (org_id, identity) do update set received_day = excluded.received_day, qualification = excluded.qualification
        """, new { org, email, day, qualification });

    private Task DealAsync(string no, string email, string day, decimal amount) => sync.ExecuteAsync(
        """
        insert into warehouse.deal (org_id, source_id, deal_key, external_id, deal_no, name, client_email, rep, category, stage, is_won, amount, currency, closed_on, run_id)
        values (@org, @org, @no, @no, @no, 'Deal', @email, 'Burki', 'Production', 'Won', true, @amount, 'USD', @day::date, @org)
        on conflict (org_id, source_id, deal_key) do nothing
        """, new { org, no, email, day, amount });

    private Task CallAsync(string email, string day, string kind, string status) => sync.ExecuteAsync(
        """
        insert into warehouse.call (org_id, source_id, external_id, kind, status, starts_at, ends_at, day, invitee_email, booked_at, run_id)
        select @org, @org, gen_random_uuid()::text, @kind, @status, at, at, @day::date, @email, at, @org
        from (select (@day::date + time '18:00') at time zone 'America/Los_Angeles' as at) evening
        """, new { org, email, day, kind, status });

    // Attribution follows the lead: Sync reports the days of a changed lead's deals and calls too.
    private async Task<IEnumerable<string>> DaysOfAsync(string email) => await sync.QueryAsync<string>(
        """
        select received_day::text from crm.lead where org_id = @org and identity = @email
        union select closed_on::text from warehouse.deal where org_id = @org and client_email = @email
        union select day::text from warehouse.call where org_id = @org and invitee_email = @email
        """, new { org, email });

    private async Task<Rollup> RowAsync(string channel) =>
        await analytics.QuerySingleOrDefaultAsync<Rollup>(
            """
            select sum(spend) as spend, sum(leads)::int as leads, sum(qualified)::int as qualified, sum(spam)::int as spam, sum(deals)::int as deals,
                   sum(revenue) as revenue, sum(calls)::int as calls, sum(canceled_calls)::int as canceled_calls
            from analytics.daily_marketing where channel = @channel having count(*) > 0
            """, new { channel }) ?? new Rollup();

    private async Task<List<string>> SnapshotAsync() =>
        (await analytics.QueryAsync<string>(
            """
            select m::text from analytics.daily_marketing m
            union all
            select s::text from analytics.daily_sales s
            union all
            select c::text from analytics.daily_calls c
            order by 1
            """)).AsList();

    private sealed record Rollup
    {
        public decimal Spend { get; init; }
        public int Leads { get; init; }
        public int Qualified { get; init; }
        public int Spam { get; init; }
        public int Deals { get; init; }
        public decimal Revenue { get; init; }
        public int Calls { get; init; }
        public int CanceledCalls { get; init; }
    }
}
