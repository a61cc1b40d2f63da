using StackExchange.Redis;
using Teg.Platform.Gateway.Live;
using Teg.Platform.ServiceDefaults;

namespace Teg.Platform.Gateway.Sessions;

/// <summary>Closes the event streams of a session that was ended on any replica. A lost notice is made up for by the streams' own look every heartbeat.</summary>
internal sealed partial class EndedSessions(RedisConnection redis, LiveFeeds feeds, ILogger<EndedSessions> logger) : BackgroundService
{
    private static readonly TimeSpan TryAgain = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            try
            {
                // The connection subscribes again by itself after Redis was away.
                var subscriber = await redis.SubscriberAsync(stoppingToken);
                await subscriber.SubscribeAsync(SessionStore.EndedChannel, (_, name) => feeds.EndSession(name!)).WaitAsync(RedisConnection.Patience, stoppingToken);
                return;
            }
            catch (Exception e) when (e is RedisException or TimeoutException)
            {
                LogAway(e);
                await Task.Delay(TryAgain, stoppingToken);
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "Notices of ended sessions cannot be heard yet: Redis is away")]
    private partial void LogAway(Exception exception);
}
