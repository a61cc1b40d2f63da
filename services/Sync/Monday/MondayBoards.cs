using System.Globalization;
using System.Text.Json;
using Teg.Platform.Sync.Mapping;

namespace Teg.Platform.Sync.Monday;

/// <summary>A board as the account lists it.</summary>
/// <param name="NewestActivity">The vendor's time of the newest entry in its activity; what is read later includes everything up to it.</param>
internal sealed record MondayBoard(string Id, string Name, string Type, long? ItemsCount, IReadOnlyList<BoardColumn> Columns, DateTimeOffset? NewestActivity, DateTimeOffset? UpdatedAt)
{
    /// <summary>Boards with items; documents and the hidden boards of subitems are not listed.</summary>
    public bool HasItems => Type is "board" or "";

    public static MondayBoard Read(JsonElement board) => new(
        board.GetProperty("id").GetString()!,
        board.GetProperty("name").GetString() ?? "",
        board.TryGetProperty("type", out var type) ? type.GetString() ?? "" : "",
        board.TryGetProperty("items_count", out var count) && count.ValueKind == JsonValueKind.Number ? count.GetInt64() : null,
        [.. board.GetProperty("columns").EnumerateArray().Select(column => new BoardColumn(
            column.GetProperty("id").GetString()!, column.GetProperty("title").GetString() ?? "", column.GetProperty("type").GetString() ?? ""))],
        board.TryGetProperty("activity_logs", out var logs) && logs.ValueKind == JsonValueKind.Array
            ? logs.EnumerateArray().Select(log => MondayTime.Read(log.GetProperty("created_at").GetString())).Max()
            : null,
        board.TryGetProperty("updated_at", out var updated) ? MondayTime.Read(updated.GetString()) : null);
}

/// <summary>What a checkpoint keeps of a board until the run is published; then it becomes the row of sync.board.</summary>
internal sealed record BoardDetail(string Name, string? Mapping, string? Kind, IReadOnlyList<BoardColumn> Columns, long? ItemsCount, DateTimeOffset? SyncedTo);

internal static class MondayTime
{
    /// <summary>ISO 8601, or the activity log's ten-millionths of a second since 1970: <c>17637000000000000</c>.</summary>
    public static DateTimeOffset? Read(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        if (text.Length >= 15 && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var ticks))
        {
            return DateTimeOffset.UnixEpoch.AddTicks(ticks);
        }

        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var instant) ? instant : null;
    }
}

/// <summary>Items of one board turned into rows for landing.</summary>
internal sealed class MondayItems(string boardId, MappingContext? mapping, ColumnMatch? match)
{
    private readonly Dictionary<string, string[]> fieldsByColumn = match?.ColumnIdByField
        .GroupBy(field => field.Value, field => field.Key)
        .ToDictionary(column => column.Key, column => column.ToArray(), StringComparer.Ordinal) ?? [];

    public Landing.LandedRow Read(JsonElement item)
    {
        var id = item.GetProperty("id").GetString()!;
        return Landing.LandedRow.Of(boardId, id, mapping is null ? null : MappedRow.Of(ToBoardItem(id, item), mapping), item);
    }

    private BoardItem ToBoardItem(string id, JsonElement item)
    {
        var cells = new Dictionary<string, Cell>(StringComparer.Ordinal);
        foreach (var value in item.GetProperty("column_values").EnumerateArray())
        {
            if (!fieldsByColumn.TryGetValue(value.GetProperty("id").GetString()!, out var fields))
            {
                continue;
            }

            var cell = new Cell(String(value, "type") ?? "", String(value, "text") ?? String(value, "display_value"), String(value, "value"));
            foreach (var field in fields)
            {
                cells[field] = cell;
            }
        }

        return new BoardItem(id, String(item, "name") ?? "", MondayTime.Read(String(item, "updated_at")) ?? DateTimeOffset.UnixEpoch, cells);
    }

    private static string? String(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}

/// <summary>What happened on a board since a moment.</summary>
internal sealed record BoardActivity(IReadOnlySet<string> ItemIds, DateTimeOffset? Newest, long? ItemsCount)
{
    /// <summary>Ids in an entry's data, which is text holding JSON: <c>{"board_id":9001,"pulse_id":501,…}</c>; batches carry <c>pulse_ids</c>.</summary>
    public static IEnumerable<string> IdsIn(string? data)
    {
        if (string.IsNullOrEmpty(data) || data[0] != '{')
        {
            return [];
        }

        using var json = JsonDocument.Parse(data);
        var ids = new List<string>();
        foreach (var name in (ReadOnlySpan<string>)["pulse_id", "item_id", "pulse_ids", "item_ids"])
        {
            if (!json.RootElement.TryGetProperty(name, out var found))
            {
                continue;
            }

            if (found.ValueKind == JsonValueKind.Array)
            {
                ids.AddRange(found.EnumerateArray().Select(id => id.ToString()));
            }
            else if (found.ValueKind is JsonValueKind.Number or JsonValueKind.String)
            {
                ids.Add(found.ToString());
            }
        }

        return ids;
    }
}
