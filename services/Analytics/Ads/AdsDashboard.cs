using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Teg.Platform.Analytics.Figures;
using Teg.Platform.Analytics.Organisations;
using Teg.Platform.ServiceDefaults;

namespace Teg.Platform.Analytics.Ads;

/// <summary>The Ads/ROAS landing page (D1) in one answer.</summary>
/// <param name="AsOf">When the newest data behind these figures became visible; null before the first run.</param>
/// <param name="Campaigns">Campaigns that spent something in the range.</param>
/// <param name="Previous">The same number of days, just before the range.</param>
/// <param name="ChannelMonths">The monthly rows, split by channel, where there is anything.</param>
public sealed record AdsDashboard(
    DateTimeOffset? AsOf, DateOnly From, DateOnly To, string Currency, string TimeZone, long Campaigns,
    Measures Totals, Measures Previous, IReadOnlyList<MonthMeasures> Months, IReadOnlyList<ChannelMeasures> Channels,
    IReadOnlyList<ChannelMonthMeasures> ChannelMonths, EmptyAnswer? Empty);

public sealed record MonthMeasures : Measures
{
    [SetsRequiredMembers]
    internal MonthMeasures(DateOnly month, Measures of) : base(of) => Month = MonthLabel.Of(month);

    /// <summary>Calendar month, <c>2026-03</c>; at the ends of the range only its days in range.</summary>
    public required string Month { get; init; }
}

public sealed record ChannelMeasures : Measures
{
    [SetsRequiredMembers]
    internal ChannelMeasures(string channel, Measures of) : base(of) => Channel = channel;

    public required string Channel { get; init; }

    public string Name => Contracts.Channel.NameOf(Channel);
}

public sealed record ChannelMonthMeasures : Measures
{
    [SetsRequiredMembers]
    internal ChannelMonthMeasures(DateOnly month, string channel, Measures of) : base(of) =>
        (Month, Channel) = (MonthLabel.Of(month), channel);

    public required string Month { get; init; }

    public required string Channel { get; init; }
}

public sealed record DayMeasures : Measures
{
    public required DateOnly Day { get; init; }

    internal const string Sql =
        $"""
        select as_of from analytics.progress where org_id = warehouse.current_org();

        select d.day::date as day,
               {Sums}
        from generate_series(@From::date, @Until::date - 1, interval '1 day') as d (day)
        left join analytics.daily_marketing m on m.org_id = warehouse.current_org() and m.day >= @From and m.day < @Until and m.day = d.day::date
             and (@Channels::text[] is null or m.channel = any (@Channels))
             and (@Campaigns::text[] is null or m.campaign = any (@Campaigns))
        group by d.day
        order by d.day
        """;
}

/// <param name="AsOf">When the newest data behind these figures became visible; null before the first run.</param>
public sealed record AdsDays(DateTimeOffset? AsOf, IReadOnlyList<DayMeasures> Items);

/// <summary>One row of a grouping set: a total, a month, a channel, or a channel's month.</summary>
internal sealed record AdsCell : Measures
{
    public bool IsCurrent { get; init; }

    public DateOnly? Month { get; init; }

    public string? Channel { get; init; }

    public long Campaigns { get; init; }

    // One pass over the rollup, which leaves a row per month and campaign: of these the range and the one before it, in total, by month, by channel and by both.
    internal const string Sql =
        $"""
        select as_of from analytics.progress where org_id = warehouse.current_org();

        with scope as (
            select day >= @From as is_current, date_trunc('month', day::timestamp)::date as month, channel, campaign, bool_or(spend > 0) as spent,
                   sum(spend) as spend, sum(impressions) as impressions, sum(clicks) as clicks, sum(leads) as leads, sum(qualified) as qualified, sum(spam) as spam,
                   sum(calls) as calls, sum(canceled_calls) as canceled_calls, sum(design_reviews) as design_reviews, sum(deals) as deals, sum(revenue) as revenue
            from analytics.daily_marketing
            where org_id = warehouse.current_org() and day >= @PreviousFrom and day < @Until
              and (@Channels::text[] is null or channel = any (@Channels))
              and (@Campaigns::text[] is null or campaign = any (@Campaigns))
            group by 1, 2, 3, 4
        )
        select is_current, month, channel, count(distinct campaign) filter (where spent) as campaigns,
               {Sums}
        from scope
        group by grouping sets ((is_current), (is_current, month), (is_current, channel), (is_current, month, channel))
        having is_current or (grouping(month) = 1 and grouping(channel) = 1)
        order by month nulls first, spend desc, leads desc, channel
        """;

    internal static AdsDashboard Compose(IReadOnlyCollection<AdsCell> cells, DateTimeOffset? asOf, DayRange range, OrganisationSettings settings)
    {
        var current = cells.Where(cell => cell.IsCurrent).ToList();
        var total = current.SingleOrDefault(cell => cell is { Month: null, Channel: null });
        var byMonth = current.Where(cell => cell is { Month: not null, Channel: null }).ToDictionary(cell => cell.Month!.Value);

        return new AdsDashboard(
            asOf, range.From, range.To, settings.Currency, settings.TimeZone, total?.Campaigns ?? 0,
            total ?? None,
            cells.SingleOrDefault(cell => cell is { IsCurrent: false, Month: null, Channel: null }) ?? None,
            [.. MonthsOf(range).Select(month => new MonthMeasures(month, byMonth.GetValueOrDefault(month) ?? None))],
            [.. current.Where(cell => cell is { Month: null, Channel: not null }).Select(cell => new ChannelMeasures(cell.Channel!, cell))],
            [.. current.Where(cell => cell is { Month: not null, Channel: not null })
                .Select(cell => new ChannelMonthMeasures(cell.Month!.Value, cell.Channel!, cell))],
            EmptyAnswer.Of(asOf, total is not null));
    }

    private static IEnumerable<DateOnly> MonthsOf(DayRange range)
    {
        for (var month = new DateOnly(range.From.Year, range.From.Month, 1); month <= range.To; month = month.AddMonths(1))
        {
            yield return month;
        }
    }
}

internal static class MonthLabel
{
    public static string Of(DateOnly month) => month.ToString("yyyy-MM", CultureInfo.InvariantCulture);
}
