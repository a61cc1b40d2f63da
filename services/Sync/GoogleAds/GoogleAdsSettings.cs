using System.Text.Json;
using Teg.Platform.Sync.Mapping;

namespace Teg.Platform.Sync.GoogleAds;

/// <summary>What of an advertising account is read. Stored per source.</summary>
internal sealed record GoogleAdsSettings
{
    /// <summary>The vendor keeps clicks for ninety days and is asked for each on its own.</summary>
    public const int MostClickDays = 90;

    /// <summary>A full run asks for the clicks of so many days; 0 asks for none.</summary>
    public int ClickDays { get; init; } = MostClickDays;

    /// <summary>An incremental run asks for the clicks of so many days: those of the last two may not be complete yet.</summary>
    public int ClickDaysAgain { get; init; } = 3;

    /// <summary>Ad groups and keywords, day by day.</summary>
    public bool Details { get; init; } = true;

    public static GoogleAdsSettings Parse(string json) =>
        JsonSerializer.Deserialize<GoogleAdsSettings>(json, SettingsJson.Options)
        ?? throw new JsonException("The settings of the source are empty.");
}
