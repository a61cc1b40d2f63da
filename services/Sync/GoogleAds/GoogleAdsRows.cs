using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Teg.Platform.Sync.Landing;
using Teg.Platform.Sync.Mapping;

namespace Teg.Platform.Sync.GoogleAds;

/// <summary>Rows of the vendor's answers turned into rows for landing.</summary>
internal static partial class GoogleAdsRows
{
    public const string ConversionActions = "conversion-actions";
    public const string Campaigns = "campaigns";
    public const string CampaignDays = "campaign-days";
    public const string AdGroupDays = "ad-group-days";
    public const string KeywordDays = "keyword-days";
    public const string Clicks = "clicks";
    public const string Totals = "totals";

    private const decimal Micros = 1_000_000m;

    public static LandedRow ConversionAction(JsonElement row) => LandedRow.Of(ConversionActions, Text(row, "conversionAction", "id")!, null, row);

    public static LandedRow Campaign(JsonElement row)
    {
        var (id, utm, name) = CampaignOf(row);
        return LandedRow.Of(Campaigns, id, MappedRow.Of("google-campaign", utm, utm, new CampaignFields(name, Text(row, "campaign", "status") ?? "UNKNOWN")), row);
    }

    // The day is at the end: the publishing SQL cuts it off again.
    public static LandedRow CampaignDay(JsonElement row)
    {
        var (id, utm, _) = CampaignOf(row);
        var day = Text(row, "segments", "date")!;
        return LandedRow.Of(CampaignDays, $"{id}|{day}", MappedRow.Of("google-campaign-day", $"{utm}|{day}", utm, Metrics(row)), row);
    }

    public static LandedRow AdGroupDay(JsonElement row)
    {
        var (_, utm, _) = CampaignOf(row);
        var key = $"{Text(row, "adGroup", "id")}|{Text(row, "segments", "date")}";
        var metrics = Metrics(row);
        return LandedRow.Of(AdGroupDays, key, MappedRow.Of("google-ad-group-day", key, utm,
            new AdGroupFields(utm, Text(row, "adGroup", "name") ?? "", metrics.Cost, metrics.Clicks, metrics.Impressions, metrics.Conversions)), row);
    }

    public static LandedRow KeywordDay(JsonElement row)
    {
        var (_, utm, _) = CampaignOf(row);
        var key = $"{Text(row, "adGroup", "id")}~{Text(row, "adGroupCriterion", "criterionId")}|{Text(row, "segments", "date")}";
        var metrics = Metrics(row);
        return LandedRow.Of(KeywordDays, key, MappedRow.Of("google-keyword-day", key, utm,
            new KeywordFields(utm, Text(row, "adGroup", "name") ?? "", Text(row, "adGroupCriterion", "keyword", "text") ?? "", Word(Text(row, "adGroupCriterion", "keyword", "matchType")),
                metrics.Cost, metrics.Clicks, metrics.Impressions, metrics.Conversions)), row);
    }

    public static LandedRow? Click(JsonElement row)
    {
        if (Text(row, "clickView", "gclid") is not { Length: > 0 } gclid)
        {
            return null;
        }

        var (_, utm, _) = CampaignOf(row);
        return LandedRow.Of(Clicks, gclid, MappedRow.Of("google-click", gclid, utm, new ClickFields(
            DateOnly.ParseExact(Text(row, "segments", "date")!, "yyyy-MM-dd", CultureInfo.InvariantCulture), utm, Text(row, "adGroup", "id"), Text(row, "adGroup", "name"),
            Text(row, "clickView", "keywordInfo", "text"), Text(row, "clickView", "keywordInfo", "matchType") is { } match ? Word(match) : null)), row);
    }

    public static CampaignTotal Total(JsonElement row)
    {
        var (_, utm, name) = CampaignOf(row);
        var metrics = Metrics(row);
        return new CampaignTotal(utm, name, metrics.Cost, metrics.Clicks, metrics.Impressions, metrics.Conversions);
    }

    public static string? Text(JsonElement row, params ReadOnlySpan<string> path)
    {
        foreach (var part in path)
        {
            if (row.ValueKind != JsonValueKind.Object || !row.TryGetProperty(part, out row))
            {
                return null;
            }
        }

        // int64 comes as text, so that no reader rounds it.
        return row.ValueKind switch { JsonValueKind.String => row.GetString(), JsonValueKind.Number => row.GetRawText(), _ => null };
    }

    /// <summary>
    /// The name under which everybody else knows the campaign: the <c>utm_campaign</c> that its links carry, or else its own name in a link's letters.
    /// <c>utm_source=google&amp;utm_campaign=google-brand-search</c> → <c>google-brand-search</c>; <c>{campaignid}</c> stands for the id.
    /// </summary>
    internal static string UtmOf(string id, string name, params ReadOnlySpan<string?> links)
    {
        foreach (var link in links)
        {
            if (link is not null && UtmCampaign().Match(link) is { Success: true } found)
            {
                var marked = Uri.UnescapeDataString(found.Groups["campaign"].Value).Replace("{campaignid}", id, StringComparison.OrdinalIgnoreCase);
                if (!marked.Contains('{', StringComparison.Ordinal) && Mapping.Text.Key(marked) is { } utm)
                {
                    return utm;
                }
            }
        }

        return Mapping.Text.Slug(name) ?? id;
    }

    private static (string Id, string Utm, string Name) CampaignOf(JsonElement row)
    {
        var id = Text(row, "campaign", "id")!;
        var name = Mapping.Text.Tidy(Text(row, "campaign", "name")) ?? id;
        return (id, UtmOf(id, name, Text(row, "campaign", "finalUrlSuffix"), Text(row, "campaign", "trackingUrlTemplate")), name);
    }

    private static MetricFields Metrics(JsonElement row) => new(
        Number(row, "costMicros") / Micros, (long)Number(row, "clicks"), (long)Number(row, "impressions"), decimal.Round(Number(row, "conversions"), 3),
        decimal.Round(Number(row, "conversionsValue"), 2));

    // A metric that is nothing may be left out.
    private static decimal Number(JsonElement row, string metric) =>
        decimal.TryParse(Text(row, "metrics", metric), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : 0;

    private static string Word(string? word) => word?.ToLowerInvariant() ?? "unknown";

    [GeneratedRegex(@"(^|[?&])utm_campaign=(?<campaign>[^&#]+)", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex UtmCampaign();

    private sealed record CampaignFields(string Name, string Status);

    private sealed record MetricFields(decimal Cost, long Clicks, long Impressions, decimal Conversions, decimal ConversionsValue);

    private sealed record AdGroupFields(string Campaign, string AdGroup, decimal Cost, long Clicks, long Impressions, decimal Conversions);

    private sealed record KeywordFields(string Campaign, string AdGroup, string Keyword, string MatchType, decimal Cost, long Clicks, long Impressions, decimal Conversions);

    private sealed record ClickFields(DateOnly Day, string Campaign, string? AdGroupId, string? AdGroup, string? Keyword, string? MatchType);
}

/// <summary>What the vendor itself adds up for a campaign.</summary>
internal sealed record CampaignTotal(string Campaign, string Name, decimal Cost, long Clicks, long Impressions, decimal Conversions);

/// <summary>The vendor's sums over the days that were read and are over; kept with the checkpoint for the certificate.</summary>
internal sealed record VendorTotals(DateOnly From, DateOnly To, IReadOnlyList<CampaignTotal> Campaigns);
