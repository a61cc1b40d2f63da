using MassTransit;
using Teg.Platform.Contracts.Messages;

namespace Teg.Platform.Documents.Jobs;

/// <summary>Ends the nap of a place that has nothing to do.</summary>
internal sealed class JobSignal : IDisposable
{
    // More places than a process has; a call to nobody is not kept for ever.
    private const int Most = 64;

    private readonly SemaphoreSlim woken = new(0);

    public void Wake()
    {
        if (woken.CurrentCount < Most)
        {
            woken.Release();
        }
    }

    public Task WaitAsync(TimeSpan nap, CancellationToken ct) => woken.WaitAsync(nap, ct);

    public void Dispose() => woken.Dispose();
}

/// <summary>A document waits. The message only saves waiting: a place looks by itself every second, so one that is lost or comes twice changes nothing.</summary>
internal sealed class WakeForDocument(JobSignal signal) : IConsumer<DocumentRequested>
{
    public Task Consume(ConsumeContext<DocumentRequested> context)
    {
        signal.Wake();
        return Task.CompletedTask;
    }
}
