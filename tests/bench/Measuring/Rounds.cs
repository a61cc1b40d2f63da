using System.Diagnostics;

namespace Teg.Platform.Bench.Measuring;

/// <summary>
/// Warms every candidate, then asks all of them in each round, the order turned around from round to round: whatever else the machine does
/// meets them alike.
/// </summary>
internal static class Rounds
{
    public static async Task<IReadOnlyList<Measured>> RunAsync(int rounds, IReadOnlyList<Candidate> candidates, CancellationToken ct)
    {
        foreach (var candidate in candidates)
        {
            await BatchAsync(candidate, Math.Max(candidate.PerRound / 4, candidate.Parallel), ct);
        }

        var batches = candidates.ToDictionary(candidate => candidate.Name, _ => new List<Batch>());
        for (var round = 0; round < rounds; round++)
        {
            foreach (var candidate in round % 2 == 0 ? candidates : candidates.Reverse())
            {
                batches[candidate.Name].Add(await BatchAsync(candidate, candidate.PerRound, ct));
            }
        }

        return [.. candidates.Select(candidate => Of(candidate, batches))];
    }

    private static Measured Of(Candidate candidate, Dictionary<string, List<Batch>> batches)
    {
        var own = batches[candidate.Name];
        var asked = own.Sum(batch => batch.Times.Length);
        return new Measured(candidate.Name, Spread.Of(own.SelectMany(batch => batch.Times)))
        {
            Cpu = candidate.Processes is null ? null : own.Aggregate(TimeSpan.Zero, (sum, batch) => sum + batch.Cpu) / asked,
            Bytes = candidate.InProcess ? own.Select(batch => batch.Bytes / batch.Times.Length).Order().ElementAt(own.Count / 2) : null,
            Beside = candidate.Beside is { } baseline
                ? Ratio.Of(baseline, own.Zip(batches[baseline], (one, other) => Weight(candidate, one) / Weight(candidate, other)))
                : null,
            Grows = candidate.Grows,
        };
    }

    // In parallel the one who waits longest decides, whatever the order in which the others were served.
    private static TimeSpan Weight(Candidate candidate, Batch batch) => candidate.Parallel > 1 ? batch.Whole : Spread.Of(batch.Times).P50;

    private static async Task<Batch> BatchAsync(Candidate candidate, int count, CancellationToken ct)
    {
        GC.Collect();
        var times = new TimeSpan[count];
        var next = -1;
        var cpu = Cpu(candidate);
        var bytes = GC.GetTotalAllocatedBytes(precise: true);
        var began = Stopwatch.GetTimestamp();
        if (candidate.Parallel == 1)
        {
            for (var i = 0; i < count; i++)
            {
                times[i] = await TimeAsync(candidate, ct);
            }
        }
        else
        {
            // Threads of their own: what computes in this process begins at once, as requests to a service do.
            await Task.WhenAll(Enumerable.Range(0, candidate.Parallel).Select(_ => Task.Factory.StartNew(
                async () =>
                {
                    for (var i = Interlocked.Increment(ref next); i < count; i = Interlocked.Increment(ref next))
                    {
                        times[i] = await TimeAsync(candidate, ct);
                    }
                }, ct, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap()));
        }

        return new Batch(times, Stopwatch.GetElapsedTime(began), Cpu(candidate) - cpu, GC.GetTotalAllocatedBytes(precise: true) - bytes);
    }

    private static async Task<TimeSpan> TimeAsync(Candidate candidate, CancellationToken ct)
    {
        var start = Stopwatch.GetTimestamp();
        await candidate.Ask(ct);
        return Stopwatch.GetElapsedTime(start);
    }

    private static TimeSpan Cpu(Candidate candidate) => (candidate.Processes?.Invoke() ?? []).Aggregate(TimeSpan.Zero, (sum, id) =>
    {
        using var process = Process.GetProcessById(id);
        return sum + process.TotalProcessorTime;
    });

    private sealed record Batch(TimeSpan[] Times, TimeSpan Whole, TimeSpan Cpu, long Bytes);
}
