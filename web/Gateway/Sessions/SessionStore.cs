using System.Text.Json;
using Microsoft.Extensions.Options;
using StackExchange.Redis;
using Teg.Platform.ServiceDefaults;

namespace Teg.Platform.Gateway.Sessions;

/// <summary>Sessions in Redis, sealed, gone when idle.</summary>
internal sealed class SessionStore(RedisConnection redis, IOptions<BrowserSessionOptions> options)
{
    /// <summary>Names of sessions that ended, for the replicas that hold their event streams.</summary>
    public const string EndedChannel = "gateway:session-ended";

    /// <summary>Longer than a refresh may take, shorter than Accounts' grace for repeating one.</summary>
    private static readonly TimeSpan LockLife = TimeSpan.FromSeconds(10);

    public async Task<BrowserSession?> FindAsync(SessionKey key, CancellationToken ct)
    {
        var database = await redis.DatabaseAsync(ct);
        byte[]? box = await database.StringGetAsync(Session(key)).WaitAsync(RedisConnection.Patience, ct);
        return box is not null && key.Open(box) is { } text ? JsonSerializer.Deserialize<BrowserSession>(text, JsonSerializerOptions.Web) : null;
    }

    public Task CreateAsync(SessionKey key, BrowserSession session, CancellationToken ct) => WriteAsync(key, session, When.NotExists, ct);

    /// <summary>Renews tokens and idle time. A session that was signed out meanwhile stays out.</summary>
    public Task RenewAsync(SessionKey key, BrowserSession session, CancellationToken ct) => WriteAsync(key, session, When.Exists, ct);

    public async Task EndAsync(SessionKey key, CancellationToken ct)
    {
        var database = await redis.DatabaseAsync(ct);
        await database.KeyDeleteAsync(Session(key)).WaitAsync(RedisConnection.Patience, ct);
        await database.PublishAsync(EndedChannel, key.Name).WaitAsync(RedisConnection.Patience, ct);
    }

    /// <returns>Null when another request, here or on another replica, is renewing this session now.</returns>
    public async Task<string?> TryLockAsync(SessionKey key, CancellationToken ct)
    {
        var database = await redis.DatabaseAsync(ct);
        var holder = Guid.NewGuid().ToString("n");
        return await database.LockTakeAsync(Lock(key), holder, LockLife).WaitAsync(RedisConnection.Patience, ct) ? holder : null;
    }

    public async Task UnlockAsync(SessionKey key, string holder, CancellationToken ct)
    {
        var database = await redis.DatabaseAsync(ct);
        await database.LockReleaseAsync(Lock(key), holder).WaitAsync(RedisConnection.Patience, ct);
    }

    private async Task WriteAsync(SessionKey key, BrowserSession session, When when, CancellationToken ct)
    {
        var box = key.Seal(JsonSerializer.SerializeToUtf8Bytes(session, JsonSerializerOptions.Web));
        var database = await redis.DatabaseAsync(ct);
        await database.StringSetAsync(Session(key), box, options.Value.Idle, when).WaitAsync(RedisConnection.Patience, ct);
    }

    private static RedisKey Session(SessionKey key) => $"gateway:session:{key.Name}";

    private static RedisKey Lock(SessionKey key) => $"gateway:refresh:{key.Name}";
}
