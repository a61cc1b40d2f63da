namespace Teg.Platform.Qualifier.Judging;

/// <summary>What the model said of an enquiry's text, or why it said nothing.</summary>
/// <param name="Score">0 spam, 1 not a fit, 2 unsure, 3 right fit; null when the model did not judge.</param>
/// <param name="Confidence">0 to 1, as the model states it.</param>
/// <param name="Reason">One or two sentences for a person; without a model the sentence says why there is none.</param>
/// <param name="Model">As the vendor names what answered, such as "gpt-4o-mini-2024-07-18".</param>
/// <param name="Fallback">Null when the model judged; else what kept it.</param>
/// <param name="Screened">Passages that tried to instruct the model and were not shown to it.</param>
/// <param name="CostUsd">Of this call, by the price list in the configuration.</param>
public sealed record Judgement(
    int? Score, decimal? Confidence, string Reason, string? Model, string PromptVersion, int LatencyMs, int TokensIn, int TokensOut, decimal CostUsd,
    Fallback? Fallback, IReadOnlyList<string> Screened);

/// <summary>Why the rules decided alone. All but <see cref="NoText"/> are judged again in the background.</summary>
public enum Fallback
{
    /// <summary>There is nothing to judge: the form had no description.</summary>
    NoText,
    Timeout,
    Refused,
    Truncated,
    Invalid,
    RateLimited,

    /// <summary>5xx, no connection, or the circuit is open.</summary>
    Unavailable,

    /// <summary>The key is wrong or the account has no credit: an operator must act.</summary>
    Rejected,

    /// <summary>As many calls as are allowed at once are under way.</summary>
    Busy,
}
