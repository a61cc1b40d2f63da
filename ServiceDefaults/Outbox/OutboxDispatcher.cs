using System.Data.Common;
using System.Diagnostics;
using System.Net.Sockets;
using Dapper;
using MassTransit;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;
using RabbitMQ.Client.Exceptions;

namespace Teg.Platform.ServiceDefaults;

/// <summary>
/// Sends what the outbox holds. At least once: a row is marked in the transaction that locked it, after the broker confirmed; a crash in between
/// sends it again under the same message id. Several instances share the work (skip locked); a batch leaves in the order of its ids.
/// </summary>
internal sealed partial class OutboxDispatcher(
    Database database, IBus bus, OutboxMetrics metrics, IOptions<OutboxOptions> options, TimeProvider clock, ILogger<OutboxDispatcher> logger)
    : BackgroundService
{
    private static readonly ActivitySource Source = new("Teg.Outbox");
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan MeasureEvery = TimeSpan.FromSeconds(10);

    private readonly OutboxOptions options = options.Value;
    private readonly OutboxSql sql = new(options.Value.Schema);
    private long measuredAt;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var pause = FirstPause;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await ListenAsync(() => pause = FirstPause, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception) when (IsOutage(exception))
            {
                LogOutage(exception, options.Schema, pause.TotalSeconds);
                await Task.Delay(pause, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                pause = pause * 2 < options.MaxPause ? pause * 2 : options.MaxPause;
            }
        }
    }

    // PostgreSQL or the broker is away, restarting, not migrated yet, or too slow: all of these pass.
    // Npgsql says InvalidOperationException when a connection broke between two commands.
    private static bool IsOutage(Exception exception) => exception
        is DbException or MassTransitException or RabbitMQClientException or SocketException or IOException
        or TimeoutException or OperationCanceledException or InvalidOperationException;

    private async Task ListenAsync(Action succeeded, CancellationToken ct)
    {
        await using var connection = await database.OpenUnscopedAsync(ct);
        // A notification that arrives while a batch is sent is only seen here; WaitAsync reports those that come later.
        var notified = false;
        connection.Notification += (_, _) => notified = true;
        await connection.ExecuteAsync(new CommandDefinition(sql.Listen, cancellationToken: ct));

        while (true)
        {
            do
            {
                notified = false;
                while (await SendBatchAsync(connection, ct) == options.Batch)
                {
                    // A full batch: there may be more.
                }

                succeeded();
                await MeasureAsync(connection, ct);
            }
            while (notified);

            await connection.WaitAsync(options.Poll, ct);
        }
    }

    private async Task<int> SendBatchAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var rows = (await connection.QueryAsync<OutboxRow>(new CommandDefinition(
            sql.Take, new { batch = options.Batch }, transaction, cancellationToken: ct))).AsList();
        if (rows.Count == 0)
        {
            return 0;
        }

        var sent = new List<Guid>(rows.Count);
        try
        {
            foreach (var row in rows)
            {
                if (await SendAsync(row, ct) is { } reason)
                {
                    LogParked(row.Id, row.MessageType, reason);
                    metrics.Parked();
                    await connection.ExecuteAsync(new CommandDefinition(sql.Park, new { id = row.Id, reason }, transaction, cancellationToken: ct));
                }
                else
                {
                    sent.Add(row.Id);
                }
            }
        }
        finally
        {
            // Also when the broker went away half-way: what it confirmed is not sent again. Not cancelled by the host's stop, so that
            // a restart repeats as little as possible.
            await connection.ExecuteScalarAsync<int>(new CommandDefinition(sql.Sent, new { ids = sent.ToArray() }, transaction, cancellationToken: CancellationToken.None));
            await transaction.CommitAsync(CancellationToken.None);
            metrics.Sent(sent.Count);
        }

        LogSent(sent.Count, options.Schema);
        return rows.Count;
    }

    /// <summary>Publishes one row's message.</summary>
    /// <returns>Why the message can never be sent, or null when the broker has it.</returns>
    private async Task<string?> SendAsync(OutboxRow row, CancellationToken ct)
    {
        var (message, type, reason) = OutboxMessages.Read(row.MessageType, row.Body);
        if (message is null || type is null)
        {
            return reason;
        }

        // The consumer's trace continues that of the request which wrote the row.
        using var activity = ActivityContext.TryParse(row.TraceParent, null, isRemote: true, out var parent)
            ? Source.StartActivity("outbox send", ActivityKind.Internal, parent)
            : null;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(options.SendTimeout);
        // Publisher confirms are on: this returns when the broker has stored it.
        await bus.Publish(message, type, Pipe.Execute<PublishContext>(context => context.MessageId = row.Id), patience.Token);
        return null;
    }

    private async Task MeasureAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        if (measuredAt != 0 && clock.GetElapsedTime(measuredAt) < MeasureEvery)
        {
            return;
        }

        measuredAt = clock.GetTimestamp();
        var depth = await connection.QuerySingleAsync<OutboxDepth>(new CommandDefinition(sql.Depth, cancellationToken: ct));
        metrics.Waiting(depth.Waiting, depth.Oldest);
    }

    [LoggerMessage(LogLevel.Debug, "Sent {Count} messages from {Schema}.outbox")]
    private partial void LogSent(int count, string schema);

    [LoggerMessage(LogLevel.Error, "Message {MessageId} of type {MessageType} cannot be sent and is parked: {Reason}")]
    private partial void LogParked(Guid messageId, string messageType, string reason);

    [LoggerMessage(LogLevel.Warning, "The outbox of {Schema} waits {Seconds} s: PostgreSQL or RabbitMQ does not answer")]
    private partial void LogOutage(Exception exception, string schema, double seconds);
}
