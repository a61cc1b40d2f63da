using System.Globalization;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Teg.Platform.Qualifier.Sites;
using Teg.Platform.Qualifier.Spool;

namespace Teg.Platform.Qualifier.Intake;

/// <summary>Whether enquiries can be kept. A database that is away makes it slower, not unhealthy: that is what the spool is for.</summary>
internal sealed class IntakeHealth(EnquirySpool spool, SiteBook sites, Storing storing) : IHealthCheck
{
    private static readonly TimeSpan Late = TimeSpan.FromSeconds(30);

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(
        spool.Trouble is { } trouble ? HealthCheckResult.Unhealthy($"Enquiries cannot be kept: {trouble}")
        : !sites.IsKnown ? HealthCheckResult.Degraded("The sites were never read from the database: enquiries are asked to come back.")
        : storing.Behind > Late ? HealthCheckResult.Degraded(string.Create(CultureInfo.InvariantCulture, $"{spool.Waiting} enquiries wait on the disk for the database."))
        : HealthCheckResult.Healthy("Enquiries are kept."));
}
