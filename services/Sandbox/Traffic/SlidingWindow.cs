namespace Teg.Platform.Sandbox.Traffic;

/// <summary>What was spent in the last minute, by caller. Real time: a stopped world clock does not stop budgets from coming back.</summary>
internal sealed class SlidingWindow(TimeProvider clock)
{
    public static readonly TimeSpan Length = TimeSpan.FromSeconds(60);

    private readonly Lock gate = new();
    private readonly Dictionary<string, Queue<(DateTimeOffset At, int Amount)>> spent = new(StringComparer.Ordinal);

    /// <summary>Takes the amount if the limit allows it; says what was left before and how many whole seconds until something comes back.</summary>
    public (bool Taken, int Before, int ResetInSeconds) Take(string caller, int amount, int limit)
    {
        var now = clock.GetUtcNow();
        lock (gate)
        {
            if (!spent.TryGetValue(caller, out var window))
            {
                spent[caller] = window = new Queue<(DateTimeOffset At, int Amount)>();
            }

            while (window.TryPeek(out var oldest) && oldest.At <= now - Length)
            {
                window.Dequeue();
            }

            var before = limit - window.Sum(one => one.Amount);
            var reset = window.TryPeek(out var first) ? (int)Math.Ceiling((first.At + Length - now).TotalSeconds) : (int)Length.TotalSeconds;
            if (amount > before)
            {
                return (false, before, SecondsUntilFree(window, amount - before, now) ?? reset);
            }

            window.Enqueue((now, amount));
            return (true, before, reset);
        }
    }

    public void Clear()
    {
        lock (gate)
        {
            spent.Clear();
        }
    }

    private static int? SecondsUntilFree(Queue<(DateTimeOffset At, int Amount)> window, int missing, DateTimeOffset now)
    {
        foreach (var (at, amount) in window)
        {
            missing -= amount;
            if (missing <= 0)
            {
                return Math.Max(1, (int)Math.Ceiling((at + Length - now).TotalSeconds));
            }
        }

        return null;
    }
}
