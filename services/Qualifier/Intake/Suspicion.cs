using Teg.Platform.Qualifier.Decisions;
using Teg.Platform.Qualifier.Enquiries;
using Teg.Platform.Qualifier.Judging;
using Teg.Platform.Qualifier.Rules;

namespace Teg.Platform.Qualifier.Intake;

/// <summary>What shows that no person filled in the form. It is kept with this mark and answered as spam is; the model is not asked.</summary>
internal sealed record Suspicion(string Rule, string Because)
{
    public const string HoneypotFilled = "honeypot-filled";
    public const string FilledTooFast = "filled-too-fast";

    // As it reads to the sender: what gave the form away is not for them.
    private const string Said = "This does not read like an enquiry about having clothes made.";

    public static Suspicion? Of(Form form, TimeSpan leastFillTime)
    {
        if (form.HasHoneypot)
        {
            return new Suspicion(HoneypotFilled, "A field that people do not see was filled in.");
        }

        return form.Elapsed < leastFillTime
            ? new Suspicion(FilledTooFast, FormattableString.Invariant($"The form was filled in within {form.Elapsed.Value.TotalSeconds:0.0} s; nobody is faster than {leastFillTime.TotalSeconds:0.0} s."))
            : null;
    }

    public Decision Decide(Enquiry enquiry, RuleSet rules, DateTimeOffset now) => new(
        Guid.CreateVersion7(now), enquiry.Id, DecisionKind.First,
        new Judgement(null, null, Because, null, PromptBook.For(rules.PromptVersion).Version, 0, 0, 0, 0, Fallback: null, []),
        FinalScore: 0, [new AppliedRule(Rule, 2, 0, Because)], rules.Version, now);

    /// <summary>Whether a decision was made so, and what its sender may read instead.</summary>
    public static (string Reason, decimal? Confidence, IReadOnlyList<AppliedRule> Rules) Public(Decision decision) =>
        decision.Rules is [{ Rule: HoneypotFilled or FilledTooFast }]
            ? (Said, 0.98m, [])
            : (decision.Judgement.Reason, decision.Judgement.Confidence, decision.Rules);
}
