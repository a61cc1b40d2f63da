using Dapper;
using Microsoft.Extensions.Options;
using Npgsql;
using Teg.Platform.ServiceDefaults;

namespace Teg.Platform.Sync.Runs;

/// <summary>
/// Works off queued runs, and those whose process has died. Every place takes its next run with FOR UPDATE SKIP LOCKED, so any number of
/// processes share the queue. With the database away it waits and goes on.
/// </summary>
internal sealed partial class RunWorker(Database database, RunExecution execution, RunSignal signal, IOptions<SyncOptions> options, TimeProvider clock, ILogger<RunWorker> logger)
    : BackgroundService
{
    private static readonly TimeSpan Nap = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan OutageNap = TimeSpan.FromMilliseconds(500);

    private readonly Guid worker = Guid.NewGuid();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!options.Value.RunsWork)
        {
            return;
        }

        var places = Enumerable.Range(0, options.Value.SweepsAtOnce).Select(_ => WorkAsync(webhooksOnly: false, stoppingToken))
            .Append(WorkAsync(webhooksOnly: true, stoppingToken));
        await Places.UntilStoppedAsync(places, stoppingToken);
    }

    private async Task WorkAsync(bool webhooksOnly, CancellationToken ct)
    {
        // The host goes on starting while the first query waits for the database.
        await Task.Yield();
        while (!ct.IsCancellationRequested)
        {
            try
            {
                var next = signal.Next;
                if (await TakeAsync(webhooksOnly, ct) is { } lease)
                {
                    await execution.ExecuteAsync(lease, ct);
                }
                else
                {
                    // The nap also finds leases that ran out, which nobody announces.
                    await Task.WhenAny(next, Task.Delay(Nap, clock, ct));
                }
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested)
            {
                return;
            }
            catch (OperationCanceledException)
            {
                // The run was taken over by another process: it is theirs now.
            }
            catch (NpgsqlException e)
            {
                LogDatabaseAway(e.Message);
                await Task.Delay(OutageNap, clock, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task<RunLease?> TakeAsync(bool webhooksOnly, CancellationToken ct)
    {
        var length = TimeSpan.FromSeconds(options.Value.LeaseSeconds);
        Taken? taken;
        await using (var connection = await database.OpenUnscopedAsync(ct))
        {
            taken = await connection.QuerySingleOrDefaultAsync<Taken>(new CommandDefinition(
                "select org_id, run_id, source_id from sync.take_run(@worker, @length, @webhooksOnly)", new { worker, length, webhooksOnly }, cancellationToken: ct));
        }

        return taken is null ? null : new RunLease(taken.OrgId, taken.RunId, taken.SourceId, worker, length);
    }

    private sealed record Taken(Guid OrgId, Guid RunId, Guid SourceId);

    [LoggerMessage(LogLevel.Warning, "The database is away, runs wait: {Reason}")]
    private partial void LogDatabaseAway(string reason);
}
