using System.Collections.Concurrent;
using System.Threading.Channels;
using MassTransit;
using Teg.Platform.Contracts.Messages;

namespace Teg.Platform.Sync.Runs;

/// <summary>
/// Tells open pages how far a run is, at most four times a second per run. A lost message is replaced by the next one, so a broker that is
/// away costs nothing: the channel keeps the newest and nobody waits for it.
/// </summary>
internal sealed partial class RunProgress(IBus bus, TimeProvider clock, ILogger<RunProgress> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<Guid, DateTimeOffset> toldAt = new();
    private readonly Channel<RunProgressed> channel = Channel.CreateBounded<RunProgressed>(
        new BoundedChannelOptions(200) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });

    /// <summary>Progress within a phase; dropped when the last one was told less than a quarter of a second ago.</summary>
    public void Tell(RunProgressed progress)
    {
        var last = toldAt.GetValueOrDefault(progress.RunId);
        if (progress.At - last >= Pause)
        {
            toldAt[progress.RunId] = progress.At;
            channel.Writer.TryWrite(progress);
        }
    }

    /// <summary>A new phase; always told.</summary>
    public void TellPhase(RunProgressed progress)
    {
        if (progress.Phase is "succeeded" or "failed" or "quarantined")
        {
            toldAt.TryRemove(progress.RunId, out _);
        }
        else
        {
            toldAt[progress.RunId] = progress.At;
        }

        channel.Writer.TryWrite(progress);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var progress in channel.Reader.ReadAllAsync(stoppingToken))
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
            limit.CancelAfter(Patience);
            try
            {
                await bus.Publish(progress, limit.Token);
            }
            catch (Exception e) when (e is OperationCanceledException or MassTransitException or RabbitMQ.Client.Exceptions.RabbitMQClientException && !stoppingToken.IsCancellationRequested)
            {
                LogUntold(progress.RunId, (clock.GetUtcNow() - progress.At).TotalSeconds);
            }
        }
    }

    [LoggerMessage(LogLevel.Debug, "Progress of run {RunId} could not be told after {Seconds:0.0} s")]
    private partial void LogUntold(Guid runId, double seconds);
}
