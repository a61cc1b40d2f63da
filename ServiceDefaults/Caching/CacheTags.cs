using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Extensions.Options;

namespace Teg.Platform.ServiceDefaults;

/// <summary>
/// The stamp of every tag as this process knows it. It hears of drops from Redis' notices, from its own, and, where a notice was missed, by reading the stamp
/// again. While Redis is away it stamps by itself and tells Redis when it is back; a tag it first meets then is new, so what Redis kept is not trusted.
/// </summary>
internal sealed class CacheTags(CacheRedis redis, IOptions<CacheOptions> options, TimeProvider clock)
{
    private const int MostKnown = 100_000;

    private readonly ConcurrentDictionary<string, Tag> known = new(StringComparer.Ordinal);
    private volatile bool hasForgotten;

    public async ValueTask<Marks> NowAsync(IReadOnlyList<string> tags)
    {
        var stamps = new long[tags.Count];
        var changing = false;
        for (var i = 0; i < tags.Count; i++)
        {
            var tag = Of(tags[i]);
            if (tag.IsDue(clock.GetUtcNow(), options.Value.CheckTags))
            {
                await tag.CheckOnceAsync(() => CheckAsync(tags[i], tag));
            }

            var (stamp, under) = tag.Now(clock.GetUtcNow());
            stamps[i] = stamp;
            changing |= under;
        }

        return new Marks(stamps, changing);
    }

    /// <returns>Whether Redis has been told; if not, it will be by whoever reads the tag here next.</returns>
    public async ValueTask<bool> DropAsync(string name)
    {
        var tag = Of(name);
        tag.Drop(clock.GetUtcNow());
        return await TellAsync("drop", name, tag);
    }

    /// <summary>From now on nothing is kept under the tag.</summary>
    public async ValueTask BeginAsync(string name, string change)
    {
        var tag = Of(name);
        tag.Begin(clock.GetUtcNow(), options.Value.ChangeLife);
        await TellAsync("begin", name, tag, change);
    }

    /// <inheritdoc cref="DropAsync"/>
    public async ValueTask<bool> EndAsync(string name, string change)
    {
        var tag = Of(name);
        tag.End(clock.GetUtcNow());
        return await TellAsync("end", name, tag, change);
    }

    /// <summary>Somebody says that the tag may have been dropped.</summary>
    public async ValueTask LookAgainAsync(string name)
    {
        var tag = Of(name);
        if (redis.IsAlone || !await CheckAsync(name, tag))
        {
            tag.Drop(clock.GetUtcNow());
        }
    }

    /// <summary>Sample: "tag {0190…}:figures 1795293600000000 0".</summary>
    public void Hear(string name, string stamp, string changing)
    {
        if (known.TryGetValue(name, out var tag))
        {
            tag.Heard(long.Parse(stamp, CultureInfo.InvariantCulture), TimeSpan.FromMilliseconds(long.Parse(changing, CultureInfo.InvariantCulture)), clock.GetUtcNow(), isCheck: false);
        }
    }

    private async Task<bool> CheckAsync(string name, Tag tag) => await TellAsync("read", name, tag);

    private async ValueTask<bool> TellAsync(string mode, string name, Tag tag, string change = "")
    {
        if (await redis.TagAsync(mode, name, tag.Stamp, change) is not { } answer)
        {
            return redis.IsAlone;
        }

        tag.Heard(answer.Stamp, answer.Changing, clock.GetUtcNow(), isCheck: true);
        return true;
    }

    private Tag Of(string name)
    {
        if (known.TryGetValue(name, out var tag))
        {
            return tag;
        }

        // With what is forgotten goes what Redis may not have been told: from then on a tag begins anew, and Redis is brought up to it.
        if (known.Count >= MostKnown)
        {
            hasForgotten = true;
            known.Clear();
        }

        return known.GetOrAdd(name, new Tag(Microseconds(clock.GetUtcNow()), hasForgotten));
    }

    private static long Microseconds(DateTimeOffset time) => time.UtcTicks / TimeSpan.TicksPerMicrosecond - (DateTimeOffset.UnixEpoch.UtcTicks / TimeSpan.TicksPerMicrosecond);

    private sealed class Tag(long begin, bool isNew)
    {
        private readonly Lock gate = new();
        private long stamp = begin;
        private bool met = isNew;
        private DateTimeOffset checkedAt = DateTimeOffset.MinValue;
        private DateTimeOffset changingUntil = DateTimeOffset.MinValue;
        private Task? checking;

        // Before Redis was first asked there is nothing to bring it up to.
        public long Stamp
        {
            get
            {
                lock (gate)
                {
                    return met ? stamp : 0;
                }
            }
        }

        public bool IsDue(DateTimeOffset now, TimeSpan every)
        {
            lock (gate)
            {
                return now - checkedAt >= every;
            }
        }

        public (long Stamp, bool Changing) Now(DateTimeOffset now)
        {
            lock (gate)
            {
                // Known without Redis: from here on this process has given answers under its own stamp.
                met = true;
                return (stamp, now < changingUntil);
            }
        }

        public async ValueTask CheckOnceAsync(Func<Task<bool>> check)
        {
            Task mine;
            lock (gate)
            {
                mine = checking is { IsCompleted: false } ? checking : checking = check();
            }

            await mine;
        }

        public void Drop(DateTimeOffset now)
        {
            lock (gate)
            {
                (stamp, met) = (Math.Max(stamp + 1, Microseconds(now)), true);
            }
        }

        public void Begin(DateTimeOffset now, TimeSpan life)
        {
            lock (gate)
            {
                (stamp, met, changingUntil) = (Math.Max(stamp + 1, Microseconds(now)), true, now + life);
            }
        }

        public void End(DateTimeOffset now)
        {
            lock (gate)
            {
                (stamp, met, changingUntil) = (Math.Max(stamp + 1, Microseconds(now)), true, DateTimeOffset.MinValue);
            }
        }

        public void Heard(long told, TimeSpan changing, DateTimeOffset now, bool isCheck)
        {
            lock (gate)
            {
                // Stamps only grow: what is lower was said before what is known. The first answer of Redis stands above a beginning of one's own.
                if (told >= stamp || !met)
                {
                    (stamp, met, changingUntil) = (told, true, changing > TimeSpan.Zero ? now + changing : DateTimeOffset.MinValue);
                }

                if (isCheck)
                {
                    checkedAt = now;
                }
            }
        }
    }
}

/// <summary>The stamps of an answer's tags when it is asked for.</summary>
/// <param name="Changing">What they are about is just being changed: nothing that is read now may be kept.</param>
internal sealed record Marks(long[] Stamps, bool Changing)
{
    public bool AreOf(CacheEntry entry) => !Changing && entry.Stamps.SequenceEqual(Stamps);

    public override string ToString() => string.Join('.', Stamps);
}
