using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Extensions.Caching.Hybrid;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Teg.Platform.ServiceDefaults;

/// <summary>Where an answer came from.</summary>
public enum CacheTier
{
    /// <summary>Worked out for this question.</summary>
    Made,

    /// <summary>Worked out for another who asked the same at the same time.</summary>
    Joined,

    /// <summary>This process' memory.</summary>
    Local,

    /// <summary>Redis, or the process that had just worked it out.</summary>
    Redis,

    /// <summary>Older than its policy says: it is being refreshed, or could not be.</summary>
    Stale,
}

/// <param name="MadeAt">When it was begun to be worked out.</param>
/// <param name="FreshFor">What is left of its fresh time; negative when stale.</param>
public sealed record Kept<T>(T Value, CacheTier From, DateTimeOffset MadeAt, TimeSpan Age, TimeSpan FreshFor);

/// <summary>
/// HybridCache in two tiers, process and Redis: one maker of a key at a time on all nodes, stale answers while one refreshes and while nobody can, tags that are
/// dropped on all nodes. ZiggyCreatures.FusionCache would replace this folder where it restores; Microsoft.Extensions.Caching.Hybrid has none of the three.
/// </summary>
public sealed partial class TieredCache : HybridCache, IDisposable
{
    private static readonly TimeSpan FirstLook = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan LongestLook = TimeSpan.FromMilliseconds(100);

    private readonly CacheLocal local;
    private readonly CacheRedis redis;
    private readonly CacheTags stamps;
    private readonly CacheMetrics metrics;
    private readonly CacheOptions limits;
    private readonly TimeProvider clock;
    private readonly ILogger<TieredCache> logger;
    private readonly ConcurrentDictionary<string, Lazy<Task<Landed>>> flights = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource life = new();

    internal TieredCache(CacheLocal local, CacheRedis redis, CacheTags stamps, CacheMetrics metrics, IOptions<CacheOptions> options, TimeProvider clock, ILogger<TieredCache> logger) =>
        (this.local, this.redis, this.stamps, this.metrics, limits, this.clock, this.logger) = (local, redis, stamps, metrics, options.Value, clock, logger);

    /// <summary>The answer, kept or worked out, and how old it is.</summary>
    /// <param name="key">Of <see cref="RowScope.Key"/>.</param>
    /// <param name="tags">Of <see cref="RowScope.Tag"/>; dropping one makes the next who asks work the answer out anew.</param>
    /// <param name="make">Works it out. It may outlive the request that brought it, so it holds nothing of one; its token ends with the process.</param>
    /// <exception cref="Exception">What <paramref name="make"/> threw, when there is no answer below the age cap either.</exception>
    public async ValueTask<Kept<T>> AskAsync<T>(string key, CachePolicy policy, IReadOnlyList<string> tags, Func<CancellationToken, ValueTask<T>> make, CancellationToken ct)
    {
        RowScope.OrganisationOf(key);
        var marks = await stamps.NowAsync(tags);
        var question = new Question<T>(key, policy, marks, make);
        var here = Known(question);
        if (here is not null)
        {
            var now = clock.GetUtcNow();
            if (marks.AreOf(here) && here.Age(now) < policy.Fresh)
            {
                return Give(question, here, CacheTier.Local);
            }

            // Under the same stamps nothing has changed, the answer is only old: good enough while one asks again.
            if (marks.AreOf(here) || now < here.RefreshAt)
            {
                Refresh(question, here);
                return Give(question, here, CacheTier.Stale);
            }
        }

        var (flight, isMine) = Join(question);
        try
        {
            var landed = await LandAsync(flight, question, ct);
            return Give(question, landed.Entry, isMine || landed.From is CacheTier.Stale ? landed.From : CacheTier.Joined);
        }
        catch (Exception e) when (e is not OperationCanceledException && Known(question) is not null)
        {
            // Whatever it was, an answer with its age is better than none; what it was is in the log.
            var older = Known(question)!;
            older.RefreshAt = clock.GetUtcNow() + limits.AskAgain;
            LogOlder(e, older.Age(clock.GetUtcNow()));
            return Give(question, older, CacheTier.Stale);
        }
    }

    /// <summary>
    /// Announces a change of what is under a tag, before it is committed. Until the end of it, which disposing announces, nothing under the tag is kept or taken from
    /// what was kept: whoever asks after the commit gets what was committed, on every node that Redis reaches.
    /// </summary>
    public async Task<IAsyncDisposable> ChangeAsync(string tag)
    {
        RowScope.OrganisationOf(tag);
        var change = Guid.NewGuid().ToString("n");
        await stamps.BeginAsync(tag, change);
        return new Change(stamps, tag, change);
    }

    /// <summary>For who hears from elsewhere that a tag was dropped: reads Redis' stamp, or without Redis drops it here.</summary>
    public ValueTask LookAgainAsync(string tag) => stamps.LookAgainAsync(tag);

    /// <summary>Drops a tag on all nodes.</summary>
    /// <returns>Whether Redis has been told. If not, this process tells it later, unless it ends before.</returns>
    public ValueTask<bool> DropAsync(string tag)
    {
        RowScope.OrganisationOf(tag);
        return stamps.DropAsync(tag);
    }

    public override async ValueTask<T> GetOrCreateAsync<TState, T>(
        string key, TState state, Func<TState, CancellationToken, ValueTask<T>> factory, HybridCacheEntryOptions? options = null, IEnumerable<string>? tags = null,
        CancellationToken cancellationToken = default) =>
        (await AskAsync(key, CachePolicy.Of(options), Tags(tags), ct => factory(state, ct), cancellationToken)).Value;

    public override async ValueTask SetAsync<T>(
        string key, T value, HybridCacheEntryOptions? options = null, IEnumerable<string>? tags = null, CancellationToken cancellationToken = default)
    {
        RowScope.OrganisationOf(key);
        var question = new Question<T>(key, CachePolicy.Of(options), await stamps.NowAsync(Tags(tags)), _ => ValueTask.FromResult(value));
        await KeepAsync(question, value, clock.GetUtcNow(), "");
    }

    public override async ValueTask RemoveAsync(string key, CancellationToken cancellationToken = default)
    {
        local.Remove(key);
        await redis.RemoveAsync(key);
    }

    public override async ValueTask RemoveByTagAsync(string tag, CancellationToken cancellationToken = default) => await DropAsync(tag);

    public void Dispose()
    {
        life.Cancel();
        life.Dispose();
    }

    /// <summary>A notice of another process. Samples: "tag {0190…}:figures 1795293600000000 0", "key {0190…}:house:Sales:5f3a".</summary>
    internal void Hear(string notice)
    {
        switch (notice.Split(' '))
        {
            case ["tag", var tag, var stamp, var changing]:
                stamps.Hear(tag, stamp, changing);
                break;
            case ["key", var key]:
                local.Remove(key);
                break;
        }
    }

    private static IReadOnlyList<string> Tags(IEnumerable<string>? tags)
    {
        IReadOnlyList<string> list = [.. tags ?? []];
        foreach (var tag in list)
        {
            RowScope.OrganisationOf(tag);
        }

        return list;
    }

    /// <summary>What this process has, whatever has been dropped since, unless it is older than may be given.</summary>
    private CacheEntry? Known<T>(Question<T> question) =>
        local.Get(question.Key) is { Value: T } entry && entry.Age(clock.GetUtcNow()) < question.Policy.OldestServed ? entry : null;

    private Kept<T> Give<T>(Question<T> question, CacheEntry entry, CacheTier from)
    {
        metrics.Answered(from, question.Policy);
        var age = entry.Age(clock.GetUtcNow());
        return new Kept<T>((T)entry.Value!, from, entry.MadeAt, age, question.Policy.Fresh - age);
    }

    /// <summary>The one flight of this process for a key under these stamps: who asks after a drop does not join one that took off before.</summary>
    private (Lazy<Task<Landed>> Flight, bool IsMine) Join<T>(Question<T> question)
    {
        // What is asked while it changes is asked for each: the one who joins may have been told of the change already.
        var name = question.Marks.Changing ? $"{question.Key} {Guid.NewGuid():n}" : $"{question.Key} {question.Marks}";
        var mine = new Lazy<Task<Landed>>(() => RunAsync(name, () => FlyAsync(question)));
        var flight = flights.GetOrAdd(name, mine);
        return (flight, flight == mine);
    }

    private async Task<Landed> RunAsync(string name, Func<Task<Landed>> fly)
    {
        try
        {
            return await fly();
        }
        finally
        {
            flights.TryRemove(name, out _);
        }
    }

    private async Task<Landed> LandAsync<T>(Lazy<Task<Landed>> flight, Question<T> question, CancellationToken ct)
    {
        try
        {
            return await flight.Value.WaitAsync(limits.WaitBesideOlder, ct);
        }
        catch (TimeoutException) when (!flight.Value.IsCompleted)
        {
            if (Known(question) is { } older)
            {
                older.RefreshAt = clock.GetUtcNow() + limits.AskAgain;
                LogSlow(older.Age(clock.GetUtcNow()));
                return new Landed(older, CacheTier.Stale);
            }

            return await flight.Value.WaitAsync(ct);
        }
    }

    private async Task<Landed> FlyAsync<T>(Question<T> question)
    {
        if (question.Marks.Changing)
        {
            return new Landed(await MakeAsync(question, null), CacheTier.Made);
        }

        if (await LookAsync(question) is { } there)
        {
            if (IsFresh(question, there))
            {
                return new Landed(there, CacheTier.Redis);
            }

            if (question.Marks.AreOf(there))
            {
                Refresh(question, there);
                return new Landed(there, CacheTier.Stale);
            }
        }

        var began = clock.GetTimestamp();
        var pause = FirstLook;
        string? word;
        while ((word = await redis.TakeAsync(question.Key)) is null && clock.GetElapsedTime(began) < limits.LockLife)
        {
            await Task.Delay(pause, life.Token);
            pause = pause * 2 < LongestLook ? pause * 2 : LongestLook;
            if (await LookAsync(question) is { } theirs && IsFresh(question, theirs))
            {
                return new Landed(theirs, CacheTier.Redis);
            }
        }

        return await MakeUnderLockAsync(question, word);
    }

    /// <summary>In the background, by one of all processes. Who cannot get the lock leaves it to the one who has it.</summary>
    private void Refresh<T>(Question<T> question, CacheEntry older)
    {
        if (clock.GetUtcNow() < older.RefreshAt || question.Marks.Changing)
        {
            return;
        }

        var name = $"{question.Key} ~";
        var mine = new Lazy<Task<Landed>>(() => RunAsync(name, () => RefreshAsync(question, older)));
        if (flights.GetOrAdd(name, mine) == mine)
        {
            _ = mine.Value;
        }
    }

    private async Task<Landed> RefreshAsync<T>(Question<T> question, CacheEntry older)
    {
        try
        {
            if (await LookAsync(question) is { } there && IsFresh(question, there))
            {
                return new Landed(there, CacheTier.Redis);
            }

            return await redis.TakeAsync(question.Key) is { } word ? await MakeUnderLockAsync(question, word) : new Landed(older, CacheTier.Stale);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // Nobody waits for this one; who asks next gets the older answer, and it is tried again.
            older.RefreshAt = clock.GetUtcNow() + limits.AskAgain;
            LogOlder(e, older.Age(clock.GetUtcNow()));
            return new Landed(older, CacheTier.Stale);
        }
    }

    /// <param name="word">Of the lock; see <see cref="CacheRedis.TakeAsync"/>.</param>
    private async Task<Landed> MakeUnderLockAsync<T>(Question<T> question, string? word)
    {
        // Between the look and the lock another process may have finished.
        if (word is { Length: > 0 } && await LookAsync(question) is { } meanwhile && IsFresh(question, meanwhile))
        {
            await redis.ReleaseAsync(question.Key, word);
            return new Landed(meanwhile, CacheTier.Redis);
        }

        return new Landed(await MakeAsync(question, word), CacheTier.Made);
    }

    /// <summary>What Redis has, if it may be given at all; this process keeps it too, also as what is left when nothing newer can be had.</summary>
    private async Task<CacheEntry?> LookAsync<T>(Question<T> question)
    {
        if (CacheEntry.FromRedis<T>(await redis.GetAsync(question.Key)) is not { } there)
        {
            return null;
        }

        var left = question.Policy.OldestServed - there.Age(clock.GetUtcNow());
        if (left <= TimeSpan.Zero)
        {
            return null;
        }

        if (local.Get(question.Key) is not { } here || here.MadeAt < there.MadeAt)
        {
            local.Put(question.Key, there, left);
        }

        return there;
    }

    private bool IsFresh<T>(Question<T> question, CacheEntry entry) => question.Marks.AreOf(entry) && entry.Age(clock.GetUtcNow()) < question.Policy.Fresh;

    private async Task<CacheEntry> MakeAsync<T>(Question<T> question, string? word)
    {
        var madeAt = clock.GetUtcNow();
        var began = Stopwatch.GetTimestamp();
        var made = false;
        try
        {
            var value = await question.Make(life.Token);
            made = true;
            metrics.Made(Stopwatch.GetElapsedTime(began), question.Policy);
            // Without the lock there is no fence, so what is made is this process' own.
            return await KeepAsync(question, value, madeAt, word is { Length: > 0 } ? word : null);
        }
        finally
        {
            if (!made)
            {
                metrics.Failed(question.Policy);
                if (word is { Length: > 0 })
                {
                    await redis.ReleaseAsync(question.Key, word);
                }
            }
        }
    }

    /// <param name="word">Of the lock; "" writes to Redis without one, null not at all.</param>
    private async Task<CacheEntry> KeepAsync<T>(Question<T> question, T value, DateTimeOffset madeAt, string? word)
    {
        var json = CacheEntry.Write(value);
        var entry = new CacheEntry(value, madeAt, question.Marks.Stamps, json.Length);
        if (question.Marks.Changing)
        {
            return entry;
        }

        local.Put(question.Key, entry, question.Policy.OldestServed);
        if (word is not null)
        {
            await redis.PutAsync(question.Key, entry.ToRedis<T>(json, limits.CompressAbove), question.Policy.OldestServed, word);
        }

        return entry;
    }

    [LoggerMessage(LogLevel.Warning, "An answer could not be refreshed; the one that is {Age} old is given instead")]
    private partial void LogOlder(Exception exception, TimeSpan age);

    [LoggerMessage(LogLevel.Warning, "An answer takes long to refresh; the one that is {Age} old is given meanwhile")]
    private partial void LogSlow(TimeSpan age);

    private sealed record Question<T>(string Key, CachePolicy Policy, Marks Marks, Func<CancellationToken, ValueTask<T>> Make);

    private sealed record Landed(CacheEntry Entry, CacheTier From);

    private sealed class Change(CacheTags stamps, string tag, string change) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync() => await stamps.EndAsync(tag, change);
    }
}
