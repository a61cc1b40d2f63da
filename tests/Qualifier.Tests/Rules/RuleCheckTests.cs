using Teg.Platform.Qualifier.Rules;

namespace Teg.Platform.Qualifier.Tests.Rules;

public sealed class RuleCheckTests
{
    private static readonly RuleSet Defaults = RuleSet.Default(new Uri("http://localhost:8084"));

    private static readonly RuleContent Fine = new(
        Thresholds.Default, new Pages(new("https://www.house.example/thanks"), new("https://calendly.com/house/chat?month=2026-11"), new("https://calendly.com/house/intro")), "2026-11-1");

    [Fact]
    public void Pages_at_Calendly_and_a_known_prompt_are_fine() => Wrong(Fine).ShouldBeEmpty();

    [Fact]
    public void The_services_own_pages_are_fine_whatever_their_scheme() => Wrong(Fine with { Pages = Defaults.Pages }).ShouldBeEmpty();

    [Theory]
    [InlineData("http://www.house.example/thanks")]
    [InlineData("/thanks")]
    [InlineData("javascript:alert(1)")]
    [InlineData("https://user:secret@calendly.com/house")]
    [InlineData("https://calendly.com@evil.example/")]
    [InlineData("https://www.house.example/a b\"><script>")]
    [InlineData("ftp://www.house.example/")]
    public void A_page_that_could_lead_elsewhere_is_refused(string address) =>
        Wrong(Fine with { Pages = Fine.Pages with { IntroCall = new Uri(address, UriKind.RelativeOrAbsolute) } }).ShouldBe(["content.pages.introCall"]);

    [Fact]
    public void The_cap_may_touch_the_lift_and_not_overlap_it()
    {
        Wrong(With(Thresholds.Default with { CapBelowBudget = 10_000 })).ShouldBeEmpty();
        Wrong(With(Thresholds.Default with { CapBelowBudget = 10_000.01m })).ShouldBe(["content.thresholds.liftFromBudget"]);
    }

    [Fact]
    public void The_lift_may_be_one_amount_and_not_end_before_it_begins()
    {
        Wrong(With(Thresholds.Default with { LiftToBudget = 10_000 })).ShouldBeEmpty();
        Wrong(With(Thresholds.Default with { LiftToBudget = 9_999.99m })).ShouldBe(["content.thresholds.liftToBudget"]);
    }

    [Fact]
    public void Amounts_and_counts_are_not_negative()
    {
        Wrong(With(Thresholds.Default with { CapBelowBudget = 0, CapBelowStyles = 0 })).ShouldBeEmpty();
        Wrong(With(Thresholds.Default with { CapBelowBudget = -0.01m })).ShouldBe(["content.thresholds.capBelowBudget"]);
        Wrong(With(Thresholds.Default with { CapBelowStyles = -1 })).ShouldBe(["content.thresholds.capBelowStyles"]);
    }

    [Fact]
    public void Currencies_are_those_of_the_world()
    {
        Wrong(With(Thresholds.Default with { Currency = "CHF" })).ShouldBeEmpty();
        Wrong(With(Thresholds.Default with { Currency = "usd" })).ShouldBe(["content.thresholds.currency"]);
        Wrong(With(Thresholds.Default with { Currency = "XXX" })).ShouldBe(["content.thresholds.currency"]);
    }

    [Fact]
    public void A_rate_is_more_than_nothing_and_of_another_currency()
    {
        Wrong(With(Rate("EUR", 0.0001m))).ShouldBeEmpty();
        Wrong(With(Rate("EUR", 0))).ShouldBe(["content.thresholds.rates.EUR"]);
        Wrong(With(Rate("USD", 1))).ShouldBe(["content.thresholds.rates.USD"]);
        Wrong(With(Rate("<script>", 1))).ShouldBe(["content.thresholds.rates.script"]);
    }

    [Fact]
    public void An_unknown_prompt_is_refused() => Wrong(Fine with { PromptVersion = "2020-01-1" }).ShouldBe(["content.promptVersion"]);

    [Fact]
    public void What_is_missing_is_named() => RuleCheck.Of(new RuleContent(null!, null!, null), Defaults, ["2026-11-1"]).Keys.ShouldBe(["content.thresholds", "content.pages"]);

    private static Thresholds Rate(string currency, decimal rate) =>
        Thresholds.Default with { Rates = new Dictionary<string, decimal>(StringComparer.Ordinal) { [currency] = rate } };

    private static RuleContent With(Thresholds thresholds) => Fine with { Thresholds = thresholds };

    private static IEnumerable<string> Wrong(RuleContent content) => RuleCheck.Of(content, Defaults, ["2026-11-1"]).Keys;
}
