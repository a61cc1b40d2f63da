using System.Globalization;
using System.Text.Json;

namespace Teg.Platform.Platform.Tests.Truths;

/// <summary>D3: every figure of the New leads page equals the published truth, in twelve months, under every filter, over both changes of the clock.</summary>
public sealed class NewLeadsTruthTests(Suite suite) : IAsyncLifetime
{
    private static readonly string[] Measures =
    [
        "received", "leads", "qualified", "unsure", "unjudged", "rejected", "spam", "contacted", "callBooked", "designReview", "proposal", "closed", "lost", "conversion",
    ];

    private static readonly string[] OfDays = ["received", "leads", "qualified", "rejected", "spam", "closed"];

    /// <summary>What the page filters by, and what the answers call the breakdown by it.</summary>
    private static readonly (string Filter, string Breakdown)[] Dimensions =
    [
        ("channel", "channels"), ("campaign", "campaigns"), ("source", "sources"), ("medium", "mediums"), ("board", "boards"), ("owner", "owners"),
        ("qualification", "qualifications"), ("status", "statuses"),
    ];

    private DateOnly first;
    private DateOnly last;

    public async ValueTask InitializeAsync()
    {
        var truth = await suite.TruthAsync();
        (first, last) = (DateOnly.Parse(truth.Text("from"), null), DateOnly.Parse(truth.Text("to"), null));
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task The_year_with_every_day_week_and_breakdown_and_what_is_left_out()
    {
        var (page, truth) = await BothAsync(first, last, "");

        Differences("year", page, truth).ShouldBeTrue();
        truth.GetProperty("totals").GetProperty("closed").GetInt64().ShouldBeGreaterThan(50);
        truth.GetProperty("totals").GetProperty("lost").GetInt64().ShouldBeGreaterThan(500);

        page.Rows("days").Count().ShouldBe(last.DayNumber - first.DayNumber + 1);
        foreach (var week in page.Rows("weeks"))
        {
            var monday = DateOnly.Parse(week.Text("start"), null);
            monday.DayOfWeek.ShouldBe(DayOfWeek.Monday);
            week.Text("label").ShouldBe(string.Create(CultureInfo.InvariantCulture, $"{ISOWeek.GetYear(monday)} W{ISOWeek.GetWeekOfYear(monday):00}"));
            var days = truth.Rows("days").Where(day => DateOnly.Parse(day.Text("value"), null) is var on && on >= monday && on < monday.AddDays(7)).ToList();
            foreach (var measure in OfDays)
            {
                week.GetProperty(measure).GetInt64().ShouldBe(days.Sum(day => day.GetProperty(measure).GetInt64()), $"{monday} {measure}");
            }
        }

        page.Rows("excluded").ToDictionary(row => $"{row.Text("board")} {row.Text("qualification")}", row => row.GetProperty("leads").GetInt64()).ShouldBe(
            truth.Rows("judged").Where(row => row.Text("value").EndsWith(" spam", StringComparison.Ordinal) || row.Text("value").EndsWith(" not-a-fit", StringComparison.Ordinal))
                .ToDictionary(row => row.Text("value"), row => row.GetProperty("received").GetInt64()), ignoreOrder: true);
        // Each board in the words of its own column.
        page.Rows("excluded").Select(row => row.Text("reason")).ShouldBe(
            ["“Spam” in the column “Qualification”", "“Not a Fit” in the column “Qualification”", "“Spam” in the column “Fit”", "“No Fit” in the column “Fit”"], ignoreOrder: true);
        page.GetProperty("by").Rows("boards").Select(row => row.Text("name")).ShouldBe(["New Leads", "Couture Enquiries"]);
    }

    [Fact]
    public async Task Each_month_and_the_days_before_it()
    {
        var differences = new List<string>();
        for (var month = new DateOnly(first.Year, first.Month, 1); month <= last; month = month.AddMonths(1))
        {
            var (from, to) = (month < first ? first : month, month.AddMonths(1).AddDays(-1) is var end && end < last ? end : last);
            var (page, truth) = await BothAsync(from, to, "");
            differences.AddRange(Differences($"{month:yyyy-MM}", page, truth));

            var length = to.DayNumber - from.DayNumber + 1;
            var previous = page.GetProperty("previous");
            if (from.AddDays(-length) < first)
            {
                previous.ValueKind.ShouldBe(JsonValueKind.Null, $"{month:yyyy-MM} has nothing before it to compare with");
            }
            else
            {
                var before = await TruthAsync(from.AddDays(-length), from.AddDays(-1), "");
                differences.AddRange(Totals($"before {month:yyyy-MM}", previous, before.GetProperty("totals")));
            }

            page.GetProperty("lastYear").ValueKind.ShouldBe(from.AddYears(-1) < first ? JsonValueKind.Null : JsonValueKind.Object);
        }

        differences.ShouldBeTrue();
    }

    [Fact]
    public async Task Every_value_of_every_filter()
    {
        var differences = new List<string>();
        var whole = await TruthAsync(first, last, "");
        foreach (var (filter, breakdown) in Dimensions)
        {
            foreach (var value in whole.Rows(breakdown).Select(row => row.Text("value")))
            {
                var query = $"&{filter}={Uri.EscapeDataString(value)}";
                var (page, truth) = await BothAsync(first, last, query);
                differences.AddRange(Differences(query, page, truth));
            }
        }

        foreach (var (stage, place) in new[] { ("contacted", 1), ("call-booked", 2), ("design-review", 3), ("proposal", 4), ("closed", 5) })
        {
            differences.AddRange(Differences(stage, await PageAsync(first, last, $"&reached={stage}"), await TruthAsync(first, last, $"&reached={place}")));
        }

        differences.ShouldBeTrue();
    }

    [Theory]
    [InlineData("&channel=google-ads&channel=meta-ads&qualification=qualified&owner=Burki")]
    [InlineData("&board=9003&source=google&source=(none)")]
    [InlineData("&status=lost&qualification=spam&qualification=not-a-fit")]
    [InlineData("&owner=Unassigned&medium=cpc")]
    public async Task Filters_together_keep_what_passes_all_of_them(string query)
    {
        var (page, truth) = await BothAsync(first, last, query);

        Differences(query, page, truth).ShouldBeTrue();
    }

    [Fact]
    public async Task The_days_around_both_changes_of_the_clock_with_the_rows_behind_them()
    {
        var days = 0;
        for (var day = first; day <= last; day = day.AddDays(1))
        {
            var zone = TimeZoneInfo.FindSystemTimeZoneById("America/Los_Angeles");
            DateTimeOffset Midnight(DateOnly of) => new(of.ToDateTime(TimeOnly.MinValue), zone.GetUtcOffset(of.ToDateTime(TimeOnly.MinValue)));
            if (Midnight(day.AddDays(1)) - Midnight(day) == TimeSpan.FromHours(24))
            {
                continue;
            }

            days++;
            foreach (var on in new[] { day.AddDays(-1), day, day.AddDays(1) }.Where(on => on >= first && on <= last))
            {
                var (page, truth) = await BothAsync(on, on, "");
                Differences($"{on:yyyy-MM-dd}", page, truth).ShouldBeTrue();
                var rows = await suite.PagesAsync($"/api/analytics/new-leads/leads?from={on:yyyy-MM-dd}&to={on:yyyy-MM-dd}&limit=5");
                rows.Count.ShouldBe(truth.GetProperty("totals").GetProperty("leads").GetInt32(), $"{on:yyyy-MM-dd}");
            }
        }

        days.ShouldBe(2);
    }

    [Fact]
    public async Task The_rows_of_a_month_add_up_to_its_figures_and_are_in_the_file()
    {
        var (from, to) = (last.AddDays(-70), last.AddDays(-40));
        var (_, truth) = await BothAsync(from, to, "");
        var query = $"from={from:yyyy-MM-dd}&to={to:yyyy-MM-dd}";
        var rows = await suite.PagesAsync($"/api/analytics/new-leads/leads?{query}&limit=60");
        var file = (await suite.GetTextAsync($"/api/analytics/new-leads/leads.csv?{query}")).TrimEnd().Split('\n');

        var totals = truth.GetProperty("totals");
        rows.Count.ShouldBe(totals.GetProperty("leads").GetInt32());
        rows.Select(row => row.Text("id")).Distinct().Count().ShouldBe(rows.Count);
        rows.Select(row => row.GetProperty("receivedAt").GetDateTimeOffset()).ShouldBeInOrder(SortDirection.Descending);
        file.Length.ShouldBe(1 + rows.Count);
        foreach (var (mark, breakdown) in Dimensions)
        {
            rows.CountBy(row => row.Text(mark)).ShouldBe(
                truth.Rows(breakdown).Select(row => KeyValuePair.Create(row.Text("value"), row.GetProperty("leads").GetInt32())).Where(row => row.Value > 0), ignoreOrder: true, mark);
        }
    }

    private async Task<(JsonElement Page, JsonElement Truth)> BothAsync(DateOnly from, DateOnly to, string query) =>
        (await PageAsync(from, to, query), await TruthAsync(from, to, query));

    private Task<JsonElement> PageAsync(DateOnly from, DateOnly to, string query) =>
        suite.GetAsync($"/api/analytics/new-leads?from={from:yyyy-MM-dd}&to={to:yyyy-MM-dd}{query}");

    private async Task<JsonElement> TruthAsync(DateOnly from, DateOnly to, string query) =>
        JsonElement.Parse(await suite.Sandbox.GetStringAsync($"/truth/new-leads?from={from:yyyy-MM-dd}&to={to:yyyy-MM-dd}{query}"));

    private static IEnumerable<string> Differences(string place, JsonElement page, JsonElement truth)
    {
        var days = truth.Rows("days").ToDictionary(row => row.Text("value"));
        return Totals(place, page.GetProperty("totals"), truth.GetProperty("totals"))
            .Concat(page.Rows("days").SelectMany(day => Measured.Differences(
                $"{place} {day.Text("day")}", day, days.TryGetValue(day.Text("day"), out var right) ? right : null, OfDays)))
            .Concat(Dimensions.SelectMany(dimension => Slices($"{place} {dimension.Breakdown}", page.GetProperty("by").Rows(dimension.Breakdown), truth.Rows(dimension.Breakdown))));
    }

    private static IEnumerable<string> Totals(string place, JsonElement ours, JsonElement truth) => Measured.Differences(place, ours, truth, [.. Measures, "medianDaysToClose"]);

    private static IEnumerable<string> Slices(string place, IEnumerable<JsonElement> ours, IEnumerable<JsonElement> truth)
    {
        // What the filters keep nothing of stands there with zeros, to be chosen instead.
        var mine = ours.Where(row => row.GetProperty("received").GetInt64() > 0).ToDictionary(row => row.Text("value"));
        var right = truth.ToDictionary(row => row.Text("value"));
        return mine.Keys.Union(right.Keys).SelectMany(value => Measured.Differences(
            $"{place} {value}", mine.TryGetValue(value, out var m) ? m : null, right.TryGetValue(value, out var r) ? r : null, Measures));
    }
}
