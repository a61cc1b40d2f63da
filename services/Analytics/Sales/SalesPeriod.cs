using System.Globalization;

namespace Teg.Platform.Analytics.Sales;

/// <summary>The length of one bar of the chart by period.</summary>
public enum SalesPeriod
{
    Day,
    Week,
    Month,
    Quarter,
}

internal static class SalesPeriods
{
    /// <summary>The unit date_trunc knows, and the interval to the next bar.</summary>
    public static (string Unit, string Step) Sql(this SalesPeriod period) => period switch
    {
        SalesPeriod.Day => ("day", "1 day"),
        SalesPeriod.Week => ("week", "7 days"),
        SalesPeriod.Month => ("month", "1 month"),
        _ => ("quarter", "3 months"),
    };

    public static string Label(this SalesPeriod period, DateOnly start) => period switch
    {
        SalesPeriod.Day => start.ToString("d MMM yyyy", CultureInfo.InvariantCulture),
        SalesPeriod.Week => string.Create(CultureInfo.InvariantCulture, $"{ISOWeek.GetYear(start)} W{ISOWeek.GetWeekOfYear(start):00}"),
        SalesPeriod.Month => start.ToString("MMM yyyy", CultureInfo.InvariantCulture),
        _ => string.Create(CultureInfo.InvariantCulture, $"Q{(start.Month + 2) / 3} {start.Year}"),
    };
}

/// <summary>Year and month to date, and the same stretch a year and a month before. Ends are exclusive.</summary>
internal sealed record ToDateRanges(
    DateOnly Today, DateOnly Tomorrow, DateOnly YearStart, DateOnly LastYearStart, DateOnly LastYearUntil,
    DateOnly MonthStart, DateOnly LastMonthStart, DateOnly LastMonthUntil, DateOnly LastYearMonthStart)
{
    public static ToDateRanges Of(DateOnly today)
    {
        var month = new DateOnly(today.Year, today.Month, 1);

        // AddYears and AddMonths stop at the last day of a shorter month, so 31 March compares with all of February.
        return new(
            today, today.AddDays(1), new DateOnly(today.Year, 1, 1), new DateOnly(today.Year - 1, 1, 1), today.AddYears(-1).AddDays(1),
            month, month.AddMonths(-1), today.AddMonths(-1).AddDays(1), month.AddYears(-1));
    }
}
