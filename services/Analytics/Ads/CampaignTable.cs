using CsvHelper;
using Teg.Platform.Analytics.Figures;

namespace Teg.Platform.Analytics.Ads;

/// <param name="AsOf">When the newest data behind these figures became visible; null before the first run.</param>
/// <param name="Next">Pass as <c>after</c> for the next page; null on the last.</param>
public sealed record CampaignTable(DateTimeOffset? AsOf, IReadOnlyList<CampaignMeasures> Items, string? Next);

public sealed record CampaignMeasures : Measures
{
    public required string Campaign { get; init; }

    public required string Name { get; init; }

    public required string Channel { get; init; }

    /// <summary>Value of the sorted column, which the next page starts after.</summary>
    internal decimal SortValue { get; init; }
}

/// <summary>A column of the campaign table one can sort by; <c>-</c> in front sorts the largest first.</summary>
internal sealed record CampaignSort(string Column, bool Descending)
{
    public static readonly CampaignSort Default = new("spend", true);

    private static readonly HashSet<string> Columns =
        ["spend", "impressions", "clicks", "leads", "qualified", "calls", "deals", "revenue", "roas", "conversion", "costPerLead"];

    public static CampaignSort? Parse(string? text) => text switch
    {
        null or "" => Default,
        ['-', .. var column] when Columns.Contains(column) => new(column, true),
        _ when Columns.Contains(text) => new(text, false),
        _ => null,
    };

    public static string Known => string.Join(", ", Columns);

    // Only names from the list above reach the text of the query. Rows whose ratio cannot be divided go last when the largest come first.
    private string Expression => Column switch
    {
        "roas" => "coalesce(attributed_revenue / nullif(spend, 0), -1)",
        "conversion" => "coalesce(deals::numeric / nullif(leads, 0), -1)",
        "costPerLead" => "coalesce(spend / nullif(campaign_leads, 0), -1)",
        _ => Column,
    };

    public string Sql(bool paged) =>
        $"""
        with campaigns as (
            select campaign, min(channel) as channel,
                   {Measures.Sums}
            from analytics.daily_marketing
            where day >= @From and day < @Until and campaign <> ''
              and (@Channels::text[] is null or channel = any (@Channels))
              and (@Campaigns::text[] is null or campaign = any (@Campaigns))
            group by campaign
        ),
        named as (
            select f.*, coalesce(c.name, f.campaign) as name, round(({Expression})::numeric, 6) as sort_value
            from campaigns f
            left join warehouse.campaign c on c.org_id = warehouse.current_org() and c.campaign = f.campaign
        )
        select campaign, name, channel, spend, impressions, clicks, leads, qualified, spam, calls, canceled_calls, design_reviews,
               deals, revenue, attributed_revenue, campaign_leads, sort_value
        from named
        {(paged ? $"where (@AfterCampaign::text is null or (sort_value, campaign) {(Descending ? "<" : ">")} (@AfterValue::numeric, @AfterCampaign))" : "")}
        order by sort_value {(Descending ? "desc" : "asc")}, campaign {(Descending ? "desc" : "asc")}
        {(paged ? "limit @Take" : "")}
        """;
}

internal sealed record CampaignKey(decimal Value, string Campaign);

/// <summary>A row of the campaign table's CSV.</summary>
[CsvRecord]
public sealed partial record CampaignLine(
    string Campaign, string Name, string Channel, string Currency, decimal Spend, long Impressions, long Clicks, long Leads, long Qualified, long Spam,
    long Calls, long Deals, decimal Revenue, decimal? Roas, decimal? Conversion, decimal? CostPerLead)
{
    internal static CampaignLine Of(CampaignMeasures row, string currency) => new(
        row.Campaign, row.Name, Contracts.Channel.NameOf(row.Channel), currency, row.Spend, row.Impressions, row.Clicks, row.Leads, row.Qualified, row.Spam,
        row.Calls, row.Deals, row.Revenue, row.Roas, row.Conversion, row.CostPerLead);
}
