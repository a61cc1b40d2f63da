using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace Teg.Platform.ServiceDefaults;

/// <summary>Hears what other processes dropped. A lost notice is made up for by reading the stamps again every second.</summary>
internal sealed partial class CacheNotices(TieredCache cache, ILogger<CacheNotices> logger, RedisConnection? redis = null) : BackgroundService
{
    private static readonly TimeSpan TryAgain = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (redis is not null)
        {
            try
            {
                // The connection subscribes again by itself after Redis was away.
                var subscriber = await redis.SubscriberAsync(stoppingToken);
                await subscriber.SubscribeAsync(CacheRedis.Channel, (_, notice) => cache.Hear(notice!)).WaitAsync(RedisConnection.Patience, stoppingToken);
                return;
            }
            catch (Exception e) when (e is RedisException or TimeoutException)
            {
                LogAway(e.Message);
                await Task.Delay(TryAgain, stoppingToken);
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "Notices of dropped answers cannot be heard yet: {Reason}")]
    private partial void LogAway(string reason);
}
