using System.Globalization;
using CsvHelper;
using Teg.Platform.Qualifier.Enquiries;
using Teg.Platform.ServiceDefaults;

namespace Teg.Platform.Qualifier.Decisions;

/// <summary>A decision with all that led to it.</summary>
/// <param name="Rules">Those that moved the score, in order.</param>
/// <param name="RulesVersion">0 is what holds before anybody chose.</param>
/// <param name="CostUsd">US dollars.</param>
/// <param name="Fallback">Why rules decided alone, such as "timeout"; null when the model judged.</param>
/// <param name="Screened">Passages that tried to instruct the model and were not shown to it.</param>
public sealed record DecisionItem(
    Guid Id, DecisionKind Kind, DateTimeOffset DecidedAt, int? ModelScore, int FinalScore, decimal? Confidence, string Reason, IReadOnlyList<AppliedRule> Rules,
    int RulesVersion, string? Model, string PromptVersion, int LatencyMs, int TokensIn, int TokensOut, decimal CostUsd, string? Fallback, IReadOnlyList<string> Screened)
{
    /// <summary>Of <c>qualifier.decision d</c>.</summary>
    internal const string Columns =
        """
        d.id, d.kind, d.decided_at, d.model_score::int as model_score, d.final_score::int as final_score, d.confidence, d.reason, d.rules::text as rules,
        d.rules_version, d.model, d.prompt_version, d.latency_ms, d.tokens_in, d.tokens_out, d.cost_usd, d.fallback, d.screened::text as screened
        """;
}

internal sealed record DecisionRow
{
    public required Guid Id { get; init; }

    public required string Kind { get; init; }

    public required DateTimeOffset DecidedAt { get; init; }

    public int? ModelScore { get; init; }

    public required int FinalScore { get; init; }

    public decimal? Confidence { get; init; }

    public required string Reason { get; init; }

    public required string Rules { get; init; }

    public required int RulesVersion { get; init; }

    public string? Model { get; init; }

    public required string PromptVersion { get; init; }

    public required int LatencyMs { get; init; }

    public required int TokensIn { get; init; }

    public required int TokensOut { get; init; }

    public required decimal CostUsd { get; init; }

    public string? Fallback { get; init; }

    public required string Screened { get; init; }

    public DecisionItem ToItem() => new(
        Id, Word<DecisionKind>.Parse(Kind, null).Value, DecidedAt, ModelScore, FinalScore, Confidence, Reason, StoredJson.Read<List<AppliedRule>>(Rules),
        RulesVersion, Model, PromptVersion, LatencyMs, TokensIn, TokensOut, CostUsd, Fallback, StoredJson.Read<List<string>>(Screened));
}

/// <summary>A decision's row of the CSV: inputs, then what was decided and by what.</summary>
[CsvRecord]
internal sealed partial record DecisionLine(
    Guid EnquiryId, string ReceivedAt, string Origin, string Name, string? Email, string? Phone, string? Company, string? Project, string? Budget, string? Styles,
    string? PiecesPerStyle, string? Timeline, string Answers, Guid DecisionId, string Kind, string DecidedAt, int? ModelScore, string Rules, int FinalScore,
    decimal? Confidence, string Reason, string? Fallback, int RulesVersion, string? Model, string PromptVersion, int LatencyMs, int TokensIn, int TokensOut,
    decimal CostUsd, string Screened)
{
    internal static string Sql(EnquiryFilter filter) =>
        $"""
        select e.id as enquiry_id, e.received_at, e.origin, e.name, e.email, e.phone, e.company, e.project, e.budget, e.styles, e.pieces_per_style, e.timeline,
               e.answers::text as answers, d.id as decision_id, d.kind, d.decided_at, d.model_score::int as model_score, d.rules::text as rules,
               d.final_score::int as final_score, d.confidence, d.reason, d.fallback, d.rules_version, d.model, d.prompt_version, d.latency_ms,
               d.tokens_in, d.tokens_out, d.cost_usd, d.screened::text as screened
        from qualifier.enquiry e
        join qualifier.decision d on d.org_id = e.org_id and d.enquiry_id = e.id
        where e.org_id = warehouse.current_org() and e.received_at >= @Start and e.received_at < @End and {filter.Condition}
        order by e.received_at desc, e.id desc, d.decided_at desc, d.id desc
        """;
}

internal sealed record ExportRow
{
    public required Guid EnquiryId { get; init; }

    public required DateTimeOffset ReceivedAt { get; init; }

    public required string Origin { get; init; }

    public required string Name { get; init; }

    public string? Email { get; init; }

    public string? Phone { get; init; }

    public string? Company { get; init; }

    public string? Project { get; init; }

    public string? Budget { get; init; }

    public string? Styles { get; init; }

    public string? PiecesPerStyle { get; init; }

    public string? Timeline { get; init; }

    public required string Answers { get; init; }

    public required Guid DecisionId { get; init; }

    public required string Kind { get; init; }

    public required DateTimeOffset DecidedAt { get; init; }

    public int? ModelScore { get; init; }

    public required string Rules { get; init; }

    public required int FinalScore { get; init; }

    public decimal? Confidence { get; init; }

    public required string Reason { get; init; }

    public string? Fallback { get; init; }

    public required int RulesVersion { get; init; }

    public string? Model { get; init; }

    public required string PromptVersion { get; init; }

    public required int LatencyMs { get; init; }

    public required int TokensIn { get; init; }

    public required int TokensOut { get; init; }

    public required decimal CostUsd { get; init; }

    public required string Screened { get; init; }

    public DecisionLine ToLine() => new(
        EnquiryId, Instant(ReceivedAt), Origin, Name, Email, Phone, Company, Project, Budget, Styles, PiecesPerStyle, Timeline, Answers,
        DecisionId, Kind, Instant(DecidedAt), ModelScore, string.Join(" ", StoredJson.Read<List<AppliedRule>>(Rules).Select(rule => $"{rule.From}→{rule.To}: {rule.Because}")),
        FinalScore, Confidence, Reason, Fallback, RulesVersion, Model, PromptVersion, LatencyMs, TokensIn, TokensOut, CostUsd,
        string.Join(" | ", StoredJson.Read<List<string>>(Screened)));

    private static string Instant(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
