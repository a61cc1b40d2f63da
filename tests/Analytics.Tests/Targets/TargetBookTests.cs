using Teg.Platform.Analytics.Targets;
using Teg.Platform.ServiceDefaults;

namespace Teg.Platform.Analytics.Tests.Targets;

public sealed class TargetBookTests
{
    private static readonly TargetBook Book = new(
    [
        new(new(2026, 1, 1), 31_000m, 3_100m, 4m, 20m), new(new(2026, 2, 1), 28_000m, null, 5m, 30m), new(new(2026, 3, 1), 62_000m, 6_200m, 6m, null),
    ]);

    [Theory]
    [InlineData("2026-01-01", "2026-01-31", 31_000)]
    [InlineData("2026-01-01", "2026-03-31", 121_000)]
    [InlineData("2026-01-31", "2026-02-01", 2_000)]
    [InlineData("2026-03-10", "2026-03-10", 2_000)]
    [InlineData("2026-01-30", "2026-03-02", 34_000)]
    public void An_amount_is_reached_day_by_day(string from, string to, int revenue) =>
        Book.Amount(Days(from, to), of => of.Revenue).ShouldBe(revenue);

    [Theory]
    [InlineData("2026-01-01", "2026-01-31", 4)]
    [InlineData("2026-01-31", "2026-02-01", 4.5)]
    [InlineData("2026-01-31", "2026-02-02", 4.6667)]
    public void A_ratio_is_the_mean_over_the_days(string from, string to, double roas) =>
        Book.Ratio(Days(from, to), of => of.Roas).ShouldBe((decimal)roas);

    [Fact]
    public void One_month_without_a_target_leaves_the_whole_without()
    {
        Book.Amount(Days("2025-12-31", "2026-01-31"), of => of.Revenue).ShouldBeNull();
        Book.Amount(Days("2026-01-01", "2026-02-01"), of => of.Spend).ShouldBeNull();
        Book.Ratio(Days("2026-02-28", "2026-03-01"), of => of.CostPerLead).ShouldBeNull();
        TargetBook.Empty.Amount(Days("2026-01-01", "2026-01-31"), of => of.Revenue).ShouldBeNull();
    }

    [Fact]
    public void A_part_of_a_cent_is_rounded_once_at_the_end() =>
        new TargetBook([new(new(2026, 1, 1), 100m, null, null, null)]).Amount(Days("2026-01-01", "2026-01-10"), of => of.Revenue).ShouldBe(32.26m);

    private static DayRange Days(string from, string to) => new(DateOnly.Parse(from, null), DateOnly.Parse(to, null));
}
