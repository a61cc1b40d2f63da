using System.Text.Json;
using Dapper;
using Microsoft.Extensions.Options;
using Teg.Platform.Qualifier.Decisions;
using Teg.Platform.Qualifier.Jobs;
using Teg.Platform.Qualifier.Judging;
using Teg.Platform.Qualifier.Rules;
using Teg.Platform.ServiceDefaults;

namespace Teg.Platform.Qualifier.Replays;

/// <summary>What decides the result of a replay, fixed when it was asked for.</summary>
/// <param name="From">First day, in the organisation's time zone.</param>
/// <param name="To">Last day, included.</param>
/// <param name="PromptVersion">Null: the model is not asked, what it said then holds.</param>
internal sealed record ReplaySettings(DateOnly From, DateOnly To, Thresholds Thresholds, string? PromptVersion)
{
    public static ReplaySettings Read(string json) =>
        JsonSerializer.Deserialize<ReplaySettings>(json, RuleContent.Json) ?? throw new JsonException("A replay has no settings.");

    public string Write() => JsonSerializer.Serialize(this, RuleContent.Json);
}

/// <summary>Decides the rows of a replay again: by the rules alone in large steps, or with the model in small ones. The enquiries' own decisions are only read.</summary>
internal sealed class ReplayWork(Database database, PatientJudge judge, IOptions<JobOptions> options) : IJobWork
{
    private const int RowsAtOnce = 2_000;

    public string Kind => JobLease.Replay;

    public async Task<JobStanding?> StepAsync(JobLease lease, CancellationToken ct)
    {
        var settings = ReplaySettings.Read(lease.Settings);
        var asks = settings.PromptVersion is not null;
        await using var connection = await database.OpenAsync(lease.OrgId, ct);
        var rows = (await connection.QueryAsync<Row>(new CommandDefinition(
            """
            select r.position, r.old_model, case when @asks then e.project end as project, e.budget, e.styles
            from qualifier.replay_row r
            join qualifier.enquiry e on e.org_id = r.org_id and e.id = r.enquiry_id
            where r.org_id = warehouse.current_org() and r.job_id = @JobId and r.waiting
            order by r.position
            limit @limit
            """, new { asks, lease.JobId, limit = asks ? options.Value.ModelCalls * 2 : RowsAtOnce }, cancellationToken: ct))).AsList();
        if (rows.Count == 0)
        {
            return null;
        }

        var results = asks ? await JudgeAsync(rows, settings, ct) : Weigh(rows, settings.Thresholds);

        await using var transaction = await connection.BeginTransactionAsync(ct);
        // The lock on the job comes first: whoever holds it is the only one who writes rows, so none is decided twice.
        var standing = await lease.ProveAsync(connection, transaction, rows.Count, 0, results.Sum(result => result.CostUsd), ct);
        await connection.ExecuteAsync(new CommandDefinition(
            """
            update qualifier.replay_row r
            set waiting = false, new_score = v.score, new_model = v.model, rules = v.rules::jsonb, reason = v.reason, fallback = v.fallback, cost_usd = v.cost
            from unnest(@positions, @scores, @models, @rules, @reasons, @fallbacks, @costs) as v (position, score, model, rules, reason, fallback, cost)
            where r.org_id = warehouse.current_org() and r.job_id = @JobId and r.position = v.position and r.waiting
            """,
            new
            {
                lease.JobId,
                positions = results.Select(result => result.Position).ToArray(),
                scores = results.Select(result => result.Score).ToArray(),
                models = results.Select(result => result.Model).ToArray(),
                rules = results.Select(result => JsonSerializer.Serialize(result.Rules, RuleContent.Json)).ToArray(),
                reasons = results.Select(result => result.Reason).ToArray(),
                fallbacks = results.Select(result => result.Fallback).ToArray(),
                costs = results.Select(result => result.CostUsd).ToArray(),
            }, transaction, cancellationToken: ct));
        await transaction.CommitAsync(ct);
        return standing;
    }

    private static List<Result> Weigh(List<Row> rows, Thresholds thresholds)
    {
        var reweighing = new Reweighing(thresholds);
        return rows.ConvertAll(row =>
        {
            var (score, rules) = reweighing.Of(row.OldModel, row.Budget, row.Styles);
            return new Result(row.Position, score, row.OldModel, rules, null, null, 0);
        });
    }

    private async Task<List<Result>> JudgeAsync(List<Row> rows, ReplaySettings settings, CancellationToken ct)
    {
        var judgements = await judge.JudgeAsync(rows.ConvertAll(row => row.Project), settings.PromptVersion, ct);
        return [.. rows.Zip(judgements, (row, judgement) =>
        {
            var (score, rules) = Weighting.Apply(judgement.Score, EnquiryFacts.Of(row.Budget, row.Styles, settings.Thresholds), settings.Thresholds);
            return new Result(row.Position, score, judgement.Score, rules, judgement.Reason, judgement.Fallback is { } kept ? $"{new Word<Fallback>(kept)}" : null, judgement.CostUsd);
        })];
    }

    private sealed record Row(int Position, short? OldModel, string? Project, string? Budget, string? Styles);

    private sealed record Result(int Position, int Score, int? Model, IReadOnlyList<AppliedRule> Rules, string? Reason, string? Fallback, decimal CostUsd);
}
