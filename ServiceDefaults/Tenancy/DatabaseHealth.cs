using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace Teg.Platform.ServiceDefaults;

internal sealed class DatabaseHealth(NpgsqlDataSource source) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await using var command = source.CreateCommand("select 1");
            command.CommandTimeout = 5;
            await command.ExecuteScalarAsync(cancellationToken);
            return HealthCheckResult.Healthy("PostgreSQL answers.");
        }
        catch (NpgsqlException exception)
        {
            // The message can name host and login; it belongs in the log, not in an anonymous answer.
            return new HealthCheckResult(
                context.Registration.FailureStatus, "PostgreSQL does not answer, or refuses this service's login; the log has the cause.", exception);
        }
    }
}
