using System.Globalization;
using Teg.Platform.Bench.Measuring;
using Teg.Platform.Bench.Running;
using Teg.Platform.Contracts;
using Teg.Platform.ServiceDefaults;

namespace Teg.Platform.Bench.Dashboards;

internal sealed class FiguresScenario : IScenario
{
    private const int Asked = 40;
    private const int PerRound = 20;
    private const int AskedRounds = 5;
    private const int SqlAsked = 15;

    // A million takes the rollups half an hour on a busy machine; this ends before the sizes above it.
    private static readonly int[] Sizes =
        [.. new[] { 10_000, 100_000, 1_000_000 }.Where(size => size <= int.Parse(Environment.GetEnvironmentVariable("TEG_BENCH_LEADS") ?? "1000000", CultureInfo.InvariantCulture))];

    // Each page as it opens, with a filter, and with two. All but the last have a range, so that a question can be one that nobody asked before.
    private static readonly string[] Questions =
    [
        "/ads", "/ads?channel=meta", "/ads/days", "/ads/campaigns", "/sales", "/sales?rep=Grown 3", "/sales?rep=Grown 3&category=Production",
        "/new-leads", "/new-leads?channel=meta", "/new-leads?campaign=grown-7", "/new-leads?channel=meta&owner=Grown 3",
        "/calls", "/calls?kind=intro", "/calls?rep=Grown 3", "/calls?rep=Grown 3&channel=meta", Filters,
    ];

    private const string Filters = "/filters";

    private readonly Dictionary<string, int> asked = new(StringComparer.Ordinal);

    public string Name => "figures";

    public string Title => "Figures as the leads grow, never asked and asked before";

    public string Method =>
        """
        Every dashboard endpoint, as its page opens and under filters, as the leads grow tenfold: three years of days, thirty campaigns, five clicks to a
        lead, a call to every tenth and a deal to every twentieth, their marks spread by hashes, filled into the warehouse in sets and rolled up by one run. "Never asked": every
        request is for a year that begins on another day, so nothing is kept of it (of the filters' choices the answer is dropped before, and the drop is in the time). "Asked
        before": the same year again. Through the Gateway, as the browser asks. "Its SQL" is what PostgreSQL itself says (`log_min_duration_statement`) the statements took, in a
        run of their own. `/ads/campaigns` is a page of a list, which is not kept. A day of use is replayed against the cache itself, with its Redis and a clock that is moved.
        """;

    public async Task<Finding> RunAsync(RunningSystem system, CancellationToken ct)
    {
        using var browser = await system.BrowserAsync("admin@teg.example", ct);
        await using var cache = await CacheBeside.StartAsync(system.Application.GetConnectionString("redis"), ct);
        var rows = new List<Measured>();
        var (before, had) = (new Dictionary<string, Measured>(StringComparer.Ordinal), 0);
        foreach (var size in Sizes)
        {
            await GrownWarehouse.GrowAsync(system, had, size, ct);
            had = size;
            asked.Clear();
            var measured = await Rounds.RunAsync(AskedRounds,
            [
                .. Questions.SelectMany(question => new[]
                {
                    new Candidate($"`{question}`, {size:n0} leads, never asked", cancel => NewAsync(browser, cache, question, cancel))
                    {
                        PerRound = PerRound, Processes = () => system.Processes("gateway", "analytics"),
                    },
                    new Candidate($"`{question}`, {size:n0} leads, asked before", cancel => AskAsync(browser, question, 0, cancel))
                    {
                        PerRound = Asked, Processes = () => system.Processes("gateway", "analytics"),
                    },
                }),
            ], ct);
            var sql = await SqlAsync(system, browser, cache, size, ct);
            foreach (var row in measured)
            {
                var question = row.Name.Replace($", {size:n0} leads", "", StringComparison.Ordinal);
                rows.Add(row with
                {
                    Sql = sql.TryGetValue(row.Name, out var times) ? times : null,
                    Grows = before.TryGetValue(question, out var smaller)
                        ? string.Create(CultureInfo.InvariantCulture, $"p50 {row.Time.P50 / smaller.Time.P50:0.00}, p95 {row.Time.P95 / smaller.Time.P95:0.00} times that of {size / 10:n0} leads")
                        : null,
                });
                before[question] = row;
            }
        }

        return new Finding([.. rows.OrderBy(row => Array.FindIndex(Questions, question => row.Name.StartsWith($"`{question}`", StringComparison.Ordinal)))], [await ReplayedDay.RunAsync(cache, ct)]);
    }

    private async Task<Dictionary<string, Spread>> SqlAsync(RunningSystem system, HttpClient browser, CacheBeside cache, int size, CancellationToken ct)
    {
        var times = new Dictionary<string, Spread>(StringComparer.Ordinal);
        await using var statements = await StatementLog.OpenAsync(system, ["analytics"], ct);
        foreach (var question in Questions)
        {
            var took = new List<TimeSpan>();
            for (var i = -2; i < SqlAsked; i++)
            {
                await statements.SinceLastAsync(ct);
                await NewAsync(browser, cache, question, ct);
                var one = await statements.SinceLastAsync(ct);
                if (i >= 0)
                {
                    took.Add(one);
                }
            }

            times[$"`{question}`, {size:n0} leads, never asked"] = Spread.Of(took);
        }

        return times;
    }

    private async Task NewAsync(HttpClient browser, CacheBeside cache, string question, CancellationToken ct)
    {
        if (question == Filters)
        {
            await cache.Cache.DropAsync(RowScope.Tag(DemoOrganisation.Id, Answers.Figures));
        }

        await AskAsync(browser, question, asked[question] = asked.GetValueOrDefault(question) + 1, ct);
    }

    // The range of a year ends so many days ago; 0 is today.
    private static async Task AskAsync(HttpClient browser, string question, int ago, CancellationToken ct)
    {
        var to = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().DateTime).AddDays(-ago);
        var range = question == Filters ? "" : $"{(question.Contains('?', StringComparison.Ordinal) ? '&' : '?')}from={to.AddDays(-364):yyyy-MM-dd}&to={to:yyyy-MM-dd}";
        using var answer = await browser.GetAsync($"/api/analytics{question}{range}", ct);
        answer.EnsureSuccessStatusCode();
        await answer.Content.LoadIntoBufferAsync(ct);
    }
}
