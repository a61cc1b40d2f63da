namespace Teg.Platform.Qualifier.Rules;

/// <summary>One version of how an organisation weighs and routes its enquiries. Versions are never changed; going back makes a new one.</summary>
/// <param name="Version">Counts from 1; 0 is what holds before anybody chose.</param>
/// <param name="PromptVersion">Null is the newest.</param>
public sealed record RuleSet(int Version, Thresholds Thresholds, Pages Pages, string? PromptVersion)
{
    /// <summary>What holds before anybody chose: the usual thresholds and the service's own neutral pages.</summary>
    /// <param name="publicAddress">Where the outside world reaches the qualifier, without its path: https://app.example.com.</param>
    public static RuleSet Default(Uri publicAddress) => new(0, Thresholds.Default, new Pages(
        new Uri(publicAddress, "/qualify/thank-you"), new Uri(publicAddress, "/qualify/lets-chat"), new Uri(publicAddress, "/qualify/intro-call")), PromptVersion: null);
}

/// <summary>The thresholds of the rules that follow the model. Money in <paramref name="Currency"/>.</summary>
/// <param name="CapBelowBudget">3 becomes 2 when the whole budget is below this.</param>
/// <param name="CapBelowStyles">3 becomes 2 with fewer styles than this.</param>
/// <param name="LiftFromBudget">2 becomes 3 when the whole budget is from here …</param>
/// <param name="LiftToBudget">… to here, both included.</param>
/// <param name="Rates">What one unit of another currency is worth in <paramref name="Currency"/>: EUR 1.08.</param>
public sealed record Thresholds(
    decimal CapBelowBudget, int CapBelowStyles, decimal LiftFromBudget, decimal LiftToBudget, string Currency, IReadOnlyDictionary<string, decimal> Rates)
{
    public static Thresholds Default { get; } =
        new(5_000, 5, 10_000, 20_000, "USD", new Dictionary<string, decimal>(StringComparer.Ordinal) { ["EUR"] = 1.08m, ["GBP"] = 1.27m });
}

/// <summary>Where a person is sent: 0 and 1 to the thank-you page, 2 to a lighter talk, 3 to the introductory call. Absolute https addresses.</summary>
public sealed record Pages(Uri ThankYou, Uri LetsChat, Uri IntroCall);
