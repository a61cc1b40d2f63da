using System.Collections.Concurrent;

namespace Teg.Platform.Sync.Monday;

/// <summary>What a query has cost and what is left of the minute's points.</summary>
internal sealed record Complexity(long Before, long After, long Query, int ResetInXSeconds);

/// <summary>
/// The points of a token, shared by every run that uses it. A query that has cost more than is left waits for the minute to pass instead of being refused;
/// a cheap one, such as a webhook's item, goes on while a sweep's next page waits.
/// </summary>
internal sealed class MondayBudget(TimeProvider clock)
{
    private readonly ConcurrentDictionary<string, Account> accounts = new(StringComparer.Ordinal);

    /// <summary>How long to wait before a query that has cost this much; zero when the budget allows it.</summary>
    public static TimeSpan PauseAfter(Complexity last, long cost) =>
        last.After < cost ? TimeSpan.FromSeconds(Math.Max(1, last.ResetInXSeconds)) : TimeSpan.Zero;

    public void Note(string credential, string query, Complexity complexity)
    {
        var account = Of(credential);
        lock (account)
        {
            account.Costs[query] = Math.Max(account.Costs.GetValueOrDefault(query), complexity.Query);
            (account.Last, account.NotedAt) = (complexity, clock.GetUtcNow());
        }
    }

    /// <summary>The vendor said itself how long to wait.</summary>
    public void Pause(string credential, TimeSpan length)
    {
        var account = Of(credential);
        lock (account)
        {
            account.FreeAt = Later(account.FreeAt, clock.GetUtcNow() + length);
        }
    }

    public async Task WaitAsync(string credential, string query, CancellationToken ct)
    {
        var account = Of(credential);
        TimeSpan wait;
        lock (account)
        {
            // One that was never asked may cost as much as the dearest.
            var cost = account.Costs.TryGetValue(query, out var known) ? known : account.Costs.Values.DefaultIfEmpty().Max();
            var affordable = account.NotedAt + (account.Last is { } last ? PauseAfter(last, cost) : TimeSpan.Zero);
            wait = Later(account.FreeAt, affordable) - clock.GetUtcNow();
        }

        if (wait > TimeSpan.Zero)
        {
            await Task.Delay(wait, clock, ct);
        }
    }

    private Account Of(string credential) => accounts.GetOrAdd(credential, _ => new Account());

    private static DateTimeOffset Later(DateTimeOffset left, DateTimeOffset right) => left > right ? left : right;

    private sealed class Account
    {
        /// <summary>The most that each query has cost.</summary>
        public Dictionary<string, long> Costs { get; } = new(StringComparer.Ordinal);

        public Complexity? Last { get; set; }

        public DateTimeOffset NotedAt { get; set; }

        public DateTimeOffset FreeAt { get; set; }
    }
}
