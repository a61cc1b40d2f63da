using System.Text.Json;

namespace Teg.Platform.Platform.Tests.Truths;

/// <summary>D1: every figure of the Ads page equals the published truth, month by month and filter by filter.</summary>
public sealed class AdsTruthTests(Suite suite) : IAsyncLifetime
{
    private JsonElement truth;
    private string range = "";

    public async ValueTask InitializeAsync()
    {
        truth = await suite.TruthAsync();
        range = $"from={truth.Text("from")}&to={truth.Text("to")}";
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task The_year_in_total_and_by_month()
    {
        var ads = await suite.GetAsync($"/api/analytics/ads?{range}");

        Measured.Differences("year", ads.GetProperty("totals"), truth.GetProperty("totals"), Measured.Ads).ShouldBeTrue();
        Months("all", ads, truth.Rows("months")).ShouldBeTrue();
        ads.GetProperty("campaigns").GetInt64().ShouldBe(
            truth.Rows("campaigns").Where(row => row.GetProperty("spend").GetDecimal() > 0).Select(row => row.Text("campaign")).Distinct().Count());
    }

    [Fact]
    public async Task Each_channel_by_month()
    {
        var channels = truth.Rows("channels").ToLookup(row => row.Text("channel"));
        var all = await suite.GetAsync($"/api/analytics/ads?{range}");
        all.Rows("channels").Select(row => row.Text("channel")).ShouldBe(channels.Select(channel => channel.Key), ignoreOrder: true);

        var differences = new List<string>();
        foreach (var channel in channels)
        {
            differences.AddRange(Months(channel.Key, await suite.GetAsync($"/api/analytics/ads?{range}&channel={channel.Key}"), channel));
        }

        var split = all.Rows("channelMonths").ToDictionary(row => (row.Text("month"), row.Text("channel")));
        differences.AddRange(truth.Rows("channels").SelectMany(row => Measured.Differences(
            $"{row.Text("channel")} {row.Text("month")}", split.GetValueOrDefault((row.Text("month"), row.Text("channel"))), row, Measured.Ads)));
        differences.ShouldBeTrue();
    }

    [Fact]
    public async Task Each_campaign_by_month()
    {
        var differences = new List<string>();
        foreach (var campaign in truth.Rows("campaigns").ToLookup(row => row.Text("campaign")))
        {
            differences.AddRange(Months(campaign.Key, await suite.GetAsync($"/api/analytics/ads?{range}&campaign={Uri.EscapeDataString(campaign.Key)}"), campaign));
        }

        differences.ShouldBeTrue();
    }

    [Fact]
    public async Task The_campaign_table_of_each_month_page_by_page()
    {
        var differences = new List<string>();
        var today = DateOnly.Parse(truth.Text("to"), null);
        foreach (var month in truth.Rows("campaigns").ToLookup(row => row.Text("month")))
        {
            // The truth ends today; the days to come already have calls.
            var first = DateOnly.ParseExact(month.Key, "yyyy-MM", null);
            var last = first.AddMonths(1).AddDays(-1) is var end && end < today ? end : today;
            var rows = await suite.PagesAsync($"/api/analytics/ads/campaigns?from={first:yyyy-MM-dd}&to={last:yyyy-MM-dd}&sort=-roas&limit=7");
            var ours = rows.ToDictionary(row => row.Text("campaign"));

            ours.Keys.ShouldBe(month.Select(row => row.Text("campaign")), ignoreOrder: true, month.Key);
            differences.AddRange(month.SelectMany(row => Measured.Differences(
                $"{month.Key} {row.Text("campaign")}", ours[row.Text("campaign")], row, Measured.Ads)));
        }

        differences.ShouldBeTrue();
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0, 6)]
    [InlineData(12, 41)]
    [InlineData(100, 130)]
    [InlineData(104, 111)]
    [InlineData(340, 364)]
    public async Task Any_range_of_days_and_the_one_before_it(int start, int end)
    {
        var first = DateOnly.Parse(truth.Text("from"), null);
        var (from, to) = (first.AddDays(start), first.AddDays(end));
        var right = await suite.TruthAsync(from, to);
        var ads = await suite.GetAsync($"/api/analytics/ads?from={from:yyyy-MM-dd}&to={to:yyyy-MM-dd}");
        var days = await suite.GetAsync($"/api/analytics/ads/days?from={from:yyyy-MM-dd}&to={to:yyyy-MM-dd}");

        Measured.Differences($"{from} to {to}", ads.GetProperty("totals"), right.GetProperty("totals"), Measured.Ads).ShouldBeTrue();
        days.Rows("items").Count().ShouldBe(end - start + 1);
        days.Rows("items").Sum(day => day.GetProperty("spend").GetDecimal()).ShouldBe(right.GetProperty("totals").GetProperty("spend").GetDecimal());
        days.Rows("items").Sum(day => day.GetProperty("leads").GetInt64()).ShouldBe(right.GetProperty("totals").GetProperty("leads").GetInt64());

        var length = end - start + 1;
        var previous = ads.GetProperty("previous");
        if (from.AddDays(-length) < first)
        {
            previous.ValueKind.ShouldBe(JsonValueKind.Null, "the world is not that old");
        }
        else
        {
            var before = await suite.TruthAsync(from.AddDays(-length), from.AddDays(-1));
            Measured.Differences($"before {from}", previous, before.GetProperty("totals"), Measured.Ads).ShouldBeTrue();
            ads.Rows("months").Sum(month => month.GetProperty("previous").GetProperty("spend").GetDecimal()).ShouldBe(before.GetProperty("totals").GetProperty("spend").GetDecimal());
        }

        ads.GetProperty("lastYear").ValueKind.ShouldBe(JsonValueKind.Null, "the world is a year old");
    }

    [Fact]
    public async Task The_campaign_file_has_every_campaign_of_the_year()
    {
        var lines = (await suite.GetTextAsync($"/api/analytics/ads/campaigns.csv?{range}")).TrimEnd().Split('\n');

        lines[0].ShouldStartWith("Campaign,Name,Channel,Currency,Spend");
        lines.Length.ShouldBe(1 + truth.Rows("campaigns").Select(row => row.Text("campaign")).Distinct().Count());
    }

    private static IEnumerable<string> Months(string scope, JsonElement ads, IEnumerable<JsonElement> right)
    {
        var byMonth = right.ToDictionary(row => row.Text("month"));
        return ads.Rows("months").SelectMany(month => Measured.Differences(
            $"{scope} {month.Text("month")}", month, byMonth.TryGetValue(month.Text("month"), out var row) ? row : null, Measured.Ads));
    }
}
