using System.Threading.Channels;
using Npgsql;
using Teg.Platform.Sync.Runs;
using Teg.Platform.Sync.Sources;

namespace Teg.Platform.Sync.Webhooks;

/// <summary>
/// Sees to it that vendors know where to send changes. Asked for after every sweep; a vendor that cannot reach us yet is asked again a few
/// times, because at a first start the way in opens later than the first sweep ends. Without webhooks the schedule brings the same changes.
/// </summary>
internal sealed partial class WebhookKeeper(IEnumerable<IConnector> connectors, WebhookAddress webhooks, TimeProvider clock, ILogger<WebhookKeeper> logger) : BackgroundService
{
    private const int TriesAllowed = 6;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

    private readonly Channel<Asked> channel = Channel.CreateBounded<Asked>(new BoundedChannelOptions(1_000) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    public void Ask(Source source) => channel.Writer.TryWrite(new Asked(source, 1));

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var (source, attempt) in channel.Reader.ReadAllAsync(stoppingToken))
        {
            if (webhooks.PublicAddress is not { } address)
            {
                continue;
            }

            try
            {
                await connectors.Single(connector => connector.Kind == source.Kind).SubscribeAsync(source, address, stoppingToken);
            }
            catch (Exception e) when (e is VendorFailureException or NpgsqlException)
            {
                LogNotSubscribed(source.Id, attempt, e.Message);
                if (attempt < TriesAllowed)
                {
                    await Task.Delay(Pause, clock, stoppingToken);
                    channel.Writer.TryWrite(new Asked(source, attempt + 1));
                }
            }
        }
    }

    private sealed record Asked(Source Source, int Attempt);

    [LoggerMessage(LogLevel.Warning, "Source {SourceId} has no webhooks yet (attempt {Attempt}): {Reason}")]
    private partial void LogNotSubscribed(Guid sourceId, int attempt, string reason);
}
