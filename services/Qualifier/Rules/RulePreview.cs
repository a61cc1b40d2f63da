using System.Text.Json;
using Teg.Platform.Qualifier.Decisions;

namespace Teg.Platform.Qualifier.Rules;

/// <summary>Weighs stored judgements again under other thresholds, without asking the model. One pass, newest first, in memory that does not grow with the number of rows.</summary>
internal sealed class RulePreview(Thresholds thresholds)
{
    private const int Samples = 20;

    private readonly Reweighing reweighing = new(thresholds);
    private readonly long[,] matrix = new long[4, 4];
    private readonly List<MovedEnquiry> samples = [];

    /// <summary>Newest decisions of enquiries of the last days; half-open.</summary>
    internal const string Sql =
        """
        select e.id, e.name, e.received_at, e.budget, e.styles, e.score, d.model_score, d.rules::text as rules
        from qualifier.enquiry e
        join qualifier.decision d on d.org_id = e.org_id and d.id = e.decision_id
        where e.org_id = warehouse.current_org() and e.received_at >= @from and e.received_at < @to
        order by e.received_at desc, e.id desc
        """;

    public void Add(PreviewRow row)
    {
        var (score, rules) = reweighing.Of(row.ModelScore, row.Budget, row.Styles);
        matrix[row.Score, score]++;
        if (score != row.Score && samples.Count < Samples)
        {
            samples.Add(new MovedEnquiry(
                row.Id, row.Name, row.ReceivedAt, row.Budget, row.Styles, row.ModelScore, row.Score, score,
                JsonSerializer.Deserialize<AppliedRule[]>(row.Rules, JsonSerializerOptions.Web) ?? [], rules));
        }
    }

    public RulesPreview Result(int days)
    {
        List<ScoreMove> moves = [];
        long enquiries = 0, moved = 0;
        for (var from = 0; from < 4; from++)
        {
            for (var to = 0; to < 4; to++)
            {
                moves.Add(new ScoreMove(from, to, matrix[from, to]));
                enquiries += matrix[from, to];
                moved += from == to ? 0 : matrix[from, to];
            }
        }

        return new RulesPreview(days, enquiries, moved, moves, samples);
    }
}

internal sealed record PreviewRow(Guid Id, string Name, DateTimeOffset ReceivedAt, string? Budget, string? Styles, short Score, short? ModelScore, string Rules);

/// <summary>The rules over many answers: few different ones are ever typed or chosen, so what was read once is remembered.</summary>
internal sealed class Reweighing(Thresholds thresholds)
{
    // Forms with free text could fill memory; what is beyond is read again each time.
    private const int Remembered = 10_000;

    private readonly Dictionary<(int?, string?, string?), (int Score, IReadOnlyList<AppliedRule> Rules)> known = [];

    public (int Score, IReadOnlyList<AppliedRule> Rules) Of(int? modelScore, string? budget, string? styles)
    {
        var key = (modelScore, budget, styles);
        if (known.TryGetValue(key, out var weighed))
        {
            return weighed;
        }

        weighed = Weighting.Apply(modelScore, EnquiryFacts.Of(budget, styles, thresholds), thresholds);
        if (known.Count < Remembered)
        {
            known[key] = weighed;
        }

        return weighed;
    }
}

/// <summary>What other rules would have made of the last days' enquiries, as the model judged them then.</summary>
/// <param name="Matrix">All sixteen moves, those that stay included.</param>
/// <param name="Samples">The newest that would move, twenty at most.</param>
public sealed record RulesPreview(int Days, long Enquiries, long Moved, IReadOnlyList<ScoreMove> Matrix, IReadOnlyList<MovedEnquiry> Samples);

public sealed record ScoreMove(int From, int To, long Enquiries);

/// <param name="RulesBefore">The rules that fired then.</param>
/// <param name="RulesAfter">The rules that would fire.</param>
public sealed record MovedEnquiry(
    Guid Id, string Name, DateTimeOffset ReceivedAt, string? Budget, string? Styles, int? ModelScore, int From, int To,
    IReadOnlyList<AppliedRule> RulesBefore, IReadOnlyList<AppliedRule> RulesAfter);
