using System.Text.Json;
using Teg.Platform.Contracts;

namespace Teg.Platform.Sync.Mapping;

/// <summary>One cell: what a person sees, and the vendor's JSON behind it.</summary>
internal sealed record Cell(string Type, string? Display, string? Value)
{
    public static readonly Cell Blank = new("", null, null);

    /// <summary>The text; an e-mail or link cell shows a label, so the address is taken from its JSON.</summary>
    public string? Plain => Type switch
    {
        "email" => Property("email") ?? Display,
        "link" => Property("url") ?? Display,
        _ => Display,
    };

    /// <summary>A date cell as <c>2026-11-20</c> or, with a time, <c>2026-11-20 09:00:00</c> in UTC: the text would be in the reader's own zone.</summary>
    public string? Written
    {
        get
        {
            if (Type != "date" || Property("date") is not { } date)
            {
                return Display;
            }

            return Property("time") is { Length: > 0 } time ? $"{date} {time}" : date;
        }
    }

    // value arrives as text holding JSON, for example {"email":"ann@example.com","text":"Ann"}, or null.
    private string? Property(string name)
    {
        if (string.IsNullOrEmpty(Value) || Value[0] != '{')
        {
            return null;
        }

        using var json = JsonDocument.Parse(Value);
        return json.RootElement.TryGetProperty(name, out var property) && property.ValueKind == JsonValueKind.String
            ? Text.Tidy(property.GetString())
            : null;
    }
}

/// <summary>An item with its cells by field of the mapping.</summary>
internal sealed record BoardItem(string Id, string Name, DateTimeOffset UpdatedAt, IReadOnlyDictionary<string, Cell> Cells)
{
    public Cell this[string field] => Cells.GetValueOrDefault(field, Cell.Blank);
}

/// <summary>What rows are read with: names, rules and the organisation's time zone.</summary>
internal sealed record MappingContext(BoardMapping Board, RepNames Reps, IReadOnlyList<ChannelRule> Channels,
    IReadOnlyDictionary<string, string> Platforms, TimeZoneInfo Zone);
