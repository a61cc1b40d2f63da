using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Dapper;
using Npgsql;
using Teg.Platform.Bench.Measuring;
using Teg.Platform.Bench.Running;

namespace Teg.Platform.Bench.Enquiries;

/// <summary>The public endpoint under the load it is built for.</summary>
internal sealed class EnquiriesScenario : IScenario
{
    private const int PerSecond = 500;
    private const int Seconds = 60;
    private const int CalmPerSecond = 50;
    private const int CalmSeconds = 20;
    private const int WarmUpSeconds = 10;
    private const int ModelMs = 800;

    public string Name => "enquiries";

    public string Title => "Enquiries";

    public string Method =>
        """
        500 different forms a second for a minute, sent when their time has come and not when the one before is answered, each from an address of its own. The model is the Sandbox's,
        which answers after 800 ms. "Beside the model" is what an enquiry took beyond these 800 ms: reading, checking, flushing to the disk, the
        way to the model and back, the rules, the answer. Ten seconds of the same load go before each. Sender, model, database and broker share the machine's cores,
        which 500 a second fill; what an enquiry takes while they have room is measured before, at 50 a second.
        """;

    public async Task<Finding> RunAsync(RunningSystem system, CancellationToken ct)
    {
        using var sandbox = system.Client("sandbox");
        using var limits = await sandbox.PutAsJsonAsync("/__sandbox/limits/openai", new { latencyMs = ModelMs, jitterMs = 0, requestsPerMinute = 1_000_000 }, ct);
        limits.EnsureSuccessStatusCode();
        await using var owner = new NpgsqlConnection(system.OwnerConnectionString);
        var run = Guid.NewGuid().ToString("n")[..8];

        await SendAsync(system, $"{run}v", CalmPerSecond, WarmUpSeconds, ct);
        var calm = await SendAsync(system, $"{run}c", CalmPerSecond, CalmSeconds, ct);
        await SendAsync(system, $"{run}w", PerSecond, WarmUpSeconds, ct);
        var process = system.Processes("qualifier")[0];
        var before = await ProcessorTimeAsync(process, ct);
        // The peak is counted from here on.
        await File.WriteAllTextAsync($"/proc/{process}/clear_refs", "5", ct);
        var sent = await SendAsync(system, run, PerSecond, Seconds, ct);
        var cpu = await ProcessorTimeAsync(process, ct) - before;
        var memory = await PeakMemoryAsync(process, ct);

        var clock = Stopwatch.StartNew();
        await RunningSystem.UntilAsync(
            async () => await StoredAsync(owner, run, ct) >= sent.Times.Count, TimeSpan.FromMinutes(3), "every answered enquiry is in the database", ct);
        var stored = await StoredAsync(owner, run, ct);
        var fallbacks = await owner.ExecuteScalarAsync<long>(new CommandDefinition(
            "select count(*) from qualifier.decision d join qualifier.enquiry e on e.org_id = d.org_id and e.id = d.enquiry_id where e.email like @like and d.kind = 'first' and d.fallback is not null",
            new { like = $"{run}-%" }, cancellationToken: ct));

        return new Finding(
            [
                new Measured($"POST /qualify, {PerSecond} a second", Spread.Of(sent.Times)) { Cpu = cpu / Math.Max(1, sent.Times.Count) },
                new Measured("beside the model", Spread.Of(BesideModel(sent.Times))),
                new Measured($"POST /qualify, {CalmPerSecond} a second", Spread.Of(calm.Times)),
                new Measured("beside the model", Spread.Of(BesideModel(calm.Times))),
            ],
            [
                string.Create(CultureInfo.InvariantCulture,
                    $"{sent.Times.Count:n0} of {PerSecond * Seconds:n0} answered with 200, {sent.Failures:n0} not; {stored:n0} stored, the last one {clock.Elapsed.TotalSeconds:0.0} s after the last answer; {fallbacks:n0} decided by the rules alone."),
                string.Create(CultureInfo.InvariantCulture, $"The qualifier's memory peaked at {memory / 1024.0 / 1024.0:0} MB (resident)."),
            ]);
    }

    private static IEnumerable<TimeSpan> BesideModel(IEnumerable<TimeSpan> times) => times.Select(time => time - TimeSpan.FromMilliseconds(ModelMs));

    private static async Task<(IReadOnlyCollection<TimeSpan> Times, int Failures)> SendAsync(RunningSystem system, string run, int perSecond, int seconds, CancellationToken ct)
    {
        using var client = new HttpClient(new SocketsHttpHandler { UseCookies = false, PooledConnectionIdleTimeout = TimeSpan.FromMinutes(2) }) { BaseAddress = system.Application.GetEndpoint("qualifier") };
        var times = new ConcurrentBag<TimeSpan>();
        var failures = 0;
        var under = new List<Task>(perSecond * seconds);
        var started = Stopwatch.GetTimestamp();
        for (var number = 0; number < perSecond * seconds; number++)
        {
            var due = TimeSpan.FromSeconds((double)number / perSecond);
            while (Stopwatch.GetElapsedTime(started) < due)
            {
                await Task.Delay(1, ct);
            }

            under.Add(SendOneAsync(number));
        }

        await Task.WhenAll(under);
        return (times, failures);

        async Task SendOneAsync(int number)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/qualify")
            {
                Content = JsonContent.Create(new
                {
                    name = $"Person {number}", email = $"{run}-{number}@bench.example", company = "Bench & Co", budget = "$15k", styles = "8", piecesPerStyle = "60", timeline = "Spring",
                    project = $"Number {number}: eight evening gowns and two coats in silk and wool, with patterns, samples and a first run of sixty pieces each.", utm_source = "google",
                }),
            };
            request.Headers.Add("X-Forwarded-For", $"10.{(number >> 16) & 255}.{(number >> 8) & 255}.{number & 255}");
            var begun = Stopwatch.GetTimestamp();
            try
            {
                using var answer = await client.SendAsync(request, ct);
                if (!answer.IsSuccessStatusCode)
                {
                    Interlocked.Increment(ref failures);
                    return;
                }

                using var read = JsonDocument.Parse(await answer.Content.ReadAsByteArrayAsync(ct));
                _ = read.RootElement.GetProperty("enquiryId").GetGuid();
                times.Add(Stopwatch.GetElapsedTime(begun));
            }
            catch (HttpRequestException)
            {
                Interlocked.Increment(ref failures);
            }
        }
    }

    private static Task<long> StoredAsync(NpgsqlConnection owner, string run, CancellationToken ct) => owner.ExecuteScalarAsync<long>(new CommandDefinition(
        "select count(*) from qualifier.enquiry where email like @like", new { like = $"{run}-%" }, cancellationToken: ct));

    // VmHWM:    123456 kB
    private static async Task<long> PeakMemoryAsync(int process, CancellationToken ct) =>
        long.Parse((await File.ReadAllLinesAsync($"/proc/{process}/status", ct)).Single(line => line.StartsWith("VmHWM:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024;

    private static Task<TimeSpan> ProcessorTimeAsync(int process, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        using var found = Process.GetProcessById(process);
        return Task.FromResult(found.TotalProcessorTime);
    }
}
