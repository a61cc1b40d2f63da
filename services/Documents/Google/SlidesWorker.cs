using Dapper;
using Microsoft.Extensions.Options;
using Npgsql;
using Teg.Platform.Documents.Files;
using Teg.Platform.Documents.Jobs;
using Teg.Platform.Documents.Packages;
using Teg.Platform.Documents.Vendors;
using Teg.Platform.ServiceDefaults;

namespace Teg.Platform.Documents.Google;

/// <summary>
/// Has decks converted by Drive, each once: that an upload begins is recorded before it, what came of it after it; in between the file is looked for by its name,
/// which no other file has.
/// </summary>
internal sealed partial class SlidesWorker(
    Database database, IServiceScopeFactory scopes, SlidesSignal signal, JobProgress progress, IOptions<GoogleOptions> options, TimeProvider clock, ILogger<SlidesWorker> logger) : BackgroundService
{
    private static readonly TimeSpan Nap = TimeSpan.FromSeconds(2);

    private readonly Guid worker = Guid.NewGuid();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        while (options.Value.Work && !stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (await TakeAsync(stoppingToken) is { } taken)
                {
                    await ExecuteAsync(taken, stoppingToken);
                }
                else
                {
                    await signal.WaitAsync(Nap, stoppingToken);
                }
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (NpgsqlException e)
            {
                LogDatabaseAway(e.Message);
                await Task.Delay(Nap, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task<Taken?> TakeAsync(CancellationToken ct)
    {
        await using var connection = await database.OpenUnscopedAsync(ct);
        return await connection.QuerySingleOrDefaultAsync<Taken>(new CommandDefinition(
            "select org_id, document_id from documents.take_slides_copy(@worker, @Lease)", new { worker, options.Value.Lease }, cancellationToken: ct));
    }

    private async Task ExecuteAsync(Taken taken, CancellationToken ct)
    {
        using var held = CancellationTokenSource.CreateLinkedTokenSource(ct);
        held.CancelAfter(options.Value.Lease * 0.8);
        await using var connection = await database.OpenAsync(taken.OrgId, ct);
        var row = await connection.QuerySingleAsync<CopyRow>(new CommandDefinition(
            """
            select s.vendor_name, s.begun_at, now() - s.begun_at as begun_ago, s.tries, f.content
            from documents.slides_copy s
            left join documents.document_file d on d.org_id = s.org_id and d.document_id = s.document_id and d.format = 'office'
            left join documents.file f on f.org_id = d.org_id and f.hash = d.hash
            where s.org_id = warehouse.current_org() and s.document_id = @DocumentId
            """, new { taken.DocumentId }, cancellationToken: ct));
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            await CopyAsync(connection, scope.ServiceProvider.GetRequiredService<DriveClient>(), taken, row, held.Token);
        }
        catch (VendorFailureException e) when (e.Failure is VendorFailure.Transient or VendorFailure.Throttled && row.Tries < options.Value.FaultsAllowed)
        {
            LogAgain(taken.DocumentId, e.Message);
            await MoveAsync(connection, taken, "next_at = now() + @pause, tries = tries + 1, reason = @Message", new { pause = e.RetryIn ?? options.Value.FaultPause * Math.Pow(2, row.Tries), e.Message }, ct);
        }
        catch (VendorFailureException e)
        {
            LogFailed(taken.DocumentId, e.Message);
            await MoveAsync(connection, taken, "state = 'failed', next_at = null, finished_at = now(), reason = @Message, way_out = @WayOut", new { e.Message, e.WayOut }, ct);
        }
        catch (OperationCanceledException) when (held.IsCancellationRequested)
        {
            await MoveAsync(connection, taken, "tries = tries", null, CancellationToken.None);
            ct.ThrowIfCancellationRequested();
        }
    }

    private async Task CopyAsync(NpgsqlConnection connection, DriveClient drive, Taken taken, CopyRow row, CancellationToken ct)
    {
        if (row.Content is null)
        {
            throw new VendorFailureException(VendorFailure.Decisive, "The deck has no file.", "Make it again and copy the new version.");
        }

        DriveItem? copy = null;
        if (row.BegunAt is not null)
        {
            if (row.BegunAgo < options.Value.Settling)
            {
                await MoveAsync(connection, taken, "next_at = now() + @wait", new { wait = options.Value.Settling - row.BegunAgo.Value }, ct);
                return;
            }

            copy = (await drive.ListAsync(taken.OrgId, $"name = {DriveClient.Quoted(row.VendorName)} and mimeType = '{DriveClient.Presentation}' and trashed = false", "createdTime", 1, null, ct)).Files is [var found, ..]
                ? await drive.GetAsync(taken.OrgId, found.Id, ct)
                : null;
        }

        if (copy is null)
        {
            await connection.ExecuteAsync(new CommandDefinition(
                "update documents.slides_copy set begun_at = now() where org_id = warehouse.current_org() and document_id = @DocumentId and leased_by = @worker", new { taken.DocumentId, worker }, cancellationToken: ct));
            copy = await drive.ConvertAsync(taken.OrgId, row.VendorName, DriveClient.Presentation, row.Content, MediaTypes.Of(OfficeKind.PowerPoint), options.Value.DecksFolder is { Length: > 0 } folder ? folder : null, ct);
        }

        await MoveAsync(
            connection, taken, "state = 'ready', vendor_id = @Id, url = @url, begun_at = null, next_at = null, finished_at = now(), reason = null, way_out = null",
            new { copy.Id, url = copy.WebViewLink ?? $"https://docs.google.com/presentation/d/{copy.Id}/edit" }, ct);
        progress.Tell(taken.OrgId, taken.DocumentId, "ready", "slides-ready", null);
    }

    // Conditional: a copy that another process has taken over is left alone.
    private Task<int> MoveAsync(NpgsqlConnection connection, Taken taken, string set, object? values, CancellationToken ct)
    {
        var parameters = new DynamicParameters(new { taken.DocumentId, worker });
        parameters.AddDynamicParams(values);
        return connection.ExecuteAsync(new CommandDefinition(
            $"update documents.slides_copy set leased_until = null, {set} where org_id = warehouse.current_org() and document_id = @DocumentId and leased_by = @worker and state = 'waiting'",
            parameters, cancellationToken: ct));
    }

    private sealed record Taken(Guid OrgId, Guid DocumentId);

    private sealed record CopyRow(string VendorName, DateTimeOffset? BegunAt, TimeSpan? BegunAgo, int Tries, byte[]? Content);

    [LoggerMessage(LogLevel.Warning, "The copy of document {DocumentId} at Google is tried again: {Reason}")]
    private partial void LogAgain(Guid documentId, string reason);

    [LoggerMessage(LogLevel.Warning, "The copy of document {DocumentId} at Google failed: {Reason}")]
    private partial void LogFailed(Guid documentId, string reason);

    [LoggerMessage(LogLevel.Warning, "The database is away, copies wait: {Reason}")]
    private partial void LogDatabaseAway(string reason);
}

/// <summary>Ends the nap of the worker.</summary>
internal sealed class SlidesSignal : IDisposable
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
