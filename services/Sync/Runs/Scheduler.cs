using Dapper;
using Microsoft.Extensions.Options;
using Npgsql;
using Teg.Platform.ServiceDefaults;

namespace Teg.Platform.Sync.Runs;

/// <summary>Queues what is due, for every tenant. Two schedulers at once queue it once: a source has one active run.</summary>
internal sealed partial class Scheduler(Database database, RunMetrics metrics, IOptions<SyncOptions> options, TimeProvider clock, ILogger<Scheduler> logger) : BackgroundService
{
    private DateTimeOffset cleanedAt = DateTimeOffset.MinValue;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!options.Value.RunsWork)
        {
            return;
        }

        await Task.Yield();
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(options.Value.ScheduleSeconds), clock);
        do
        {
            try
            {
                await QueueDueAsync(stoppingToken);
            }
            catch (NpgsqlException e)
            {
                LogDatabaseAway(e.Message);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task QueueDueAsync(CancellationToken ct)
    {
        IReadOnlyList<ScheduleFacts> sources;
        await using (var connection = await database.OpenUnscopedAsync(ct))
        {
            sources = (await connection.QueryAsync<ScheduleFacts>(new CommandDefinition("select * from sync.schedule()", cancellationToken: ct))).AsList();
        }

        var now = clock.GetUtcNow();
        metrics.Overdue(sources.Count == 0 ? TimeSpan.Zero : sources.Max(source => source.IsActive || source.LastRequestedAt is not { } last ? TimeSpan.Zero : now - DueRun.NextAt(last, source.EveryMinutes)));
        foreach (var source in sources)
        {
            var due = DueRun.Of(source, options.Value.NightlyAt, now);
            if (due is null && !source.HasPendingDeliveries)
            {
                continue;
            }

            await using var connection = await database.OpenAsync(source.OrgId, ct);
            if (due is not null && await Run.QueueAsync(connection, null, source.SourceId, due.Mode, due.Trigger, null, ct) is { } id)
            {
                LogQueued(id, source.SourceId, due.Mode, due.Reason);
            }

            // Normally the delivery itself has queued its run; this finds what was left behind by one that failed.
            if (source.HasPendingDeliveries)
            {
                await Run.QueueAsync(connection, null, source.SourceId, Run.Incremental, Run.ByWebhook, null, ct);
            }
        }

        if (now - cleanedAt > TimeSpan.FromHours(6))
        {
            foreach (var org in sources.Select(source => source.OrgId).Distinct())
            {
                await CleanAsync(org, ct);
            }

            cleanedAt = now;
        }
    }

    // Runs are kept as history, except the many small ones that webhooks caused.
    private async Task CleanAsync(Guid org, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(org, ct);
        await connection.ExecuteAsync(new CommandDefinition(
            """
            delete from warehouse.changed_day c
            using sync.run r
            where r.org_id = warehouse.current_org() and r.published_at < now() - @kept and c.org_id = r.org_id and c.run_id = r.id;
            delete from sync.webhook_delivery where org_id = warehouse.current_org() and received_at < now() - interval '30 days' and run_id is not null;
            delete from sync.lag where org_id = warehouse.current_org() and noted_at < now() - interval '30 days';
            delete from sync.run
            where org_id = warehouse.current_org() and trigger = 'webhook' and status = 'succeeded' and finished_at < now() - @kept
              and not exists (select from warehouse.changed_day c where c.org_id = run.org_id and c.run_id = run.id)
            """, new { kept = TimeSpan.FromDays(options.Value.ChangedDaysKeptDays) }, commandTimeout: 0, cancellationToken: ct));
    }

    [LoggerMessage(LogLevel.Information, "Run {RunId} of source {SourceId} queued: {Mode}, {Reason}")]
    private partial void LogQueued(Guid runId, Guid sourceId, string mode, string reason);

    [LoggerMessage(LogLevel.Warning, "The database is away, the schedule waits: {Reason}")]
    private partial void LogDatabaseAway(string reason);
}
