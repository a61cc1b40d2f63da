using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Teg.Platform.Documents.Conversion;

/// <summary>How many conversions ended how, how long they took with their waiting, how many wait and how many engines run.</summary>
internal sealed class ConversionMetrics
{
    private readonly ConcurrentDictionary<string, (Func<int> Waiting, Func<int> Workers)> engines = new(StringComparer.Ordinal);
    private readonly Histogram<double> duration;

    public ConversionMetrics(IMeterFactory meters)
    {
        var meter = meters.Create("Teg.Documents.Conversion");
        duration = meter.CreateHistogram<double>("teg.documents.conversion.duration", "s", "Time of one conversion, its waiting included.");
        meter.CreateObservableGauge(
            "teg.documents.conversion.waiting", () => engines.Select(engine => new Measurement<int>(engine.Value.Waiting(), Of(engine.Key))), "{document}", "Documents that wait for an engine.");
        meter.CreateObservableGauge(
            "teg.documents.conversion.workers", () => engines.Select(engine => new Measurement<int>(engine.Value.Workers(), Of(engine.Key))), "{process}", "Engines that run.");
    }

    public void Watch(string engine, Func<int> waiting, Func<int> workers) => engines[engine] = (waiting, workers);

    public void Ended(string engine, string outcome, TimeSpan time) => duration.Record(time.TotalSeconds, Of(engine), new KeyValuePair<string, object?>("outcome", outcome.ToLowerInvariant()));

    private static KeyValuePair<string, object?> Of(string engine) => new("engine", engine);
}
