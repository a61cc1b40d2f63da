namespace Teg.Platform.Analytics.Figures;

/// <summary>
/// What marketing cost and what came of it in some scope of days, channels and campaigns.
/// Counts are whole; money is in the organisation's currency; ratios have four digits and are null where nothing can be divided.
/// </summary>
public record Measures
{
    /// <summary>Nothing spent, nothing came.</summary>
    public static readonly Measures None = new()
    {
        Spend = 0, Impressions = 0, Clicks = 0, Leads = 0, Qualified = 0, Spam = 0, Calls = 0, CanceledCalls = 0, DesignReviews = 0,
        Deals = 0, Revenue = 0, AttributedRevenue = 0, CampaignLeads = 0,
    };

    /// <summary>Ad spend of the days in scope.</summary>
    public required decimal Spend { get; init; }

    public required long Impressions { get; init; }

    public required long Clicks { get; init; }

    /// <summary>Unique enquiries received, spam left out.</summary>
    public required long Leads { get; init; }

    /// <summary>Leads judged a right fit.</summary>
    public required long Qualified { get; init; }

    /// <summary>Enquiries judged spam; not among the leads.</summary>
    public required long Spam { get; init; }

    /// <summary>Intro calls that stand, on the day of their final start; a rescheduled call is one.</summary>
    public required long Calls { get; init; }

    /// <summary>Intro calls cancelled and not moved.</summary>
    public required long CanceledCalls { get; init; }

    /// <summary>Design reviews that stand.</summary>
    public required long DesignReviews { get; init; }

    /// <summary>Deals won, on their close date.</summary>
    public required long Deals { get; init; }

    /// <summary>Amount of the deals won.</summary>
    public required decimal Revenue { get; init; }

    /// <summary>The part of the revenue whose lead came from a known campaign.</summary>
    public required decimal AttributedRevenue { get; init; }

    /// <summary>Leads that came from a known campaign.</summary>
    public required long CampaignLeads { get; init; }

    /// <summary>Return on ad spend: attributed revenue ÷ spend.</summary>
    public decimal? Roas => Ratio(AttributedRevenue, Spend);

    /// <summary>Deals ÷ leads of the same days.</summary>
    public decimal? Conversion => Ratio(Deals, Leads);

    /// <summary>Spend ÷ leads that came from a campaign.</summary>
    public decimal? CostPerLead => Ratio(Spend, CampaignLeads);

    private static decimal? Ratio(decimal numerator, decimal denominator) =>
        denominator == 0 ? null : Math.Round(numerator / denominator, 4, MidpointRounding.AwayFromZero);

    /// <summary>The sums over analytics.daily_marketing, in the names of this record.</summary>
    internal const string Sums =
        """
        coalesce(sum(spend), 0) as spend, coalesce(sum(impressions), 0)::bigint as impressions, coalesce(sum(clicks), 0)::bigint as clicks,
               coalesce(sum(leads), 0)::bigint as leads, coalesce(sum(qualified), 0)::bigint as qualified, coalesce(sum(spam), 0)::bigint as spam,
               coalesce(sum(calls), 0)::bigint as calls, coalesce(sum(canceled_calls), 0)::bigint as canceled_calls,
               coalesce(sum(design_reviews), 0)::bigint as design_reviews, coalesce(sum(deals), 0)::bigint as deals,
               coalesce(sum(revenue), 0) as revenue, coalesce(sum(revenue) filter (where campaign <> ''), 0) as attributed_revenue,
               coalesce(sum(leads) filter (where campaign <> ''), 0)::bigint as campaign_leads
        """;
}
