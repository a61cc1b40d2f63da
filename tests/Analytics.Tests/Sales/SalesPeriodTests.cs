using Teg.Platform.Analytics.Sales;

namespace Teg.Platform.Analytics.Tests.Sales;

public sealed class SalesPeriodTests
{
    [Theory]
    [InlineData(SalesPeriod.Day, "2026-03-08", "8 Mar 2026")]
    [InlineData(SalesPeriod.Week, "2025-12-29", "2026 W01")]
    [InlineData(SalesPeriod.Month, "2026-03-01", "Mar 2026")]
    [InlineData(SalesPeriod.Quarter, "2026-10-01", "Q4 2026")]
    public void A_period_is_labelled_by_its_start(SalesPeriod period, string start, string label)
    {
        period.Label(DateOnly.Parse(start, null)).ShouldBe(label);
    }

    [Fact]
    public void Month_to_date_compares_with_the_same_days_of_the_month_before()
    {
        var dates = ToDateRanges.Of(new(2026, 11, 21));

        (dates.LastMonthStart, dates.LastMonthUntil).ShouldBe((new(2026, 10, 1), new(2026, 10, 22)));
        (dates.LastYearStart, dates.LastYearUntil).ShouldBe((new(2025, 1, 1), new(2025, 11, 22)));
    }

    [Fact]
    public void The_last_day_of_a_long_month_compares_with_all_of_a_short_one()
    {
        var dates = ToDateRanges.Of(new(2026, 3, 31));

        (dates.LastMonthStart, dates.LastMonthUntil).ShouldBe((new(2026, 2, 1), new(2026, 3, 1)));
    }
}
