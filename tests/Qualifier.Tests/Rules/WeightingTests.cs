using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Teg.Platform.Qualifier.Decisions;
using Teg.Platform.Qualifier.Rules;

namespace Teg.Platform.Qualifier.Tests.Rules;

public sealed class WeightingTests
{
    [Theory]
    [InlineData("$4,999.99", 2)]
    [InlineData("$5,000", 3)]
    [InlineData("Under $5k", 2)]
    [InlineData("up to $5k", 3)]
    [InlineData("$4k–$6k", 3)]
    [InlineData("$5k–$10k", 3)]
    [InlineData("4629.62 EUR", 2)]
    [InlineData("4629.63 EUR", 3)]
    [InlineData("not sure", 3)]
    [InlineData("¥100", 3)]
    [InlineData(null, 3)]
    public void A_right_fit_is_capped_below_the_smallest_budget(string? budget, int score)
    {
        Final(3, budget, styles: null).ShouldBe(score);
    }

    [Theory]
    [InlineData("4", 2)]
    [InlineData("5", 3)]
    [InlineData("1–4", 2)]
    [InlineData("4-6", 3)]
    [InlineData("fewer than 5", 2)]
    [InlineData("5+", 3)]
    [InlineData("not sure", 3)]
    [InlineData(null, 3)]
    public void A_right_fit_is_capped_below_the_smallest_number_of_styles(string? styles, int score)
    {
        Final(3, budget: null, styles).ShouldBe(score);
    }

    [Theory]
    [InlineData("$9,999.99", 2)]
    [InlineData("$10,000", 3)]
    [InlineData("$20,000", 3)]
    [InlineData("$20,000.01", 2)]
    [InlineData("10k-20k", 3)]
    [InlineData("$10k–$25k", 2)]
    [InlineData("$5k–$10k", 2)]
    [InlineData("10k+", 2)]
    [InlineData("not sure", 2)]
    [InlineData(null, 2)]
    public void An_unsure_enquiry_is_lifted_within_the_band(string? budget, int score)
    {
        Final(2, budget, styles: null).ShouldBe(score);
    }

    [Fact]
    public void Where_both_speak_the_cap_holds()
    {
        Final(3, "$15k", "3").ShouldBe(2);
        Final(2, "$15k", "3").ShouldBe(2);
        Final(2, "$15k", "5").ShouldBe(3);
    }

    [Fact]
    public void Every_rule_that_fired_is_named_with_its_fact()
    {
        Weighting.Apply(3, Facts("€4,000", "2"), Thresholds.Default).Rules.ShouldBe(
        [
            new AppliedRule("budget-below-minimum", 3, 2, "The budget of $4,320 is below $5,000."),
            new AppliedRule("styles-below-minimum", 2, 2, "2 is fewer than 5 styles."),
        ]);
        Weighting.Apply(2, Facts("10k-20k", "8"), Thresholds.Default).Rules.ShouldBe(
            [new AppliedRule("budget-in-band", 2, 3, "The budget of $10,000–$20,000 lies within $10,000 and $20,000.")]);
        Weighting.Apply(2, Facts("Under $5k", "2"), Thresholds.Default).Rules.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(null, null, 2)]
    [InlineData("Under $5k", "1", 2)]
    [InlineData("$15,000", null, 3)]
    [InlineData("$15,000", "2", 2)]
    [InlineData("$500,000", "12", 2)]
    public void Without_a_model_the_facts_can_only_say_unsure_or_better(string? budget, string? styles, int score)
    {
        Final(null, budget, styles).ShouldBe(score);
    }

    [Fact]
    public void A_clear_misfit_is_never_promoted()
    {
        ForAnything((facts, thresholds) =>
            Weighting.Apply(0, facts, thresholds) is (0, { Count: 0 }) && Weighting.Apply(1, facts, thresholds) is (1, { Count: 0 }));
    }

    [Fact]
    public void No_score_moves_by_more_than_one_and_none_without_a_rule()
    {
        ForAnything((facts, thresholds) => Enumerable.Range(0, 4).All(model =>
        {
            var (score, rules) = Weighting.Apply(model, facts, thresholds);
            return Math.Abs(score - model) <= 1 && (score != model) == (rules.Count > 0) && (rules.Count == 0 || (rules[0].From == model && rules[^1].To == score));
        }));
    }

    [Fact]
    public void A_better_text_never_ends_lower()
    {
        ForAnything((facts, thresholds) =>
        {
            var scores = Enumerable.Range(0, 4).Select(model => Weighting.Apply(model, facts, thresholds).Score).ToList();
            return scores.SequenceEqual(scores.Order());
        });
    }

    [Fact]
    public void A_larger_budget_or_more_styles_never_cap_what_less_did_not()
    {
        var cents = Gen.Choose(0, 3_000_000).Select(amount => amount / 100m);
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(2000), Prop.ForAll(
            Gen.Zip(Gen.Zip(cents, cents), Gen.Zip(Gen.Choose(0, 20), Gen.Choose(0, 20))).ToArbitrary(), drawn =>
            {
                var ((one, other), (few, many)) = drawn;
                int Of(decimal budget, int styles) => Weighting.Apply(3, new EnquiryFacts(new(budget, budget), new(styles, styles)), Thresholds.Default).Score;
                return Of(Math.Min(one, other), Math.Min(few, many)) <= Of(Math.Max(one, other), Math.Max(few, many));
            }));
    }

    [Fact]
    public void Whatever_is_typed_is_read_or_left_but_never_breaks()
    {
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(5000), Prop.ForAll<string?, string?>((budget, styles) =>
        {
            var (score, _) = Weighting.Apply(3, EnquiryFacts.Of(budget, styles, Thresholds.Default), Thresholds.Default);
            return score is 2 or 3;
        }));
        var parts = Gen.Elements("5", "10", "k", "-", "–", "$", "€", ",", ".", "000", " ", "+", "under ", "over ", "to", "m", "<", "(", "\0", "'", "0", "up to");
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(20_000), Prop.ForAll(parts.ListOf().Select(string.Concat).ToArbitrary(), text =>
            EnquiryFacts.Of(text, text, Thresholds.Default) is { Budget: null or { From: >= 0 and < 1_000_000_000 } } read
            && (read.Budget?.To is not { } to || to >= read.Budget.From)));
    }

    private static int Final(int? model, string? budget, string? styles) => Weighting.Apply(model, Facts(budget, styles), Thresholds.Default).Score;

    private static EnquiryFacts Facts(string? budget, string? styles) => EnquiryFacts.Of(budget, styles, Thresholds.Default);

    // Around every threshold, ranges open and closed, and thresholds that contradict each other.
    private static void ForAnything(Func<EnquiryFacts, Thresholds, bool> holds)
    {
        var amount = Gen.Elements(0m, 4_000m, 4_999.99m, 5_000m, 9_999.99m, 10_000m, 15_000m, 20_000m, 20_000.01m, 100_000m);
        var budget = Gen.Zip(Gen.Zip(amount, amount), Gen.Choose(0, 3)).Select(drawn =>
        {
            var ((one, other), kind) = drawn;
            return kind switch { 0 => null, 1 => new BudgetRange(one, null), 2 => new BudgetRange(0, one, ToIncluded: false), _ => new BudgetRange(Math.Min(one, other), Math.Max(one, other)) };
        });
        var styles = Gen.Zip(Gen.Choose(0, 8), Gen.Choose(-1, 8)).Select(drawn =>
            drawn.Item2 < 0 ? null : drawn.Item2 < drawn.Item1 ? new StyleCount(drawn.Item1, null) : new StyleCount(drawn.Item1, drawn.Item2));
        var thresholds = Gen.Zip(Gen.Zip(amount, Gen.Choose(0, 8)), Gen.Zip(amount, amount)).Select(drawn =>
            Thresholds.Default with { CapBelowBudget = drawn.Item1.Item1, CapBelowStyles = drawn.Item1.Item2, LiftFromBudget = drawn.Item2.Item1, LiftToBudget = drawn.Item2.Item2 });
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(5000), Prop.ForAll(
            Gen.Zip(Gen.Zip(budget, styles), thresholds).ToArbitrary(), drawn => holds(new EnquiryFacts(drawn.Item1.Item1, drawn.Item1.Item2), drawn.Item2)));
    }
}
