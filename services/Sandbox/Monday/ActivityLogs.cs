using System.Globalization;
using Teg.Platform.Sandbox.Monday.Boards;
using Teg.Platform.Sandbox.Monday.GraphQL;
using Teg.Platform.Sandbox.World;

namespace Teg.Platform.Sandbox.Monday;

internal sealed record ActivityLog(string Id, string Event, string Data, string UserId, string CreatedAt);

/// <summary>A board's log: newest first, at most 10 000 lines, no further back than the plan keeps it.</summary>
internal static class ActivityLogs
{
    private const int MaxLines = 10_000;

    public static IEnumerable<ActivityLog> Read(MondayRequest request, Board board, Arguments arguments)
    {
        var oldest = request.Now.AddDays(-request.Limits.ActivityLogDays);
        var from = Instant(arguments.Text("from"), "from") is { } asked && asked > oldest ? asked : oldest;
        var to = Instant(arguments.Text("to"), "to") is { } until && until < request.Now ? until : request.Now;
        var limit = Math.Clamp(arguments.Int("limit", 25), 1, MaxLines);
        var page = Math.Max(1, arguments.Int("page", 1));
        var items = arguments.List("item_ids")?.Select(id => id as string).ToHashSet();
        var columns = arguments.List("column_ids")?.Select(id => id as string).ToHashSet();

        // Both ends count: a log line written in the very second that a reader asks from must not fall between two readings.
        var lines = request.Account.EventsBetween(board, from.AddTicks(-1), to).AsEnumerable().Reverse()
            .Where(line => items?.Contains(MondayRequest.IdOf(line.Item.Id)) != false)
            .Where(line => columns is null || (line.Slot is { } slot && board.Columns[slot] is { } column && columns.Contains(column.Id)));
        return lines.Take(MaxLines).Skip((page - 1) * limit).Take(limit).Select(Describe);
    }

    /// <summary>The id is drawn from the event itself, so that reading twice shows the same line.</summary>
    public static string IdOf(BoardEvent line) => new Dice(line.Item.Id, line.At.Ticks, line.Slot ?? -1).Uuid();

    private static ActivityLog Describe(BoardEvent line) => new(
        IdOf(line),
        line.IsCreation ? "create_pulse" : "update_column_value",
        Cell.Json(line.IsCreation ? Creation(line) : Change(line, line.Slot!.Value)),
        MondayRequest.IdOf(MondayUser.Integration.Id),
        (line.At.UtcTicks - DateTimeOffset.UnixEpoch.Ticks).ToString(CultureInfo.InvariantCulture));

    private static object Creation(BoardEvent line)
    {
        var group = line.Board.Groups[line.Item.Group];
        return new
        {
            board_id = line.Board.Id,
            group_id = group.Id,
            group_name = group.Title,
            group_color = group.Color,
            is_top_group = line.Item.Group == 0,
            pulse_id = line.Item.Id,
            pulse_name = line.Item.Name,
            column_values_json = "{}",
        };
    }

    private static object Change(BoardEvent line, int slot)
    {
        var column = line.Board.Columns[slot] ?? line.Board.Layout[slot];
        var cell = slot < line.Item.Cells.Length ? line.Item.Cells[slot] : Cell.Blank;
        return new
        {
            board_id = line.Board.Id,
            group_id = line.Board.Groups[line.Item.Group].Id,
            is_top_group = line.Item.Group == 0,
            pulse_id = line.Item.Id,
            pulse_name = line.Item.Name,
            column_id = column.Id,
            column_type = column.Type,
            column_title = column.Title,
            is_column_with_hide_permissions = false,
            value = Raw(cell, column, line.At),
            previous_value = Raw(line.Before ?? Cell.Blank, column, line.At),
            textual_value = cell.Text(column),
            previous_textual_value = (line.Before ?? Cell.Blank).Text(column),
        };
    }

    public static System.Text.Json.JsonElement? Raw(Cell cell, BoardColumn column, DateTimeOffset at)
    {
        if (cell.Value(column, at) is not { } value)
        {
            return null;
        }

        using var json = System.Text.Json.JsonDocument.Parse(value);
        return json.RootElement.Clone();
    }

    private static DateTimeOffset? Instant(string? text, string argument)
    {
        if (text is null)
        {
            return null;
        }

        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant)
            ? instant
            : throw MondayException.Of($"Argument {argument} is not an ISO8601 timestamp", "InvalidArgumentException", new { argument }, 400);
    }
}
