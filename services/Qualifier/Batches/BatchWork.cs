using System.Text.Json;
using Dapper;
using Microsoft.Extensions.Options;
using Teg.Platform.Qualifier.Decisions;
using Teg.Platform.Qualifier.Jobs;
using Teg.Platform.Qualifier.Judging;
using Teg.Platform.Qualifier.Rules;
using Teg.Platform.ServiceDefaults;

namespace Teg.Platform.Qualifier.Batches;

/// <summary>What decides the result of a batch, fixed when it was uploaded.</summary>
internal sealed record BatchSettings(BatchFormat Format, IReadOnlyList<string> Headers, BatchColumns Columns, int RulesVersion, RuleContent Rules)
{
    public static BatchSettings Read(string json) =>
        JsonSerializer.Deserialize<BatchSettings>(json, RuleContent.Json) ?? throw new JsonException("A batch has no settings.");

    public string Write() => JsonSerializer.Serialize(this, RuleContent.Json);
}

/// <summary>The cells of a stored row: ["Ada", 4, null].</summary>
internal static class BatchCells
{
    // PostgreSQL's JSON holds everything but NUL.
    public static string Write(IReadOnlyList<object?> cells) =>
        JsonSerializer.Serialize(cells.Select(cell => cell is string text ? text.Replace("\0", "", StringComparison.Ordinal) : cell));

    public static SheetRow Read(int number, string json)
    {
        using var cells = JsonDocument.Parse(json);
        return new SheetRow(number, [.. cells.RootElement.EnumerateArray().Select(cell => cell.ValueKind switch
        {
            JsonValueKind.Number => (object)cell.GetDecimal(),
            JsonValueKind.String => cell.GetString(),
            _ => null,
        })]);
    }
}

/// <summary>Judges the rows of a batch, a few at a time.</summary>
internal sealed class BatchWork(Database database, PatientJudge judge, IOptions<JobOptions> options) : IJobWork
{
    public string Kind => JobLease.Batch;

    public async Task<JobStanding?> StepAsync(JobLease lease, CancellationToken ct)
    {
        var settings = BatchSettings.Read(lease.Settings);
        await using var connection = await database.OpenAsync(lease.OrgId, ct);
        var rows = (await connection.QueryAsync<(int Number, string Cells)>(new CommandDefinition(
            """
            select row_number, cells::text
            from qualifier.batch_row
            where org_id = warehouse.current_org() and job_id = @JobId and state = 'waiting'
            order by row_number
            limit @limit
            """, new { lease.JobId, limit = options.Value.ModelCalls * 4 }, cancellationToken: ct))).Select(row => BatchCells.Read(row.Number, row.Cells)).ToList();
        if (rows.Count == 0)
        {
            return null;
        }

        var judgements = await judge.JudgeAsync(rows.ConvertAll(row => row.Text(settings.Columns.Project)), settings.Rules.PromptVersion, ct);
        var results = rows.Zip(judgements, (row, judgement) => Result.Of(row, judgement, settings)).ToList();

        await using var transaction = await connection.BeginTransactionAsync(ct);
        // The lock on the job comes first: whoever holds it is the only one who writes results, so none is written twice.
        var standing = await lease.ProveAsync(connection, transaction, results.Count, 0, results.Sum(result => result.Judgement.CostUsd), ct);
        await connection.ExecuteAsync(new CommandDefinition(
            """
            update qualifier.batch_row r
            set state = 'done', model_score = v.model_score, final_score = v.final_score, confidence = v.confidence, reason = v.reason, rules = v.rules::jsonb,
                fallback = v.fallback, model = v.model, prompt_version = v.prompt_version, cost_usd = v.cost_usd
            from unnest(@numbers, @modelScores, @finalScores, @confidences, @reasons, @rules, @fallbacks, @models, @prompts, @costs)
                as v (row_number, model_score, final_score, confidence, reason, rules, fallback, model, prompt_version, cost_usd)
            where r.org_id = warehouse.current_org() and r.job_id = @JobId and r.row_number = v.row_number and r.state = 'waiting'
            """,
            new
            {
                lease.JobId,
                numbers = results.Select(result => result.Number).ToArray(),
                modelScores = results.Select(result => result.Judgement.Score).ToArray(),
                finalScores = results.Select(result => result.Score).ToArray(),
                confidences = results.Select(result => result.Judgement.Confidence).ToArray(),
                reasons = results.Select(result => result.Judgement.Reason).ToArray(),
                rules = results.Select(result => JsonSerializer.Serialize(result.Rules, RuleContent.Json)).ToArray(),
                fallbacks = results.Select(result => result.Judgement.Fallback is { } kept ? $"{new Word<Fallback>(kept)}" : null).ToArray(),
                models = results.Select(result => result.Judgement.Model).ToArray(),
                prompts = results.Select(result => result.Judgement.PromptVersion).ToArray(),
                costs = results.Select(result => result.Judgement.CostUsd).ToArray(),
            }, transaction, cancellationToken: ct));
        await transaction.CommitAsync(ct);
        return standing;
    }

    private sealed record Result(int Number, Judgement Judgement, int Score, IReadOnlyList<AppliedRule> Rules)
    {
        public static Result Of(SheetRow row, Judgement judgement, BatchSettings settings)
        {
            var facts = EnquiryFacts.Of(row.Text(settings.Columns.Budget), row.Text(settings.Columns.Styles), settings.Rules.Thresholds);
            var (score, rules) = Weighting.Apply(judgement.Score, facts, settings.Rules.Thresholds);
            return new Result(row.Number, judgement, score, rules);
        }
    }
}
