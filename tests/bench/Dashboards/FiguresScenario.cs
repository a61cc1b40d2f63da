using System.Globalization;
using Teg.Platform.Bench.Measuring;
using Teg.Platform.Bench.Running;

namespace Teg.Platform.Bench.Dashboards;

internal sealed class FiguresScenario : IScenario
{
    private const int Asked = 40;
    private const int PerRound = 20;
    private const int AskedRounds = 5;

    private static readonly int[] Sizes = [100_000, 1_000_000];

    // Each with a range, so that a question can be one that nobody asked before.
    private static readonly string[] Endpoints = ["/ads", "/ads/days", "/ads/campaigns", "/sales"];

    public string Name => "figures";

    public string Title => "Figures as the leads grow, never asked and asked before";

    public string Method =>
        """
        The same endpoints with a hundred thousand and with a million leads, three years of days and thirty campaigns, filled into the warehouse in sets and rolled up by
        one run. "Never asked": every request is for a year that begins on another day, so nothing is kept of it. "Asked before": the same year again. Through
        the Gateway, as the browser asks. A day of use is replayed against the cache itself, with its Redis and a clock that is moved.
        """;

    public async Task<Finding> RunAsync(RunningSystem system, CancellationToken ct)
    {
        using var browser = await system.BrowserAsync("admin@teg.example", ct);
        var rows = new List<Measured>();
        var remarks = new List<string>();
        var before = new Dictionary<string, Measured>(StringComparer.Ordinal);
        foreach (var size in Sizes)
        {
            await GrownWarehouse.GrowAsync(system, size, ct);
            var next = 0;
            var measured = await Rounds.RunAsync(AskedRounds,
            [
                .. Endpoints.SelectMany(endpoint => new[]
                {
                    new Candidate($"`{endpoint}`, {size:n0} leads, never asked", cancel => AskAsync(browser, endpoint, Interlocked.Increment(ref next), cancel))
                    {
                        PerRound = PerRound, Processes = () => system.Processes("gateway", "analytics"),
                    },
                    new Candidate($"`{endpoint}`, {size:n0} leads, asked before", cancel => AskAsync(browser, endpoint, 0, cancel))
                    {
                        PerRound = Asked, Processes = () => system.Processes("gateway", "analytics"),
                    },
                }),
            ], ct);
            rows.AddRange(measured);
            foreach (var row in measured)
            {
                var question = row.Name.Replace($", {size:n0} leads", "", StringComparison.Ordinal);
                if (before.TryGetValue(question, out var smaller))
                {
                    remarks.Add(string.Create(CultureInfo.InvariantCulture, $"{question}: p50 {row.Time.P50 / smaller.Time.P50:0.00} and p95 {row.Time.P95 / smaller.Time.P95:0.00} times its time at {Sizes[0]:n0} leads."));
                }

                before[question] = row;
            }
        }

        remarks.Add(await ReplayedDay.RunAsync(system.Application.GetConnectionString("redis"), ct));
        return new Finding(rows, remarks);
    }

    // The range of a year ends so many days ago; 0 is today.
    private static async Task AskAsync(HttpClient browser, string endpoint, int ago, CancellationToken ct)
    {
        var to = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().DateTime).AddDays(-ago % GrownWarehouse.Days);
        // A question is new by its beginning too when its end has been asked for.
        var from = to.AddDays(-364 - (ago / GrownWarehouse.Days));
        using var answer = await browser.GetAsync($"/api/analytics{endpoint}?from={from:yyyy-MM-dd}&to={to:yyyy-MM-dd}", ct);
        answer.EnsureSuccessStatusCode();
        await answer.Content.LoadIntoBufferAsync(ct);
    }
}
