using System.Globalization;
using Teg.Platform.Analytics.Figures;
using Teg.Platform.Analytics.Targets;

namespace Teg.Platform.Analytics.Sales;

/// <summary>The Sales page (D2) in one answer. Revenue is the amount of won deals on their close date.</summary>
/// <param name="AsOf">When the newest data behind these figures became visible; null before the first run.</param>
/// <param name="Ytd">1 January to today, beside the same days a year before.</param>
/// <param name="Mtd">The first of the month to today, beside the same days of the month before.</param>
/// <param name="Previous">The same number of days, just before the range; null where the warehouse does not reach back that far.</param>
/// <param name="LastYear">The same days a year before; null where the warehouse does not reach back that far.</param>
/// <param name="RevenueTarget">Revenue to reach in these days; null under filters, and unless every month that they touch has a target.</param>
public sealed record SalesDashboard(
    DateTimeOffset? AsOf, DateOnly From, DateOnly To, string Currency, string TimeZone,
    ToDate Ytd, ToDate Mtd, SalesTotal Total, SalesTotal? Previous, SalesTotal? LastYear, decimal? RevenueTarget,
    IReadOnlyList<RepSales> BySalesperson, IReadOnlyList<CategorySales> ByCategory, IReadOnlyList<PeriodSales> ByPeriod,
    SalesChoices Filters, EmptyAnswer? Empty);

/// <param name="PreviousRevenue">Revenue of the days compared with; null where the warehouse does not reach back that far.</param>
/// <param name="LastYearRevenue">Revenue of the same days a year before; null where the warehouse does not reach back that far.</param>
/// <param name="RevenueTarget">Revenue to reach by now: of the running month the part of its days that are there. Null as that of the range.</param>
public sealed record ToDate(DateOnly From, DateOnly To, long Deals, decimal Revenue, decimal? PreviousRevenue, decimal? LastYearRevenue, decimal? RevenueTarget);

public sealed record SalesTotal(long Deals, decimal Revenue)
{
    /// <summary>Revenue ÷ deals; null without deals.</summary>
    public decimal? AverageDeal => Deals == 0 ? null : Math.Round(Revenue / Deals, 2, MidpointRounding.AwayFromZero);
}

/// <param name="Share">Part of the total revenue, 0 to 1.</param>
public sealed record RepSales(string Rep, long Deals, decimal Revenue, decimal? Share);

/// <inheritdoc cref="RepSales"/>
public sealed record CategorySales(string Category, long Deals, decimal Revenue, decimal? Share);

/// <param name="Start">First day of the period; the first and last may reach beyond the range, only days in range count.</param>
/// <param name="PreviousRevenue">Of the days before, each counted in the period of the day it is compared with; null where the warehouse does not reach back that far.</param>
/// <param name="LastYearRevenue">Of the same days a year before; null where the warehouse does not reach back that far.</param>
/// <param name="RevenueTarget">Revenue to reach in its days in range; null without a target and under filters.</param>
public sealed record PeriodSales(
    DateOnly Start, string Label, long Deals, decimal Revenue, decimal? PreviousRevenue, decimal? LastYearRevenue, decimal? RevenueTarget);

/// <summary>Values one can filter by: everything that ever sold.</summary>
public sealed record SalesChoices(IReadOnlyList<string> Reps, IReadOnlyList<string> Categories, IReadOnlyList<ChannelChoice> Channels);

public sealed record ChannelChoice(string Id)
{
    public string Name => Contracts.Channel.NameOf(Id);
}

internal static class SalesSql
{
    public const string Filter =
        """
        (@Reps::text[] is null or rep = any (@Reps))
              and (@Categories::text[] is null or category = any (@Categories))
              and (@Channels::text[] is null or channel = any (@Channels))
        """;

    /// <summary>
    /// Six answers in one round trip: as of and first day, totals of eight ranges, by salesperson and category, by period, choices, targets. With one filter or none they are read from
    /// analytics.daily_sales_marks, whose size does not grow with the deals of a day; with more filters from analytics.daily_sales.
    /// </summary>
    /// <param name="among">Null where several filters keep single deals.</param>
    public static string Dashboard(Among? among) => Of(
        among is null ? $"analytics.daily_sales s on s.org_id = warehouse.current_org() and {Filter}" : $"analytics.daily_sales_marks s on {Among.Rows} and s.mark = 'all' and s.span = 'day'",
        among is null ? Split : SummedSplit);

    private const string Split =
        $"""
        select case when grouping(rep) = 0 then 'rep' else 'category' end as dimension, coalesce(rep, category) as value,
               sum(deals)::bigint as deals, sum(revenue) as revenue
        from analytics.daily_sales
        where org_id = warehouse.current_org() and day >= @From and day < @Until and {Filter}
        group by grouping sets ((rep), (category))
        order by revenue desc, value
        """;

    private const string SummedSplit =
        $"""
        with {Among.Spans}
        select s.mark as dimension, s.value, sum(s.deals)::bigint as deals, sum(s.revenue) as revenue
        from spans p
        join analytics.daily_sales_marks s on {Among.Rows} and s.mark = any (array['rep', 'category']) and s.span = p.span and s.day >= p.first and s.day < p.until
        group by s.mark, s.value
        order by revenue desc, value
        """;

    private static string Of(string all, string split) =>
        $"""
        select p.as_of, (select min(day) from analytics.daily_sales where org_id = p.org_id) as first_day
        from analytics.progress p
        where p.org_id = warehouse.current_org();

        with asked (name, first, until) as (
            values ('total', @From::date, @Until::date), ('previous', @PreviousFrom, @From), ('last-year', @SameFrom, @SameUntil),
                   ('ytd', @YearStart, @Tomorrow), ('ytd-previous', @LastYearStart, @LastYearUntil),
                   ('mtd', @MonthStart, @Tomorrow), ('mtd-previous', @LastMonthStart, @LastMonthUntil), ('mtd-last-year', @LastYearMonthStart, @LastYearUntil)
        )
        select a.name, coalesce(sum(s.deals), 0)::bigint as deals, coalesce(sum(s.revenue), 0) as revenue
        from asked a
        left join {all} and s.day >= a.first and s.day < a.until
        group by a.name;

        {split};

        -- What lies earlier is counted in the period of the day it is compared with, 29 February with the 28th.
        with asked (name, first, until, later) as (
            values ('total', @From::date, @Until::date, interval '0'), ('previous', @PreviousFrom, @From, @Days * interval '1 day'), ('last-year', @SameFrom, @SameUntil, interval '1 year')
        ),
        sold as (
            select date_trunc(@Period, greatest((s.day + a.later)::date, @From)::timestamp) as start, coalesce(sum(s.deals) filter (where a.name = 'total'), 0)::bigint as deals,
                   coalesce(sum(s.revenue) filter (where a.name = 'total'), 0) as revenue, coalesce(sum(s.revenue) filter (where a.name = 'previous'), 0) as previous_revenue,
                   coalesce(sum(s.revenue) filter (where a.name = 'last-year'), 0) as last_year_revenue
            from asked a
            join {all} and s.day >= a.first and s.day < a.until
            group by 1
        )
        select p.start::date as start, (p.start + @Step::interval)::date as next, coalesce(s.deals, 0) as deals, coalesce(s.revenue, 0) as revenue,
               coalesce(s.previous_revenue, 0) as previous_revenue, coalesce(s.last_year_revenue, 0) as last_year_revenue
        from generate_series(date_trunc(@Period, @From::timestamp), @Until::timestamp - interval '1 day', @Step::interval) as p (start)
        left join sold s on s.start = p.start
        order by p.start;

        with recursive {Among.Values("reps", "analytics.daily_sales", "rep")},
        {Among.Values("categories", "analytics.daily_sales", "category")},
        {Among.Values("channels", "analytics.daily_sales", "channel")}
        select 'rep' as dimension, value from reps where value is not null
        union all
        select 'category', value from categories where value is not null
        union all
        select 'channel', value from channels where value is not null
        order by 1, 2;

        {MonthTarget.Sql}
        """;
}
