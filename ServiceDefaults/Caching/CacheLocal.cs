using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Options;

namespace Teg.Platform.ServiceDefaults;

/// <summary>The first tier: this process' memory, bounded in bytes.</summary>
internal sealed class CacheLocal : IDisposable
{
    // The entry, its place in the dictionary and what hangs on it.
    private const int Overhead = 400;

    private readonly MemoryCache memory;

    public CacheLocal(IOptions<CacheOptions> options) => memory = new MemoryCache(new MemoryCacheOptions
    {
        SizeLimit = options.Value.LocalBytes, TrackStatistics = true, CompactionPercentage = 0.1, ExpirationScanFrequency = TimeSpan.FromMinutes(1),
    });

    public Action Evicted { get; set; } = () => { };

    public long Bytes => memory.GetCurrentStatistics()?.CurrentEstimatedSize ?? 0;

    public int Count => memory.Count;

    public CacheEntry? Get(string key) => memory.TryGetValue(key, out CacheEntry? entry) ? entry : null;

    /// <param name="life">How long it may be given at all, from now; the age itself is the reader's to check.</param>
    public void Put(string key, CacheEntry entry, TimeSpan life)
    {
        if (life <= TimeSpan.Zero)
        {
            return;
        }

        using var kept = memory.CreateEntry(key);
        kept.Value = entry;
        kept.Size = entry.Bytes + (key.Length * sizeof(char)) + Overhead;
        kept.AbsoluteExpirationRelativeToNow = life;
        kept.RegisterPostEvictionCallback((_, _, reason, _) =>
        {
            if (reason == EvictionReason.Capacity)
            {
                Evicted();
            }
        });
    }

    public void Remove(string key) => memory.Remove(key);

    public void Dispose() => memory.Dispose();
}
