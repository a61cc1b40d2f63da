namespace Teg.Platform.Qualifier.Rules;

/// <summary>One version of how an organisation weighs and routes its enquiries. Versions are never changed; going back makes a new one.</summary>
/// <param name="Version">Counts from 1; 0 is what holds before anybody chose.</param>
/// <param name="PromptVersion">Null is the newest.</param>
public sealed record RuleSet(int Version, Thresholds Thresholds, Pages Pages, string? PromptVersion);

/// <summary>The thresholds of the rules that follow the model. Money in <paramref name="Currency"/>.</summary>
/// <param name="CapBelowBudget">3 becomes 2 when the whole budget is below this.</param>
/// <param name="CapBelowStyles">3 becomes 2 with fewer styles than this.</param>
/// <param name="LiftFromBudget">2 becomes 3 when the whole budget is from here …</param>
/// <param name="LiftToBudget">… to here, both included.</param>
/// <param name="Rates">What one unit of another currency is worth in <paramref name="Currency"/>: EUR 1.08.</param>
public sealed record Thresholds(
    decimal CapBelowBudget, int CapBelowStyles, decimal LiftFromBudget, decimal LiftToBudget, string Currency, IReadOnlyDictionary<string, decimal> Rates);

/// <summary>Where a person is sent: 0 and 1 to the thank-you page, 2 to a lighter talk, 3 to the introductory call. Absolute https addresses.</summary>
public sealed record Pages(Uri ThankYou, Uri LetsChat, Uri IntroCall);
