using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace Teg.Platform.ServiceDefaults;

/// <summary>The second tier: one Redis for all processes. Nothing here throws because Redis is away, and nothing waits long for it.</summary>
/// <param name="connection">Null where no Redis is configured: this process then keeps answers alone.</param>
internal sealed partial class CacheRedis(RedisConnection? connection, IOptions<CacheOptions> options, TimeProvider clock, CacheMetrics metrics, ILogger<CacheRedis> logger)
{
    public const string Channel = "cache";
    private const string Prefix = "cache:";

    // Written only by who still holds the lock, whose word is its fence: a process that was held up must not write over what came after.
    // Beside the answers stands the list of them, oldest first, so that an organisation keeps no more than it may.
    private const string WriteScript =
        """
        if ARGV[1] ~= '' and redis.call('GET', KEYS[2]) ~= ARGV[1] then return 0 end
        redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
        if ARGV[1] ~= '' then redis.call('DEL', KEYS[2]) end
        local now = redis.call('TIME')
        redis.call('ZADD', KEYS[3], now[1] * 1000 + math.floor(now[2] / 1000), KEYS[1])
        redis.call('PEXPIRE', KEYS[3], ARGV[5])
        local over = redis.call('ZCARD', KEYS[3]) - tonumber(ARGV[4])
        if over > 0 then
            local oldest = redis.call('ZPOPMIN', KEYS[3], over)
            for i = 1, #oldest, 2 do redis.call('DEL', oldest[i]) end
        end
        return 1
        """;

    // A stamp is the time of the last drop in microseconds, by Redis' clock, and only ever grows. Reading it with the one a process knows brings Redis up to
    // what that process dropped while Redis was away. Returned with it: how long an announced change may still take.
    private const string TagScript =
        """
        local mode, known = ARGV[1], tonumber(ARGV[2])
        local now = redis.call('TIME')
        local stamp = tonumber(redis.call('GET', KEYS[1]) or '0')
        local before = stamp
        if mode == 'begin' then redis.call('SET', KEYS[2], ARGV[3], 'PX', ARGV[4]) end
        if mode == 'end' and redis.call('GET', KEYS[2]) == ARGV[3] then redis.call('DEL', KEYS[2]) end
        if mode ~= 'read' or stamp == 0 then stamp = math.max(stamp + 1, now[1] * 1000000 + now[2]) end
        stamp = math.max(stamp, known)
        local text = string.format('%.0f', stamp)
        local left = math.max(redis.call('PTTL', KEYS[2]), 0)
        if stamp ~= before then
            redis.call('SET', KEYS[1], text, 'PX', ARGV[5])
            redis.call('PUBLISH', ARGV[6], 'tag ' .. ARGV[7] .. ' ' .. text .. ' ' .. left)
        end
        return { text, tostring(left) }
        """;

    // Longer than any answer is given.
    private static readonly TimeSpan TagLife = TimeSpan.FromDays(31);

    private readonly CacheOptions limits = options.Value;
    private long askAgainAt;

    /// <summary>There is no other process to tell anything.</summary>
    public bool IsAlone => connection is null;

    public async ValueTask<byte[]?> GetAsync(string key)
    {
        var (_, frame) = await TryAsync(async redis => (byte[]?)await redis.StringGetAsync(Prefix + key));
        return frame;
    }

    /// <returns>The word of the lock when it was taken, "" when there is no lock to take because Redis is away, null when another holds it.</returns>
    public async ValueTask<string?> TakeAsync(string key)
    {
        var word = Guid.NewGuid().ToString("n");
        var (answered, taken) = await TryAsync(redis => redis.StringSetAsync(Lock(key), word, limits.LockLife, When.NotExists));
        return !answered ? "" : taken ? word : null;
    }

    public async ValueTask ReleaseAsync(string key, string word) => await TryAsync(redis => redis.LockReleaseAsync(Lock(key), word));

    /// <param name="word">Of the lock; "" writes in any case.</param>
    public async ValueTask PutAsync(string key, byte[] frame, TimeSpan life, string word) => await TryAsync(redis => redis.ScriptEvaluateAsync(
        WriteScript,
        [Prefix + key, Lock(key), $"{Prefix}{RowScope.OrganisationOf(key)}kept"],
        [word, frame, (long)life.TotalMilliseconds, limits.EntriesOfOrganisation, (long)TagLife.TotalMilliseconds]));

    public async ValueTask RemoveAsync(string key) => await TryAsync(async redis =>
    {
        await redis.KeyDeleteAsync(Prefix + key);
        return await redis.PublishAsync(Channel, $"key {key}");
    });

    /// <summary>"read", "drop", "begin" or "end" of a tag.</summary>
    /// <returns>Null when Redis is away.</returns>
    public async ValueTask<(long Stamp, TimeSpan Changing)?> TagAsync(string mode, string tag, long known, string change = "")
    {
        var (answered, answer) = await TryAsync(async redis => (string[])await redis.ScriptEvaluateAsync(
            TagScript,
            [$"{Prefix}{tag}", $"{Prefix}{tag}:changing"],
            [mode, known, change, (long)limits.ChangeLife.TotalMilliseconds, (long)TagLife.TotalMilliseconds, Channel, tag]));
        return answered ? (long.Parse(answer![0], null), TimeSpan.FromMilliseconds(long.Parse(answer[1], null))) : null;
    }

    private static string Lock(string key) => $"{Prefix}{key}:lock";

    private async ValueTask<(bool Answered, T? Value)> TryAsync<T>(Func<IDatabase, Task<T>> ask)
    {
        if (connection is null || clock.GetTimestamp() < Interlocked.Read(ref askAgainAt))
        {
            return default;
        }

        try
        {
            // One time limit for connecting and asking. This client has none of its own for what was sent and is not answered.
            return (true, await AskAsync(connection, ask).WaitAsync(limits.Patience));
        }
        catch (Exception e) when (e is RedisException or TimeoutException or ObjectDisposedException)
        {
            Interlocked.Exchange(ref askAgainAt, clock.GetTimestamp() + (long)(limits.AskAgain.TotalSeconds * clock.TimestampFrequency));
            metrics.Away();
            LogAway(e.Message);
            return default;
        }
    }

    private static async Task<T> AskAsync<T>(RedisConnection connection, Func<IDatabase, Task<T>> ask) =>
        await ask(await connection.DatabaseAsync(CancellationToken.None));

    [LoggerMessage(LogLevel.Warning, "Redis did not answer, answers are kept by this process alone for a while: {Reason}")]
    private partial void LogAway(string reason);
}
