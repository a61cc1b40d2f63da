using System.Globalization;
using System.Text.Json;
using Teg.Platform.Sandbox.Monday.Boards;
using Teg.Platform.Sandbox.Monday.GraphQL;

namespace Teg.Platform.Sandbox.Monday;

/// <summary>Reads the <c>column_values</c> argument: a JSON text (or object) of column id to the type's own write shape; null clears.</summary>
internal static class ColumnWriting
{
    public static Dictionary<string, Cell> Read(Board board, object? given, bool createLabels)
    {
        var cells = new Dictionary<string, Cell>(StringComparer.Ordinal);
        foreach (var (id, value) in ObjectOf(given))
        {
            if (id == "name")
            {
                continue;
            }

            var slot = board.SlotOf(id);
            if (slot < 0)
            {
                throw MondayException.Of("This column ID doesn't exist for the board", "InvalidColumnIdException", new { column_id = id });
            }

            cells[id] = Read(board.Columns[slot]!, value, createLabels);
        }

        return cells;
    }

    public static string? NameIn(object? given) => ObjectOf(given).GetValueOrDefault("name") is { ValueKind: JsonValueKind.String } name ? name.GetString() : null;

    private static Dictionary<string, JsonElement> ObjectOf(object? given)
    {
        if (given is null)
        {
            return [];
        }

        try
        {
            var text = given as string ?? Cell.Json(given);
            return JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(text) ?? [];
        }
        catch (JsonException)
        {
            throw MondayException.Of("column_values is not a JSON object", "ColumnValueException", new { }, 400);
        }
    }

    private static Cell Read(BoardColumn column, JsonElement value, bool createLabels)
    {
        if (value.ValueKind == JsonValueKind.Null || (value.ValueKind == JsonValueKind.String && value.GetString()!.Length == 0))
        {
            return Cell.Blank;
        }

        var cell = column.Type switch
        {
            "text" => TextOf(value) is { } text ? Cell.OfText(text) : null,
            "long_text" => (TextOf(value) ?? TextOf(value, "text")) is { } text ? Cell.OfText(text) : null,
            "numbers" => decimal.TryParse(TextOf(value), NumberStyles.Number, CultureInfo.InvariantCulture, out var number) ? new NumbersCell(number) : null,
            "status" => Status(column, value, createLabels),
            "dropdown" => Dropdown(column, value, createLabels),
            "date" => Date(value),
            "email" => TextOf(value, "email") is { } email ? new EmailCell(email) : null,
            "phone" => TextOf(value, "phone") is { } phone ? new PhoneCell(phone, TextOf(value, "countryShortName") ?? "US") : null,
            "link" => TextOf(value, "url") is { } url ? new LinkCell(url, TextOf(value, "text") ?? "") : null,
            "checkbox" => TextOf(value, "checked") is "true" ? new CheckboxCell() : Cell.Blank,
            "people" => People(value),
            _ => null,
        };
        return cell ?? throw MondayException.Of(
            $"invalid value, please check our API documentation for the correct data structure for this column: {column.Id}", "ColumnValueException",
            new { column_id = column.Id, column_name = column.Title, column_type = column.Type, column_value = value.ToString() });
    }

    private static Cell? Status(BoardColumn column, JsonElement value, bool createLabels)
    {
        if (value.ValueKind == JsonValueKind.Object && value.TryGetProperty("index", out var index) && index.TryGetInt32(out var at))
        {
            return column.Labels is { } labels && at >= 0 && at < labels.Count ? new StatusCell(labels[at]) : null;
        }

        var label = TextOf(value) ?? TextOf(value, "label");
        return label is null ? null : createLabels || column.IndexOf(label) >= 0 ? Cell.OfStatus(label) : throw MondayException.Of(
            $"The status label {label} does not exist, possible labels are: {string.Join(", ", column.Labels ?? [])}", "ColumnValueException",
            new { column_id = column.Id, label });
    }

    private static DropdownCell? Dropdown(BoardColumn column, JsonElement value, bool createLabels)
    {
        if (TextOf(value) is { } single)
        {
            return new DropdownCell([single]);
        }

        if (value.ValueKind == JsonValueKind.Object && value.TryGetProperty("labels", out var labels) && labels.ValueKind == JsonValueKind.Array)
        {
            var names = labels.EnumerateArray().Select(label => label.ToString()).ToList();
            return createLabels || names.TrueForAll(name => column.IndexOf(name) >= 0) ? new DropdownCell(names) : null;
        }

        return null;
    }

    private static DateCell? Date(JsonElement value)
    {
        var text = TextOf(value) ?? TextOf(value, "date");
        if (!DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
        {
            return null;
        }

        return TextOf(value, "time") is { } time && TimeOnly.TryParse(time, CultureInfo.InvariantCulture, out var clock) ? new DateCell(date, clock) : new DateCell(date);
    }

    private static PeopleCell? People(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Object || !value.TryGetProperty("personsAndTeams", out var people) || people.ValueKind != JsonValueKind.Array)
        {
            return null;
        }

        return new PeopleCell([.. people.EnumerateArray().Select(person => person.GetProperty("id").ToString())
            .Select(id => long.Parse(id, CultureInfo.InvariantCulture)).Select(id => new Person(id, MondayUser.Of(id).Name))]);
    }

    private static string? TextOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
        _ => null,
    };

    private static string? TextOf(JsonElement value, string property) =>
        value.ValueKind == JsonValueKind.Object && value.TryGetProperty(property, out var inner) ? TextOf(inner) : null;
}
