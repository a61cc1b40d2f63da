using System.Diagnostics.Metrics;
using Microsoft.Extensions.Options;
using StackExchange.Redis;
using Teg.Platform.ServiceDefaults;

namespace Teg.Platform.Gateway.Limits;

/// <summary>
/// Counts in Redis, for all replicas and in one round trip. While Redis is away this process counts alone with the same limits: the door is
/// never open without a limit, and never shut because the counting failed.
/// </summary>
internal sealed partial class RateCounter : IDisposable
{
    // The sliding window of two counters: what the last window holds counts with the share of it that still lies within a window's length.
    // Redis' clock decides, so replicas need not agree on the time. Nothing is charged unless all budgets let the request pass.
    private const string Script =
        """
        local time = redis.call('TIME')
        local now = time[1] * 1000 + math.floor(time[2] / 1000)
        local window = tonumber(ARGV[1])
        local index = math.floor(now / window)
        local into = now - index * window
        local passes = true
        local counts, answer = {}, {}
        for i, key in ipairs(KEYS) do
            local limit = tonumber(ARGV[i + 1])
            local kept = redis.call('HMGET', key, 'window', 'count', 'before')
            local at, count, before = tonumber(kept[1] or '-2'), tonumber(kept[2] or '0'), tonumber(kept[3] or '0')
            if at == index - 1 then
                before, count = count, 0
            elseif at ~= index then
                before, count = 0, 0
            end
            local used = before * (window - into) / window + count
            local wait = 0
            if used + 1 > limit then
                passes = false
                if count + 1 <= limit then
                    wait = window * (1 - (limit - count - 1) / before) - into
                else
                    wait = window - into + window * math.max(0, 1 - (limit - 1) / count)
                end
            end
            counts[i] = { count, before }
            answer[i * 3 - 2] = math.max(0, math.floor(limit - used - 1))
            answer[i * 3 - 1] = window - into
            answer[i * 3] = math.ceil(wait)
        end
        if passes then
            for i, key in ipairs(KEYS) do
                redis.call('HSET', key, 'window', index, 'count', counts[i][1] + 1, 'before', counts[i][2])
                redis.call('PEXPIRE', key, window * 2)
            end
        end
        return answer
        """;

    private readonly RedisConnection redis;
    private readonly RateLimitOptions options;
    private readonly TimeProvider clock;
    private readonly ILogger<RateCounter> logger;
    private readonly Counter<long> refused;
    private readonly Counter<long> alone;
    private readonly LocalCounter here;
    private long askAgainAt;

    public RateCounter(RedisConnection redis, IOptions<RateLimitOptions> options, TimeProvider clock, IMeterFactory meters, ILogger<RateCounter> logger)
    {
        (this.redis, this.options, this.clock, this.logger) = (redis, options.Value, clock, logger);
        var meter = meters.Create("Teg.Gateway");
        refused = meter.CreateCounter<long>("teg.gateway.limited", "{request}", "Requests refused because a budget was spent.");
        alone = meter.CreateCounter<long>("teg.gateway.limited_alone", "{request}", "Requests counted by this process alone: Redis was away.");
        here = new LocalCounter(this.options.Window);
    }

    /// <returns>What is left of each budget, in their order.</returns>
    public async Task<IReadOnlyList<Spent>> CountAsync(Budget[] budgets, CancellationToken ct)
    {
        var spent = await InRedisAsync(budgets, ct) ?? Here(budgets);
        if (!Spent.Passes(spent))
        {
            refused.Add(1, new KeyValuePair<string, object?>("policy", budgets.Zip(spent).First(pair => pair.Second.RetryIn > TimeSpan.Zero).First.Policy));
        }

        return spent;
    }

    public void Dispose() => here.Dispose();

    private async Task<IReadOnlyList<Spent>?> InRedisAsync(Budget[] budgets, CancellationToken ct)
    {
        if (clock.GetTimestamp() < Interlocked.Read(ref askAgainAt))
        {
            return null;
        }

        try
        {
            // One time limit for connecting and counting; the call is not taken back when it is over, and may be charged all the same.
            return await AskAsync(budgets, ct).WaitAsync(options.Patience, ct);
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            Interlocked.Exchange(ref askAgainAt, clock.GetTimestamp() + (long)(options.AskAgain.TotalSeconds * clock.TimestampFrequency));
            LogAlone(e.Message);
            return null;
        }
    }

    private async Task<IReadOnlyList<Spent>> AskAsync(Budget[] budgets, CancellationToken ct)
    {
        var database = await redis.DatabaseAsync(ct);
        var answer = (long[])await database.ScriptEvaluateAsync(
            Script,
            [.. budgets.Select(budget => (RedisKey)budget.Key)],
            [(long)options.Window.TotalMilliseconds, .. budgets.Select(budget => (RedisValue)budget.Limit)]);
        return
        [
            .. answer.Chunk(3).Select(three => new Spent(
                (int)three[0], TimeSpan.FromMilliseconds(three[1]), TimeSpan.FromMilliseconds(three[2]))),
        ];
    }

    private Spent[] Here(Budget[] budgets)
    {
        alone.Add(1);
        return [.. budgets.Select(here.Count)];
    }

    [LoggerMessage(LogLevel.Warning, "Redis did not count a request, this process counts alone: {Reason}")]
    private partial void LogAlone(string reason);
}
