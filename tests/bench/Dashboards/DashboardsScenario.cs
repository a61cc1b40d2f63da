using System.Diagnostics;
using System.Text.Json;
using Teg.Platform.Bench.Measuring;
using Teg.Platform.Bench.Running;

namespace Teg.Platform.Bench.Dashboards;

internal sealed class DashboardsScenario : IScenario
{
    private const int WarmRounds = 5;
    private const int WarmPerRound = 40;
    private const int SqlRounds = 9;
    private const int SqlPerRound = 5;
    private const int Starts = 5;

    // Services whose GET routes make up the pages' figures and lists; a route they get is measured without a word here.
    private static readonly string[] Services = ["analytics", "sync"];

    public string Name => "dashboards";

    public string Title => "Figures and lists of the pages";

    public string Method =>
        """
        Every GET route without an id of Analytics and Sync, at the demo's size (a year of one company), with its defaults (the search with two letters), through the Gateway as the browser
        asks: session, rate limit, proxy, token, figures, audit. The ratio is the whole request beside the time PostgreSQL itself says (`log_min_duration_statement`)
        it needed for the request's statements, in a run of its own because the log costs time; an answer that is kept asks it nothing and has no ratio.
        "First after a start" is the median of the first request to a service that has just been started.
        """;

    public async Task<Finding> RunAsync(RunningSystem system, CancellationToken ct)
    {
        using var browser = await system.BrowserAsync("admin@teg.example", ct);
        var routes = Services.SelectMany(RoutesOf).ToList();
        var warm = await Rounds.RunAsync(WarmRounds,
            [.. routes.Select(route => new Candidate(route.Name, cancel => AskAsync(browser, route, cancel)) { PerRound = WarmPerRound, Processes = () => system.Processes("gateway", route.Service) })], ct);
        var cold = await ColdAsync(system, browser, routes, ct);
        var ratios = await BesideSqlAsync(system, browser, routes, ct);
        return new Finding(
            [.. warm.Select(row => row with { Cold = cold[row.Name], Beside = ratios.GetValueOrDefault(row.Name) })],
            ["Measured at one size only: how the figures grow with leads, and what they cost when nobody has asked before, is in the next chapter."]);
    }

    private static IEnumerable<PageRoute> RoutesOf(string service)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Folder, "docs", "openapi", $"{service}.json")));
        foreach (var path in document.RootElement.GetProperty("paths").EnumerateObject())
        {
            if (path.Value.TryGetProperty("get", out _) && !path.Name.Contains('{', StringComparison.Ordinal) && !path.Name.StartsWith("/health", StringComparison.Ordinal))
            {
                yield return new PageRoute(service, path.Name);
            }
        }
    }

    private static async Task AskAsync(HttpClient browser, PageRoute route, CancellationToken ct)
    {
        using var answer = await browser.GetAsync(route.Address, ct);
        answer.EnsureSuccessStatusCode();
    }

    private static async Task<Dictionary<string, Spread>> ColdAsync(RunningSystem system, HttpClient browser, List<PageRoute> routes, CancellationToken ct)
    {
        var times = routes.ToDictionary(route => route.Name, _ => new List<TimeSpan>());
        foreach (var service in Services)
        {
            var own = routes.Where(route => route.Service == service).ToList();
            for (var start = 0; start < Starts; start++)
            {
                await system.Application.RestartAsync(service, ct);
                await system.Application.WaitForHealthyAsync(service, ct);
                // Another one is the very first each time: it pays for what all share.
                foreach (var route in own.Skip(start).Concat(own.Take(start)))
                {
                    var began = Stopwatch.GetTimestamp();
                    await AskAsync(browser, route, ct);
                    times[route.Name].Add(Stopwatch.GetElapsedTime(began));
                }
            }
        }

        return times.ToDictionary(pair => pair.Key, pair => Spread.Of(pair.Value));
    }

    private static async Task<Dictionary<string, Ratio>> BesideSqlAsync(RunningSystem system, HttpClient browser, List<PageRoute> routes, CancellationToken ct)
    {
        await using var statements = await StatementLog.OpenAsync(system, Services, ct);
        var ratios = routes.ToDictionary(route => route.Name, _ => new List<double>());
        for (var round = -1; round < SqlRounds; round++)
        {
            foreach (var route in round % 2 == 0 ? routes : Enumerable.Reverse(routes))
            {
                var began = Stopwatch.GetTimestamp();
                for (var i = 0; i < SqlPerRound; i++)
                {
                    await AskAsync(browser, route, ct);
                }

                var whole = Stopwatch.GetElapsedTime(began);
                var inDatabase = await statements.SinceLastAsync(ct);
                // The first round warms the restarted services.
                if (round >= 0 && inDatabase > TimeSpan.Zero)
                {
                    ratios[route.Name].Add(whole / inDatabase);
                }
            }
        }

        return ratios.Where(pair => pair.Value.Count > 0).ToDictionary(pair => pair.Key, pair => Ratio.Of("its SQL", pair.Value));
    }

    private sealed record PageRoute(string Service, string Path)
    {
        public string Name => $"`{Service} {Path}`";

        // What is searched for begins like that a few times in the demo.
        public string Address => $"/api/{Service}{Path}{(Path == "/search" ? "?text=ma" : "")}";
    }
}
