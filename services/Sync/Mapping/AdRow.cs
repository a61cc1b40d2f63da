using System.Globalization;

namespace Teg.Platform.Sync.Mapping;

/// <summary>One day of one campaign on an ads board. Copies of a day share the key; the latest change wins.</summary>
internal sealed record AdRow(string? Campaign, string Name, string Channel, DateOnly? Day, decimal Spend, long Clicks, long Impressions,
    DateTimeOffset UpdatedAt, IReadOnlyList<string> Unreadable)
{
    public static MappedRow Read(BoardItem item, MappingContext context)
    {
        var unreadable = new Unreadable();
        var name = Text.Tidy(item["campaign"].Plain);
        var campaign = Text.Key(item["utmCampaign"].Plain) ?? Text.Slug(name);
        var day = unreadable.Day(item, "day", context.Zone);
        if (day is null && !unreadable.Any)
        {
            unreadable.Note("day", null);
        }

        if (campaign is null)
        {
            unreadable.Note("utmCampaign", null);
        }

        var row = new AdRow(campaign, name ?? campaign ?? "", ChannelOf(item["platform"].Plain, context), day,
            unreadable.Amount(item, "spend"), unreadable.Count(item, "clicks"), unreadable.Count(item, "impressions"),
            item.UpdatedAt, unreadable.Cells);

        // The day is at the end: the conforming SQL cuts it off again, and a campaign may contain any character.
        var key = unreadable.Any ? null : string.Create(CultureInfo.InvariantCulture, $"{campaign}|{day:yyyy-MM-dd}");
        return MappedRow.Of("ads", key, key is null ? null : campaign, row);
    }

    private static string ChannelOf(string? platform, MappingContext context)
    {
        var listed = context.Platforms.FirstOrDefault(p => Text.SameWords(p.Key, platform)).Value;
        return listed ?? Text.Slug(platform) ?? Contracts.Channel.Other;
    }
}
