using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Teg.Platform.Sync.Lag;

/// <summary>Seconds from the source to the open pages, and how many canaries have not come back.</summary>
internal sealed class LagMetrics
{
    private readonly Histogram<double> shown;
    private readonly ConcurrentDictionary<Guid, bool> lost = new();

    public LagMetrics(IMeterFactory meters)
    {
        var meter = meters.Create("Teg.Sync.Lag");
        shown = meter.CreateHistogram("teg.sync.lag", "s", "From a change at the source until open pages were told.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.1, 0.2, 0.3, 0.5, 0.75, 1, 2, 5, 10, 30, 60, 300] });
        meter.CreateObservableGauge("teg.sync.canaries.lost", () => lost.Values.Count(isLost => isLost), "{canary}", "Organisations whose last canary has not come back.");
    }

    public void Shown(string kind, double seconds) => shown.Record(seconds, new KeyValuePair<string, object?>("kind", kind));

    /// <returns>True when that was not known before.</returns>
    public bool Lost(Guid org, bool isLost)
    {
        var was = lost.GetValueOrDefault(org);
        lost[org] = isLost;
        return isLost && !was;
    }
}
