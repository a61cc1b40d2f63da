using System.Text.Json;

namespace Teg.Platform.Platform.Tests.Truths;

/// <summary>D4: every figure of the Calls pages equals the published truth, by day, filter by filter, over the days on which the clocks change too.</summary>
public sealed class CallsTruthTests(Suite suite) : IAsyncLifetime
{
    private static readonly string[] Stored = ["booked", "scheduled", "noShow", "canceled", "canceledByInvitee", "canceledByHost", "rescheduled"];

    // The truth's clock stands still and ours goes on, so which calls of today were held is another question an hour later.
    private static readonly string[] Measures = [.. Stored, "held"];

    private JsonElement truth;
    private List<JsonElement> rows = [];
    private DateOnly first;
    private DateOnly yesterday;
    private string range = "";

    public async ValueTask InitializeAsync()
    {
        var all = await suite.TruthAsync();
        truth = all.GetProperty("calls");
        (first, yesterday) = (DateOnly.Parse(all.Text("from"), null), DateOnly.Parse(all.Text("to"), null).AddDays(-1));
        range = $"from={first:yyyy-MM-dd}&to={yesterday:yyyy-MM-dd}";
        rows = [.. truth.Rows("rows").Where(row => DayOf(row) <= yesterday)];
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory]
    [InlineData("intro")]
    [InlineData("design-review")]
    [InlineData("other")]
    public async Task The_year_of_a_kind_by_day_week_month_and_in_every_split(string kind)
    {
        var calls = await suite.GetAsync($"/api/analytics/calls?{range}&kind={kind}");
        var right = rows.Where(row => row.Text("kind") == kind).ToList();

        List<string> differences =
        [
            .. Differences("total", calls.GetProperty("totals"), right),
            .. Periods("day", calls, "days", right, day => day),
            .. Periods("week", calls, "weeks", right, day => day.AddDays(-(((int)day.DayOfWeek + 6) % 7))),
            .. Periods("month", calls, "months", right, day => new DateOnly(day.Year, day.Month, 1)),
            .. Split(calls, "byRep", right, "rep"), .. Split(calls, "byChannel", right, "channel"),
            .. Split(calls, "byCampaign", right, "campaign"), .. Split(calls, "bySource", right, "source"),
        ];

        differences.ShouldBeTrue();
        right.Count.ShouldBeGreaterThan(20);
        // A year has both changes of the clocks, and a call in the evening lies on the next day in UTC.
        calls.Rows("days").Count().ShouldBe(yesterday.DayNumber - first.DayNumber + 1);
    }

    [Theory]
    [InlineData("rep")]
    [InlineData("channel")]
    [InlineData("campaign")]
    [InlineData("source")]
    public async Task Each_filter_by_month(string dimension)
    {
        var differences = new List<string>();
        foreach (var value in rows.ToLookup(row => row.Text(dimension)))
        {
            var calls = await suite.GetAsync($"/api/analytics/calls?{range}&{dimension}={Uri.EscapeDataString(value.Key.Length == 0 ? "(none)" : value.Key)}");
            differences.AddRange(Differences(value.Key, calls.GetProperty("totals"), value));
            differences.AddRange(Periods(value.Key, calls, "months", [.. value], day => new DateOnly(day.Year, day.Month, 1)));
        }

        differences.ShouldBeTrue();
    }

    [Fact]
    public async Task Filters_together_keep_what_passes_all_of_them()
    {
        var differences = new List<string>();
        foreach (var group in rows.ToLookup(row => (Kind: row.Text("kind"), Rep: row.Text("rep"), Channel: row.Text("channel"))).Where((_, index) => index % 5 == 0))
        {
            var calls = await suite.GetAsync($"/api/analytics/calls?{range}&kind={group.Key.Kind}&rep={Uri.EscapeDataString(group.Key.Rep)}&channel={group.Key.Channel}");
            differences.AddRange(Differences($"{group.Key}", calls.GetProperty("totals"), group));
        }

        differences.ShouldBeTrue();
    }

    [Fact]
    public async Task Today_with_the_calls_to_come()
    {
        var today = yesterday.AddDays(1);
        var calls = (await suite.GetAsync($"/api/analytics/calls?from={today:yyyy-MM-dd}&to={today:yyyy-MM-dd}")).GetProperty("totals");
        var right = truth.Rows("rows").Where(row => DayOf(row) == today).ToList();

        Stored.SelectMany(measure => Different("today", measure, calls, right)).ShouldBeTrue();
        (calls.GetProperty("held").GetInt64() + calls.GetProperty("upcoming").GetInt64())
            .ShouldBe(right.Sum(row => Value(row, "scheduled") - Value(row, "canceled") - Value(row, "noShow")));
    }

    [Fact]
    public async Task The_range_before_and_the_year_before()
    {
        var (from, to) = (yesterday.AddDays(-29), yesterday);
        var calls = await suite.GetAsync($"/api/analytics/calls?from={from:yyyy-MM-dd}&to={to:yyyy-MM-dd}");

        Differences("before", calls.GetProperty("previous"), rows.Where(row => DayOf(row) >= from.AddDays(-30) && DayOf(row) < from)).ShouldBeTrue();
        calls.GetProperty("lastYear").ValueKind.ShouldBe(JsonValueKind.Null, "the world is a year old");
    }

    [Fact]
    public async Task Hours_of_californias_clock_and_the_lead_time()
    {
        var today = $"from={first:yyyy-MM-dd}&to={yesterday.AddDays(1):yyyy-MM-dd}";
        foreach (var kind in new[] { "intro", "design-review" })
        {
            var calls = await suite.GetAsync($"/api/analytics/calls?{today}&kind={kind}");
            var right = truth.Rows("hours").Where(row => row.Text("kind") == kind)
                .Select(row => (Value(row, "weekday"), Value(row, "hour"), Value(row, "scheduled"))).ToList();

            calls.Rows("hours").Select(row => (Value(row, "weekday"), Value(row, "hour"), Value(row.GetProperty("figures"), "scheduled"))).Where(row => row.Item3 > 0)
                .ShouldBe(right, ignoreOrder: true, kind);
            calls.GetProperty("totals").GetProperty("leadTimeDays").GetInt32().ShouldBe(truth.GetProperty("leadTimeDays").GetProperty(kind).GetInt32(), kind);
        }
    }

    [Fact]
    public async Task The_calls_behind_the_figures_on_the_page_and_in_the_file_under_both_of_their_days()
    {
        var right = rows.Where(row => row.Text("kind") == "intro").ToList();
        var scheduled = await suite.PagesAsync($"/api/analytics/calls/list?{range}&kind=intro&limit=150");
        var booked = await suite.PagesAsync($"/api/analytics/calls/list?{range}&kind=intro&by=booking&limit=200");
        var file = (await suite.GetTextAsync($"/api/analytics/calls/list.csv?{range}&kind=intro&outcome=canceled")).TrimEnd().Split('\n');

        scheduled.Count.ShouldBe((int)right.Sum(row => Value(row, "scheduled")));
        scheduled.Select(call => call.Text("id")).Distinct().Count().ShouldBe(scheduled.Count);
        booked.Count.ShouldBe((int)right.Sum(row => Value(row, "booked")));
        foreach (var (outcome, measure) in new[] { ("held", "held"), ("no-show", "noShow"), ("canceled", "canceled") })
        {
            scheduled.Count(call => call.Text("outcome") == outcome).ShouldBe((int)right.Sum(row => Value(row, measure)), outcome);
        }

        file.Length.ShouldBe(1 + (int)right.Sum(row => Value(row, "canceled")));
        var moved = scheduled.First(call => call.GetProperty("reschedules").GetInt32() > 0);
        var details = await suite.GetAsync($"/api/analytics/calls/{moved.Text("id")}");
        details.Rows("events").Select(each => each.Text("kind")).Take(2).ShouldBe(["booked", "rescheduled"]);
    }

    private static IEnumerable<string> Differences(string place, JsonElement ours, IEnumerable<JsonElement> right)
    {
        var all = right.ToList();
        return Measures.SelectMany(measure => Different(place, measure, ours, all));
    }

    private static IEnumerable<string> Different(string place, string measure, JsonElement ours, IReadOnlyList<JsonElement> right) =>
        Value(ours, measure) is var mine && right.Sum(row => Value(row, measure)) is var sum && mine != sum ? [$"{place}: {measure} is {mine}, truth is {sum}"] : [];

    private static IEnumerable<string> Periods(string place, JsonElement calls, string name, List<JsonElement> right, Func<DateOnly, DateOnly> startOf)
    {
        var truths = right.ToLookup(row => startOf(DayOf(row)));
        return calls.Rows(name).SelectMany(period => Differences($"{place} {period.Text("start")}", period.GetProperty("figures"), truths[DateOnly.Parse(period.Text("start"), null)]));
    }

    private static IEnumerable<string> Split(JsonElement calls, string name, List<JsonElement> right, string dimension)
    {
        var truths = right.ToLookup(row => row.Text(dimension) is { Length: > 0 } value ? value : "(none)");
        var ours = calls.Rows(name).ToDictionary(row => row.Text("value"), row => row.GetProperty("figures"));
        return ours.Keys.Union(truths.Select(group => group.Key)).SelectMany(value => ours.TryGetValue(value, out var mine) ? Differences(value, mine, truths[value]) : [$"{name}: {value} is missing"]);
    }

    private static DateOnly DayOf(JsonElement row) => DateOnly.Parse(row.Text("day"), null);

    private static long Value(JsonElement row, string name) => row.GetProperty(name).GetInt64();
}
