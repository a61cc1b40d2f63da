namespace Teg.Platform.Sandbox.World;

/// <summary>
/// How enquiries would come out if they were judged as the house would judge them: by the text they were given and by the two rules on budget and styles.
/// Stated here on its own, from what the world knows; nothing of it is shared with what judges them.
/// </summary>
internal static class Outcomes
{
    private const string NoAnswer = "(no answer)";
    private const string TooLittle = "Under $5k";
    private const string Lifting = "$10k–$20k";
    private const int Spam = 0;
    private const int NotAFit = 1;
    private const int Unsure = 2;
    private const int RightFit = 3;

    /// <summary>The earliest enquiry of each person that came on the inclusive days, by question and answer.</summary>
    public static OutcomesAnswer Of(WorldFacts facts, DateTimeOffset now, DateOnly from, DateOnly to)
    {
        var enquiries = facts.Leads.Where(lead => !lead.IsDuplicate && lead.ReceivedAt <= now && lead.Day >= from && lead.Day <= to)
            .Select(lead => (Lead: lead, Score: ScoreOf(lead))).ToList();
        return new OutcomesAnswer(Row("", enquiries.Select(one => one.Score)),
        [
            Question("budget", enquiries.Select(one => (Said(one.Lead.Budget), one.Score))),
            Question("styles", enquiries.Select(one => (Styles(one.Lead.Styles), one.Score))),
            Question("pieces", enquiries.Select(one => (AsksAll(one.Lead) ? Pieces(one.Lead.PiecesPerStyle) : NoAnswer, one.Score))),
            Question("timeline", enquiries.Select(one => (AsksAll(one.Lead) ? Said(one.Lead.Timeline) : NoAnswer, one.Score))),
        ]);
    }

    public static int ScoreOf(Lead lead)
    {
        var reads = Catalogue.Spam.Contains(lead.Project) ? Spam
            : Catalogue.Misfits.Contains(lead.Project) ? NotAFit
            : Catalogue.Vague.Contains(lead.Project) ? Unsure
            : RightFit;
        var small = lead.Budget == TooLittle || lead.Styles < 5;
        return (reads, small) switch
        {
            (RightFit, true) => Unsure,
            (Unsure, false) when lead.Budget == Lifting => RightFit,
            _ => reads,
        };
    }

    // The couture form has no question about pieces or time.
    private static bool AsksAll(Lead lead) => lead.Board == LeadBoard.NewLeads;

    private static string Said(string answer) => answer.Length == 0 ? NoAnswer : answer;

    private static string Styles(int? styles) => styles switch { null => NoAnswer, < 5 => "1–4", < 10 => "5–9", < 15 => "10–14", _ => "15+" };

    private static string Pieces(int? pieces) => pieces switch { null => NoAnswer, < 50 => "1–49", < 100 => "50–99", <= 300 => "100–300", _ => "over 300" };

    private static OutcomeQuestion Question(string question, IEnumerable<(string Answer, int Score)> scores) => new(
        question, [.. scores.GroupBy(one => one.Answer, one => one.Score).OrderBy(answer => answer.Key, StringComparer.Ordinal).Select(answer => Row(answer.Key, answer))]);

    private static OutcomeRow Row(string answer, IEnumerable<int> scores)
    {
        var by = scores.CountBy(score => score).ToDictionary();
        return new OutcomeRow(
            answer, by.Values.Sum(), by.GetValueOrDefault(RightFit), by.GetValueOrDefault(Unsure), by.GetValueOrDefault(NotAFit), by.GetValueOrDefault(Spam));
    }
}

internal sealed record OutcomesAnswer(OutcomeRow Totals, IReadOnlyList<OutcomeQuestion> Questions);

internal sealed record OutcomeQuestion(string Question, IReadOnlyList<OutcomeRow> Answers);

/// <summary>Enquiries by final score: qualified 3, unsure 2, unqualified 1, spam 0.</summary>
internal sealed record OutcomeRow(string Answer, int Enquiries, int Qualified, int Unsure, int Unqualified, int Spam);
