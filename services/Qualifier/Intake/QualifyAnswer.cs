using Teg.Platform.Qualifier.Decisions;
using Teg.Platform.Qualifier.Judging;

namespace Teg.Platform.Qualifier.Intake;

/// <summary>What the page of a website is answered.</summary>
/// <param name="Score">0 spam, 1 not a fit, 2 unsure, 3 right fit; after the rules.</param>
/// <param name="Confidence">0 to 1, of the model; null when the rules decided alone.</param>
/// <param name="Rules">Those that changed the score.</param>
/// <param name="Redirect">Where the person goes next: one of the organisation's three pages.</param>
/// <param name="Fallback">Why the rules decided alone; null when the model judged.</param>
public sealed record QualifyAnswer(
    Guid EnquiryId, int Score, decimal? Confidence, string Reason, IReadOnlyList<AppliedRule> Rules, string Redirect, Fallback? Fallback);
