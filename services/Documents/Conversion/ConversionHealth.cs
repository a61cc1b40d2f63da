using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Teg.Platform.Documents.Conversion;

/// <summary>Degraded and not unhealthy: everything but PDFs works without the engines.</summary>
internal sealed class ConversionHealth(PdfConverter converter) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var missing = new[] { converter.Engines.OfficeMissing, converter.Engines.HtmlMissing }.OfType<ConversionFailedException>().ToList();
        return Task.FromResult(
            missing.Count > 0 ? HealthCheckResult.Degraded(string.Join(' ', missing.Select(one => $"{one.Message} {one.WayOut}")))
            : converter.Trouble is not null ? HealthCheckResult.Degraded("An engine that makes PDFs did not start; the log has the cause.")
            : HealthCheckResult.Healthy("LibreOffice and Chromium are there."));
    }
}
