using Teg.Platform.ServiceDefaults;

namespace Teg.Platform.Analytics.Tests.Figures;

public sealed class DayRangeTests
{
    private static readonly DateOnly Today = new(2026, 11, 21);

    [Fact]
    public void Without_dates_it_is_the_year_up_to_today()
    {
        var (range, _) = DayRange.Of(null, null, Today);

        range.ShouldBe(new DayRange(new(2025, 11, 22), Today));
        range!.Days.ShouldBe(365);
    }

    [Fact]
    public void The_previous_range_is_as_long_and_ends_the_day_before()
    {
        new DayRange(new(2026, 3, 1), new(2026, 3, 31)).Previous.ShouldBe(new DayRange(new(2026, 1, 29), new(2026, 2, 28)));
    }

    [Fact]
    public void One_day_is_a_range()
    {
        var (range, _) = DayRange.Of(Today, Today, Today);

        range!.Days.ShouldBe(1);
        range.Until.ShouldBe(Today.AddDays(1));
    }

    [Fact]
    public void An_end_before_the_start_is_refused_with_both_days_named()
    {
        var (range, problem) = DayRange.Of(new(2026, 3, 2), new(2026, 3, 1), Today);

        range.ShouldBeNull();
        problem.ShouldNotBeNull().ShouldContain("2026-03-01");
        problem.ShouldContain("2026-03-02");
    }

    [Fact]
    public void The_longest_range_is_allowed_and_one_day_more_is_not()
    {
        DayRange.Of(Today.AddDays(1 - DayRange.MostDays), Today, Today).Range!.Days.ShouldBe(DayRange.MostDays);
        DayRange.Of(Today.AddDays(-DayRange.MostDays), Today, Today).Range.ShouldBeNull();
    }
}
