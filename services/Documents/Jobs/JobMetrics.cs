using System.Diagnostics.Metrics;

namespace Teg.Platform.Documents.Jobs;

/// <summary>How documents end, from being asked for, and how many wait.</summary>
internal sealed class JobMetrics
{
    private readonly Counter<long> ended;
    private long waiting;

    public JobMetrics(IMeterFactory meters)
    {
        var meter = meters.Create("Teg.Documents.Jobs");
        ended = meter.CreateCounter<long>("teg.documents", "{document}", "Documents that came to their end, by outcome.");
        meter.CreateObservableGauge("teg.documents.waiting", () => Interlocked.Read(ref waiting), "{document}", "Documents that wait for their turn.");
    }

    public void Ended(string outcome) => ended.Add(1, new KeyValuePair<string, object?>("outcome", outcome));

    public void Waiting(long count) => Interlocked.Exchange(ref waiting, count);
}
