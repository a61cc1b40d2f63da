using Dapper;
using Microsoft.Extensions.Options;
using Npgsql;
using Teg.Platform.ServiceDefaults;

namespace Teg.Platform.Qualifier.Jobs;

/// <summary>
/// Works off replays and batches, and those whose process has died. Every place takes its next job with FOR UPDATE SKIP LOCKED, so any number of
/// processes share the queue. With the database away it waits and goes on.
/// </summary>
internal sealed partial class JobWorker(
    Database database, IEnumerable<IJobWork> kinds, JobProgress progress, IOptions<JobOptions> options, TimeProvider clock, ILogger<JobWorker> logger) : BackgroundService
{
    // A job that kills its process each time must not do so for ever.
    private const int AttemptsAllowed = 50;

    private static readonly TimeSpan Nap = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ForgetEvery = TimeSpan.FromHours(1);

    private readonly Guid worker = Guid.NewGuid();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!options.Value.Work)
        {
            return;
        }

        await Places.UntilStoppedAsync(Enumerable.Range(0, options.Value.AtOnce).Select(_ => WorkAsync(stoppingToken)).Append(ForgetAsync(stoppingToken)), stoppingToken);
    }

    private async Task WorkAsync(CancellationToken ct)
    {
        await Task.Yield();
        while (!ct.IsCancellationRequested)
        {
            try
            {
                if (await TakeAsync(ct) is { } lease)
                {
                    await ExecuteAsync(lease, ct);
                }
                else
                {
                    await Task.Delay(Nap, clock, ct);
                }
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested)
            {
                return;
            }
            catch (NpgsqlException e)
            {
                LogDatabaseAway(e.Message);
                await Task.Delay(Nap, clock, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task<JobLease?> TakeAsync(CancellationToken ct)
    {
        await using var connection = await database.OpenUnscopedAsync(ct);
        var taken = await connection.QuerySingleOrDefaultAsync<Taken>(new CommandDefinition(
            "select org_id, job_id, kind, settings, attempt from qualifier.take_job(@worker, @Lease)", new { worker, options.Value.Lease }, cancellationToken: ct));
        return taken is null ? null : new JobLease(taken.OrgId, taken.JobId, taken.Kind, taken.Settings, taken.Attempt, worker, options.Value.Lease);
    }

    private async Task ExecuteAsync(JobLease lease, CancellationToken ct)
    {
        using var held = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var heartbeat = KeepAsync(lease, held);
        try
        {
            LogTaken(lease.JobId, lease.Kind, lease.Attempt);
            if (lease.Attempt > AttemptsAllowed)
            {
                await EndAsync(lease, "failed", $"It was taken up {AttemptsAllowed} times and never ended.", "Report it with its id; the log says what ends the process.", ct);
                return;
            }

            var work = kinds.Single(kind => kind.Kind == lease.Kind);
            while (await work.StepAsync(lease, held.Token) is { } standing)
            {
                progress.Tell(lease, standing);
                if (standing.CostUsd >= standing.CostLimitUsd && standing.Done + standing.Failed < standing.Total)
                {
                    await EndAsync(lease, "stopped", $"The limit of {standing.CostLimitUsd:0.00} US dollars was reached.", "Start another one with a higher limit, or over fewer enquiries.", held.Token);
                    return;
                }
            }

            await EndAsync(lease, "succeeded", null, null, held.Token);
        }
        catch (LeaseLostException)
        {
            LogLost(lease.JobId);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            LogLost(lease.JobId);
        }
        catch (OperationCanceledException)
        {
            // The process stops: the next one need not wait until the lease runs out.
            await ReleaseAsync(lease);
            throw;
        }
        catch (Exception e) when (e is PostgresException { IsTransient: false } or System.Text.Json.JsonException or InvalidOperationException or FormatException)
        {
            // Trying again gives the same: a person has to know.
            LogBroken(e, lease.JobId);
            await EndAsync(lease, "failed", "Something of it could not be worked on.", "Report it with its id; the log has the cause.", ct);
        }
        finally
        {
            await held.CancelAsync();
            await heartbeat;
        }
    }

    // A step that waits for the model can be longer than a lease.
    private async Task KeepAsync(JobLease lease, CancellationTokenSource held)
    {
        while (!held.IsCancellationRequested)
        {
            try
            {
                await Task.Delay(lease.Length / 3, clock, held.Token);
                await using var connection = await database.OpenAsync(lease.OrgId, held.Token);
                await lease.ProveAsync(connection, null, 0, 0, 0, held.Token);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (LeaseLostException)
            {
                // Canceled by a person, or taken over: what is under way is wanted no more.
                await held.CancelAsync();
            }
            catch (NpgsqlException e)
            {
                LogDatabaseAway(e.Message);
            }
        }
    }

    private async Task EndAsync(JobLease lease, string state, string? reason, string? wayOut, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(lease.OrgId, ct);
        var standing = await connection.QuerySingleOrDefaultAsync<JobStanding>(new CommandDefinition(
            """
            update qualifier.job
            set state = @state, finished_at = now(), leased_until = null, reason = @reason, way_out = @wayOut
            where org_id = warehouse.current_org() and id = @JobId and leased_by = @Worker and state = 'running'
            returning state, total, done, failed, cost_usd, cost_limit_usd
            """, new { lease.JobId, lease.Worker, state, reason, wayOut }, cancellationToken: ct));
        if (standing is not null)
        {
            progress.TellEnd(lease, standing);
            LogEnded(lease.JobId, state, standing.Done, standing.Failed);
        }
    }

    private async Task ReleaseAsync(JobLease lease)
    {
        try
        {
            await using var connection = await database.OpenAsync(lease.OrgId, CancellationToken.None);
            await connection.ExecuteAsync(
                "update qualifier.job set leased_until = now() where org_id = warehouse.current_org() and id = @JobId and leased_by = @Worker and state = 'running'",
                new { lease.JobId, lease.Worker });
        }
        catch (NpgsqlException e)
        {
            // Then it runs out by itself.
            LogDatabaseAway(e.Message);
        }
    }

    private async Task ForgetAsync(CancellationToken ct)
    {
        await Task.Yield();
        while (!ct.IsCancellationRequested)
        {
            try
            {
                await using (var connection = await database.OpenUnscopedAsync(ct))
                {
                    var forgotten = await connection.ExecuteScalarAsync<int>(new CommandDefinition(
                        "select qualifier.forget_batches(@BatchesKept)", new { options.Value.BatchesKept }, cancellationToken: ct));
                    if (forgotten > 0)
                    {
                        LogForgotten(forgotten);
                    }
                }

                await Task.Delay(ForgetEvery, clock, ct);
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested)
            {
                return;
            }
            catch (NpgsqlException e)
            {
                LogDatabaseAway(e.Message);
                await Task.Delay(Nap, clock, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private sealed record Taken(Guid OrgId, Guid JobId, string Kind, string Settings, int Attempt);

    [LoggerMessage(LogLevel.Information, "Job {JobId} ({Kind}) taken, attempt {Attempt}")]
    private partial void LogTaken(Guid jobId, string kind, int attempt);

    [LoggerMessage(LogLevel.Information, "Job {JobId} {State}: {Done} done, {Failed} failed")]
    private partial void LogEnded(Guid jobId, string state, int done, int failed);

    [LoggerMessage(LogLevel.Information, "Job {JobId} was canceled, deleted or taken over")]
    private partial void LogLost(Guid jobId);

    [LoggerMessage(LogLevel.Error, "Job {JobId} failed")]
    private partial void LogBroken(Exception exception, Guid jobId);

    [LoggerMessage(LogLevel.Information, "{Batches} batches were old enough to forget")]
    private partial void LogForgotten(int batches);

    [LoggerMessage(LogLevel.Warning, "The database is away, jobs wait: {Reason}")]
    private partial void LogDatabaseAway(string reason);
}
