using System.Diagnostics.Metrics;

namespace Teg.Platform.Documents.Conversion;

/// <summary>How many conversions ended how, how long they took with their waiting, how many wait and how many engines run.</summary>
internal sealed class ConversionMetrics(IMeterFactory meters)
{
    private readonly Meter meter = meters.Create("Teg.Documents.Conversion");
    private Histogram<double>? duration;

    public void Watch(string engine, Func<int> waiting, Func<int> workers)
    {
        duration ??= meter.CreateHistogram<double>("teg.documents.conversion.duration", "s", "Time of one conversion, its waiting included.");
        var tag = new KeyValuePair<string, object?>("engine", engine);
        meter.CreateObservableGauge($"teg.documents.conversion.{engine.ToLowerInvariant()}.waiting", () => new Measurement<int>(waiting(), tag), "{document}", "Documents that wait for an engine.");
        meter.CreateObservableGauge($"teg.documents.conversion.{engine.ToLowerInvariant()}.workers", () => new Measurement<int>(workers(), tag), "{process}", "Engines that run.");
    }

    public void Ended(string engine, string outcome, TimeSpan time) =>
        duration?.Record(time.TotalSeconds, new KeyValuePair<string, object?>("engine", engine), new KeyValuePair<string, object?>("outcome", outcome.ToLowerInvariant()));
}
