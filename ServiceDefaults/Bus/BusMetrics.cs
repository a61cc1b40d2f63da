using System.Diagnostics;
using System.Diagnostics.Metrics;
using MassTransit;

namespace Teg.Platform.ServiceDefaults;

/// <summary>What consumers did with their messages, and what lies in their queues. Queues of live events are left out: nothing waits in them.</summary>
internal sealed class BusMetrics : IReceiveObserver
{
    private readonly Counter<long> redelivered;
    private readonly Counter<long> faulted;
    private readonly Histogram<double> consumed;
    private volatile IReadOnlyList<QueueState> queues = [];

    public BusMetrics(IMeterFactory meters)
    {
        var meter = meters.Create("Teg.Bus");
        redelivered = meter.CreateCounter<long>("teg.bus.redelivered", "{message}", "Messages that the broker gave a second time.");
        faulted = meter.CreateCounter<long>("teg.bus.faulted", "{attempt}", "Attempts at a message that failed; each is retried, and then the message goes to the error queue.");
        consumed = meter.CreateHistogram<double>("teg.bus.consumed", "s", "Time of what a consumer did with a message.");
        meter.CreateObservableGauge("teg.bus.waiting", () => queues.Select(queue => new Measurement<long>(queue.Waiting, Of(queue.Name))), "{message}", "Messages that wait in a queue.");
        meter.CreateObservableGauge("teg.bus.failed", () => queues.Select(queue => new Measurement<long>(queue.Failed, Of(queue.Name))), "{message}", "Messages in a queue's error queue: each waits for a person.");
        meter.CreateObservableGauge("teg.bus.consumers", () => queues.Select(queue => new Measurement<long>(queue.Consumers, Of(queue.Name))), "{consumer}", "Processes that take messages from a queue.");
    }

    /// <summary>As last seen; empty while the broker is away.</summary>
    public IReadOnlyList<QueueState> Queues { get => queues; set => queues = value; }

    public Task PreReceive(ReceiveContext context)
    {
        if (context.Redelivered)
        {
            redelivered.Add(1, Of(Queue(context)));
        }

        return Task.CompletedTask;
    }

    public Task PostReceive(ReceiveContext context) => Task.CompletedTask;

    public Task PostConsume<T>(ConsumeContext<T> context, TimeSpan duration, string consumerType)
        where T : class
    {
        consumed.Record(duration.TotalSeconds, Of(Queue(context.ReceiveContext)));
        return Task.CompletedTask;
    }

    public Task ConsumeFault<T>(ConsumeContext<T> context, TimeSpan duration, string consumerType, Exception exception)
        where T : class
    {
        faulted.Add(1, Of(Queue(context.ReceiveContext)));
        return Task.CompletedTask;
    }

    public Task ReceiveFault(ReceiveContext context, Exception exception) => Task.CompletedTask;

    // A live queue's name holds a random part, which would make a series for every start.
    private static string Queue(ReceiveContext context) =>
        context.InputAddress.Segments[^1] is var name && name.StartsWith(BusSetup.LivePrefix, StringComparison.Ordinal) ? "live" : name;

    private static KeyValuePair<string, object?> Of(string queue) => new("queue", queue);
}

/// <param name="Waiting">Not yet taken by anybody.</param>
/// <param name="Failed">In the error queue beside it.</param>
internal sealed record QueueState(string Name, long Waiting, long Consumers, long Failed);
