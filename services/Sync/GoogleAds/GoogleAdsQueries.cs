using System.Globalization;

namespace Teg.Platform.Sync.GoogleAds;

/// <summary>What is asked, in the vendor's query language. Removed campaigns come along: no condition on the status leaves them out.</summary>
internal static class GoogleAdsQueries
{
    private const string Campaign = "campaign.id, campaign.name, campaign.status, campaign.final_url_suffix, campaign.tracking_url_template";

    private const string Metrics = "metrics.cost_micros, metrics.clicks, metrics.impressions, metrics.conversions, metrics.conversions_value";

    public const string Account = "SELECT customer.id, customer.descriptive_name, customer.currency_code, customer.time_zone FROM customer";

    public const string ConversionActions =
        "SELECT conversion_action.id, conversion_action.name, conversion_action.status, conversion_action.category, "
        + "conversion_action.click_through_lookback_window_days FROM conversion_action";

    public const string Campaigns = $"SELECT {Campaign}, campaign.advertising_channel_type FROM campaign";

    public static string CampaignDays(Days days) => $"SELECT {Campaign}, segments.date, {Metrics} FROM campaign WHERE {Between(days)}";

    public static string AdGroupDays(Days days) => $"SELECT {Campaign}, ad_group.id, ad_group.name, segments.date, {Metrics} FROM ad_group WHERE {Between(days)}";

    public static string KeywordDays(Days days) =>
        $"SELECT {Campaign}, ad_group.id, ad_group.name, ad_group_criterion.criterion_id, ad_group_criterion.keyword.text, ad_group_criterion.keyword.match_type, "
        + $"segments.date, {Metrics} FROM keyword_view WHERE {Between(days)}";

    /// <summary>One row per campaign over all the days: added up by the vendor.</summary>
    public static string Totals(Days days) => $"SELECT {Campaign}, {Metrics} FROM campaign WHERE {Between(days)}";

    public static string Clicks(DateOnly day) =>
        $"SELECT {Campaign}, ad_group.id, ad_group.name, click_view.gclid, click_view.keyword_info.text, click_view.keyword_info.match_type, segments.date "
        + $"FROM click_view WHERE segments.date = '{Iso(day)}'";

    private static string Between(Days days) => $"segments.date BETWEEN '{Iso(days.From)}' AND '{Iso(days.To)}'";

    private static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}

/// <summary>Inclusive days of the advertising account. Kept with the checkpoint, so that whoever goes on with the run reads the same.</summary>
internal sealed record Days(DateOnly From, DateOnly To)
{
    /// <summary>The vendor gives daily figures of the last 37 months.</summary>
    private const int MonthsKept = 37;

    public static Days All(DateOnly today) => new(today.AddMonths(-MonthsKept).AddDays(1), today);

    public static Days Last(int days, DateOnly today) => new(today.AddDays(-days), today);

    /// <summary>What is left after a day, in pieces.</summary>
    public IEnumerable<Days> After(DateOnly? done, int length)
    {
        for (var from = done?.AddDays(1) ?? From; from <= To; from = from.AddDays(length))
        {
            var to = from.AddDays(length - 1);
            yield return new Days(from, to < To ? to : To);
        }
    }
}
