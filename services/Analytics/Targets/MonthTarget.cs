using Teg.Platform.ServiceDefaults;

namespace Teg.Platform.Analytics.Targets;

/// <summary>What is meant to be reached in one month; what nobody has set is null.</summary>
internal sealed record MonthTarget(DateOnly Month, decimal? Revenue, decimal? Spend, decimal? Roas, decimal? CostPerLead)
{
    /// <summary>Those of all months that begin before <c>@Until</c> and end after <c>@TargetsFrom</c>.</summary>
    public const string Sql =
        """
        select month, revenue, spend, roas, cost_per_lead
        from analytics.target
        where org_id = warehouse.current_org() and month >= date_trunc('month', @TargetsFrom::date)::date and month < @TargetsUntil
        order by month
        """;
}

/// <summary>The targets of days that are no whole months.</summary>
internal sealed class TargetBook(IEnumerable<MonthTarget> targets)
{
    private readonly Dictionary<DateOnly, MonthTarget> months = targets.ToDictionary(target => target.Month);

    /// <summary>Nobody has set any, or they are not about what is asked.</summary>
    public static readonly TargetBook Empty = new([]);

    /// <summary>
    /// Of an amount: each day has its part of its month's. Null unless every month that the days touch has one: a sum with holes would look easy to reach.
    /// </summary>
    public decimal? Amount(DayRange days, Func<MonthTarget, decimal?> of) =>
        Of(days, of) is { } parts ? Math.Round(parts.Sum(part => part.Target * part.Days / part.DaysOfMonth), 2, MidpointRounding.AwayFromZero) : null;

    /// <summary>Of a ratio: the mean over the days, each with its month's. Null unless every month that the days touch has one.</summary>
    public decimal? Ratio(DayRange days, Func<MonthTarget, decimal?> of) =>
        Of(days, of) is { } parts ? Math.Round(parts.Sum(part => part.Target * part.Days) / days.Days, 4, MidpointRounding.AwayFromZero) : null;

    private List<(decimal Target, int Days, int DaysOfMonth)>? Of(DayRange days, Func<MonthTarget, decimal?> of)
    {
        var parts = new List<(decimal, int, int)>();
        for (var month = new DateOnly(days.From.Year, days.From.Month, 1); month <= days.To; month = month.AddMonths(1))
        {
            if (!months.TryGetValue(month, out var set) || of(set) is not { } target)
            {
                return null;
            }

            var (first, next) = (month > days.From ? month : days.From, month.AddMonths(1));
            parts.Add((target, (next < days.Until ? next : days.Until).DayNumber - first.DayNumber, next.DayNumber - month.DayNumber));
        }

        return parts;
    }
}
