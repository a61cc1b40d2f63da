using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Dapper;
using Npgsql;
using Teg.Platform.Bench.Measuring;
using Teg.Platform.Bench.Running;

namespace Teg.Platform.Bench.Live;

/// <summary>How long a change at the vendor takes to an open page, and what open pages cost.</summary>
internal sealed class LiveScenario : IScenario
{
    private const int Changes = 60;
    private const int WarmUp = 6;
    private const int BurstChanges = 200;
    private const int BurstPerSecond = 20;
    private const int Pages = 200;
    private const int Events = 30;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public string Name => "live";

    public string Title => "Source → screen";

    public string Method =>
        """
        A change is ordered at the Sandbox, which tells it the way its vendor does: Monday's webhook for a lead, for spend (three cells) and for a deal, Calendly's for a call. The clock runs from
        the order until an open page, told by its event stream, has asked again and reads the new figure. The stages are parts of the same changes. A burst is 200 leads in ten seconds;
        its lag is that of the last one. Then 200 pages stand open: how long until the last of them has heard an event, what it costs the Gateway's processor, and how much memory they hold.
        """;

    public async Task<Finding> RunAsync(RunningSystem system, CancellationToken ct)
    {
        using var sandbox = system.Client("sandbox");
        using var browser = await system.BrowserAsync("viewer@teg.example", ct);
        await using var owner = new NpgsqlConnection(system.OwnerConnectionString);
        await SubscribedAsync(owner, ct);
        var changes = new List<Change>();
        await using (var page = await LivePage.OpenAsync(browser, ct))
        {
            foreach (var kind in Enum.GetValues<Kind>())
            {
                for (var number = 0; number < WarmUp; number++)
                {
                    await ChangeAsync(kind, sandbox, browser, page, owner, ct);
                }
            }

            for (var number = 0; number < Changes; number++)
            {
                changes.Add(await ChangeAsync((Kind)(number % 4), sandbox, browser, page, owner, ct));
            }
        }

        var (burst, runs) = await BurstAsync(system, sandbox, browser, owner, ct);
        var pages = await PagesAsync(system, sandbox, ct);
        return new Finding(
            [
                new Measured("change at the vendor → figure readable", Spread.Of(changes.Select(change => change.Whole))),
                .. Enum.GetValues<Kind>().Select(kind => new Measured($"of a {kind.ToString().ToLowerInvariant()}", Spread.Of(changes.Where(change => change.Kind == kind).Select(change => change.Whole)))),
                new Measured("vendor → webhook noted", Spread.Of(changes.Select(change => change.Noted))),
                new Measured("→ run taken up", Spread.Of(changes.Select(change => change.Taken))),
                new Measured("→ published", Spread.Of(changes.Select(change => change.Published))),
                new Measured("→ rollups, event on the page", Spread.Of(changes.Select(change => change.Told))),
                new Measured("→ figure asked and read", Spread.Of(changes.Select(change => change.Read))),
                burst,
                .. pages.Rows,
            ],
            [
                string.Create(CultureInfo.InvariantCulture, $"The burst's {BurstChanges} leads were published by {runs} runs."),
                .. pages.Remarks,
            ]);
    }

    private static async Task<Change> ChangeAsync(Kind kind, HttpClient sandbox, HttpClient browser, LivePage page, NpgsqlConnection owner, CancellationToken ct)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(Patience);
        // The Sandbox's clock stands still; changes of one instant would be told together, again and again.
        using (var later = await sandbox.PostAsJsonAsync("/__sandbox/clock", new { advanceSeconds = 1 }, patience.Token))
        {
            later.EnsureSuccessStatusCode();
        }

        var before = await FigureAsync(kind, browser, ct);
        page.Forget();
        var at = DateTimeOffset.UtcNow;
        var began = Stopwatch.GetTimestamp();
        using (var ordered = await sandbox.PostAsJsonAsync("/__sandbox/events", Order(kind), patience.Token))
        {
            ordered.EnsureSuccessStatusCode();
        }

        long told;
        try
        {
            do
            {
                told = await page.NextAsync("figures-refreshed", patience.Token);
            }
            while (await FigureAsync(kind, browser, patience.Token) == before);
        }
        catch (OperationCanceledException e) when (!ct.IsCancellationRequested)
        {
            throw new TimeoutException($"A {kind} did not reach the open page in {Patience}.", e);
        }

        var whole = Stopwatch.GetElapsedTime(began);
        var (noted, taken, published) = await owner.QuerySingleAsync<(DateTimeOffset, DateTimeOffset, DateTimeOffset)>(new CommandDefinition(
            """
            select d.received_at, r.started_at, r.finished_at
            from sync.webhook_delivery d
            join sync.run r on r.org_id = d.org_id and r.id = d.run_id
            where d.received_at >= @at
            order by d.received_at
            limit 1
            """, new { at }, cancellationToken: ct));
        var heard = Stopwatch.GetElapsedTime(began, told);
        return new Change(kind, whole, noted - at, taken - noted, published - taken, heard - (published - at), whole - heard);
    }

    // What the change adds to is in one of these figures; a call is booked for one of the next days.
    private static async Task<decimal> FigureAsync(Kind kind, HttpClient browser, CancellationToken ct)
    {
        var today = DateOnly.FromDateTime(DateTime.UtcNow);
        var ads = await browser.GetFromJsonAsync<JsonElement>($"/api/analytics/ads?from={today.AddDays(-60):yyyy-MM-dd}&to={today.AddDays(60):yyyy-MM-dd}", ct);
        var totals = ads.GetProperty("totals");
        return kind switch
        {
            Kind.Lead => totals.GetProperty("leads").GetDecimal(),
            Kind.Spend => totals.GetProperty("clicks").GetDecimal(),
            Kind.Deal => totals.GetProperty("deals").GetDecimal(),
            _ => totals.GetProperty("calls").GetDecimal(),
        };
    }

    private static object Order(Kind kind)
    {
        var email = $"bench-{Guid.NewGuid():n}@visitor.example";
        return kind switch
        {
            Kind.Lead => new { kind = "lead", email, campaign = "google-brand-search", qualification = "qualified" },
            Kind.Spend => new { kind = "spend", campaign = "google-brand-search", amount = 1.25m, clicks = 1, impressions = 40 },
            Kind.Deal => new { kind = "deal-won", email, amount = 12_500, rep = "Burki", category = "Production" },
            _ => new { kind = "call-booked", email, call = "intro" },
        };
    }

    private static async Task<(Measured Row, long Runs)> BurstAsync(RunningSystem system, HttpClient sandbox, HttpClient browser, NpgsqlConnection owner, CancellationToken ct)
    {
        var before = await FigureAsync(Kind.Lead, browser, ct);
        var runs = await RunsAsync(owner, ct);
        var cpu = Cpu(system, "sync", "analytics", "gateway");
        var started = Stopwatch.GetTimestamp();
        for (var number = 0; number < BurstChanges; number++)
        {
            while (Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds((double)number / BurstPerSecond))
            {
                await Task.Delay(1, ct);
            }

            using var ordered = await sandbox.PostAsJsonAsync("/__sandbox/events", Order(Kind.Lead), ct);
            ordered.EnsureSuccessStatusCode();
        }

        var last = Stopwatch.GetTimestamp();
        while (await FigureAsync(Kind.Lead, browser, ct) < before + BurstChanges && Stopwatch.GetElapsedTime(last) < Patience)
        {
            await Task.Delay(20, ct);
        }

        var lag = Stopwatch.GetElapsedTime(last);
        return (new Measured($"the last of {BurstChanges} leads, {BurstPerSecond} a second", Spread.Of([lag]))
        {
            Cpu = (Cpu(system, "sync", "analytics", "gateway") - cpu) / BurstChanges,
        }, await RunsAsync(owner, ct) - runs);
    }

    private static async Task<Finding> PagesAsync(RunningSystem system, HttpClient sandbox, CancellationToken ct)
    {
        // A browser's own connection for each page, as HTTP/1.1 makes it.
        using var browser = await system.BrowserAsync("manager@teg.example", ct);
        var memory = Memory(system, "gateway");
        var pages = new List<LivePage>();
        try
        {
            for (var number = 0; number < Pages; number++)
            {
                pages.Add(await LivePage.OpenAsync(browser, ct));
            }

            var held = Memory(system, "gateway") - memory;
            var idle = Cpu(system, "gateway");
            await Task.Delay(TimeSpan.FromSeconds(20), ct);
            idle = Cpu(system, "gateway") - idle;

            var spread = new List<TimeSpan>();
            var cpu = Cpu(system, "gateway");
            for (var number = 0; number < Events; number++)
            {
                pages.ForEach(page => page.Forget());
                using var ordered = await sandbox.PostAsJsonAsync("/__sandbox/events", Order(Kind.Lead), ct);
                ordered.EnsureSuccessStatusCode();
                var at = await Task.WhenAll(pages.Select(page => page.NextAsync("figures-refreshed", ct)));
                spread.Add(Stopwatch.GetElapsedTime(at.Min(), at.Max()));
            }

            cpu = Cpu(system, "gateway") - cpu;
            return new Finding(
                [new Measured($"an event on the first → on the last of {Pages} open pages", Spread.Of(spread)) { Cpu = cpu / Events }],
                [
                    string.Create(CultureInfo.InvariantCulture,
                        $"{Pages} open pages hold {held / 1024.0 / 1024.0:0.0} MB of the Gateway ({held / 1024.0 / Pages:0} kB each) and, quiet, {idle.TotalMilliseconds / 20:0.0} ms of its processor a second; a change sends each of them three events."),
                ]);
        }
        finally
        {
            foreach (var page in pages)
            {
                await page.DisposeAsync();
            }
        }
    }

    private static Task SubscribedAsync(NpgsqlConnection owner, CancellationToken ct) => RunningSystem.UntilAsync(
        async () => await owner.ExecuteScalarAsync<bool>(new CommandDefinition(
            "select count(*) filter (where s.kind = 'monday') >= 24 and count(*) filter (where s.kind = 'calendly') >= 1 from sync.webhook_subscription w join sync.source s on s.org_id = w.org_id and s.id = w.source_id",
            cancellationToken: ct)),
        TimeSpan.FromMinutes(2), "the vendors know where to send changes", ct);

    private static Task<long> RunsAsync(NpgsqlConnection owner, CancellationToken ct) =>
        owner.ExecuteScalarAsync<long>(new CommandDefinition("select count(*) from sync.run where trigger = 'webhook'", cancellationToken: ct));

    private static TimeSpan Cpu(RunningSystem system, params IReadOnlyList<string> services) => system.Processes(services).Aggregate(TimeSpan.Zero, (sum, id) =>
    {
        using var process = Process.GetProcessById(id);
        return sum + process.TotalProcessorTime;
    });

    private static long Memory(RunningSystem system, string service)
    {
        using var process = Process.GetProcessById(system.Processes(service)[0]);
        return process.WorkingSet64;
    }

    private enum Kind
    {
        Lead,
        Spend,
        Deal,
        Call,
    }

    private sealed record Change(Kind Kind, TimeSpan Whole, TimeSpan Noted, TimeSpan Taken, TimeSpan Published, TimeSpan Told, TimeSpan Read);
}
