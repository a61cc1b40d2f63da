using System.Globalization;
using Dapper;
using Microsoft.Extensions.Options;
using Npgsql;
using Teg.Platform.ServiceDefaults;
using Teg.Platform.Sync.Monday;
using Teg.Platform.Sync.Runs;
using Teg.Platform.Sync.Sources;

namespace Teg.Platform.Sync.Lag;

/// <summary>
/// Renames the canary of each configured organisation every few minutes: at the vendor, by the vendor's API, as a person would. It comes back the way every
/// change does. Only a board that is mapped to nothing is written to, which is looked up each time.
/// </summary>
internal sealed partial class CanaryWorker(Database database, MondayClient monday, LagMetrics metrics, IOptions<CanaryOptions> options, IOptions<SyncOptions> sync, TimeProvider clock,
    ILogger<CanaryWorker> logger) : BackgroundService
{
    // How often is looked whether one is due; the database says when the last was, whichever process wrote it.
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    private readonly CanaryOptions options = options.Value;
    private readonly HashSet<string> refused = new(StringComparer.Ordinal);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.Every == TimeSpan.Zero || options.Items.Count == 0 || !sync.Value.RunsWork)
        {
            return;
        }

        await Task.Yield();
        using var timer = new PeriodicTimer(options.Every < Longest ? options.Every : Longest, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            foreach (var item in options.Items)
            {
                try
                {
                    await LookAsync(item, stoppingToken);
                }
                // Npgsql says InvalidOperationException when a connection broke between two commands.
                catch (Exception e) when (e is NpgsqlException or InvalidOperationException)
                {
                    LogNotNow(e.Message);
                }
            }
        }
    }

    private async Task LookAsync(CanaryItem item, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(item.Organisation, ct);
        await WatchAsync(connection, item, ct);
        var place = await connection.QuerySingleOrDefaultAsync<Place>(new CommandDefinition(
            """
            select b.source_id, b.kind,
                   exists (select from sync.webhook_subscription w where w.org_id = b.org_id and w.source_id = b.source_id and w.stream = b.id) as is_told,
                   (select l.external_id from sync.lag l
                    where l.org_id = b.org_id and l.kind = 'canary' and l.stream = b.id and l.external_id is not null
                    order by l.noted_at desc limit 1) as known_item
            from sync.board b
            join sync.source s on s.org_id = b.org_id and s.id = b.source_id and s.kind = 'monday' and s.enabled
            where b.org_id = warehouse.current_org() and b.id = @Board
            """, new { item.Board }, cancellationToken: ct));
        if (place is { Kind: { } kind })
        {
            if (refused.Add(item.Board))
            {
                LogMapped(item.Board, kind);
            }

            return;
        }

        // Before the board is mirrored and the vendor knows where to send its changes, nothing would come back.
        if (place is { IsTold: true } && await ClaimAsync(connection, item, place, ct) is { } canary)
        {
            await WriteAsync(connection, item, place, canary, ct);
        }
    }

    /// <summary>The lock and the time of the last one make it one canary at a time, however many processes look.</summary>
    private async Task<Canary?> ClaimAsync(NpgsqlConnection connection, CanaryItem item, Place place, CancellationToken ct)
    {
        var marker = string.Create(CultureInfo.InvariantCulture, $"Canary {clock.GetUtcNow():yyyy-MM-dd HH:mm:ss} {Guid.NewGuid().ToString("n")[..6]}");
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await connection.ExecuteAsync(new CommandDefinition(
            "select pg_advisory_xact_lock(hashtextextended('canary:' || warehouse.current_org()::text, 0))", transaction: transaction, cancellationToken: ct));
        var id = await connection.ExecuteScalarAsync<Guid?>(new CommandDefinition(
            """
            insert into sync.lag (org_id, source_id, kind, stream, external_id, marker)
            select warehouse.current_org(), @SourceId, 'canary', @Board, @item, @marker
            where not exists (select from sync.lag where org_id = warehouse.current_org() and kind = 'canary' and noted_at > now() - @Every)
            returning id
            """, new { place.SourceId, item.Board, item = item.Item ?? place.KnownItem, marker, options.Every }, transaction, cancellationToken: ct));
        await transaction.CommitAsync(ct);
        return id is { } claimed ? new Canary(claimed, item.Item ?? place.KnownItem, marker) : null;
    }

    private async Task WriteAsync(NpgsqlConnection connection, CanaryItem item, Place place, Canary canary, CancellationToken ct)
    {
        var source = await Source.ReadAsync(connection, place.SourceId, ct);
        try
        {
            var id = canary.Item;
            if (id is null)
            {
                using var made = await monday.AskAsync(source.Account, MondayQueries.CreateItem, new { board = item.Board, name = "Canary" }, ct, changes: true);
                id = made.Data.GetProperty("create_item").GetProperty("id").ToString();
            }

            // The clock of the database, as for all that follows.
            await connection.ExecuteAsync(new CommandDefinition(
                "update sync.lag set external_id = @id, happened_at = clock_timestamp() where org_id = warehouse.current_org() and id = @Canary",
                new { id, Canary = canary.Id }, cancellationToken: ct));
            using var written = await monday.AskAsync(source.Account, MondayQueries.Rename, new { board = item.Board, item = id, name = canary.Marker }, ct, changes: true);
        }
        catch (VendorFailureException e)
        {
            LogUnwritten(item.Board, e.Message);
            await connection.ExecuteAsync(new CommandDefinition(
                "update sync.lag set failure = @Message where org_id = warehouse.current_org() and id = @Id", new { canary.Id, e.Message }, cancellationToken: ct));
        }
    }

    private async Task WatchAsync(NpgsqlConnection connection, CanaryItem item, CancellationToken ct)
    {
        var isLost = await connection.ExecuteScalarAsync<bool?>(new CommandDefinition(
            """
            select shown_at is null
            from sync.lag
            where org_id = warehouse.current_org() and kind = 'canary' and (failure is not null or noted_at < now() - @Patience)
            order by noted_at desc
            limit 1
            """, new { options.Patience }, cancellationToken: ct));
        if (metrics.Lost(item.Organisation, isLost is true))
        {
            LogLost(item.Organisation, options.Patience.TotalSeconds);
        }
    }

    private sealed record Place(Guid SourceId, string? Kind, bool IsTold, string? KnownItem);

    private sealed record Canary(Guid Id, string? Item, string Marker);

    [LoggerMessage(LogLevel.Error, "Board {Board} is mapped as {Kind}: a canary on it would count, so none is written")]
    private partial void LogMapped(string board, string kind);

    [LoggerMessage(LogLevel.Warning, "The canary on board {Board} could not be written: {Reason}")]
    private partial void LogUnwritten(string board, string reason);

    [LoggerMessage(LogLevel.Error, "The canary of organisation {OrgId} has not come back in {Seconds} s: changes at the source do not reach the pages by themselves")]
    private partial void LogLost(Guid orgId, double seconds);

    [LoggerMessage(LogLevel.Warning, "Canaries wait: {Reason}")]
    private partial void LogNotNow(string reason);
}
