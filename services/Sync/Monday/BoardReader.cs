using System.Text.Json;
using Teg.Platform.Sync.Landing;
using Teg.Platform.Sync.Runs;

namespace Teg.Platform.Sync.Monday;

/// <summary>
/// Reads one board into landing: all of it, or what its activity names. Either way it ends by looking at the activity again and
/// comparing counts, because people go on working while a board is read.
/// </summary>
internal sealed class BoardReader(MondayClient client, MondayOptions options, RunContext run, MondayBoard board, MondayItems items, Checkpoint checkpoint, BoardDetail detail)
{
    private const int RestartsAllowed = 5;
    private const int RoundsAllowed = 3;
    private const int IdsAtOnce = 100;
    private const int ActivityPage = 500;

    // Beyond this a page of 500 items costs less than naming each.
    private const int WorthNaming = 5_000;

    // The vendor writes an entry a moment after the change it speaks of.
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(1);

    private bool isSweep = checkpoint.IsSweep;
    private int restarts = checkpoint.Restarts;

    public async Task ReadAsync(CancellationToken ct)
    {
        var (cursor, pages) = (checkpoint.Cursor, checkpoint.Pages);
        if (isSweep)
        {
            await SweepAsync(cursor, pages, ct);
        }

        var (activity, ours) = await CatchUpAsync(ct);
        if (!isSweep && (activity is null || (activity.ItemsCount is { } theirs && theirs != ours)))
        {
            // The activity does not explain the vendor's count (or is too long to follow): only reading everything does.
            await RestartAsync(asSweep: true, ct);
            await SweepAsync(null, 0, ct);
            (activity, _) = await CatchUpAsync(ct);
        }

        var count = activity?.ItemsCount ?? board.ItemsCount;
        var syncedTo = Later(activity?.Newest, detail.SyncedTo);
        await run.LandAsync(
            [new LandedPage(board.Id, [], null, Done: true) { RowsExpected = isSweep ? count : null, Detail = detail with { ItemsCount = count, SyncedTo = syncedTo } }], ct);
    }

    private async Task SweepAsync(string? cursor, int pages, CancellationToken ct)
    {
        while (pages == 0 || cursor is not null)
        {
            try
            {
                using var answer = cursor is null
                    ? await client.AskAsync(run.Source.Account, MondayQueries.FirstPage, new { board = new[] { board.Id }, limit = options.PageSize }, ct)
                    : await client.AskAsync(run.Source.Account, MondayQueries.NextPage, new { cursor, limit = options.PageSize }, ct);
                var page = Page(answer.Data, isFirst: cursor is null);
                cursor = page.GetProperty("cursor").GetString();
                await run.LandAsync([new LandedPage(board.Id, [.. page.GetProperty("items").EnumerateArray().Select(items.Read)], cursor, Done: false)], ct);
                pages++;
            }
            catch (VendorFailureException e) when (e.Failure.Kind is FailureKind.CursorExpired && restarts < RestartsAllowed)
            {
                await RestartAsync(asSweep: false, ct);
                (cursor, pages) = (null, 0);
            }
        }
    }

    // Null when there is more activity than is worth following.
    private async Task<(BoardActivity? Activity, long Ours)> CatchUpAsync(CancellationToken ct)
    {
        var from = detail.SyncedTo;
        for (var round = 1; ; round++)
        {
            var activity = await ActivityAsync(from, ct);
            if (activity.ItemIds.Count > WorthNaming)
            {
                return (isSweep ? activity : null, 0);
            }

            foreach (var ids in activity.ItemIds.Chunk(IdsAtOnce))
            {
                await NameAsync(ids, ct);
            }

            var ours = await run.CountAfterPublishingAsync(board.Id, isSweep, ct);
            if (activity.ItemsCount is null || activity.ItemsCount == ours || round == RoundsAllowed)
            {
                return (activity, ours);
            }

            from = Later(activity.Newest, from);
        }
    }

    private async Task<BoardActivity> ActivityAsync(DateTimeOffset? since, CancellationToken ct)
    {
        var ids = new HashSet<string>(StringComparer.Ordinal);
        DateTimeOffset? newest = null;
        long? count = null;
        for (var page = 1; ; page++)
        {
            using var answer = await client.AskAsync(run.Source.Account, MondayQueries.Activity,
                new { board = new[] { board.Id }, from = (since - Overlap)?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", null), limit = ActivityPage, page }, ct);
            var found = Board(answer.Data);
            count = found.GetProperty("items_count").ValueKind == JsonValueKind.Number ? found.GetProperty("items_count").GetInt64() : null;
            var entries = 0;
            foreach (var entry in found.GetProperty("activity_logs").EnumerateArray())
            {
                entries++;
                newest = Later(newest, MondayTime.Read(entry.GetProperty("created_at").GetString()));
                ids.UnionWith(BoardActivity.IdsIn(entry.GetProperty("data").GetString()));
            }

            // Without a beginning only the time of the newest entry is wanted.
            if (entries < ActivityPage || since is null || ids.Count > WorthNaming)
            {
                return new BoardActivity(since is null ? new HashSet<string>(StringComparer.Ordinal) : ids, newest, count);
            }
        }
    }

    /// <summary>Reads single items; those that do not come back have been deleted, archived or moved to another board.</summary>
    public async Task NameAsync(IReadOnlyCollection<string> ids, CancellationToken ct)
    {
        using var answer = await client.AskAsync(run.Source.Account, MondayQueries.Items, new { board = new[] { board.Id }, ids, limit = ids.Count }, ct);
        await LandNamedAsync(run, board.Id, items, ids, answer.Data, ct);
    }

    public static async Task LandNamedAsync(RunContext run, string boardId, MondayItems items, IReadOnlyCollection<string> ids, JsonElement data, CancellationToken ct)
    {
        var rows = data.GetProperty("items").EnumerateArray()
            .Where(item => !item.TryGetProperty("board", out var home) || home.ValueKind != JsonValueKind.Object || home.GetProperty("id").GetString() == boardId)
            .Select(items.Read)
            .ToDictionary(row => row.ExternalId, StringComparer.Ordinal);
        var landed = ids.Select(id => rows.GetValueOrDefault(id) ?? LandedRow.Gone(boardId, id)).ToList();
        await run.LandAsync([new LandedPage(boardId, landed, null, Done: false)], ct);
    }

    private async Task RestartAsync(bool asSweep, CancellationToken ct)
    {
        await run.RestartAsync(board.Id, asSweep, ct);
        restarts++;
        isSweep |= asSweep;
    }

    private JsonElement Page(JsonElement data, bool isFirst) => isFirst ? Board(data).GetProperty("items_page") : data.GetProperty("next_items_page");

    // A board that is gone or no longer shared is missing from the answer instead of an error.
    private JsonElement Board(JsonElement data)
    {
        var boards = data.GetProperty("boards");
        return boards.ValueKind == JsonValueKind.Array && boards.GetArrayLength() > 0
            ? boards[0]
            : throw new VendorFailureException(new VendorFailure(FailureKind.Decisive, $"Board \"{board.Name}\" disappeared while it was read.",
                "Check in Monday that it exists and is shared with the token's user, then start the run again."));
    }

    private static DateTimeOffset? Later(DateTimeOffset? left, DateTimeOffset? right) => left is null || right > left ? right : left;
}
