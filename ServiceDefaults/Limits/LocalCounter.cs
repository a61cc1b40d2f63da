using System.Threading.RateLimiting;

namespace Teg.Platform.ServiceDefaults;

/// <summary>
/// Sliding windows in this process. Their number is bounded: keys are spread over a fixed number of places by a hash that nobody outside can foretell,
/// so an attacker with many addresses costs no memory, and only by chance do two share a budget.
/// </summary>
public sealed class LocalCounter : IDisposable
{
    private const int Places = 16 * 1024;
    private const int Segments = 6;

    private readonly TimeSpan window;
    private readonly PartitionedRateLimiter<Budget> limiter;

    public LocalCounter(TimeSpan window)
    {
        this.window = window;
        limiter = PartitionedRateLimiter.Create<Budget, (string, int)>(budget => RateLimitPartition.GetSlidingWindowLimiter(
            // string.GetHashCode is seeded anew by every process.
            (budget.Policy, (int)((uint)budget.Key.GetHashCode(StringComparison.Ordinal) % Places)),
            _ => new SlidingWindowRateLimiterOptions { PermitLimit = budget.Limit, Window = window, SegmentsPerWindow = Segments, QueueLimit = 0, AutoReplenishment = true }));
    }

    public Spent Count(Budget budget)
    {
        using var lease = limiter.AttemptAcquire(budget);
        var wait = lease.IsAcquired
            ? TimeSpan.Zero
            : lease.TryGetMetadata(MetadataName.RetryAfter, out var given) && given > TimeSpan.Zero ? given : window / Segments;
        return new Spent((int)(limiter.GetStatistics(budget)?.CurrentAvailablePermits ?? 0), window, wait);
    }

    public void Dispose() => limiter.Dispose();
}
