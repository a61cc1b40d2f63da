using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Teg.Platform.Analytics.Figures;
using Teg.Platform.Analytics.Organisations;
using Teg.Platform.Analytics.Targets;
using Teg.Platform.ServiceDefaults;

namespace Teg.Platform.Analytics.Ads;

/// <summary>The Ads/ROAS landing page (D1) in one answer.</summary>
/// <param name="AsOf">When the newest data behind these figures became visible; null before the first run.</param>
/// <param name="Campaigns">Campaigns that spent something in the range.</param>
/// <param name="Previous">The same number of days, just before the range; null where the warehouse does not reach back that far.</param>
/// <param name="LastYear">The same days a year before; null where the warehouse does not reach back that far.</param>
/// <param name="Targets">What was meant to be reached in these days; null under filters, which no target is set for.</param>
/// <param name="ChannelMonths">The monthly rows, split by channel, where there is anything.</param>
public sealed record AdsDashboard(
    DateTimeOffset? AsOf, DateOnly From, DateOnly To, string Currency, string TimeZone, long Campaigns,
    Measures Totals, Measures? Previous, Measures? LastYear, AdsTargets? Targets, IReadOnlyList<MonthMeasures> Months, IReadOnlyList<ChannelMeasures> Channels,
    IReadOnlyList<ChannelMonthMeasures> ChannelMonths, EmptyAnswer? Empty);

/// <summary>Targets of the range, each null unless every month that the range touches has one.</summary>
/// <param name="Spend">Ad spend to stay within, by the days in range.</param>
/// <param name="Roas">Return on ad spend to reach: the mean over the days.</param>
/// <param name="CostPerLead">Cost per lead to stay below: the mean over the days.</param>
public sealed record AdsTargets(decimal? Spend, decimal? Roas, decimal? CostPerLead);

public sealed record MonthMeasures : Measures
{
    [SetsRequiredMembers]
    internal MonthMeasures(DateOnly month, Measures of) : base(of) => Month = MonthLabel.Of(month);

    /// <summary>Calendar month, <c>2026-03</c>; at the ends of the range only its days in range.</summary>
    public required string Month { get; init; }

    /// <summary>Days before: each is counted in the month of the day it is compared with. Null where the warehouse does not reach back that far.</summary>
    public Measures? Previous { get; init; }

    /// <summary>The same days a year before. Null where the warehouse does not reach back that far.</summary>
    public Measures? LastYear { get; init; }

    /// <summary>Ad spend to stay within, by the days in range; null without a target and under filters.</summary>
    public decimal? SpendTarget { get; init; }
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

    private const string Days =
        $"""
        select d.day::date as day,
               {Sums}
        from generate_series(@First::date, @Last::date - 1, interval '1 day') as d (day)
        left join analytics.daily_marketing m on m.org_id = warehouse.current_org() and m.day >= @First and m.day < @Last and m.day = d.day::date
             and (@Channels::text[] is null or m.channel = any (@Channels))
             and (@Campaigns::text[] is null or m.campaign = any (@Campaigns))
        group by d.day
        order by d.day
        """;

    /// <summary>As of and first day, the days, and those they are compared with: none where nothing is compared.</summary>
    internal static readonly string Sql =
        $"""
        {AdsCell.Progress};

        {Days.Replace("@First", "@From", StringComparison.Ordinal).Replace("@Last", "@Until", StringComparison.Ordinal)};

        {Days.Replace("@First", "@AgainstFrom", StringComparison.Ordinal).Replace("@Last", "@AgainstUntil", StringComparison.Ordinal)}
        """;
}

/// <param name="AsOf">When the newest data behind these figures became visible; null before the first run.</param>
/// <param name="Against">
/// The days compared with, in their order: as many where they lie just before, one fewer or more where a leap day lies between the years. Null where nothing is
/// compared, and where the warehouse does not reach back that far.
/// </param>
public sealed record AdsDays(DateTimeOffset? AsOf, IReadOnlyList<DayMeasures> Items, IReadOnlyList<DayMeasures>? Against);

/// <summary>One row of a grouping set: a total, a month, a channel, or a channel's month.</summary>
internal sealed record AdsCell : Measures
{
    /// <summary>total, previous or last-year.</summary>
    public required string Asked { get; init; }

    public DateOnly? Month { get; init; }

    public string? Channel { get; init; }

    public long Campaigns { get; init; }

    internal const string Progress =
        """
        select p.as_of, (select min(day) from analytics.daily_marketing where org_id = p.org_id) as first_day
        from analytics.progress p
        where p.org_id = warehouse.current_org()
        """;

    // The range, the days before and the same days a year before, in total, by month, by channel and by both. What lies earlier is counted in the month of
    // the day it is compared with; 29 February is compared with the 28th.
    internal const string Sql =
        $"""
        {Progress};

        with asked (name, first, until, later) as (
            values ('total', @From::date, @Until::date, interval '0'), ('previous', @PreviousFrom, @From, @Days * interval '1 day'),
                   ('last-year', @LastYearFrom, @LastYearUntil, interval '1 year')
        ),
        scope as (
            select a.name as asked, date_trunc('month', greatest((m.day + a.later)::date, @From)::timestamp)::date as month, m.channel, m.campaign, bool_or(m.spend > 0) as spent,
                   sum(m.spend) as spend, sum(m.impressions) as impressions, sum(m.clicks) as clicks, sum(m.leads) as leads, sum(m.qualified) as qualified, sum(m.spam) as spam,
                   sum(m.calls) as calls, sum(m.canceled_calls) as canceled_calls, sum(m.design_reviews) as design_reviews, sum(m.deals) as deals, sum(m.revenue) as revenue
            from asked a
            join analytics.daily_marketing m on m.org_id = warehouse.current_org() and m.day >= a.first and m.day < a.until
                 and (@Channels::text[] is null or m.channel = any (@Channels))
                 and (@Campaigns::text[] is null or m.campaign = any (@Campaigns))
            group by 1, 2, 3, 4
        )
        select asked, month, channel, count(distinct campaign) filter (where spent) as campaigns,
               {Sums}
        from scope
        group by grouping sets ((asked), (asked, month), (asked, channel), (asked, month, channel))
        having asked = 'total' or grouping(channel) = 1
        order by month nulls first, spend desc, leads desc, channel;

        {MonthTarget.Sql}
        """;

    internal static AdsDashboard Compose(
        IReadOnlyCollection<AdsCell> cells, TargetBook targets, DateTimeOffset? asOf, DateOnly? firstDay, AdsQuestion question)
    {
        var range = question.ToRange();
        var current = cells.Where(cell => cell.Asked == "total").ToList();
        var total = current.SingleOrDefault(cell => cell is { Month: null, Channel: null });
        var byMonth = cells.Where(cell => cell is { Month: not null, Channel: null }).ToDictionary(cell => (cell.Asked, cell.Month!.Value));

        // Days before the first we know of are not "nothing spent": there is nothing to compare with.
        bool Reaches(DateOnly first) => firstDay <= first;
        var (hasPrevious, hasLastYear) = (Reaches(range.Previous.From), Reaches(question.LastYearFrom));
        Measures Whole(string asked) => cells.SingleOrDefault(cell => cell.Asked == asked && cell is { Month: null, Channel: null }) ?? None;
        Measures Of(string asked, DateOnly month) => byMonth.GetValueOrDefault((asked, month)) ?? None;
        MonthMeasures MonthOf(DayRange month) => new(month.From, Of("total", month.From))
        {
            Previous = hasPrevious ? Of("previous", month.From) : null, LastYear = hasLastYear ? Of("last-year", month.From) : null,
            SpendTarget = targets.Amount(new(month.From > range.From ? month.From : range.From, month.To < range.To ? month.To : range.To), of => of.Spend),
        };

        return new AdsDashboard(
            asOf, range.From, range.To, question.Currency, question.TimeZone, total?.Campaigns ?? 0,
            total ?? None, hasPrevious ? Whole("previous") : null, hasLastYear ? Whole("last-year") : null,
            question.IsUnfiltered ? new AdsTargets(targets.Amount(range, of => of.Spend), targets.Ratio(range, of => of.Roas), targets.Ratio(range, of => of.CostPerLead)) : null,
            [.. MonthsOf(range).Select(MonthOf)],
            [.. current.Where(cell => cell is { Month: null, Channel: not null }).Select(cell => new ChannelMeasures(cell.Channel!, cell))],
            [.. current.Where(cell => cell is { Month: not null, Channel: not null })
                .Select(cell => new ChannelMonthMeasures(cell.Month!.Value, cell.Channel!, cell))],
            EmptyAnswer.Of(asOf, firstDay, range, total is not null));
    }

    private static IEnumerable<DayRange> MonthsOf(DayRange range)
    {
        for (var month = new DateOnly(range.From.Year, range.From.Month, 1); month <= range.To; month = month.AddMonths(1))
        {
            yield return new DayRange(month, month.AddMonths(1).AddDays(-1));
        }
    }
}

internal static class MonthLabel
{
    public static string Of(DateOnly month) => month.ToString("yyyy-MM", CultureInfo.InvariantCulture);
}
