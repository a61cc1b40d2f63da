using System.ComponentModel.DataAnnotations;

namespace Teg.Platform.ServiceDefaults;

/// <summary>How an HTTP client behaves when the other side does not. Named by client: Configure&lt;HttpResilienceOptions&gt;("MondayClient", …).</summary>
public sealed class HttpResilienceOptions
{
    /// <summary>All attempts and waits together, until the answer's headers.</summary>
    public TimeSpan TotalTimeout { get; set; } = TimeSpan.FromSeconds(60);

    public TimeSpan AttemptTimeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>Attempts after the first; 0 never repeats.</summary>
    [Range(0, 20)]
    public int Retries { get; set; } = 3;

    /// <summary>The first wait; it doubles with each retry, with jitter.</summary>
    public TimeSpan BaseDelay { get; set; } = TimeSpan.FromMilliseconds(300);

    public TimeSpan MaxDelay { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The longest Retry-After that is waited for. When the other side asks for more, its answer goes to the caller instead.</summary>
    public TimeSpan MaxRetryAfter { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The circuit opens when this share of at least <see cref="BreakerMinimum"/> attempts within <see cref="BreakerWindow"/> failed.</summary>
    [Range(0.01, 1)]
    public double BreakerFailureRatio { get; set; } = 0.5;

    [Range(2, 10000)]
    public int BreakerMinimum { get; set; } = 20;

    public TimeSpan BreakerWindow { get; set; } = TimeSpan.FromSeconds(30);

    public TimeSpan BreakerPause { get; set; } = TimeSpan.FromSeconds(10);
}
