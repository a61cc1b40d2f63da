using System.Text.Json;
using System.Text.Json.Serialization;
using Teg.Platform.Contracts;

namespace Teg.Platform.Sync.Mapping;

/// <summary>What a Monday account's boards mean. Stored per source; changed by accepting a drift proposal.</summary>
internal sealed record MondaySettings
{
    /// <summary>Boards that become facts. Every other board is mirrored only.</summary>
    public IReadOnlyList<BoardMapping> Boards { get; init; } = [];

    /// <summary>Canonical name of a representative and the other ways people write it.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Reps { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>Label of the ads board's platform column to channel id. A label that is not listed becomes its slug.</summary>
    public IReadOnlyDictionary<string, string> Platforms { get; init; } = new Dictionary<string, string>();

    /// <summary>Ordered rules, first match wins; none means <see cref="ChannelRule.Default"/>.</summary>
    public IReadOnlyList<ChannelRule>? Channels { get; init; }

    public static MondaySettings Parse(string json) =>
        JsonSerializer.Deserialize<MondaySettings>(json, SettingsJson.Options)
        ?? throw new JsonException("The settings of the source are empty.");
}

internal enum BoardKind
{
    Ads,
    Leads,
    Sales,
}

/// <summary>One board by its title, and what its columns mean.</summary>
internal sealed record BoardMapping
{
    public required string Name { get; init; }

    /// <summary>Titles under which the board is known; <see cref="Name"/> is one of them without being listed.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    public required BoardKind Kind { get; init; }

    /// <summary>Field to column. A field that is not listed stays empty.</summary>
    public required IReadOnlyDictionary<string, ColumnMapping> Columns { get; init; }

    /// <summary>Label of the qualification column to qualified, unsure, not-a-fit or spam; a blank cell is unjudged.</summary>
    public IReadOnlyDictionary<string, string> Qualification { get; init; } = new Dictionary<string, string>();

    /// <summary>Label of the status column to <see cref="LeadStages"/>; without any, the usual words are understood.</summary>
    public IReadOnlyDictionary<string, string> Statuses { get; init; } = new Dictionary<string, string>();

    public bool IsCalled(string title) => Aliases.Append(Name).Any(known => Text.SameWords(known, title));
}

/// <summary>A column by title and type, never by id: ids differ between copies of a board and mean nothing to a person.</summary>
internal sealed record ColumnMapping
{
    public required IReadOnlyList<string> Titles { get; init; }

    public required IReadOnlyList<string> Types { get; init; }
}

/// <summary>JSON of settings and of drift proposals: camelCase, kebab-case enums.</summary>
internal static class SettingsJson
{
    public static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = false,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
    };
}
