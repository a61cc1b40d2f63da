using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;

namespace Teg.Platform.ServiceDefaults;

/// <summary>Collects when asked, never on its own, and writes the Prometheus text format 0.0.4.</summary>
/// <remarks>OpenTelemetry.Exporter.Prometheus.AspNetCore would replace this and <see cref="PrometheusText"/>; it cannot be restored here.</remarks>
[ExportModes(ExportModes.Pull)]
internal sealed class PrometheusExporter : BaseExporter<Metric>, IPullMetricExporter
{
    private readonly Lock scraping = new();
    private string text = "";

    public Func<int, bool>? Collect { get; set; }

    /// <summary>The metrics as they are now.</summary>
    public string Scrape()
    {
        // One scrape at a time: the reader hands its batch to Export below, which leaves the text here.
        lock (scraping)
        {
            if (Collect is null)
            {
                throw new InvalidOperationException("The meter provider has not been started, so there is nothing to read.");
            }

            Collect(Timeout.Infinite);
            return text;
        }
    }

    public override ExportResult Export(in Batch<Metric> batch)
    {
        var writer = new PrometheusText();
        writer.WriteTarget(ParentProvider?.GetResource() ?? Resource.Empty);
        foreach (var metric in batch)
        {
            writer.Write(metric);
        }

        text = writer.ToString();
        return ExportResult.Success;
    }
}
