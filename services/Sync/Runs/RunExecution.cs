using Dapper;
using Microsoft.Extensions.Options;
using Npgsql;
using Teg.Platform.Contracts.Messages;
using Teg.Platform.ServiceDefaults;
using Teg.Platform.Sync.Landing;
using Teg.Platform.Sync.Publishing;
using Teg.Platform.Sync.Sources;
using Teg.Platform.Sync.Webhooks;

namespace Teg.Platform.Sync.Runs;

/// <summary>Carries one run from where it stands to its end: read, publish, or say why not.</summary>
internal sealed partial class RunExecution(IEnumerable<IConnector> connectors, Database database, LandingWriter landing, Publication publication, Outbox outbox,
    RunProgress progress, RunMetrics metrics, WebhookKeeper webhooks, IOptions<SyncOptions> options, TimeProvider clock, ILogger<RunExecution> logger)
{
    // A run that kills its process each time must not do so for ever.
    private const int AttemptsAllowed = 100;

    private static readonly TimeSpan LongestFaultDelay = TimeSpan.FromMinutes(5);

    public async Task ExecuteAsync(RunLease lease, CancellationToken ct)
    {
        var (run, source) = await LoadAsync(lease, ct);
        // A webhook's run is over before anybody could look at its progress; that it was published is told.
        var report = new Report(run.Trigger == Run.ByWebhook ? null : progress, clock, lease, source.Name);
        using var held = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var heartbeat = KeepAsync(lease, held);
        try
        {
            LogTaken(lease.RunId, source.Kind, run.Mode, run.Trigger, run.Attempt);
            if (run.Attempt > AttemptsAllowed)
            {
                await FailAsync(lease, source, report, new VendorFailure(FailureKind.Decisive, $"The run was taken up {AttemptsAllowed} times and never ended.",
                    "Look at the log of Sync for what ends its process while this run is read."), ct);
                return;
            }

            var connector = connectors.Single(c => c.Kind == source.Kind);
            report.Phase("reading", run.RowsRead, run.RowsExpected, 0);
            await connector.ReadAsync(new RunContext(lease, run.Mode, run.Trigger, source, database, landing, report.Count), held.Token);

            await MarkPublishingAsync(lease, held.Token);
            report.Phase("publishing");
            var published = await publication.PublishAsync(lease, source, run.Trigger, held.Token);
            report.Phase(published.Status, rowsPublished: published.RowsPublished);
            metrics.Ended(source.Kind, published.Status, report.Since, published.RowsPublished, published.Verdict);
            LogPublished(lease.RunId, published.Status, published.RowsPublished, published.Verdict);

            await ForgetLandingAsync(lease, held.Token);
            if (run.Trigger != Run.ByWebhook)
            {
                webhooks.Ask(source);
            }
        }
        catch (VendorFailureException e)
        {
            await StepBackAsync(lease, source, report, e.Failure, ct);
        }
        catch (LeaseLostException)
        {
            LogLost(lease.RunId);
        }
        catch (PostgresException e) when (!PostgresOutage.Is(e))
        {
            // A statement of ours is wrong for this data: trying again gives the same answer, so a person has to know.
            LogBroken(e, lease.RunId);
            await FailAsync(lease, source, report, new VendorFailure(FailureKind.Decisive, $"The database refused the data: {e.MessageText} (SQLSTATE {e.SqlState}).",
                "This needs a change of the connector; report it with the run's id. The previous data is still shown."), ct);
        }
        catch (Exception e) when (e is System.Text.Json.JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            LogBroken(e, lease.RunId);
            await FailAsync(lease, source, report, new VendorFailure(FailureKind.Decisive, $"{source.Name} sent something unexpected: {e.Message}",
                "Check the source's settings; otherwise report it with the run's id. The previous data is still shown."), ct);
        }
        finally
        {
            await held.CancelAsync();
            await heartbeat;
        }
    }

    private async Task<(RunRow Run, Source Source)> LoadAsync(RunLease lease, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(lease.OrgId, ct);
        var run = await connection.QuerySingleAsync<RunRow>(new CommandDefinition(Run.ById, new { id = lease.RunId }, cancellationToken: ct));
        await connection.ExecuteAsync(new CommandDefinition(
            "update sync.source set due_at = null where org_id = warehouse.current_org() and id = @SourceId and due_at is not null and @isSweep",
            new { run.SourceId, isSweep = run.Trigger != Run.ByWebhook }, cancellationToken: ct));
        return (run, await Source.ReadAsync(connection, run.SourceId, ct));
    }

    /// <summary>Prolongs the lease while the run is worked on; ends the work when another process has taken it.</summary>
    private async Task KeepAsync(RunLease lease, CancellationTokenSource held)
    {
        var ct = held.Token;
        while (!ct.IsCancellationRequested)
        {
            try
            {
                await Task.Delay(lease.Length / 4, clock, ct);
                await using var connection = await database.OpenAsync(lease.OrgId, ct);

                // The publishing transaction holds the row locked, which keeps others away just as well.
                var holder = await connection.ExecuteScalarAsync<Guid?>(new CommandDefinition(
                    """
                    with mine as (
                        select org_id, id from sync.run
                        where org_id = warehouse.current_org() and id = @RunId and leased_by = @Worker
                        for update skip locked
                    )
                    update sync.run r set leased_until = now() + @Length from mine where r.org_id = mine.org_id and r.id = mine.id;
                    select leased_by from sync.run where org_id = warehouse.current_org() and id = @RunId
                    """, new { lease.RunId, lease.Worker, lease.Length }, cancellationToken: ct));
                if (holder is not null && holder != lease.Worker)
                {
                    LogLost(lease.RunId);
                    await held.CancelAsync();
                }
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested)
            {
                return;
            }
            catch (NpgsqlException e)
            {
                // The database is away. The work will notice by itself; if it comes back in time the lease goes on.
                LogNoHeartbeat(lease.RunId, e.Message);
            }
        }
    }

    private async Task MarkPublishingAsync(RunLease lease, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(lease.OrgId, ct);
        await RunLease.ProveAsync(connection, null, lease, ct);
        await connection.ExecuteAsync(new CommandDefinition(
            "update sync.run set status = 'publishing' where org_id = warehouse.current_org() and id = @RunId and leased_by = @Worker",
            new { lease.RunId, lease.Worker }, cancellationToken: ct));
    }

    // The mirror has it now. Also what earlier runs of the source left when they failed.
    private async Task ForgetLandingAsync(RunLease lease, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(lease.OrgId, ct);
        await connection.ExecuteAsync(new CommandDefinition(
            """
            delete from sync.landing l
            using sync.run r
            where r.org_id = warehouse.current_org() and r.source_id = @SourceId and r.status in ('succeeded', 'quarantined', 'failed')
              and l.org_id = r.org_id and l.run_id = r.id
            """, new { lease.SourceId }, commandTimeout: 0, cancellationToken: ct));
    }

    private async Task StepBackAsync(RunLease lease, Source source, Report report, VendorFailure failure, CancellationToken ct)
    {
        if (failure.Kind is FailureKind.Decisive)
        {
            await FailAsync(lease, source, report, failure, ct);
            return;
        }

        await using var connection = await database.OpenAsync(lease.OrgId, ct);
        var faults = await connection.ExecuteScalarAsync<int?>(new CommandDefinition(
            """
            update sync.run
            set faults = faults + 1
            where org_id = warehouse.current_org() and id = @RunId and leased_by = @Worker
            returning faults
            """, new { lease.RunId, lease.Worker }, cancellationToken: ct));
        if (faults is null)
        {
            return;
        }

        if (faults > options.Value.FaultsAllowed)
        {
            await FailAsync(lease, source, report, failure with { Reason = $"{failure.Reason} ({faults} times)" }, ct);
            return;
        }

        var delay = DelayAfter(faults.Value, failure.RetryIn, TimeSpan.FromSeconds(options.Value.FaultDelaySeconds));
        await connection.ExecuteAsync(new CommandDefinition(
            """
            update sync.run
            set status = 'queued', not_before = now() + @delay, leased_by = null, leased_until = null, reason = @Reason
            where org_id = warehouse.current_org() and id = @RunId and leased_by = @Worker
            """, new { lease.RunId, lease.Worker, delay, failure.Reason }, cancellationToken: ct));
        report.Phase("queued");
        metrics.SteppedBack(source.Kind);
        LogSteppedBack(lease.RunId, delay.TotalSeconds, failure.Reason);
    }

    /// <summary>Doubled with each failure, at most five minutes, never sooner than the vendor asks.</summary>
    internal static TimeSpan DelayAfter(int faults, TimeSpan? retryIn, TimeSpan first)
    {
        var doubled = first * Math.Pow(2, Math.Min(faults, 16) - 1);
        var delay = doubled < LongestFaultDelay ? doubled : LongestFaultDelay;
        return retryIn > delay ? retryIn.Value : delay;
    }

    private async Task FailAsync(RunLease lease, Source source, Report report, VendorFailure failure, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(lease.OrgId, ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var now = clock.GetUtcNow();
        var failed = await connection.ExecuteAsync(new CommandDefinition(
            """
            update sync.run
            set status = 'failed', reason = @Reason, way_out = @WayOut, finished_at = @now, leased_by = null, leased_until = null
            where org_id = warehouse.current_org() and id = @RunId and leased_by = @Worker
            """, new { lease.RunId, lease.Worker, failure.Reason, failure.WayOut, now }, transaction, cancellationToken: ct));
        if (failed == 0)
        {
            return;
        }

        await outbox.AddAsync(connection, transaction, lease.OrgId,
            new RunFailed(lease.OrgId, lease.RunId, lease.SourceId, source.Name, failure.Reason, failure.WayOut, now), ct);
        await transaction.CommitAsync(ct);
        report.Phase("failed");
        metrics.Ended(source.Kind, "failed", report.Since);
        LogFailed(lease.RunId, failure.Reason);
    }

    /// <summary>What open pages are told of this run.</summary>
    private sealed class Report(RunProgress? progress, TimeProvider clock, RunLease lease, string source)
    {
        private readonly long began = clock.GetTimestamp();
        private RunCount count = new(0, null);

        /// <summary>Since the run was taken up.</summary>
        public TimeSpan Since => clock.GetElapsedTime(began);

        public void Count(RunCount now)
        {
            count = now;
            progress?.Tell(Message("reading", 0));
        }

        public void Phase(string phase, long? rowsRead = null, long? rowsExpected = null, long rowsPublished = 0)
        {
            count = rowsRead is { } read ? new RunCount(read, rowsExpected) : count;
            progress?.TellPhase(Message(phase, rowsPublished));
        }

        private RunProgressed Message(string phase, long rowsPublished) => new(
            lease.OrgId, lease.RunId, lease.SourceId, source, phase, count.RowsRead, count.RowsExpected, rowsPublished, clock.GetUtcNow());
    }

    [LoggerMessage(LogLevel.Information, "Run {RunId} of {Kind} taken up ({Mode}, {Trigger}, attempt {Attempt})")]
    private partial void LogTaken(Guid runId, string kind, string mode, string trigger, int attempt);

    [LoggerMessage(LogLevel.Information, "Run {RunId} {Status}: {Rows} records written, certificate {Verdict}")]
    private partial void LogPublished(Guid runId, string status, long rows, string? verdict);

    [LoggerMessage(LogLevel.Warning, "Run {RunId} was taken over by another process")]
    private partial void LogLost(Guid runId);

    [LoggerMessage(LogLevel.Warning, "Run {RunId} could not prolong its lease: {Reason}")]
    private partial void LogNoHeartbeat(Guid runId, string reason);

    [LoggerMessage(LogLevel.Warning, "Run {RunId} goes on in {Seconds:0.0} s: {Reason}")]
    private partial void LogSteppedBack(Guid runId, double seconds, string reason);

    [LoggerMessage(LogLevel.Error, "Run {RunId} failed: {Reason}")]
    private partial void LogFailed(Guid runId, string reason);

    [LoggerMessage(LogLevel.Error, "Run {RunId} met something unexpected")]
    private partial void LogBroken(Exception e, Guid runId);
}

/// <summary>Tells a database that is away from one that disagrees.</summary>
internal static class PostgresOutage
{
    /// <summary>True when the same statement may succeed later: no connection, shutting down, crashed, out of resources, deadlock.</summary>
    public static bool Is(NpgsqlException e) => e is not PostgresException refused
        || refused.IsTransient
        || refused.SqlState is PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.CannotConnectNow;
}
