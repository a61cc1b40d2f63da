using System.Collections.Concurrent;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Teg.Platform.ServiceDefaults;

/// <summary>Looks at the queues of this service's consumers, so that their depth can be seen where the broker's own pages cannot.</summary>
internal sealed partial class QueueWatch(IConfiguration configuration, BusMetrics metrics, IOptions<BusOptions> options, TimeProvider clock, ILogger<QueueWatch> logger) : BackgroundService
{
    private readonly ConcurrentDictionary<string, bool> names = new(StringComparer.Ordinal);

    /// <summary>MassTransit's name for where a message ends whose consumer failed every time.</summary>
    public static string ErrorQueueOf(string queue) => $"{queue}_error";

    public void Know(string queue) => names[queue] = true;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        while (!names.IsEmpty && !stoppingToken.IsCancellationRequested)
        {
            try
            {
                await using var connection = await BrokerConnection.OpenAsync(configuration, stoppingToken);
                while (!stoppingToken.IsCancellationRequested)
                {
                    metrics.Queues = await LookAsync(connection, stoppingToken);
                    await Task.Delay(options.Value.LookEvery, clock, stoppingToken);
                }
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e) when (BrokerConnection.IsOutage(e))
            {
                metrics.Queues = [];
                LogAway(e.Message);
                await Task.Delay(options.Value.LookEvery, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task<IReadOnlyList<QueueState>> LookAsync(IConnection connection, CancellationToken ct)
    {
        var states = new List<QueueState>(names.Count);
        foreach (var name in names.Keys.Order(StringComparer.Ordinal))
        {
            var queue = await CountAsync(connection, name, ct);
            var failed = await CountAsync(connection, ErrorQueueOf(name), ct);
            states.Add(new QueueState(name, queue?.MessageCount ?? 0, queue?.ConsumerCount ?? 0, failed?.MessageCount ?? 0));
        }

        return states;
    }

    // The broker answers the question for a queue that is not there by closing the channel; an error queue is only made when it is needed.
    private static async Task<QueueDeclareOk?> CountAsync(IConnection connection, string name, CancellationToken ct)
    {
        await using var channel = await connection.CreateChannelAsync(cancellationToken: ct);
        try
        {
            return await channel.QueueDeclarePassiveAsync(name, ct);
        }
        catch (OperationInterruptedException e) when (e.ShutdownReason?.ReplyCode == Constants.NotFound)
        {
            return null;
        }
    }

    [LoggerMessage(LogLevel.Debug, "Queues cannot be looked at: {Reason}")]
    private partial void LogAway(string reason);
}
