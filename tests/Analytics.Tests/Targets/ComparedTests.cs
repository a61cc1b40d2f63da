using System.Text.Json;
using Dapper;
using Npgsql;
using Teg.Platform.Analytics.Ads;
using Teg.Platform.Analytics.Figures;
using Teg.Platform.Analytics.Rollups;
using Teg.Platform.Analytics.Sales;
using Teg.Platform.Analytics.Standing;
using Teg.Platform.Analytics.Targets;
using Teg.Platform.Analytics.Tests.Rollups;
using Teg.Platform.ServiceDefaults;

namespace Teg.Platform.Analytics.Tests.Targets;

/// <summary>What the pages of advertising and sales compare with: earlier days and targets, over three years with a leap day.</summary>
public sealed class ComparedTests(AnalyticsDatabase database) : IAsyncLifetime
{
    private static readonly DateOnly Today = new(2025, 4, 15);

    private readonly Guid org = Guid.NewGuid();
    private NpgsqlConnection owner = null!;
    private NpgsqlConnection analytics = null!;

    public async ValueTask InitializeAsync()
    {
        DapperTypes.Register();
        owner = await database.Postgres.Owner.OpenConnectionAsync();
        analytics = await database.Postgres.As("analytics").OpenConnectionAsync();
        await analytics.ExecuteAsync("select set_config('teg.org_id', @org, false)", new { org = $"{org}" });
        // No two days are alike.
        await owner.ExecuteAsync(
            """
            insert into accounts.organisation (org_id, name, time_zone, currency) values (@org, 'House', 'America/Los_Angeles', 'USD');
            insert into warehouse.deal (org_id, source_id, deal_key, external_id, name, rep, category, stage, is_won, amount, currency, closed_on, run_id)
            select @org, @org, r || day, r || day, 'Deal', r, 'Production', 'Won', true, (day - '2023-01-01'::date) * f + 0.25, 'USD', day, @org
            from (select generate_series('2023-01-01', '2025-04-15', interval '1 day')::date as day) d, (values ('Burki', 1), ('Sofia', 2)) r (r, f);
            insert into warehouse.changed_day (org_id, day, run_id) select @org, generate_series('2023-01-01', '2025-04-15', interval '1 day')::date, @org
            """, new { org });
        await using (var transaction = await analytics.BeginTransactionAsync())
        {
            await RefreshRollups.RefreshAsync(analytics, transaction, org, DateTimeOffset.UnixEpoch, CancellationToken.None);
            await transaction.CommitAsync();
        }

        await owner.ExecuteAsync(
            """
            insert into analytics.daily_marketing (org_id, day, channel, campaign, spend, leads, revenue)
            select @org, day, c, c || '-brand', (day - '2023-01-01'::date) * f, (day - '2023-01-01'::date) % 7, (day - '2023-01-01'::date) * 3
            from (select generate_series('2023-01-01', '2025-04-15', interval '1 day')::date as day) d, (values ('google-ads', 1), ('meta-ads', 2)) c (c, f)
            """, new { org });
    }

    public async ValueTask DisposeAsync()
    {
        await owner.DisposeAsync();
        await analytics.DisposeAsync();
    }

    [Theory]
    [InlineData("2024-03-01", "2025-02-28", null)]
    [InlineData("2024-02-10", "2024-04-15", null)]
    [InlineData("2024-02-29", "2024-02-29", "google-ads")]
    [InlineData("2025-01-20", "2025-04-15", "meta-ads")]
    public async Task Earlier_advertising_is_what_one_is_told_when_asking_for_those_days(string from, string to, string? channel)
    {
        var range = Days(from, to);
        var asked = await AdsAsync(range, channel);

        Written(asked.LastYear!).ShouldBe(Written((await AdsAsync(range.LastYear, channel)).Totals));
        Written(asked.Previous!).ShouldBe(Written((await AdsAsync(range.Previous, channel)).Totals));

        // Month by month they are the days that each month's days are compared with.
        asked.Months.Sum(month => month.LastYear!.Spend).ShouldBe(asked.LastYear!.Spend);
        asked.Months.Sum(month => month.Previous!.Spend).ShouldBe(asked.Previous!.Spend);
        foreach (var month in asked.Months.Where(month => !month.Month.EndsWith("-02", StringComparison.Ordinal)))
        {
            var first = DateOnly.ParseExact($"{month.Month}-01", "yyyy-MM-dd", null);
            var days = new DayRange(first > range.From ? first : range.From, first.AddMonths(1) > range.To ? range.To : first.AddMonths(1).AddDays(-1));
            month.LastYear!.Spend.ShouldBe((await AdsAsync(days.LastYear, channel)).Totals.Spend, month.Month);
        }
    }

    [Theory]
    [InlineData(ComparedWith.Before, "2025-03-27", "2025-04-05")]
    [InlineData(ComparedWith.LastYear, "2024-04-06", "2024-04-15")]
    public async Task The_days_compared_with_are_those_days(ComparedWith with, string first, string last)
    {
        var range = Days("2025-04-06", "2025-04-15");
        var days = await AdsEndpoints.AskDaysAsync(analytics, new AdsDaysQuestion(Ads(range, null), with), CancellationToken.None);

        days.Against!.ShouldBe((await AdsEndpoints.AskDaysAsync(analytics, new AdsDaysQuestion(Ads(Days(first, last), null), null), CancellationToken.None)).Items);
        days.Items.Count.ShouldBe(10);
        (await AdsEndpoints.AskDaysAsync(analytics, new AdsDaysQuestion(Ads(Days("2023-01-04", "2023-01-08"), null), with), CancellationToken.None)).Against.ShouldBeNull();
    }

    [Fact]
    public void What_days_are_compared_with_makes_another_question()
    {
        var ads = Ads(Days("2025-04-06", "2025-04-15"), null);

        new ComparedWith?[] { null, ComparedWith.Before, ComparedWith.LastYear }.Select(with => JsonSerializer.Serialize(new AdsDaysQuestion(ads, with))).ShouldBeUnique();
    }

    [Theory]
    [InlineData("2024-03-01", "2025-02-28", SalesPeriod.Month, null)]
    [InlineData("2024-02-10", "2024-04-15", SalesPeriod.Week, "Burki")]
    [InlineData("2025-02-20", "2025-03-05", SalesPeriod.Day, null)]
    public async Task Earlier_sales_are_what_one_is_told_when_asking_for_those_days(string from, string to, SalesPeriod period, string? rep)
    {
        var range = Days(from, to);
        var asked = await SalesAsync(range, period, rep);

        asked.LastYear.ShouldBe((await SalesAsync(range.LastYear, period, rep)).Total);
        asked.Previous.ShouldBe((await SalesAsync(range.Previous, period, rep)).Total);
        asked.ByPeriod.Sum(row => row.LastYearRevenue).ShouldBe(asked.LastYear!.Revenue);
        asked.ByPeriod.Sum(row => row.PreviousRevenue).ShouldBe(asked.Previous!.Revenue);
        asked.Mtd.LastYearRevenue.ShouldBe((await SalesAsync(Days("2024-04-01", "2024-04-15"), period, rep)).Total.Revenue);
        if (period is SalesPeriod.Day)
        {
            asked.ByPeriod[0].PreviousRevenue.ShouldBe((await SalesAsync(Days("2025-02-06", "2025-02-06"), period, rep)).Total.Revenue);
            asked.ByPeriod[^1].LastYearRevenue.ShouldBe((await SalesAsync(Days("2024-03-05", "2024-03-05"), period, rep)).Total.Revenue);
        }
    }

    [Fact]
    public async Task Before_the_first_day_there_is_nothing_to_compare_with()
    {
        var range = Days("2023-12-01", "2023-12-31");

        var (ads, sales) = (await AdsAsync(range, null), await SalesAsync(range, SalesPeriod.Month, null));

        (ads.Previous is null, ads.LastYear, ads.Months[0].LastYear).ShouldBe((false, null, null));
        (sales.Previous is null, sales.LastYear, sales.ByPeriod[0].LastYearRevenue).ShouldBe((false, null, null));
    }

    [Fact]
    public async Task Targets_are_set_by_month_and_shown_for_any_days_unless_a_filter_is_on()
    {
        await SetAsync(new(new(2025, 1, 1), 31_000m, 3_100m, 4m, 20m), new(new(2025, 2, 1), 28_000m, 2_800m, 4m, 20m), new(new(2025, 3, 1), 31_000m, 3_100m, 7m, 20m));
        await SetAsync(new(new(2025, 4, 1), 30_000m, null, null, null), new(new(2025, 1, 1), 62_000m, 3_100m, 4m, 20m));

        var sales = await SalesAsync(Days("2025-01-31", "2025-03-10"), SalesPeriod.Month, null);
        sales.RevenueTarget.ShouldBe(2_000 + 28_000 + 10_000);
        sales.ByPeriod.Select(row => row.RevenueTarget).ShouldBe([2_000, 28_000, 10_000]);
        (sales.Ytd.RevenueTarget, sales.Mtd.RevenueTarget).ShouldBe((62_000 + 28_000 + 31_000 + 15_000, 15_000));
        (await SalesAsync(Days("2025-01-31", "2025-03-10"), SalesPeriod.Month, "Burki")).RevenueTarget.ShouldBeNull();

        var ads = await AdsAsync(Days("2025-02-01", "2025-03-14"), null);
        ads.Targets.ShouldBe(new AdsTargets(2_800 + 1_400, 5m, 20m));
        ads.Months.Select(month => month.SpendTarget).ShouldBe([2_800, 1_400]);
        (await AdsAsync(Days("2025-02-01", "2025-03-14"), "meta-ads")).Targets.ShouldBeNull();

        // April has no budget: nobody can say how much the whole may cost.
        (await AdsAsync(Days("2025-03-01", "2025-04-10"), null)).Targets!.Spend.ShouldBeNull();
        await SetAsync(new MonthTarget(new(2025, 4, 1), null, null, null, null));
        (await SalesAsync(Days("2025-04-01", "2025-04-10"), SalesPeriod.Month, null)).RevenueTarget.ShouldBeNull();
    }

    [Fact]
    public async Task An_agent_is_told_no_target_of_the_company()
    {
        await SetAsync(new MonthTarget(new(2025, 3, 1), 31_000m, null, null, null));
        await analytics.ExecuteAsync("select set_config('teg.role', 'Agent', false)");

        (await SalesAsync(Days("2025-03-01", "2025-03-10"), SalesPeriod.Month, null)).RevenueTarget.ShouldBeNull();
    }

    [Fact]
    public async Task The_standing_of_sources_is_read_with_the_boards_they_leave_out()
    {
        var (monday, run) = (Guid.NewGuid(), Guid.NewGuid());
        await owner.ExecuteAsync(
            """
            insert into sync.source (org_id, id, kind, name, credential, settings, webhook_secret)
            values (@org, @monday, 'monday', 'Monday.com', 'none', '{"boards": [{"name": "Ad Spend", "kind": "ads"}, {"name": "Sales", "kind": "sales"}]}', 'x');
            insert into sync.run (org_id, id, source_id, mode, trigger, status, settings_version, requested_at, reason, way_out) values
                (@org, gen_random_uuid(), @monday, 'full', 'schedule', 'succeeded', 1, now() - interval '1 hour', null, null),
                (@org, @run, @monday, 'full', 'person', 'failed', 1, now(), 'Refused.', 'Ask again.'),
                (@org, gen_random_uuid(), @monday, 'incremental', 'webhook', 'succeeded', 1, now() + interval '1 minute', null, null);
            insert into sync.drift (org_id, source_id, run_id, stream, board_name, mapping, kind, field, expected_title, expected_type, explanation, status, found_at) values
                (@org, @monday, @run, '1', 'Deals', 'Sales', 'missing', 'amount', 'Amount', 'numbers', 'No amount.', 'open', now()),
                (@org, @monday, @run, '2', 'Spend', 'Ad Spend', 'missing', 'day', 'Date', 'date', 'No date.', 'dismissed', now())
            """, new { org, monday, run });

        (await analytics.QueryAsync<SourceStanding>(SourceStanding.Sql)).Single().ShouldBe(
            new SourceStanding(monday, "monday", "Monday.com", true, "failed", "Refused.", "Ask again.", null, "sales", "Deals", "No amount."));
    }

    /// <summary>As the page gets it.</summary>
    private static string Written(Measures figures) => JsonSerializer.Serialize(figures);

    private async Task SetAsync(params MonthTarget[] months)
    {
        await using var transaction = await analytics.BeginTransactionAsync();
        await TargetEndpoints.SetAsync(analytics, transaction, months, "Ada", DateTimeOffset.UnixEpoch, CancellationToken.None);
        await transaction.CommitAsync();
    }

    private Task<AdsDashboard> AdsAsync(DayRange range, string? channel) => AdsEndpoints.AskDashboardAsync(analytics, Ads(range, channel), CancellationToken.None);

    private static AdsQuestion Ads(DayRange range, string? channel) =>
        new(range.From, range.Until, range.Previous.From, channel is null ? null : [channel], null, "USD", "America/Los_Angeles");

    private Task<SalesDashboard> SalesAsync(DayRange range, SalesPeriod period, string? rep) => SalesEndpoints.AskDashboardAsync(
        analytics, new SalesQuestion(new SalesScope(range.From, range.Until, rep is null ? null : [rep], null, null), period, Today, "USD", "America/Los_Angeles"), CancellationToken.None);

    private static DayRange Days(string from, string to) => new(DateOnly.Parse(from, null), DateOnly.Parse(to, null));
}
