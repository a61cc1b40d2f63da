using System.Collections.Concurrent;

namespace Teg.Platform.Sync.Monday;

/// <summary>What a query has cost and what is left of the minute's points.</summary>
internal sealed record Complexity(long Before, long After, long Query, int ResetInXSeconds);

/// <summary>
/// The points of a token, shared by every run that uses it. When less is left than the dearest query so far has cost,
/// the next one waits for the minute to pass instead of being refused.
/// </summary>
internal sealed class MondayBudget(TimeProvider clock)
{
    private readonly ConcurrentDictionary<string, Account> accounts = new(StringComparer.Ordinal);

    /// <summary>How long to wait before the next query; zero when the budget allows it.</summary>
    public static TimeSpan PauseAfter(Complexity complexity, long dearest) =>
        complexity.After < Math.Max(dearest, complexity.Query) ? TimeSpan.FromSeconds(Math.Max(1, complexity.ResetInXSeconds)) : TimeSpan.Zero;

    public void Note(string credential, Complexity complexity)
    {
        var account = Of(credential);
        lock (account)
        {
            account.Dearest = Math.Max(account.Dearest, complexity.Query);
            account.FreeAt = Later(account.FreeAt, clock.GetUtcNow() + PauseAfter(complexity, account.Dearest));
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

    public async Task WaitAsync(string credential, CancellationToken ct)
    {
        var account = Of(credential);
        TimeSpan wait;
        lock (account)
        {
            wait = account.FreeAt - clock.GetUtcNow();
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
        public long Dearest { get; set; }

        public DateTimeOffset FreeAt { get; set; }
    }
}
