using Teg.Platform.Analytics.Figures;
using Teg.Platform.ServiceDefaults;

namespace Teg.Platform.Analytics.Tests.Figures;

public sealed class FigurePolicyTests
{
    private static readonly DateOnly Today = new(2026, 11, 21);

    [Theory]
    [InlineData(1, "kpi")]
    [InlineData(0, "kpi")]
    [InlineData(-1, "computed")]
    [InlineData(-31, "computed")]
    [InlineData(-32, "history")]
    public void What_includes_the_running_day_is_asked_often_and_what_is_long_over_seldom(int last, string policy) =>
        new DayRange(Today.AddDays(-400), Today.AddDays(last)).Policy(Today).Name.ShouldBe(policy);

    [Fact]
    public void Filters_in_another_order_are_the_same_question()
    {
        new[] { "meta", "direct", "meta" }.OrAll().ShouldBe(["direct", "meta"]);
        Array.Empty<string>().OrAll().ShouldBeNull();
    }
}
