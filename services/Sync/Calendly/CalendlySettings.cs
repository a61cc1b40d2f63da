using System.Text.Json;
using Teg.Platform.Sync.Mapping;

namespace Teg.Platform.Sync.Calendly;

/// <summary>What a Calendly account's event types mean. Stored per source.</summary>
internal sealed record CalendlySettings
{
    /// <summary>Kind of call to the parts of booking addresses that say so; the first kind whose part is found wins.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Kinds { get; init; } = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal)
    {
        ["intro"] = ["/intro-call"],
        ["design-review"] = ["/design-review"],
    };

    /// <summary>Canonical name of a representative and the other ways it is written.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Reps { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>An incremental run reads events that start from this many days ago …</summary>
    public int DaysBack { get; init; } = 7;

    /// <summary>… until this many days ahead.</summary>
    public int DaysAhead { get; init; } = 120;

    public static CalendlySettings Parse(string json) =>
        JsonSerializer.Deserialize<CalendlySettings>(json, SettingsJson.Options)
        ?? throw new JsonException("The settings of the source are empty.");

    /// <summary><c>https://calendly.com/burki/intro-call</c> → <c>intro</c>; an address no pattern knows is <c>other</c>.</summary>
    public string KindOf(string? schedulingUrl) => schedulingUrl is null ? "other"
        : Kinds.FirstOrDefault(kind => kind.Value.Any(part => schedulingUrl.Contains(part, StringComparison.OrdinalIgnoreCase))).Key ?? "other";
}
