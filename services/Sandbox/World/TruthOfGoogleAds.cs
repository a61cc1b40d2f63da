using Teg.Platform.Sandbox.GoogleAds;

namespace Teg.Platform.Sandbox.World;

/// <summary>What the advertising platform says by now, where it differs from the board that people keep: by campaign, the removed one included.</summary>
internal static class TruthOfGoogleAds
{
    public static IReadOnlyList<GoogleAdsTruth> Of(WorldFacts facts, DateTimeOffset now, DateOnly from, DateOnly to) =>
    [
        .. new AdsAccount(facts, now).CampaignDays(from, to).GroupBy(fact => fact.Campaign!).OrderBy(campaign => campaign.Key.Utm, StringComparer.Ordinal)
            .Select(campaign => new GoogleAdsTruth(
                campaign.Key.Utm, campaign.Key.Status, campaign.Sum(fact => fact.Sums.Cents) / 100m, campaign.Sum(fact => fact.Sums.Clicks),
                campaign.Sum(fact => fact.Sums.Impressions), (decimal)campaign.Sum(fact => fact.Sums.Conversions))),
    ];
}

/// <summary>A campaign of the platform over the days asked for.</summary>
internal sealed record GoogleAdsTruth(string Campaign, string Status, decimal Spend, long Clicks, long Impressions, decimal Conversions);
