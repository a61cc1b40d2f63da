using System.Diagnostics.Metrics;

namespace Teg.Platform.Sync.Runs;

/// <summary>How runs of the sources end, what they carry, and how far the schedule is behind.</summary>
internal sealed class RunMetrics
{
    private readonly Counter<long> ended;
    private readonly Counter<long> rows;
    private readonly Counter<long> certificates;
    private readonly Counter<long> steppedBack;
    private readonly Histogram<double> duration;
    private double overdue;

    public RunMetrics(IMeterFactory meters)
    {
        var meter = meters.Create("Teg.Sync.Runs");
        ended = meter.CreateCounter<long>("teg.sync.runs", "{run}", "Runs that came to their end, by kind of source and outcome.");
        rows = meter.CreateCounter<long>("teg.sync.rows", "{row}", "Records written to the warehouse.");
        certificates = meter.CreateCounter<long>("teg.sync.certificates", "{certificate}", "Certificates of completeness, by verdict.");
        steppedBack = meter.CreateCounter<long>("teg.sync.stepped_back", "{run}", "Times a run waits because its vendor does not answer.");
        duration = meter.CreateHistogram("teg.sync.run.duration", "s", "From being taken up until published or failed.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 900] });
        meter.CreateObservableGauge("teg.sync.overdue", () => Volatile.Read(ref overdue), "s", "How long past its schedule the most overdue source has not been asked for.");
    }

    public void Ended(string kind, string outcome, TimeSpan time, long written = 0, string? verdict = null)
    {
        var source = new KeyValuePair<string, object?>("kind", kind);
        ended.Add(1, source, new("outcome", outcome));
        duration.Record(time.TotalSeconds, source);
        rows.Add(written, source);
        if (verdict is not null)
        {
            certificates.Add(1, source, new("verdict", verdict));
        }
    }

    public void SteppedBack(string kind) => steppedBack.Add(1, new KeyValuePair<string, object?>("kind", kind));

    public void Overdue(TimeSpan time) => Volatile.Write(ref overdue, Math.Max(0, time.TotalSeconds));
}
