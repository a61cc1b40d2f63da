using System.Diagnostics.Metrics;

namespace Teg.Platform.ServiceDefaults;

/// <summary>How much waits, how long the oldest has waited, and how much went out.</summary>
internal sealed class OutboxMetrics
{
    private readonly Counter<long> sent;
    private readonly Counter<long> parked;
    private long waiting;
    private long oldest;

    public OutboxMetrics(IMeterFactory meters, TimeProvider clock)
    {
        var meter = meters.Create("Teg.Outbox");
        sent = meter.CreateCounter<long>("teg.outbox.sent", "{message}", "Messages that the broker confirmed.");
        parked = meter.CreateCounter<long>("teg.outbox.parked", "{message}", "Messages that cannot be sent and wait for a person.");
        meter.CreateObservableGauge("teg.outbox.waiting", () => Interlocked.Read(ref waiting), "{message}", "Messages not sent yet.");
        meter.CreateObservableGauge(
            "teg.outbox.oldest",
            () => Interlocked.Read(ref oldest) is > 0 and var since ? Math.Max(0, clock.GetUtcNow().ToUnixTimeMilliseconds() - since) / 1000d : 0,
            "s",
            "Age of the oldest message not sent yet.");
    }

    public void Sent(int count) => sent.Add(count);

    public void Parked() => parked.Add(1);

    public void Waiting(long count, DateTimeOffset? since)
    {
        Interlocked.Exchange(ref waiting, count);
        Interlocked.Exchange(ref oldest, since?.ToUnixTimeMilliseconds() ?? 0);
    }
}
