using System.Globalization;
using Teg.Platform.Sandbox.Monday.Boards;
using Teg.Platform.Sandbox.Monday.GraphQL;

namespace Teg.Platform.Sandbox.Monday;

/// <summary>A cell with its column and its item, as <c>column_values</c> lists it.</summary>
internal sealed record CellOnItem(ItemSnapshot Item, BoardColumn Column, Cell Cell)
{
    public string? Text => Cell.Text(Column);

    public string? Value => Cell.Value(Column, Item.UpdatedAt);
}

/// <summary>The interface ColumnValue and the typed values behind it.</summary>
internal static class MondayColumnTypes
{
    private static readonly Dictionary<string, ObjectType> ByColumnType = new(StringComparer.Ordinal)
    {
        ["text"] = Common("TextValue"),
        ["long_text"] = Common("LongTextValue"),
        ["status"] = Common("StatusValue")
            .Has<CellOnItem>("label", "String", cell => (cell.Cell as StatusCell)?.Label)
            .Has<CellOnItem>("index", "Int", cell => cell.Cell is StatusCell status ? cell.Column.IndexOf(status.Label) : null)
            .Has<CellOnItem>("is_done", "Boolean", cell => cell.Cell is StatusCell { Label: "Won" or "Closed" })
            .Has<CellOnItem>("updated_at", "Date", UpdatedAt),
        ["date"] = Common("DateValue")
            .Has<CellOnItem>("date", "String", cell => (cell.Cell as DateCell)?.DateText)
            .Has<CellOnItem>("time", "String", cell => (cell.Cell as DateCell)?.TimeText)
            .Has<CellOnItem>("icon", "String", _ => null)
            .Has<CellOnItem>("updated_at", "Date", UpdatedAt),
        ["numbers"] = Common("NumbersValue")
            .Has<CellOnItem>("number", "Float", cell => (cell.Cell as NumbersCell)?.Number)
            .Has<CellOnItem>("symbol", "String", _ => null),
        ["people"] = Common("PeopleValue")
            .Has<CellOnItem>("persons_and_teams", "[PeopleEntity!]", cell => (cell.Cell as PeopleCell)?.People.Select(person => new PeopleEntity(person.Id)) ?? [])
            .Has<CellOnItem>("updated_at", "Date", UpdatedAt),
        ["email"] = Common("EmailValue")
            .Has<CellOnItem>("email", "String", cell => (cell.Cell as EmailCell)?.Address)
            .Has<CellOnItem>("label", "String", cell => (cell.Cell as EmailCell)?.Address)
            .Has<CellOnItem>("updated_at", "Date", UpdatedAt),
        ["phone"] = Common("PhoneValue")
            .Has<CellOnItem>("phone", "String", cell => (cell.Cell as PhoneCell)?.Number)
            .Has<CellOnItem>("country_short_name", "String", cell => (cell.Cell as PhoneCell)?.Country)
            .Has<CellOnItem>("updated_at", "Date", UpdatedAt),
        ["link"] = Common("LinkValue")
            .Has<CellOnItem>("url", "String", cell => (cell.Cell as LinkCell)?.Url)
            .Has<CellOnItem>("url_text", "String", cell => (cell.Cell as LinkCell)?.Title)
            .Has<CellOnItem>("updated_at", "Date", UpdatedAt),
        ["dropdown"] = Common("DropdownValue")
            .Has<CellOnItem>("values", "[DropdownValueOption!]!", cell => (cell.Cell as DropdownCell)?.Labels.Select(label => new DropdownOption(cell.Column.IndexOf(label) + 1, label)) ?? []),
        ["checkbox"] = Common("CheckboxValue")
            .Has<CellOnItem>("checked", "Boolean", cell => cell.Cell is CheckboxCell)
            .Has<CellOnItem>("updated_at", "Date", UpdatedAt),
        ["mirror"] = Common("MirrorValue").Has<CellOnItem>("display_value", "String!", cell => cell.Text ?? ""),
        ["board_relation"] = Common("BoardRelationValue").Has<CellOnItem>("display_value", "String!", cell => cell.Text ?? ""),
    };

    private sealed record PeopleEntity(long Id);

    private sealed record DropdownOption(int Id, string Label);

    public static InterfaceType Interface() => new InterfaceType("ColumnValue", value => ByColumnType[((CellOnItem)value).Column.Type])
        .Has("id", "ID!").Has("type", "ColumnType!").Has("text", "String").Has("value", "JSON").Has("column", "Column!").Has("is_leaf", "Boolean!");

    public static IEnumerable<OutputType> Objects() =>
    [
        .. ByColumnType.Values,
        new ObjectType("PeopleEntity").Has<PeopleEntity>("id", "ID!", person => MondayRequest.IdOf(person.Id)).Has<PeopleEntity>("kind", "Kind", _ => "person"),
        new ObjectType("DropdownValueOption")
            .Has<DropdownOption>("id", "ID!", option => option.Id.ToString(CultureInfo.InvariantCulture))
            .Has<DropdownOption>("label", "String!", option => option.Label),
    ];

    public static bool Knows(string columnType) => ByColumnType.ContainsKey(columnType);

    /// <summary>The settings in the shape that came with 2025-10: labels as a list.</summary>
    public static object Settings(BoardColumn column) => column.Type switch
    {
        "status" => new { labels = Labels(column).Select((label, index) => new { id = index, index, label, is_done = label is "Won" or "Closed" }) },
        "dropdown" => new { labels = Labels(column).Select((label, index) => new { id = index + 1, label }) },
        _ => new { },
    };

    /// <summary>The settings in the older shape, as text: labels by index.</summary>
    public static string SettingsText(BoardColumn column) => Cell.Json(column.Type switch
    {
        "status" => new { labels = Labels(column).Select((label, index) => (label, index)).ToDictionary(pair => pair.index.ToString(CultureInfo.InvariantCulture), pair => pair.label) },
        "dropdown" => new { labels = Labels(column).Select((label, index) => new { id = index + 1, name = label }) },
        _ => (object)new { },
    });

    private static IReadOnlyList<string> Labels(BoardColumn column) => column.Labels ?? [];

    private static string? UpdatedAt(CellOnItem cell) => cell.Cell.IsBlank ? null : MondayRequest.Iso(cell.Item.UpdatedAt);

    private static ObjectType Common(string name) => new ObjectType(name, "ColumnValue")
        .Has<CellOnItem>("id", "ID!", cell => cell.Column.Id)
        .Has<CellOnItem>("type", "ColumnType!", cell => cell.Column.Type)
        .Has<CellOnItem>("text", "String", cell => cell.Text)
        .Has<CellOnItem>("value", "JSON", cell => cell.Value)
        .Has<CellOnItem>("column", "Column!", cell => cell.Column)
        .Has<CellOnItem>("is_leaf", "Boolean!", _ => true);
}
