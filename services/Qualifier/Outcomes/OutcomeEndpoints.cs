using Dapper;
using Microsoft.AspNetCore.Http.HttpResults;
using Teg.Platform.Qualifier.Enquiries;
using Teg.Platform.ServiceDefaults;

namespace Teg.Platform.Qualifier.Outcomes;

/// <summary>Qualified against unqualified by each answer of the form, from the daily figures alone: a year costs its days, not its enquiries.</summary>
internal static class OutcomeEndpoints
{
    private const int MostAnswers = 40;
    private const int MostUnknownQuestions = 30;

    public static void MapOutcomes(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/outcomes", Get).WithName("GetOutcomes").WithTags("Outcomes").RequireAuthorization(Roles.CompanyFigures);

    private static async Task<Results<Ok<Outcomes>, ProblemHttpResult>> Get(
        DateOnly? from, DateOnly? to, Word<EnquiryOrigin>? origin, Database database, TimeProvider clock, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        var (period, problem) = await EnquiryPeriod.OfAsync(connection, from, to, clock, ct);
        if (period is null)
        {
            return problem!;
        }

        var rows = (await connection.QueryAsync<OutcomeRow>(new CommandDefinition(
            OutcomeRow.Sql, new { period.Days.From, period.Days.Until, Origin = origin?.ToString(), MostAnswers }, cancellationToken: ct))).AsList();
        var questions = rows.GroupBy(row => row.Question, StringComparer.Ordinal).ToList();
        // Every enquiry has one answer about its budget, "(no answer)" included.
        var all = questions.Find(question => question.Key == FormAnswers.Budget) ?? Enumerable.Empty<OutcomeRow>();
        return TypedResults.Ok(new Outcomes(
            clock.GetUtcNow(), period.Days.From, period.Days.To, OutcomeTotals.Of([.. all]),
            [
                .. questions.Where(question => FormAnswers.Known.Contains(question.Key)).OrderBy(question => Array.IndexOf(FormAnswers.Known, question.Key))
                    .Concat(questions.Where(question => !FormAnswers.Known.Contains(question.Key)).OrderByDescending(question => question.Sum(row => row.Enquiries))
                        .ThenBy(question => question.Key, StringComparer.Ordinal).Take(MostUnknownQuestions))
                    .Select(question => QuestionOutcomes.Of(question.Key, [.. question])),
            ]));
    }
}

/// <summary>How enquiries of a time were judged.</summary>
/// <param name="AsOf">Figures move with every decision, so they are as of the answer.</param>
public sealed record Outcomes(DateTimeOffset? AsOf, DateOnly From, DateOnly To, OutcomeTotals Totals, IReadOnlyList<QuestionOutcomes> Questions);

/// <param name="QualifiedRate">Qualified of those that are no spam; null when there are none.</param>
public sealed record OutcomeTotals(int Enquiries, int Qualified, int Unsure, int Unqualified, int Spam, decimal? QualifiedRate)
{
    internal static OutcomeTotals Of(IReadOnlyList<OutcomeRow> rows)
    {
        var (enquiries, qualified, spam) = (rows.Sum(row => row.Enquiries), rows.Sum(row => row.Qualified), rows.Sum(row => row.Spam));
        return new OutcomeTotals(
            (int)enquiries, (int)qualified, (int)rows.Sum(row => row.Unsure), (int)rows.Sum(row => row.Unqualified), (int)spam, OutcomeRow.Rate(qualified, enquiries - spam));
    }
}

/// <param name="Question">budget, styles, pieces, timeline, or what a website's form asked besides.</param>
/// <param name="Answers">Bands in their order; else the most frequent first.</param>
/// <param name="Others">All further answers together; null when there are none.</param>
public sealed record QuestionOutcomes(string Question, string Label, IReadOnlyList<AnswerOutcome> Answers, AnswerOutcome? Others)
{
    internal static QuestionOutcomes Of(string question, IReadOnlyList<OutcomeRow> rows)
    {
        var answers = rows.Where(row => row.Answer is not null).OrderBy(row => FormAnswers.PlaceOf(question, row.Answer!))
            .ThenByDescending(row => row.Enquiries).ThenBy(row => row.Answer, StringComparer.Ordinal);
        return new QuestionOutcomes(
            question, FormAnswers.LabelOf(question), [.. answers.Select(row => row.ToAnswer())], rows.FirstOrDefault(row => row.Answer is null)?.ToAnswer());
    }
}

/// <param name="Unqualified">Not a fit; spam is counted apart.</param>
/// <param name="QualifiedRate">Qualified of those that are no spam; null when there are none.</param>
public sealed record AnswerOutcome(string Answer, int Enquiries, int Qualified, int Unsure, int Unqualified, int Spam, decimal? QualifiedRate);

internal sealed record OutcomeRow
{
    public required string Question { get; init; }

    /// <summary>Null: all that are not among the most frequent.</summary>
    public string? Answer { get; init; }

    public required long Enquiries { get; init; }

    public required long Qualified { get; init; }

    public required long Unsure { get; init; }

    public required long Unqualified { get; init; }

    public required long Spam { get; init; }

    public const string Sql =
        """
        with answered as (
            select question, answer, sum(enquiries) as enquiries,
                   coalesce(sum(enquiries) filter (where score = 3), 0) as qualified, coalesce(sum(enquiries) filter (where score = 2), 0) as unsure,
                   coalesce(sum(enquiries) filter (where score = 1), 0) as unqualified, coalesce(sum(enquiries) filter (where score = 0), 0) as spam
            from qualifier.daily_outcome
            where org_id = warehouse.current_org() and day >= @From and day < @Until and (@Origin::text is null or origin = @Origin)
            group by question, answer
            having sum(enquiries) > 0
        ),
        placed as (
            select a.*, row_number() over (partition by a.question order by a.enquiries desc, a.answer) <= @MostAnswers as is_shown
            from answered a
        )
        select question, case when is_shown then answer end as answer, sum(enquiries)::bigint as enquiries, sum(qualified)::bigint as qualified,
               sum(unsure)::bigint as unsure, sum(unqualified)::bigint as unqualified, sum(spam)::bigint as spam
        from placed
        group by question, case when is_shown then answer end
        """;

    public static decimal? Rate(long qualified, long serious) => serious == 0 ? null : Math.Round((decimal)qualified / serious, 4, MidpointRounding.AwayFromZero);

    public AnswerOutcome ToAnswer() => new(
        Answer ?? FormAnswers.Other, (int)Enquiries, (int)Qualified, (int)Unsure, (int)Unqualified, (int)Spam, Rate(Qualified, Enquiries - Spam));
}
