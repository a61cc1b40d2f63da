using System.Text.Json;

namespace Teg.Platform.Sync.Mapping;

/// <summary>What a vendor record means, ready for the conforming SQL.</summary>
/// <param name="Key">Records of a kind with the same key are the same fact; null when the record cannot be read.</param>
/// <param name="GroupKey">What else is worked out again when it changes.</param>
/// <param name="Fields">JSON with the names the SQL reads.</param>
internal sealed record MappedRow(string Kind, string? Key, string? GroupKey, string? ParentKey, string Fields)
{
    private static readonly JsonSerializerOptions SqlNames = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    public static MappedRow Of<T>(string kind, string? key, string? groupKey, T fields, string? parentKey = null) =>
        new(kind, key, groupKey, parentKey, JsonSerializer.Serialize(fields, SqlNames));

    /// <summary>Reads an item of a mapped board. Never throws for what people typed: an unreadable row says which cell and why.</summary>
    public static MappedRow Of(BoardItem item, MappingContext context) => context.Board.Kind switch
    {
        BoardKind.Ads => AdRow.Read(item, context),
        BoardKind.Leads => LeadRow.Read(item, context),
        BoardKind.Sales => DealRow.Read(item, context),
        _ => throw new InvalidOperationException($"Boards of kind {context.Board.Kind} are not mapped to facts."),
    };
}

/// <summary>Cells of one row that could not be read, as a person would say it: <c>day "soon"</c>.</summary>
internal sealed class Unreadable
{
    private readonly List<string> cells = [];

    public IReadOnlyList<string> Cells => cells;

    public bool Any => cells.Count > 0;

    public void Note(string field, string? text) => cells.Add(text is null ? $"{field} is blank" : $"{field} \"{Text.Shorten(text, 40)}\"");

    public decimal Amount(BoardItem item, string field)
    {
        if (!Mapping.Amount.TryParse(item[field].Plain, out var amount))
        {
            Note(field, item[field].Plain);
        }

        return amount;
    }

    public long Count(BoardItem item, string field)
    {
        if (!Mapping.Amount.TryParseCount(item[field].Plain, out var count))
        {
            Note(field, item[field].Plain);
        }

        return count;
    }

    /// <summary>A day, or null for a blank cell; a text that is no day is noted.</summary>
    public DateOnly? Day(BoardItem item, string field, TimeZoneInfo zone)
    {
        var written = item[field].Written;
        var day = Moment.ParseDay(written, zone);
        if (day is null && Text.Tidy(written) is { } text)
        {
            Note(field, text);
        }

        return day;
    }
}
