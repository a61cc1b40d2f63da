using Dapper;
using Microsoft.Extensions.Options;
using Teg.Platform.Contracts;
using Teg.Platform.ServiceDefaults;
using Teg.Platform.Sync.Credentials;
using Teg.Platform.Sync.Drift;
using Teg.Platform.Sync.Landing;
using Teg.Platform.Sync.Mapping;
using Teg.Platform.Sync.Runs;
using Teg.Platform.Sync.Sources;

namespace Teg.Platform.Sync.Monday;

/// <summary>Reads a Monday account: mapped boards become facts, every other board is mirrored.</summary>
internal sealed partial class MondayConnector(MondayClient client, MondayWebhooks webhooks, DriftBook drifts, Database database,
    IOptions<MondayOptions> monday, IOptions<SyncOptions> sync, TimeProvider clock, ILogger<MondayConnector> logger) : IConnector
{
    private const int BoardsAtOnce = 50;

    public string Kind => Source.Monday;

    public async Task ReadAsync(RunContext run, CancellationToken ct)
    {
        var settings = MondaySettings.Parse(run.Source.Settings);
        if (run.IsOfDeliveries)
        {
            await ReadDeliveriesAsync(run, settings, ct);
            return;
        }

        var known = await KnownAsync(run, ct);
        var boards = await ListAsync(run.Source.Account, ct);
        var plans = Plan(settings, boards, known);
        foreach (var plan in plans)
        {
            await ReadBoardAsync(run, settings, plan, ct);
        }

        await NoteMissingAsync(run, settings, boards, known, plans, ct);
    }

    public Task SubscribeAsync(Source source, Uri publicAddress, CancellationToken ct) => webhooks.SubscribeAsync(source, publicAddress, ct);

    // Facts first: the pages that people look at do not wait for boards that are only mirrored.
    private static List<BoardPlan> Plan(MondaySettings settings, IReadOnlyList<MondayBoard> boards, IReadOnlyDictionary<string, KnownBoard> known)
    {
        var missing = Missing(settings, boards);
        return
        [
            .. boards
                .Select(board => (Board: board, Mapping: settings.Boards.FirstOrDefault(mapping => mapping.IsCalled(board.Name))))
                .OrderBy(found => found.Mapping?.Kind ?? (BoardKind)int.MaxValue).ThenBy(found => found.Board.Id.Length).ThenBy(found => found.Board.Id, StringComparer.Ordinal)
                .Select((found, position) => new BoardPlan(
                    found.Board, found.Mapping, known.GetValueOrDefault(found.Board.Id),
                    found.Mapping is null ? missing.FirstOrDefault(mapping => mapping.Name == known.GetValueOrDefault(found.Board.Id)?.Mapping) : null,
                    position)),
        ];
    }

    private static IReadOnlyList<BoardMapping> Missing(MondaySettings settings, IReadOnlyList<MondayBoard> boards) =>
        [.. settings.Boards.Where(mapping => !boards.Any(board => mapping.IsCalled(board.Name)))];

    private async Task ReadBoardAsync(RunContext run, MondaySettings settings, BoardPlan plan, CancellationToken ct)
    {
        var (board, mapping, before, renamedFrom, position) = plan;
        if (renamedFrom is not null)
        {
            // The board of the last good data under another title. Read as an unknown board it would take its facts away.
            await run.OpenAsync(new StreamPlan(board.Id, position, board.Name, KindOf(renamedFrom), IsSweep: false), ct);
            await drifts.QuarantineAsync(run.Lease, new DriftedBoard(board.Id, board.Name, renamedFrom.Name),
                [new ColumnDrift(DriftKind.Renamed, DriftBook.WholeBoard, renamedFrom.Name, "board", new BoardColumn(board.Id, board.Name, "board"),
                    $"Board \"{renamedFrom.Name}\" is now called \"{board.Name}\".")], run.Source.Name, ct);
            return;
        }

        var match = mapping is null ? null : ColumnMatch.Of(mapping, board.Columns, before?.Columns ?? []);
        var kind = mapping is null ? null : KindOf(mapping);
        var isSweep = run.IsFull || before?.SyncedTo is null || before.Kind != kind
            || clock.GetUtcNow() - before.SyncedAt > TimeSpan.FromDays(sync.Value.ActivityRetentionDays);
        var detail = new BoardDetail(board.Name, mapping?.Name, kind, board.Columns, board.ItemsCount,
            isSweep ? board.NewestActivity ?? board.UpdatedAt : before?.SyncedTo);

        var checkpoint = await run.OpenAsync(
            new StreamPlan(board.Id, position, board.Name, kind, isSweep && match?.Drifts is not [_, ..], isSweep ? board.ItemsCount : null, detail), ct);
        if (checkpoint.Done)
        {
            return;
        }

        if (match?.Drifts is [_, ..])
        {
            LogDrifted(board.Id, match.Drifts.Count);
            await drifts.QuarantineAsync(run.Lease, new DriftedBoard(board.Id, board.Name, mapping!.Name), match.Drifts, run.Source.Name, ct);
            return;
        }

        if (mapping is not null)
        {
            await drifts.HealAsync(run.Lease, board.Id, ct);
        }

        await new BoardReader(client, monday.Value, run, board, ItemsOf(board.Id, mapping, match, settings, run.Source), checkpoint,
            checkpoint.DetailAs<BoardDetail>() ?? detail).ReadAsync(ct);
    }

    /// <summary>Webhooks named these items: one request per board, well under a second.</summary>
    private async Task ReadDeliveriesAsync(RunContext run, MondaySettings settings, CancellationToken ct)
    {
        var position = 0;
        var deliveries = await run.ClaimDeliveriesAsync(ct);
        foreach (var named in deliveries.GroupBy(delivery => delivery.Stream, delivery => delivery.ExternalId))
        {
            foreach (var ids in named.Chunk(100))
            {
                using var answer = await client.AskAsync(run.Source.Account, MondayQueries.Items, new { board = new[] { named.Key }, ids, limit = ids.Length }, ct);
                var boards = answer.Data.GetProperty("boards");
                if (boards.GetArrayLength() == 0)
                {
                    continue;
                }

                var board = MondayBoard.Read(boards[0]);
                var mapping = settings.Boards.FirstOrDefault(m => m.IsCalled(board.Name));
                var match = mapping is null ? null : ColumnMatch.Of(mapping, board.Columns, []);
                await run.OpenAsync(new StreamPlan(board.Id, position++, board.Name, mapping is null ? null : KindOf(mapping), IsSweep: false, named.Count()), ct);
                if (match?.Drifts is [_, ..])
                {
                    // A sweep says what is wrong and asks a person; a single item is not worth guessing for.
                    await drifts.QuarantineAsync(run.Lease, new DriftedBoard(board.Id, board.Name, mapping!.Name), match.Drifts, run.Source.Name, ct);
                    continue;
                }

                await BoardReader.LandNamedAsync(run, board.Id, ItemsOf(board.Id, mapping, match, settings, run.Source), ids, answer.Data, ct);
            }
        }
    }

    // Mapped boards that nobody finds are quarantined; mirrored boards that are gone vanish with their items.
    private async Task NoteMissingAsync(RunContext run, MondaySettings settings, IReadOnlyList<MondayBoard> boards,
        IReadOnlyDictionary<string, KnownBoard> known, IReadOnlyList<BoardPlan> plans, CancellationToken ct)
    {
        var position = plans.Count;
        foreach (var mapping in Missing(settings, boards).Where(mapping => !plans.Any(plan => plan.RenamedFrom == mapping)))
        {
            var likely = plans.FirstOrDefault(plan => plan.Mapping is null && ColumnMatch.Of(mapping, plan.Board.Columns, []).Drifts.Count == 0)?.Board;
            var stream = likely?.Id ?? known.Values.FirstOrDefault(board => board.Mapping == mapping.Name)?.Id ?? $"board:{mapping.Name}";
            var drift = new ColumnDrift(likely is null ? DriftKind.Missing : DriftKind.Renamed, DriftBook.WholeBoard, mapping.Name, "board",
                likely is null ? null : new BoardColumn(likely.Id, likely.Name, "board"),
                likely is null ? $"There is no board \"{mapping.Name}\"." : $"There is no board \"{mapping.Name}\"; \"{likely.Name}\" has its columns.");
            await run.OpenAsync(new StreamPlan(stream, position++, mapping.Name, KindOf(mapping), IsSweep: false), ct);
            await drifts.QuarantineAsync(run.Lease, new DriftedBoard(stream, mapping.Name, mapping.Name), [drift], run.Source.Name, ct);
        }

        foreach (var gone in known.Values.Where(before => run.IsFull && before.Mapping is null && !boards.Any(board => board.Id == before.Id)))
        {
            await run.OpenAsync(new StreamPlan(gone.Id, position++, gone.Name, null, IsSweep: true, 0), ct);
            await run.LandAsync([new LandedPage(gone.Id, [], null, Done: true) { RowsExpected = 0 }], ct);
        }
    }

    private async Task<IReadOnlyList<MondayBoard>> ListAsync(VendorAccount account, CancellationToken ct)
    {
        var boards = new List<MondayBoard>();
        for (var page = 1; ; page++)
        {
            using var answer = await client.AskAsync(account, MondayQueries.Boards, new { limit = BoardsAtOnce, page }, ct);
            var found = answer.Data.GetProperty("boards").EnumerateArray().Select(MondayBoard.Read).ToList();
            boards.AddRange(found.Where(board => board.HasItems));
            if (found.Count < BoardsAtOnce)
            {
                return boards;
            }
        }
    }

    private async Task<IReadOnlyDictionary<string, KnownBoard>> KnownAsync(RunContext run, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(run.Lease.OrgId, ct);
        var rows = await connection.QueryAsync<KnownBoardRow>(new CommandDefinition(
            """
            select id, name, mapping, kind, columns::text as columns, synced_to, synced_at
            from sync.board
            where org_id = warehouse.current_org() and source_id = @SourceId
            """, new { run.Lease.SourceId }, cancellationToken: ct));
        return rows.Select(KnownBoard.Of).ToDictionary(board => board.Id, StringComparer.Ordinal);
    }

    private static MondayItems ItemsOf(string boardId, BoardMapping? mapping, ColumnMatch? match, MondaySettings settings, Source source) => new(
        boardId,
        mapping is null ? null : new MappingContext(mapping, new RepNames(settings.Reps), settings.Channels ?? ChannelRule.Default, settings.Platforms, source.Zone),
        match);

    private static string KindOf(BoardMapping mapping) => mapping.Kind switch
    {
        BoardKind.Ads => "ads",
        BoardKind.Leads => "leads",
        BoardKind.Sales => "sales",
        _ => throw new InvalidOperationException($"Board kind {mapping.Kind} has no facts."),
    };

    private sealed record BoardPlan(MondayBoard Board, BoardMapping? Mapping, KnownBoard? Before, BoardMapping? RenamedFrom, int Position);

    [LoggerMessage(LogLevel.Warning, "Board {BoardId} is quarantined: {Count} columns no longer match the mapping")]
    private partial void LogDrifted(string boardId, int count);
}

internal sealed record KnownBoardRow(string Id, string Name, string? Mapping, string? Kind, string Columns, DateTimeOffset? SyncedTo, DateTimeOffset? SyncedAt);

/// <summary>A board as the last published run left it.</summary>
internal sealed record KnownBoard(string Id, string Name, string? Mapping, string? Kind, IReadOnlyList<BoardColumn> Columns, DateTimeOffset? SyncedTo, DateTimeOffset? SyncedAt)
{
    public static KnownBoard Of(KnownBoardRow row) => new(row.Id, row.Name, row.Mapping, row.Kind,
        System.Text.Json.JsonSerializer.Deserialize<List<BoardColumn>>(row.Columns, SettingsJson.Options) ?? [], row.SyncedTo, row.SyncedAt);
}
