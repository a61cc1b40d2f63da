using System.Diagnostics.Metrics;

namespace Teg.Platform.ServiceDefaults;

/// <summary>Where answers came from, what making them cost, and what is kept.</summary>
internal sealed class CacheMetrics
{
    private readonly Counter<long> answers;
    private readonly Histogram<double> refreshes;
    private readonly Counter<long> failures;
    private readonly Counter<long> evictions;
    private readonly Counter<long> away;

    public CacheMetrics(IMeterFactory meters, CacheLocal local)
    {
        var meter = meters.Create("Teg.Cache");
        answers = meter.CreateCounter<long>("teg.cache.answers", "{answer}", "Answers given, by where they came from: l1, l2, stale, joined, made.");
        refreshes = meter.CreateHistogram<double>("teg.cache.refresh.duration", "s", "Time to work an answer out.");
        failures = meter.CreateCounter<long>("teg.cache.refresh.failures", "{refresh}", "Answers that could not be worked out.");
        evictions = meter.CreateCounter<long>("teg.cache.evictions", "{answer}", "Answers this process let go because others needed the room.");
        away = meter.CreateCounter<long>("teg.cache.redis_away", "{call}", "Calls that Redis did not answer in time.");
        meter.CreateObservableGauge("teg.cache.local.bytes", () => local.Bytes, "By", "Answers kept in this process.");
        local.Evicted = () => evictions.Add(1);
    }

    public void Answered(CacheTier from, CachePolicy policy) => answers.Add(1,
        new KeyValuePair<string, object?>("from", from switch
        {
            CacheTier.Local => "l1", CacheTier.Redis => "l2", CacheTier.Stale => "stale", CacheTier.Joined => "joined", _ => "made",
        }),
        new KeyValuePair<string, object?>("policy", policy.Name));

    public void Made(TimeSpan time, CachePolicy policy) => refreshes.Record(time.TotalSeconds, new KeyValuePair<string, object?>("policy", policy.Name));

    public void Failed(CachePolicy policy) => failures.Add(1, new KeyValuePair<string, object?>("policy", policy.Name));

    public void Away() => away.Add(1);
}
