using System.Text.Json;

namespace Teg.Platform.Platform.Tests.Truths;

/// <summary>D2: every figure of the Sales page equals the published truth, month by month and filter by filter.</summary>
public sealed class SalesTruthTests(Suite suite) : IAsyncLifetime
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
    public async Task Year_and_month_to_date()
    {
        var today = DateOnly.Parse(truth.Text("to"), null);
        var sales = await suite.GetAsync($"/api/analytics/sales?{range}");
        var year = await suite.TruthAsync(new DateOnly(today.Year, 1, 1), today);
        var month = await suite.TruthAsync(new DateOnly(today.Year, today.Month, 1), today);

        Measured.Differences("YTD", sales.GetProperty("ytd"), year.GetProperty("totals"), Measured.Sales).ShouldBeTrue();
        Measured.Differences("MTD", sales.GetProperty("mtd"), month.GetProperty("totals"), Measured.Sales).ShouldBeTrue();
        Measured.Differences("total", sales.GetProperty("total"), truth.GetProperty("totals"), Measured.Sales).ShouldBeTrue();
    }

    [Fact]
    public async Task Each_salesperson_and_category_of_each_month()
    {
        var differences = new List<string>();
        foreach (var month in truth.Rows("months").Select(row => row.Text("month")))
        {
            var first = DateOnly.ParseExact(month, "yyyy-MM", null);
            var sales = await suite.GetAsync($"/api/analytics/sales?from={first:yyyy-MM-dd}&to={first.AddMonths(1).AddDays(-1):yyyy-MM-dd}");
            differences.AddRange(Split(month, sales, "bySalesperson", "rep", "reps"));
            differences.AddRange(Split(month, sales, "byCategory", "category", "categories"));
        }

        differences.ShouldBeTrue();
    }

    [Theory]
    [InlineData("rep")]
    [InlineData("category")]
    [InlineData("channel")]
    public async Task Each_filter_by_month(string dimension)
    {
        var differences = new List<string>();
        foreach (var value in truth.Rows("sales").ToLookup(row => row.Text(dimension)))
        {
            var sales = await suite.GetAsync($"/api/analytics/sales?{range}&period=month&{dimension}={Uri.EscapeDataString(value.Key)}");
            foreach (var period in sales.Rows("byPeriod"))
            {
                var month = period.Text("start")[..7];
                var right = value.Where(row => row.Text("month") == month).ToList();
                if (right.Sum(row => row.GetProperty("deals").GetInt64()) != period.GetProperty("deals").GetInt64()
                    || right.Sum(row => row.GetProperty("revenue").GetDecimal()) != period.GetProperty("revenue").GetDecimal())
                {
                    differences.Add($"{value.Key} {month}: {period.GetRawText()}");
                }
            }
        }

        differences.ShouldBeTrue();
    }

    [Fact]
    public async Task Filters_together_keep_what_passes_all_of_them()
    {
        var differences = new List<string>();
        foreach (var pair in truth.Rows("sales").ToLookup(row => (Rep: row.Text("rep"), Category: row.Text("category"))).Take(12))
        {
            var sales = await suite.GetAsync(
                $"/api/analytics/sales?{range}&rep={Uri.EscapeDataString(pair.Key.Rep)}&category={Uri.EscapeDataString(pair.Key.Category)}");
            var total = sales.GetProperty("total");
            if (total.GetProperty("deals").GetInt64() != pair.Sum(row => row.GetProperty("deals").GetInt64())
                || total.GetProperty("revenue").GetDecimal() != pair.Sum(row => row.GetProperty("revenue").GetDecimal()))
            {
                differences.Add($"{pair.Key}: {total.GetRawText()}");
            }
        }

        differences.ShouldBeTrue();
    }

    [Theory]
    [InlineData("day", 365)]
    [InlineData("week", 53)]
    [InlineData("quarter", 4)]
    public async Task Every_period_adds_up_to_the_total(string period, int atLeast)
    {
        var sales = await suite.GetAsync($"/api/analytics/sales?{range}&period={period}");

        sales.Rows("byPeriod").Count().ShouldBeGreaterThanOrEqualTo(atLeast);
        sales.Rows("byPeriod").Sum(row => row.GetProperty("revenue").GetDecimal()).ShouldBe(truth.GetProperty("totals").GetProperty("revenue").GetDecimal());
        sales.Rows("byPeriod").Sum(row => row.GetProperty("deals").GetInt64()).ShouldBe(truth.GetProperty("totals").GetProperty("deals").GetInt64());
    }

    [Fact]
    public async Task The_deals_behind_the_total_on_the_page_and_in_the_file()
    {
        var totals = truth.GetProperty("totals");
        var deals = await suite.PagesAsync($"/api/analytics/sales/deals?{range}&limit=60");
        var file = (await suite.GetTextAsync($"/api/analytics/sales/deals.csv?{range}")).TrimEnd().Split('\n');

        deals.Count.ShouldBe((int)totals.GetProperty("deals").GetInt64());
        deals.Select(deal => deal.Text("id")).Distinct().Count().ShouldBe(deals.Count);
        deals.Sum(deal => deal.GetProperty("amount").GetDecimal()).ShouldBe(totals.GetProperty("revenue").GetDecimal());
        file.Length.ShouldBe(1 + deals.Count);
    }

    private IEnumerable<string> Split(string month, JsonElement sales, string ours, string dimension, string right)
    {
        var mine = sales.Rows(ours).ToDictionary(row => row.Text(dimension));
        var rows = truth.Rows(right).Where(row => row.Text("month") == month && row.GetProperty("deals").GetInt64() > 0).ToDictionary(row => row.Text(dimension));
        return mine.Keys.Union(rows.Keys).SelectMany(value => Measured.Differences(
            $"{month} {value}", mine.TryGetValue(value, out var m) ? m : null, rows.TryGetValue(value, out var r) ? r : null, Measured.Sales));
    }
}
