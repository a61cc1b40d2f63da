using System.Globalization;
using Teg.Platform.Qualifier.Decisions;

namespace Teg.Platform.Qualifier.Rules;

/// <summary>What the rules know of an enquiry; null is an answer that was not given or cannot be read.</summary>
public sealed record EnquiryFacts(BudgetRange? Budget, StyleCount? Styles)
{
    public static EnquiryFacts Of(string? budget, string? styles, Thresholds thresholds) =>
        new(BudgetRange.Parse(budget, thresholds.Currency, thresholds.Rates), StyleCount.Parse(styles));
}

/// <summary>
/// The rules after the model. They know what the model is told not to weigh, move a score by one at most, and never touch a 0 or a 1.
/// <list type="bullet">
/// <item>A right fit (3) becomes unsure (2) when the whole budget is below the minimum, or there are fewer styles than the minimum.</item>
/// <item>An unsure one (2) becomes a right fit (3) when the whole budget lies from the lower to the upper end of the band, both included.</item>
/// </list>
/// A range counts only when all of it lies on that side: "$4k–$6k" is not below $5,000, "$10k–$25k" is not within $10,000–$20,000. An answer that cannot be read moves nothing.
/// Where both speak — $15,000 for three styles — the cap holds: each rule looks at the model's score, and what would cap a 3 also keeps a 2 from rising, so that a text that
/// reads better never ends lower than one that reads worse.
/// </summary>
public static class Weighting
{
    public const string BudgetBelowMinimum = "budget-below-minimum";
    public const string StylesBelowMinimum = "styles-below-minimum";
    public const string BudgetInBand = "budget-in-band";

    private const int Unsure = 2;
    private const int RightFit = 3;

    /// <param name="modelScore">0 to 3. Null without a model: the facts alone cannot tell spam or a misfit, so the enquiry counts as unsure and may rise.</param>
    /// <param name="facts">Budget and styles.</param>
    /// <param name="thresholds">Of the organisation.</param>
    /// <returns>The final score and the rules that moved it, none or one of the two directions; a 3 may be capped for both reasons, and both are named.</returns>
    public static (int Score, IReadOnlyList<AppliedRule> Rules) Apply(int? modelScore, EnquiryFacts facts, Thresholds thresholds)
    {
        var score = modelScore ?? Unsure;
        var poorBudget = facts.Budget?.IsBelow(thresholds.CapBelowBudget) == true;
        var fewStyles = facts.Styles?.IsBelow(thresholds.CapBelowStyles) == true;

        if (score == RightFit && (poorBudget || fewStyles))
        {
            List<AppliedRule> capped = [];
            if (poorBudget)
            {
                capped.Add(new(BudgetBelowMinimum, score, Unsure, $"The budget of {Words(facts.Budget!, thresholds)} is below {Money(thresholds.CapBelowBudget, thresholds)}."));
            }

            if (fewStyles)
            {
                capped.Add(new(StylesBelowMinimum, capped.Count == 0 ? score : Unsure, Unsure, $"{Words(facts.Styles!)} is fewer than {thresholds.CapBelowStyles} styles."));
            }

            return (Unsure, capped);
        }

        if (score == Unsure && !poorBudget && !fewStyles && facts.Budget?.IsWithin(thresholds.LiftFromBudget, thresholds.LiftToBudget) == true)
        {
            var because = $"The budget of {Words(facts.Budget, thresholds)} lies within {Money(thresholds.LiftFromBudget, thresholds)} and {Money(thresholds.LiftToBudget, thresholds)}.";
            return (RightFit, [new(BudgetInBand, score, RightFit, because)]);
        }

        return (score, []);
    }

    private static string Words(BudgetRange budget, Thresholds thresholds) => budget switch
    {
        { To: null } => $"{Money(budget.From, thresholds)} or more",
        { ToIncluded: false } => $"under {Money(budget.To.Value, thresholds)}",
        { From: var from } when from == budget.To => Money(from, thresholds),
        { From: 0 } => $"up to {Money(budget.To.Value, thresholds)}",
        _ => $"{Money(budget.From, thresholds)}–{Money(budget.To.Value, thresholds)}",
    };

    private static string Words(StyleCount styles) => styles.From == styles.To
        ? styles.From.ToString(CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"{styles.From}–{styles.To}");

    private static string Money(decimal amount, Thresholds thresholds)
    {
        var number = amount.ToString(amount == decimal.Truncate(amount) ? "#,##0" : "#,##0.00", CultureInfo.InvariantCulture);
        return thresholds.Currency switch { "USD" => $"${number}", "EUR" => $"€{number}", "GBP" => $"£{number}", var code => $"{code} {number}" };
    }
}
