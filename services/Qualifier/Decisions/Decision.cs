using Teg.Platform.Qualifier.Enquiries;
using Teg.Platform.Qualifier.Judging;
using Teg.Platform.Qualifier.Rules;

namespace Teg.Platform.Qualifier.Decisions;

/// <summary>One judgement of one enquiry under one version of the rules. Appended, never changed; the newest counts.</summary>
/// <param name="FinalScore">0 to 3, after the rules.</param>
/// <param name="Rules">Which rules changed the score, in order.</param>
public sealed record Decision(
    Guid Id, Guid EnquiryId, DecisionKind Kind, Judgement Judgement, int FinalScore, IReadOnlyList<AppliedRule> Rules, int RulesVersion, DateTimeOffset DecidedAt)
{
    /// <summary>The model's word, weighed by the rules of the organisation.</summary>
    public static Decision Of(Enquiry enquiry, Judgement judgement, RuleSet rules, DecisionKind kind, DateTimeOffset now)
    {
        var (score, applied) = Weighting.Apply(judgement.Score, EnquiryFacts.Of(enquiry.Budget, enquiry.Styles, rules.Thresholds), rules.Thresholds);
        return new Decision(Guid.CreateVersion7(now), enquiry.Id, kind, judgement, score, applied, rules.Version, now);
    }
}

/// <summary>A rule that moved the score.</summary>
/// <param name="Rule">Its name, such as "budget-below-minimum".</param>
/// <param name="Because">The fact and the threshold in words: "The budget of $4,000 is below $5,000."</param>
public sealed record AppliedRule(string Rule, int From, int To, string Because);

public enum DecisionKind
{
    /// <summary>What the person was answered.</summary>
    First,

    /// <summary>The model answered later what it could not answer then.</summary>
    Rejudged,
}
