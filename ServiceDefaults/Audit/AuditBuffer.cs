using System.Diagnostics.Metrics;
using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Teg.Platform.ServiceDefaults;

/// <summary>
/// Gathers the events of reads and writes them together, at least once a second. A killed process loses the reads of its last second and
/// nothing else: a write's event is in the database before its caller has the answer. Stopping writes what is left.
/// </summary>
internal sealed partial class AuditBuffer : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly Channel<AuditEvent> waiting;
    private readonly AuditStore store;
    private readonly AuditOptions options;
    private readonly Counter<long> written;
    private readonly Counter<long> lost;
    private readonly ILogger<AuditBuffer> logger;

    public AuditBuffer(AuditStore store, IOptions<AuditOptions> options, IMeterFactory meters, ILogger<AuditBuffer> logger)
    {
        (this.store, this.options, this.logger) = (store, options.Value, logger);
        waiting = Channel.CreateBounded<AuditEvent>(new BoundedChannelOptions(options.Value.Buffer) { SingleReader = true });
        var meter = meters.Create("Teg.Audit");
        written = meter.CreateCounter<long>("teg.audit.written", "{event}", "Events of reads that were written together.");
        lost = meter.CreateCounter<long>("teg.audit.lost", "{event}", "Events of reads that were never written: the database was away when the process stopped, or did not take them.");
        Strangers = meter.CreateCounter<long>("teg.audit.strangers", "{request}", "Requests without a valid token: nobody to name, so no event.");
    }

    public Counter<long> Strangers { get; }

    /// <returns>False when the buffer is full or closing: then the event has to be written at once.</returns>
    public bool TryAdd(AuditEvent audited) => waiting.Writer.TryWrite(audited);

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        // The server has stopped before us, so nothing more comes in.
        waiting.Writer.TryComplete();
        await base.StopAsync(cancellationToken);
        await EmptyAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var batch = new List<AuditEvent>(options.Batch);
        try
        {
            while (await waiting.Reader.WaitToReadAsync(stoppingToken))
            {
                // Not yet full: others will come within the second.
                if (waiting.Reader.Count < options.Batch)
                {
                    await Task.Delay(options.Every, stoppingToken);
                }

                Take(batch);
                await WriteAsync(batch, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // A batch that was under way may be in the database or not; its keys make writing it again harmless.
            await TryWriteAsync(batch, CancellationToken.None);
        }
    }

    private void Take(List<AuditEvent> batch)
    {
        while (batch.Count < options.Batch && waiting.Reader.TryRead(out var audited))
        {
            batch.Add(audited);
        }
    }

    // Patient: while the database is away only kept answers are read. When their events fill the buffer, reads fail too: none goes untold.
    private async Task WriteAsync(List<AuditEvent> batch, CancellationToken ct)
    {
        while (!await TryWriteAsync(batch, ct))
        {
            await Task.Delay(Pause, ct);
        }
    }

    private async Task<bool> TryWriteAsync(List<AuditEvent> batch, CancellationToken ct)
    {
        if (batch.Count == 0)
        {
            return true;
        }

        try
        {
            await store.WriteAsync(batch, ct);
            written.Add(batch.Count);
            batch.Clear();
            return true;
        }
        catch (PostgresException e) when (IsOfData(e))
        {
            await WriteOneByOneAsync(batch, ct);
            return true;
        }
        catch (NpgsqlException e)
        {
            LogWaiting(e, batch.Count);
            return false;
        }
    }

    // One that the database will never take must not keep the others waiting. Nothing a caller sends is known to do this.
    private async Task WriteOneByOneAsync(List<AuditEvent> batch, CancellationToken ct)
    {
        while (batch.Count > 0)
        {
            try
            {
                await store.WriteAsync([batch[^1]], ct);
                written.Add(1);
            }
            catch (PostgresException e) when (IsOfData(e))
            {
                lost.Add(1);
                LogRefused(e, batch[^1].Action);
            }

            batch.RemoveAt(batch.Count - 1);
        }
    }

    // SQLSTATE classes 22 and 23: data exception, integrity constraint.
    private static bool IsOfData(PostgresException e) => e.SqlState.StartsWith("22", StringComparison.Ordinal) || e.SqlState.StartsWith("23", StringComparison.Ordinal);

    private async Task EmptyAsync(CancellationToken ct)
    {
        var batch = new List<AuditEvent>(options.Batch);
        while (waiting.Reader.Count > 0)
        {
            Take(batch);
            if (!await TryWriteAsync(batch, ct))
            {
                var gone = batch.Count + waiting.Reader.Count;
                lost.Add(gone);
                LogLost(gone);
                return;
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "{Count} audit events of reads wait for the database")]
    private partial void LogWaiting(Exception exception, int count);

    [LoggerMessage(LogLevel.Error, "The database does not take the audit event of {Action}")]
    private partial void LogRefused(Exception exception, string action);

    [LoggerMessage(LogLevel.Error, "{Count} audit events of reads were lost: the database was away when the service stopped")]
    private partial void LogLost(int count);
}
