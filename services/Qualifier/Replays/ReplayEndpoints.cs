using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Dapper;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Npgsql;
using Teg.Platform.Qualifier.Decisions;
using Teg.Platform.Qualifier.Jobs;
using Teg.Platform.Qualifier.Intake;
using Teg.Platform.Qualifier.Judging;
using Teg.Platform.Qualifier.Rules;
using Teg.Platform.ServiceDefaults;

namespace Teg.Platform.Qualifier.Replays;

/// <summary>Past decisions under other thresholds or another prompt: which would differ, and what became of those people.</summary>
internal static class ReplayEndpoints
{
    private const int MostDays = 366;
    private const int MostEnquiries = 250_000;

    // Days are the organisation's; both are included.
    private const string Chosen =
        """
        select e.id, e.decision_id, e.received_at, e.project, d.model_score, d.final_score
        from qualifier.enquiry e
        join qualifier.decision d on d.org_id = e.org_id and d.id = e.decision_id
        join accounts.organisation o on o.org_id = e.org_id
        where e.org_id = warehouse.current_org()
          and e.received_at >= @From::date::timestamp at time zone o.time_zone and e.received_at < (@To::date + 1)::timestamp at time zone o.time_zone
        """;

    public static void MapReplays(this IEndpointRouteBuilder routes)
    {
        var replays = routes.MapGroup("/replays").WithTags("Replays").RequireAuthorization(Roles.CompanyFigures);

        replays.MapGet("", List).WithName("ListReplays");
        replays.MapPost("", Start).WithName("StartReplay").RequireAuthorization(Roles.Manager);
        replays.MapPost("/estimate", Estimate).WithName("EstimateReplay").RequireAuthorization(Roles.Manager);
        replays.MapGet("/{id:guid}", Get).WithName("GetReplay");
        replays.MapDelete("/{id:guid}", Delete).WithName("DeleteReplay").RequireAuthorization(Roles.Manager);
        replays.MapPost("/{id:guid}/cancellation", Cancel).WithName("CancelReplay").RequireAuthorization(Roles.Manager);
        replays.MapGet("/{id:guid}/moves", Moves).WithName("ListReplayMoves");
    }

    // Newest first; ids are in the order of time.
    private static async Task<Ok<ReplayPage>> List(Database database, CancellationToken ct, [Range(1, 200)] int limit = 50, Guid? after = null)
    {
        await using var connection = await database.OpenAsync(ct);
        var rows = await JobRow.ListAsync(connection, JobLease.Replay, after, limit, ct);
        return TypedResults.Ok(new ReplayPage([.. rows.Take(limit).Select(ReplaySummary.Of)], rows.Count > limit ? rows[limit - 1].Id : null));
    }

    private static async Task<Results<Ok<ReplayEstimate>, ValidationProblem>> Estimate(
        StartReplay request, Database database, IOptions<IntakeOptions> intake, IOptions<JobOptions> options, AuditTrail trail, CancellationToken ct)
    {
        trail.About("replay", "estimate");
        if (Check(request, intake.Value) is { Count: > 0 } wrong)
        {
            return TypedResults.ValidationProblem(wrong);
        }

        await using var connection = await database.OpenAsync(ct);
        return TypedResults.Ok(await EstimateAsync(connection, null, request, options.Value, ct));
    }

    private static async Task<Results<Accepted<ReplayStarted>, ValidationProblem, ProblemHttpResult>> Start(
        StartReplay request, Database database, IOptions<IntakeOptions> intake, IOptions<JobOptions> options, Caller caller, AuditTrail trail, TimeProvider clock, CancellationToken ct)
    {
        if (Check(request, intake.Value) is { Count: > 0 } wrong)
        {
            return TypedResults.ValidationProblem(wrong);
        }

        await using var connection = await database.OpenAsync(ct);
        // One view of the enquiries for the estimate and for the rows.
        await using var transaction = await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, ct);
        var estimate = await EstimateAsync(connection, transaction, request, options.Value, ct);
        if (Refusal(estimate) is { } refused)
        {
            return refused;
        }

        var thresholds = request.Content?.Thresholds
            ?? (await RuleVersion.InForceAsync(connection, transaction, RuleSet.Default(intake.Value.PublicAddress!), ct)).Content.Thresholds;
        var settings = new ReplaySettings(request.From, request.To, thresholds, request.PromptVersion);
        var id = Guid.CreateVersion7(clock.GetUtcNow());
        await connection.ExecuteAsync(new CommandDefinition(
            $"""
            insert into qualifier.job (org_id, id, kind, name, settings, total, estimated_cost_usd, cost_limit_usd, requested_by)
            values (warehouse.current_org(), @id, 'replay', @name, @settings::jsonb, @Enquiries, @EstimatedCostUsd, @CostLimitUsd, @requestedBy);

            with chosen as ({Chosen})
            insert into qualifier.replay_row (org_id, job_id, position, enquiry_id, decision_id, old_score, old_model)
            select warehouse.current_org(), @id, row_number() over (order by c.received_at desc, c.id desc), c.id, c.decision_id, c.final_score, c.model_score
            from chosen c
            """,
            new
            {
                id, name = request.Name?.Trim() ?? "", settings = settings.Write(), estimate.Enquiries, estimate.EstimatedCostUsd, estimate.CostLimitUsd, requestedBy = caller.Name,
                request.From, request.To,
            }, transaction, cancellationToken: ct));
        trail.Changed("replay", $"{id}", null, JsonSerializer.SerializeToElement(settings, RuleContent.Json));
        await trail.WriteAsync(transaction, StatusCodes.Status202Accepted, ct);
        await transaction.CommitAsync(ct);
        return TypedResults.Accepted($"/replays/{id}", new ReplayStarted(id, estimate));
    }

    private static async Task<Results<Ok<ReplayDetails>, NotFound>> Get(Guid id, Database database, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        if (await JobRow.FindAsync(connection, JobLease.Replay, id, ct) is not { } job)
        {
            return TypedResults.NotFound();
        }

        // While rows still move, the numbers of the job are the news; what became of people is asked once, at the end.
        return TypedResults.Ok(ReplayDetails.Of(ReplaySummary.Of(job), job.IsOver ? await ReplayOutcome.ReadAsync(connection, id, ct) : []));
    }

    private static async Task<Results<NoContent, NotFound>> Delete(Guid id, Database database, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        return await JobRow.DeleteAsync(connection, JobLease.Replay, id, ct) ? TypedResults.NoContent() : TypedResults.NotFound();
    }

    private static async Task<Results<Ok<ReplaySummary>, NotFound, ProblemHttpResult>> Cancel(Guid id, Database database, Caller caller, JobProgress progress, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        var canceled = await JobRow.CancelAsync(connection, JobLease.Replay, id, ct);
        if (await JobRow.FindAsync(connection, JobLease.Replay, id, ct) is not { } job)
        {
            return TypedResults.NotFound();
        }

        if (canceled is null)
        {
            return JobRow.IsOverAlready();
        }

        progress.TellEnd(caller.OrgId, id, JobLease.Replay, canceled);
        return TypedResults.Ok(ReplaySummary.Of(job));
    }

    // Newest enquiry first; "after" is the position of the last move seen. "from" and "to" choose a cell of the matrix.
    private static async Task<Results<Ok<ReplayMovePage>, NotFound>> Moves(
        Guid id, Database database, CancellationToken ct, [Range(0, 3)] int? from = null, [Range(0, 3)] int? to = null, [Range(1, 200)] int limit = 50, int? after = null)
    {
        await using var connection = await database.OpenAsync(ct);
        if (await JobRow.FindAsync(connection, JobLease.Replay, id, ct) is null)
        {
            return TypedResults.NotFound();
        }

        var rows = (await connection.QueryAsync<MoveRow>(new CommandDefinition(MoveRow.Sql, new { id, from, to, after, limit }, cancellationToken: ct))).AsList();
        return TypedResults.Ok(new ReplayMovePage([.. rows.Take(limit).Select(row => row.ToMove())], rows.Count > limit ? rows[limit - 1].Position : null));
    }

    private static Dictionary<string, string[]> Check(StartReplay request, IntakeOptions intake)
    {
        var wrong = request.Content is null
            ? new Dictionary<string, string[]>(StringComparer.Ordinal)
            : RuleCheck.Of(request.Content, RuleSet.Default(intake.PublicAddress!), PromptBook.Versions);
        if (request.To < request.From || request.To.DayNumber - request.From.DayNumber >= MostDays)
        {
            wrong["to"] = [$"Not before the first day, and {MostDays} days at most."];
        }

        if (request.PromptVersion is { } version && !PromptBook.Versions.Contains(version))
        {
            wrong["promptVersion"] = [$"There is no such version of the prompt. Those there are: {string.Join(", ", PromptBook.Versions)}."];
        }

        if (request.Content is null && request.PromptVersion is null)
        {
            wrong["content"] = ["Say other thresholds, another version of the prompt, or both."];
        }

        return wrong;
    }

    private static async Task<ReplayEstimate> EstimateAsync(
        NpgsqlConnection connection, NpgsqlTransaction? transaction, StartReplay request, JobOptions options, CancellationToken ct)
    {
        var counted = await connection.QuerySingleAsync<(int Enquiries, int Described)>(new CommandDefinition(
            $"select count(*)::int, (count(*) filter (where btrim(coalesce(c.project, '')) <> ''))::int from ({Chosen}) c",
            new { request.From, request.To }, transaction, cancellationToken: ct));
        var calls = request.PromptVersion is null ? 0 : counted.Described;
        var each = calls == 0 ? 0 : await JobCost.PerCallAsync(connection, transaction, options, ct);
        return new ReplayEstimate(counted.Enquiries, calls, decimal.Round(calls * each, 6), decimal.Min(request.MaxCostUsd ?? options.MaxCostUsd, options.MaxCostUsd));
    }

    private static ProblemHttpResult? Refusal(ReplayEstimate estimate) => estimate switch
    {
        { Enquiries: 0 } => TypedResults.Problem(
            "Choose days on which enquiries came in.", statusCode: StatusCodes.Status409Conflict, type: "replay-empty", title: "Nothing was decided in this period."),
        { Enquiries: > MostEnquiries } => TypedResults.Problem(
            $"{estimate.Enquiries} enquiries came in; choose fewer days.", statusCode: StatusCodes.Status409Conflict, type: "replay-too-large",
            title: $"A replay takes {MostEnquiries} enquiries at most."),
        _ when estimate.EstimatedCostUsd > estimate.CostLimitUsd => TypedResults.Problem(
            $"It would cost about {estimate.EstimatedCostUsd:0.00} US dollars; the limit is {estimate.CostLimitUsd:0.00}. Choose fewer days or a higher limit.",
            statusCode: StatusCodes.Status409Conflict, type: "replay-too-costly", title: "This replay would cost more than its limit."),
        _ => null,
    };

    private sealed record MoveRow(
        int Position, Guid EnquiryId, string Name, DateTimeOffset ReceivedAt, string? Budget, string? Styles, short OldScore, short NewScore, short? OldModel, short? NewModel,
        string OldRules, string NewRules, string? Reason, string? Fallback, string? Status, string? Qualification, bool CallBooked, long Won, decimal Amount)
    {
        public const string Sql =
            """
            select r.position, r.enquiry_id, e.name, e.received_at, e.budget, e.styles, r.old_score, r.new_score, r.old_model, r.new_model,
                   d.rules::text as old_rules, r.rules::text as new_rules, r.reason, r.fallback, l.status, l.qualification,
                   exists (select from warehouse.call c where c.org_id = r.org_id and c.invitee_email = e.lead_identity and c.kind = 'intro') as call_booked,
                   w.won, w.amount
            from qualifier.replay_row r
            join qualifier.enquiry e on e.org_id = r.org_id and e.id = r.enquiry_id
            join qualifier.decision d on d.org_id = r.org_id and d.id = r.decision_id
            left join crm.lead l on l.org_id = r.org_id and l.identity = e.lead_identity
            cross join lateral (
                select count(*) as won, coalesce(sum(v.amount), 0) as amount
                from warehouse.deal v
                where v.org_id = r.org_id and v.client_email = e.lead_identity and v.is_won
            ) w
            where r.org_id = warehouse.current_org() and r.job_id = @id and r.new_score <> r.old_score
              and (@from::int is null or r.old_score = @from) and (@to::int is null or r.new_score = @to) and (@after::int is null or r.position > @after)
            order by r.position
            limit @limit + 1
            """;

        public ReplayMove ToMove() => new(
            EnquiryId, Name, ReceivedAt, Budget, Styles, OldScore, NewScore, OldModel, NewModel, RulesOf(OldRules), RulesOf(NewRules), Reason, Fallback,
            Status, Qualification, CallBooked, Won, Amount);

        private static AppliedRule[] RulesOf(string json) => JsonSerializer.Deserialize<AppliedRule[]>(json, RuleContent.Json) ?? [];
    }
}

/// <param name="From">First day, in the organisation's time zone.</param>
/// <param name="To">Last day, included.</param>
/// <param name="Content">Other thresholds; without it those in force. Its pages and its version of the prompt change nothing here.</param>
/// <param name="PromptVersion">Asks the model again, with this version of the prompt; without it what the model said then holds, and nothing is paid.</param>
/// <param name="MaxCostUsd">What the model may cost in US dollars.</param>
public sealed record StartReplay(
    [property: MaxLength(200)] string? Name, DateOnly From, DateOnly To, RuleContent? Content, [property: MaxLength(100)] string? PromptVersion,
    [property: Range(0.01, 10_000)] decimal? MaxCostUsd);

/// <param name="ModelCalls">Enquiries with a description, when the model is asked.</param>
public sealed record ReplayEstimate(int Enquiries, int ModelCalls, decimal EstimatedCostUsd, decimal CostLimitUsd);

public sealed record ReplayStarted(Guid Id, ReplayEstimate Estimate);

/// <param name="CostUsd">What the model has cost so far.</param>
/// <param name="Reason">Why it did not go to its end.</param>
public sealed record ReplaySummary(
    Guid Id, string Name, DateOnly From, DateOnly To, Thresholds Thresholds, string? PromptVersion, JobState State, int Total, int Done,
    decimal CostUsd, decimal EstimatedCostUsd, decimal CostLimitUsd, string RequestedBy, DateTimeOffset RequestedAt, DateTimeOffset? StartedAt, DateTimeOffset? FinishedAt,
    string? Reason, string? WayOut)
{
    internal static ReplaySummary Of(JobRow job)
    {
        var settings = ReplaySettings.Read(job.Settings);
        return new ReplaySummary(
            job.Id, job.Name, settings.From, settings.To, settings.Thresholds, settings.PromptVersion, job.ToState(), job.Total, job.Done,
            job.CostUsd, job.EstimatedCostUsd, job.CostLimitUsd, job.RequestedBy, job.RequestedAt, job.StartedAt, job.FinishedAt, job.Reason, job.WayOut);
    }
}

/// <param name="Next">Pass it as "after" for the next page; null on the last one.</param>
public sealed record ReplayPage(IReadOnlyList<ReplaySummary> Items, Guid? Next);

/// <param name="Cells">Old final score against new; empty while the replay runs.</param>
public sealed record ReplayDetails(ReplaySummary Replay, long Moved, IReadOnlyList<ReplayCell> Cells)
{
    internal static ReplayDetails Of(ReplaySummary replay, IReadOnlyList<ReplayCell> cells) =>
        new(replay, cells.Where(cell => cell.From != cell.To).Sum(cell => cell.Enquiries), cells);
}

/// <summary>An enquiry that would have been decided otherwise, and what became of its person.</summary>
/// <param name="Won">Deals won with them.</param>
public sealed record ReplayMove(
    Guid EnquiryId, string Name, DateTimeOffset ReceivedAt, string? Budget, string? Styles, int From, int To, int? ModelBefore, int? ModelAfter,
    IReadOnlyList<AppliedRule> RulesBefore, IReadOnlyList<AppliedRule> RulesAfter, string? Reason, string? Fallback,
    string? LeadStatus, string? Qualification, bool CallBooked, long Won, decimal Amount);

/// <param name="Next">Pass it as "after" for the next page; null on the last one.</param>
public sealed record ReplayMovePage(IReadOnlyList<ReplayMove> Items, int? Next);
