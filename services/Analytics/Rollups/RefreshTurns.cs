using System.Collections.Concurrent;
using Teg.Platform.Contracts.Messages;
using Teg.Platform.ServiceDefaults;

namespace Teg.Platform.Analytics.Rollups;

/// <summary>
/// Refreshes of an organisation take turns. Whoever comes first gets one at once; those who come while it runs, or within a quarter of a second of its
/// beginning, share the next: a change alone waits for nothing, and a hundred in a second are four refreshes, each telling the open pages once.
/// </summary>
public sealed class RefreshTurns(Database database, Outbox outbox, TieredCache cache, IHostApplicationLifetime host, TimeProvider clock)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    private readonly ConcurrentDictionary<Guid, Queue> queues = new();

    /// <summary>Completes when a refresh that began after this call has committed; fails as that one does.</summary>
    /// <param name="always">Tell pages also when no day has changed: their figures hold for a newer time.</param>
    /// <returns>The days of that refresh.</returns>
    public Task<int> RefreshAsync(Guid org, DateTimeOffset asOf, bool always, CancellationToken ct)
    {
        var queue = queues.GetOrAdd(org, static _ => new Queue());
        lock (queue)
        {
            // Begun before the caller came, a refresh may have missed what the caller speaks of: only one that still waits can be shared.
            var turn = queue.Waiting;
            if (turn is null)
            {
                turn = queue.Waiting = new Turn();
                queue.Last = turn.Done = TakeAsync(org, queue, turn, queue.Last);
            }

            turn.AsOf = asOf > turn.AsOf ? asOf : turn.AsOf;
            turn.Always |= always;
            return turn.Done!.WaitAsync(ct);
        }
    }

    private async Task<int> TakeAsync(Guid org, Queue queue, Turn turn, Task before)
    {
        // Leaves the caller's lock before anything is done.
        await Task.Yield();
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (queue.BeganAt is { } began && Pause - clock.GetElapsedTime(began) is var rest && rest > TimeSpan.Zero)
        {
            await Task.Delay(rest, clock, host.ApplicationStopping);
        }

        lock (queue)
        {
            queue.Waiting = null;
            queue.BeganAt = clock.GetTimestamp();
        }

        return await WorkAsync(org, turn.AsOf, turn.Always, host.ApplicationStopping);
    }

    // At least once: days are recomputed from the facts under a lock on the tenant's progress row, so a redelivery,
    // or two messages in the wrong order, end in the same rollups; the outbox row commits with them.
    private async Task<int> WorkAsync(Guid org, DateTimeOffset asOf, bool always, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(org, ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var days = await RefreshRollups.RefreshAsync(connection, transaction, org, asOf, ct);
        var isNews = always || days > 0;
        if (isNews)
        {
            await outbox.AddAsync(connection, transaction, org, new FiguresRefreshed(org, asOf, clock.GetUtcNow()), ct);
        }

        // Whoever is told of the commit and asks again gets the new figures, because from before it until after it no answer is kept.
        await using var change = isNews ? await cache.ChangeAsync(RowScope.Tag(org, Answers.Figures)) : null;
        await transaction.CommitAsync(ct);
        return days;
    }

    private sealed class Queue
    {
        public Turn? Waiting { get; set; }

        public Task Last { get; set; } = Task.CompletedTask;

        public long? BeganAt { get; set; }
    }

    private sealed class Turn
    {
        public Task<int>? Done { get; set; }

        public DateTimeOffset AsOf { get; set; }

        public bool Always { get; set; }
    }
}
