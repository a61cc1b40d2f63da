using Dapper;
using Microsoft.Extensions.Options;
using Npgsql;
using Teg.Platform.Documents.Jobs;
using Teg.Platform.Documents.Vendors;
using Teg.Platform.ServiceDefaults;

namespace Teg.Platform.Documents.Signing;

/// <summary>Takes the steps that are due, of any organisation, one at a time per place. Any number of processes share them by FOR UPDATE SKIP LOCKED.</summary>
internal sealed partial class SigningWorker(
    Database database, IServiceScopeFactory scopes, SigningSignal signal, JobProgress progress, IOptions<SignNowOptions> options, TimeProvider clock, ILogger<SigningWorker> logger) : BackgroundService
{
    private static readonly TimeSpan Nap = TimeSpan.FromSeconds(1);

    private readonly Guid worker = Guid.NewGuid();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.Value.Work)
        {
            await Places.UntilStoppedAsync(Enumerable.Range(0, options.Value.AtOnce).Select(_ => WorkAsync(stoppingToken)), stoppingToken);
        }
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

    private async Task<SignatureLease?> TakeAsync(CancellationToken ct)
    {
        Taken? taken;
        await using (var connection = await database.OpenUnscopedAsync(ct))
        {
            taken = await connection.QuerySingleOrDefaultAsync<Taken>(new CommandDefinition(
                "select org_id, document_id from documents.take_signature(@worker, @Lease)", new { worker, options.Value.Lease }, cancellationToken: ct));
        }

        if (taken is null)
        {
            return null;
        }

        await using var inside = await database.OpenAsync(taken.OrgId, ct);
        var row = await inside.QuerySingleOrDefaultAsync<SignatureRow>(new CommandDefinition(
            SignatureRow.Sql, new { documentId = taken.DocumentId, worker }, cancellationToken: ct));
        return row is null ? null : new SignatureLease(taken.OrgId, taken.DocumentId, worker, row);
    }

    private async Task ExecuteAsync(SignatureLease lease, CancellationToken ct)
    {
        // No step may go on when another process may have taken it over.
        using var held = CancellationTokenSource.CreateLinkedTokenSource(ct);
        held.CancelAfter(options.Value.Lease * 0.8);
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            LogStep(lease.DocumentId, lease.Row.Step, lease.Row.Round);
            await scope.ServiceProvider.GetRequiredService<SigningSteps>().DoAsync(lease, held.Token);
        }
        catch (SignatureLostException)
        {
            LogLost(lease.DocumentId);
            await ReleaseAsync(lease);
        }
        catch (VendorFailureException e)
        {
            await WithAsync(lease, e, ct);
        }
        catch (OperationCanceledException) when (held.IsCancellationRequested)
        {
            // Whether the vendor has done it is asked by whoever goes on: what had begun stays noted.
            await ReleaseAsync(lease);
            if (ct.IsCancellationRequested)
            {
                throw;
            }
        }
        catch (Exception e) when (e is PostgresException { IsTransient: false } or InvalidOperationException or FormatException)
        {
            LogBroken(e, lease.DocumentId);
            await WithAsync(lease, new VendorFailureException(VendorFailure.Decisive, "It could not be worked on.", "Report it with its id; the log has the cause."), ct);
        }
    }

    private async Task WithAsync(SignatureLease lease, VendorFailureException failure, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(lease.OrgId, ct);
        try
        {
            // Watching never ends by a vendor that is away; everything else does after a while, and a person is told.
            var waits = failure.Failure is VendorFailure.Throttled or VendorFailure.Transient && (lease.Row.Tries < options.Value.FaultsAllowed || lease.Row.Step == "watch");
            if (waits)
            {
                var pause = failure.RetryIn ?? options.Value.FaultPause * Math.Pow(2, Math.Min(lease.Row.Tries, 16));
                LogAgain(lease.DocumentId, lease.Row.Step, failure.Message);
                await lease.LaterAsync(
                    connection, null, pause < options.Value.LongestLook ? pause : options.Value.LongestLook, lease.Row.Tries + 1, lease.Row.State == "voiding" ? lease.Row.Reason : failure.Message, ct,
                    nothingWasDone: failure.Failure == VendorFailure.Throttled && lease.Row.BegunAt is null);
                return;
            }

            LogFailed(lease.DocumentId, lease.Row.Step, failure.Message);
            await using var transaction = await connection.BeginTransactionAsync(ct);
            await lease.EndAsync(connection, transaction, "failed", failure.Message, failure.WayOut, ct);
            await SignatureLease.NoteAsync(connection, transaction, lease.DocumentId, $"failed:{lease.Row.Round}", "failed", null, failure.Message, ct);
            await transaction.CommitAsync(ct);
            progress.Tell(lease.OrgId, lease.DocumentId, "ready", "signature-failed", null);
        }
        catch (SignatureLostException)
        {
            LogLost(lease.DocumentId);
            await ReleaseAsync(lease);
        }
    }

    private async Task ReleaseAsync(SignatureLease lease)
    {
        try
        {
            await using var connection = await database.OpenAsync(lease.OrgId, CancellationToken.None);
            await lease.ReleaseAsync(connection, CancellationToken.None);
        }
        catch (NpgsqlException e)
        {
            // Then the lease runs out by itself.
            LogDatabaseAway(e.Message);
        }
    }

    private sealed record Taken(Guid OrgId, Guid DocumentId);

    [LoggerMessage(LogLevel.Information, "Document {DocumentId} for signature: {Step}, round {Round}")]
    private partial void LogStep(Guid documentId, string step, int round);

    [LoggerMessage(LogLevel.Information, "The signature of document {DocumentId} is another process's or no longer wanted")]
    private partial void LogLost(Guid documentId);

    [LoggerMessage(LogLevel.Warning, "Document {DocumentId} for signature: {Step} is tried again: {Reason}")]
    private partial void LogAgain(Guid documentId, string step, string reason);

    [LoggerMessage(LogLevel.Warning, "Document {DocumentId} for signature: {Step} failed: {Reason}")]
    private partial void LogFailed(Guid documentId, string step, string reason);

    [LoggerMessage(LogLevel.Error, "The signature of document {DocumentId} cannot be worked on")]
    private partial void LogBroken(Exception exception, Guid documentId);

    [LoggerMessage(LogLevel.Warning, "The database is away, signatures wait: {Reason}")]
    private partial void LogDatabaseAway(string reason);
}

/// <summary>Ends the nap of a place that has nothing to do.</summary>
internal sealed class SigningSignal : IDisposable
{
    private readonly SemaphoreSlim woken = new(0);

    public void Wake()
    {
        if (woken.CurrentCount < 8)
        {
            woken.Release();
        }
    }

    public Task WaitAsync(TimeSpan nap, CancellationToken ct) => woken.WaitAsync(nap, ct);

    public void Dispose() => woken.Dispose();
}
