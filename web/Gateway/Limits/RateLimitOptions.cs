using System.ComponentModel.DataAnnotations;

namespace Teg.Platform.Gateway.Limits;

/// <summary>Requests that pass the door in one window; all replicas count together.</summary>
internal sealed class RateLimitOptions
{
    public const string Section = "RateLimits";

    /// <summary>Of one person or machine.</summary>
    [Range(1, 10_000_000)]
    public int User { get; set; } = 100;

    /// <summary>Of everybody in an organisation together.</summary>
    [Range(1, 10_000_000)]
    public int Organisation { get; set; } = 1_000;

    /// <summary>Of one network address, by those who are not signed in. An office shares one.</summary>
    [Range(1, 10_000_000)]
    public int Address { get; set; } = 300;

    /// <summary>Webhooks from one network address: a vendor sends a board's changes in bursts.</summary>
    [Range(1, 10_000_000)]
    public int Hooks { get; set; } = 3_000;

    /// <summary>Enquiries and what their forms load, from one network address. The qualifier counts the enquiries alone once more, by address and by site.</summary>
    [Range(1, 10_000_000)]
    public int Enquiries { get; set; } = 200;

    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan Window { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How long a request waits for Redis to count it before this process counts alone.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:00:03")]
    public TimeSpan Patience { get; set; } = TimeSpan.FromMilliseconds(250);

    /// <summary>How long this process counts alone before it asks Redis again.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:01:00")]
    public TimeSpan AskAgain { get; set; } = TimeSpan.FromSeconds(2);
}
