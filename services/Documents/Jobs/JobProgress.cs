using System.Threading.Channels;
using MassTransit;
using Teg.Platform.Contracts.Messages;

namespace Teg.Platform.Documents.Jobs;

/// <summary>
/// Tells open pages how far a document is. A lost message is replaced by the next one, so a broker that is away costs nothing: the channel keeps the newest
/// and nobody waits for it.
/// </summary>
internal sealed partial class JobProgress(IBus bus, TimeProvider clock, ILogger<JobProgress> logger) : BackgroundService
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly Channel<DocumentProgressed> channel = Channel.CreateBounded<DocumentProgressed>(
        new BoundedChannelOptions(1_000) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });

    public void Tell(Guid orgId, Guid documentId, string state, string? step, int? queuePosition) =>
        channel.Writer.TryWrite(new DocumentProgressed(orgId, documentId, state, step, queuePosition, clock.GetUtcNow()));

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var message in channel.Reader.ReadAllAsync(stoppingToken))
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
            limit.CancelAfter(Patience);
            try
            {
                await bus.Publish(message, limit.Token);
            }
            catch (Exception e) when (e is OperationCanceledException or MassTransitException or RabbitMQ.Client.Exceptions.RabbitMQClientException && !stoppingToken.IsCancellationRequested)
            {
                LogUntold();
            }
        }
    }

    [LoggerMessage(LogLevel.Debug, "Progress of a document could not be told")]
    private partial void LogUntold();
}
