using Dapper;
using Microsoft.Extensions.Options;
using Npgsql;
using Teg.Platform.Documents.Conversion;
using Teg.Platform.Documents.Filling;
using Teg.Platform.Documents.Pricing;
using Teg.Platform.Documents.Safety;
using Teg.Platform.ServiceDefaults;

namespace Teg.Platform.Documents.Jobs;

/// <summary>
/// Works off the documents that wait, and those whose process has died. Every place takes its next one with FOR UPDATE SKIP LOCKED, so any number of
/// processes share the queue. With the database away it waits and goes on.
/// </summary>
internal sealed partial class JobWorker(
    Database database, DocumentWork work, JobSignal signal, JobProgress progress, JobMetrics metrics, IOptions<JobOptions> options, TimeProvider clock, ILogger<JobWorker> logger) : BackgroundService
{
    // A document that kills its process each time must not do so for ever.
    private const int TakingsAllowed = 20;

    private const int ToldOfTheirPlace = 50;

    private static readonly TimeSpan Nap = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ForgetEvery = TimeSpan.FromMinutes(10);

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
                    await TellPlacesAsync(lease.OrgId, ct);
                    await ExecuteAsync(lease, ct);
                }
                else
                {
                    await signal.WaitAsync(Nap, ct);
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
            "select org_id, document_id, attempt, documents.jobs_waiting() as waiting from documents.take_job(@worker, @Lease)", new { worker, options.Value.Lease }, cancellationToken: ct));
        metrics.Waiting(taken?.Waiting ?? 0);
        return taken is null ? null : new JobLease(taken.OrgId, taken.DocumentId, taken.Attempt, worker, options.Value.Lease);
    }

    // One was taken: those behind it have moved up.
    private async Task TellPlacesAsync(Guid orgId, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(orgId, ct);
        foreach (var (id, ahead) in await connection.QueryAsync<(Guid, int)>(new CommandDefinition(
            """
            select w.id, w.ahead
            from (
                select id, state, (row_number() over (order by requested_at, id))::int - 1 as ahead
                from documents.document
                where org_id = warehouse.current_org() and state in ('queued', 'working')
                order by requested_at, id
                limit @ToldOfTheirPlace
            ) w
            where w.state = 'queued'
            """, new { ToldOfTheirPlace }, cancellationToken: ct)))
        {
            progress.Tell(orgId, id, "queued", null, ahead);
        }
    }

    private async Task ExecuteAsync(JobLease lease, CancellationToken ct)
    {
        using var held = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var heartbeat = KeepAsync(lease, held);
        try
        {
            LogTaken(lease.DocumentId, lease.Attempt);
            if (lease.Attempt > TakingsAllowed)
            {
                await FailAsync(lease, $"It was taken up {TakingsAllowed} times and never ended.", "Report it with its id; the log says what ends the process.", ct);
                return;
            }

            await work.DoAsync(lease, held.Token);
            metrics.Ended("ready");
            LogReady(lease.DocumentId);
        }
        catch (LeaseLostException)
        {
            LogLost(lease.DocumentId);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested && held.IsCancellationRequested)
        {
            LogLost(lease.DocumentId);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // The process stops: the next one need not wait until the lease runs out.
            await ReleaseAsync(lease);
            throw;
        }
        catch (Exception e) when (e is UnfillableException or TotalsDifferException)
        {
            LogBroken(e, lease.DocumentId);
            await FailAsync(lease, e.Message, "Mend the template where it says, or take the organisation's own away, and ask again.", ct);
        }
        catch (RefusedFileException e)
        {
            LogBroken(e, lease.DocumentId);
            await FailAsync(lease, e.Message, "Report it with its id; the log has the cause.", ct);
        }
        catch (ConversionFailedException e) when (e.IsWorthARetry)
        {
            await TryAgainAsync(lease, e.Message, e.WayOut, ct);
        }
        catch (ConversionFailedException e)
        {
            LogUnconverted(lease.DocumentId, e.Reason);
            await FailAsync(lease, e.Message, e.WayOut, ct);
        }
        catch (PostgresException e) when (!e.IsTransient)
        {
            LogBroken(e, lease.DocumentId);
            await FailAsync(lease, "It could not be stored.", "Report it with its id; the log has the cause.", ct);
        }
        catch (Exception e) when (e is not NpgsqlException)
        {
            // Whatever a writer stumbles over is in one document; the others go on, and so does the service that accepts them.
            LogBroken(e, lease.DocumentId);
            await FailAsync(lease, "It could not be written.", "Report it with its id; the log has the cause.", ct);
        }
        finally
        {
            await held.CancelAsync();
            await heartbeat;
        }
    }

    // A conversion that waits for its turn can be longer than a lease.
    private async Task KeepAsync(JobLease lease, CancellationTokenSource held)
    {
        while (!held.IsCancellationRequested)
        {
            try
            {
                await Task.Delay(lease.Length / 3, clock, held.Token);
                await using var connection = await database.OpenAsync(lease.OrgId, held.Token);
                await lease.KeepAsync(connection, null, held.Token);
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

    private async Task FailAsync(JobLease lease, string reason, string wayOut, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(lease.OrgId, ct);
        var failed = await connection.ExecuteAsync(new CommandDefinition(
            """
            update documents.document
            set state = 'failed', step = null, finished_at = now(), leased_until = null, reason = @reason, way_out = @wayOut,
                attempts = attempts || jsonb_build_object('number', attempt, 'at', now(), 'reason', @reason::text)
            where org_id = warehouse.current_org() and id = @DocumentId and leased_by = @Worker and state = 'working'
            """, new { lease.DocumentId, lease.Worker, reason, wayOut }, cancellationToken: ct));
        if (failed > 0)
        {
            metrics.Ended("failed");
            progress.Tell(lease.OrgId, lease.DocumentId, "failed", null, null);
        }
    }

    private async Task TryAgainAsync(JobLease lease, string reason, string wayOut, CancellationToken ct)
    {
        if (lease.Attempt >= options.Value.Attempts)
        {
            await FailAsync(lease, reason, wayOut, ct);
            return;
        }

        await using var connection = await database.OpenAsync(lease.OrgId, ct);
        await connection.ExecuteAsync(new CommandDefinition(
            """
            update documents.document
            set state = 'queued', step = null, leased_until = null, not_before = now() + @pause,
                attempts = attempts || jsonb_build_object('number', attempt, 'at', now(), 'reason', @reason::text)
            where org_id = warehouse.current_org() and id = @DocumentId and leased_by = @Worker and state = 'working'
            """, new { lease.DocumentId, lease.Worker, reason, pause = options.Value.Pause * Math.Pow(2, lease.Attempt - 1) }, cancellationToken: ct));
        LogAgain(lease.DocumentId, lease.Attempt, reason);
        progress.Tell(lease.OrgId, lease.DocumentId, "queued", null, null);
    }

    private async Task ReleaseAsync(JobLease lease)
    {
        try
        {
            await using var connection = await database.OpenAsync(lease.OrgId, CancellationToken.None);
            await connection.ExecuteAsync(
                """
                update documents.document
                set state = 'queued', step = null, leased_until = null, attempt = attempt - 1
                where org_id = warehouse.current_org() and id = @DocumentId and leased_by = @Worker and state = 'working'
                """, new { lease.DocumentId, lease.Worker });
        }
        catch (NpgsqlException e)
        {
            // Then the lease runs out by itself.
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
                        "select documents.forget_files(@UnnamedFilesKept)", new { options.Value.UnnamedFilesKept }, cancellationToken: ct));
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

    private sealed record Taken(Guid OrgId, Guid DocumentId, int Attempt, long Waiting);

    [LoggerMessage(LogLevel.Information, "Document {DocumentId} taken, attempt {Attempt}")]
    private partial void LogTaken(Guid documentId, int attempt);

    [LoggerMessage(LogLevel.Information, "Document {DocumentId} is ready")]
    private partial void LogReady(Guid documentId);

    [LoggerMessage(LogLevel.Information, "Document {DocumentId} was canceled, deleted or taken over")]
    private partial void LogLost(Guid documentId);

    [LoggerMessage(LogLevel.Warning, "Document {DocumentId} is tried again after attempt {Attempt}: {Reason}")]
    private partial void LogAgain(Guid documentId, int attempt, string reason);

    [LoggerMessage(LogLevel.Error, "Document {DocumentId} became no PDF: {Reason}")]
    private partial void LogUnconverted(Guid documentId, ConversionFailure reason);

    [LoggerMessage(LogLevel.Error, "Document {DocumentId} failed")]
    private partial void LogBroken(Exception exception, Guid documentId);

    [LoggerMessage(LogLevel.Information, "{Files} contents that nothing named were forgotten")]
    private partial void LogForgotten(int files);

    [LoggerMessage(LogLevel.Warning, "The database is away, documents wait: {Reason}")]
    private partial void LogDatabaseAway(string reason);
}
