using Microsoft.Extensions.Diagnostics.HealthChecks;
using StackExchange.Redis;
using Teg.Platform.ServiceDefaults;

namespace Teg.Platform.Gateway.Redis;

internal sealed class RedisHealth(RedisConnection redis) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            var database = await redis.DatabaseAsync(cancellationToken);
            await database.PingAsync().WaitAsync(RedisConnection.Patience, cancellationToken);
            return HealthCheckResult.Healthy("Redis answers.");
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            // The message can name host and port; it belongs in the log, not in an anonymous answer.
            return HealthCheckResult.Unhealthy("Redis does not answer; the log has the cause.", e);
        }
    }
}
