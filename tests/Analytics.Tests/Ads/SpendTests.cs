using Dapper;
using Npgsql;
using Teg.Platform.Analytics.Ads;
using Teg.Platform.Analytics.Rollups;
using Teg.Platform.Analytics.Tests.Rollups;
using Teg.Platform.ServiceDefaults;

namespace Teg.Platform.Analytics.Tests.Ads;

public sealed class SpendTests(AnalyticsDatabase database) : IAsyncLifetime
{
    private static readonly DayRange March = new(new DateOnly(2026, 3, 1), new DateOnly(2026, 3, 31));

    private readonly Guid org = Guid.NewGuid();
    private readonly Guid board = Guid.NewGuid();
    private readonly Guid google = Guid.NewGuid();
    private NpgsqlConnection sync = null!;
    private NpgsqlConnection analytics = null!;

    public async ValueTask InitializeAsync()
    {
        DapperTypes.Register();
        sync = await OpenAsync("postgres");
        analytics = await OpenAsync("analytics");
        await sync.ExecuteAsync(
            """
            insert into accounts.organisation (org_id, name, time_zone, currency) values (@org, 'House', 'America/Los_Angeles', 'USD');
            insert into sync.source (org_id, id, kind, name, credential, settings) values
                (@org, @board, 'monday', 'Monday', 'none', '{}'), (@org, @google, 'google-ads', 'Google Ads', 'none', '{}');
            insert into warehouse.campaign values
                (@org, 'brand', 'Brand', 'google-ads', @board, @org), (@org, 'removed', 'Removed', 'google-ads', @google, @org), (@org, 'reels', 'Reels', 'meta-ads', @board, @org);
            insert into warehouse.ad_insights (org_id, day, campaign, source_id, spend, currency, clicks, impressions, external_id, run_id, conversions) values
                (@org, '2026-03-02', 'brand', @board, 100, 'USD', 10, 100, 'x', @org, null),
                (@org, '2026-03-02', 'brand', @google, 104, 'USD', 11, 101, 'x', @org, 2),
                (@org, '2026-03-03', 'brand', @board, 50, 'USD', 5, 50, 'x', @org, null),
                (@org, '2026-03-04', 'brand', @board, 20, 'USD', 2, 20, 'x', @org, null),
                (@org, '2026-03-04', 'brand', @google, 20, 'USD', 2, 20, 'x', @org, 0),
                (@org, '2026-03-04', 'removed', @google, 7, 'USD', 1, 10, 'x', @org, 0),
                (@org, '2026-03-04', 'reels', @board, 1000, 'USD', 9, 90, 'x', @org, null)
            """, new { org, board, google });
    }

    public async ValueTask DisposeAsync()
    {
        await sync.DisposeAsync();
        await analytics.DisposeAsync();
    }

    [Theory]
    [InlineData(null, 170, 1000)]
    [InlineData(SpendSource.Board, 170, 1000)]
    [InlineData(SpendSource.GoogleAds, 131, 1000)]
    [InlineData(SpendSource.PreferGoogleAds, 181, 1000)]
    public async Task Of_two_who_say_what_a_day_cost_one_counts(SpendSource? chosen, int ofGoogle, int ofOthers)
    {
        await RefreshAsync();
        if (chosen is { } counts)
        {
            await ChooseAsync(counts);
        }

        (await SpentAsync("google-ads")).ShouldBe(ofGoogle);
        (await SpentAsync("meta-ads")).ShouldBe(ofOthers);

        // A later refresh of the same days by a run keeps to the choice, and the reconciliation says the same.
        await RefreshAsync();
        (await SpentAsync("google-ads")).ShouldBe(ofGoogle);
        (await ReconcileAsync()).Totals.Counted.ShouldBe(ofGoogle);
    }

    [Fact]
    public async Task Without_a_board_the_platform_counts_until_somebody_chooses()
    {
        await sync.ExecuteAsync("delete from warehouse.ad_insights where org_id = @org and source_id = @board; delete from sync.source where org_id = @org and id = @board", new { org, board });
        await RefreshAsync();

        (await SpentAsync("google-ads")).ShouldBe(131);
        (await SpendChoice.AskAsync(analytics, null, CancellationToken.None)).ShouldBe(new SpendChoice(SpendSource.GoogleAds, true, false, true, null, null));
    }

    [Fact]
    public async Task A_campaign_that_the_board_calls_by_another_platform_is_not_counted_twice()
    {
        await sync.ExecuteAsync("update warehouse.campaign set channel = 'other' where org_id = @org and campaign = 'brand'", new { org });
        await RefreshAsync();
        await ChooseAsync(SpendSource.GoogleAds);
        await RefreshAsync();

        (await SpentAsync("other")).ShouldBe(104 + 50 + 20);
    }

    [Fact]
    public async Task The_two_are_laid_side_by_side_page_by_page()
    {
        var rows = new List<ReconciledDay>();
        string? after = null;
        do
        {
            var page = await ReconcileAsync(limit: 1, after: after);
            rows.AddRange(page.Items);
            after = page.Next;
            page.Totals.ShouldBe(new ReconciliationTotals(4, 3, 170, 131, -39, 170, 17, 14, 2));
        }
        while (after is not null);

        rows.Select(row => (row.Day.Day, row.Campaign, row.BoardSpend, row.GoogleAdsSpend, row.Difference, row.Counted, row.Conversions)).ShouldBe(
        [
            (4, "removed", null, 7m, 7m, null, 0m), (4, "brand", 20m, 20m, 0m, 20m, 0m), (3, "brand", 50m, null, -50m, 50m, null), (2, "brand", 100m, 104m, 4m, 100m, 2m),
        ]);
        (await ReconcileAsync(different: true)).Items.Select(row => row.Day.Day).ShouldBe([4, 3, 2]);
        (await ReconcileAsync(campaign: "removed")).Items.Single().Name.ShouldBe("Removed");
    }

    private async Task<NpgsqlConnection> OpenAsync(string role)
    {
        var pool = role == "postgres" ? database.Postgres.Owner : database.Postgres.As(role);
        var connection = await pool.OpenConnectionAsync();
        await connection.ExecuteAsync("select set_config('teg.org_id', @org, false)", new { org = org.ToString() });
        return connection;
    }

    private async Task RefreshAsync()
    {
        await sync.ExecuteAsync("insert into warehouse.changed_day (org_id, day, run_id) select distinct org_id, day, org_id from warehouse.ad_insights where org_id = @org", new { org });
        await using var transaction = await analytics.BeginTransactionAsync();
        await RefreshRollups.RefreshAsync(analytics, transaction, org, DateTimeOffset.UnixEpoch, CancellationToken.None);
        await transaction.CommitAsync();
    }

    private async Task ChooseAsync(SpendSource counts)
    {
        await using var transaction = await analytics.BeginTransactionAsync();
        await SpendEndpoints.ChooseAsync(analytics, transaction, org, counts, "Ada", DateTimeOffset.UnixEpoch, CancellationToken.None);
        await transaction.CommitAsync();
    }

    private Task<decimal> SpentAsync(string channel) =>
        analytics.ExecuteScalarAsync<decimal>("select coalesce(sum(spend), 0) from analytics.daily_marketing where channel = @channel", new { channel });

    private Task<Reconciliation> ReconcileAsync(int limit = 50, string? after = null, bool different = false, string? campaign = null)
    {
        Cursor.TryRead<ReconciliationKey>(after, out var key).ShouldBeTrue();
        return Reconciliation.AskAsync(analytics, March, "USD", SpendEndpoints.Parameters(March, campaign is null ? null : [campaign], different, key), limit, CancellationToken.None);
    }
}
