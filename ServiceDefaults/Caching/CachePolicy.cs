using Microsoft.Extensions.Caching.Hybrid;

namespace Teg.Platform.ServiceDefaults;

/// <summary>How long an answer is given without asking again, and until what age it is given while it is asked again or cannot be.</summary>
/// <param name="Name">For metrics.</param>
/// <param name="Fresh">Age up to which nobody asks again.</param>
/// <param name="OldestServed">The age cap: nothing older is ever given.</param>
public sealed record CachePolicy(string Name, TimeSpan Fresh, TimeSpan OldestServed)
{
    /// <summary>What happens now.</summary>
    public static readonly CachePolicy Realtime = new("realtime", TimeSpan.FromSeconds(30), TimeSpan.FromHours(1));

    /// <summary>Figures of ranges that include the running day.</summary>
    public static readonly CachePolicy Kpi = new("kpi", TimeSpan.FromMinutes(5), TimeSpan.FromHours(24));

    /// <summary>Figures of days that are over but young, and what is expensive to work out.</summary>
    public static readonly CachePolicy Computed = new("computed", TimeSpan.FromHours(1), TimeSpan.FromHours(24));

    /// <summary>What is written once a day.</summary>
    public static readonly CachePolicy Report = new("report", TimeSpan.FromHours(24), TimeSpan.FromDays(7));

    /// <summary>Days long over. They change by a correction at the source, which drops the tag.</summary>
    public static readonly CachePolicy History = new("history", TimeSpan.FromDays(7), TimeSpan.FromDays(14));

    private static readonly CachePolicy[] Named = [Realtime, Kpi, Computed, Report, History];

    /// <summary>For code that knows nothing but HybridCache.</summary>
    public HybridCacheEntryOptions Options => new() { LocalCacheExpiration = Fresh, Expiration = OldestServed };

    internal static CachePolicy Of(HybridCacheEntryOptions? options)
    {
        if (options?.Flags is { } flags and not HybridCacheEntryFlags.None)
        {
            throw new NotSupportedException($"This cache knows no {flags}: an answer is kept in both tiers or is not asked through the cache.");
        }

        var oldest = options?.Expiration ?? Kpi.OldestServed;
        var fresh = options?.LocalCacheExpiration ?? options?.Expiration ?? Kpi.Fresh;
        return Array.Find(Named, policy => policy.Fresh == fresh && policy.OldestServed == oldest) ?? new CachePolicy("own", fresh < oldest ? fresh : oldest, oldest);
    }
}
