using System.ComponentModel.DataAnnotations;
using Dapper;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using Teg.Platform.Analytics.Figures;
using Teg.Platform.Analytics.Organisations;
using Teg.Platform.ServiceDefaults;

namespace Teg.Platform.Analytics.Calls;

internal static class CallsEndpoints
{
    public static void MapCalls(this IEndpointRouteBuilder routes)
    {
        // An agent is answered from own calls alone: row-level security leaves the others out of the rollup as of the facts.
        var calls = routes.MapGroup("/calls").WithTags("Calls").RequireAuthorization(Roles.Viewer);

        calls.MapGet("/", GetDashboard).WithName("GetCallsDashboard");
        calls.MapGet("/list", GetList).WithName("ListCalls");
        calls.MapGet("/list.csv", Export).WithName("ExportCalls").DisableRequestTimeout();
        calls.MapGet("/{id:guid}", GetCall).WithName("GetCall");
    }

    private static async Task<Results<Answer<CallsDashboard>, ProblemHttpResult>> GetDashboard(
        [AsParameters] CallFilter filter, Organisation organisation, Answers answers, Caller caller, TimeProvider clock, CancellationToken ct)
    {
        var (range, settings, problem) = await organisation.RangeAsync(filter.From, filter.To, clock, ct);
        if (range is null)
        {
            return problem!;
        }

        // A call of yesterday may still be under way, so yesterday is asked as often as today.
        var now = clock.GetUtcNow();
        return await answers.AskAsync(
            new DayRange(range.From, range.Until).Policy(settings.DayOf(now)), CallQuestion.Of(filter, range, settings, now, caller.Role == Roles.Agent), AskAsync, ct, Answers.Figures);
    }

    internal static async Task<CallsDashboard> AskAsync(NpgsqlConnection connection, CallQuestion question, CancellationToken ct)
    {
        await using var answer = await connection.QueryMultipleAsync(new CommandDefinition(CallsSql.Dashboard(question.ToAmong()), Parameters(question), cancellationToken: ct));
        var progress = await answer.ReadSingleOrDefaultAsync<(DateTimeOffset? AsOf, DateOnly? FirstDay)>();
        var totals = (await answer.ReadAsync<NamedTotals>()).ToDictionary(row => row.Name, row => row.Totals, StringComparer.Ordinal);
        var cells = (await answer.ReadAsync<CallCell>()).ToLookup(cell => cell.Dimension, StringComparer.Ordinal);
        var choices = (await answer.ReadAsync<(string Dimension, string Value)>()).ToLookup(row => row.Dimension, row => row.Value, StringComparer.Ordinal);
        var campaigns = (await answer.ReadAsync<(string Campaign, string Name)>()).ToDictionary(row => row.Campaign, row => row.Name, StringComparer.Ordinal);

        return CallsAnswer.Compose(question, progress.AsOf, progress.FirstDay, totals, cells, choices, campaigns);
    }

    internal static DynamicParameters Parameters(CallQuestion question)
    {
        var (previous, lastYear) = (question.ToRange().Previous, question.LastYear());
        var parameters = question.Parameters();
        parameters.AddDynamicParams(new
        {
            PreviousFrom = previous.From, LastYearFrom = lastYear.From, LastYearUntil = lastYear.Until,
            First = previous.From < lastYear.From ? previous.From : lastYear.From, Last = question.Until,
        });
        return parameters;
    }

    private static async Task<Results<Ok<CallList>, ProblemHttpResult>> GetList(
        [AsParameters] CallFilter filter, Word<CallOutcome>? outcome, Word<CallDay>? by, string? after, Organisation organisation, Database database, TimeProvider clock,
        CancellationToken ct, [Range(1, 200)] int limit = 50)
    {
        var (question, problem) = await QuestionAsync(filter, organisation, clock, ct);
        if (question is null)
        {
            return problem!;
        }

        if (!Cursor.TryRead<CallKey>(after, out var key))
        {
            return Cursor.Unreadable();
        }

        var day = by?.Value ?? CallDay.Start;
        var parameters = question.Parameters();
        parameters.AddDynamicParams(new { Outcome = outcome?.ToString(), AfterAt = key?.At, AfterId = key?.Id, Take = limit + 1 });

        await using var connection = await database.OpenAsync(ct);
        await using var answer = await connection.QueryMultipleAsync(new CommandDefinition(
            $"select as_of from analytics.progress where org_id = warehouse.current_org(); {CallRow.Sql(day, paged: true)}", parameters, cancellationToken: ct));
        var asOf = await answer.ReadSingleOrDefaultAsync<DateTimeOffset?>();
        var rows = (await answer.ReadAsync<CallRow>()).AsList();
        var page = rows.Count > limit ? rows[..limit] : rows;

        return TypedResults.Ok(new CallList(asOf, page, rows.Count > limit ? Cursor.Of(new CallKey(day is CallDay.Start ? page[^1].StartsAt : page[^1].BookedAt, page[^1].Id)) : null));
    }

    private static async Task<Results<PushStreamHttpResult, ProblemHttpResult>> Export(
        [AsParameters] CallFilter filter, Word<CallOutcome>? outcome, Word<CallDay>? by, Word<ExportFormat>? format, Organisation organisation, Database database, TimeProvider clock,
        CancellationToken ct)
    {
        var (question, problem) = await QuestionAsync(filter, organisation, clock, ct);
        if (question is null)
        {
            return problem!;
        }

        var parameters = question.Parameters();
        parameters.AddDynamicParams(new { Outcome = outcome?.ToString() });
        var zone = TimeZoneInfo.FindSystemTimeZoneById(question.TimeZone);
        return ServiceDefaults.Export.Stream(format?.Value ?? ExportFormat.Csv, $"calls-{question.From:yyyy-MM-dd}-{question.Until.AddDays(-1):yyyy-MM-dd}", database,
            new CommandDefinition(CallRow.Sql(by?.Value ?? CallDay.Start, paged: false), parameters, commandTimeout: 0, cancellationToken: ct),
            (CallRow row) => CallLine.Of(row, zone));
    }

    private static async Task<Results<Ok<CallDetails>, NotFound>> GetCall(Guid id, Database database, TimeProvider clock, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        await using var answer = await connection.QueryMultipleAsync(new CommandDefinition(CallRow.ById, new { id, Now = clock.GetUtcNow() }, cancellationToken: ct));
        return await answer.ReadSingleOrDefaultAsync<CallRow>() is { } call
            ? TypedResults.Ok(new CallDetails(call, (await answer.ReadAsync<CallMoment>()).AsList()))
            : TypedResults.NotFound();
    }

    private static async Task<(CallQuestion? Question, ProblemHttpResult? Problem)> QuestionAsync(
        CallFilter filter, Organisation organisation, TimeProvider clock, CancellationToken ct)
    {
        var (range, settings, problem) = await organisation.RangeAsync(filter.From, filter.To, clock, ct);
        return (range is null ? null : CallQuestion.Of(filter, range, settings, clock.GetUtcNow()), problem);
    }

    private sealed record NamedTotals : CallMeasures
    {
        public required string Name { get; init; }

        public required long[] LeadDays { get; init; }

        public CallTotals Totals => new()
        {
            Booked = Booked, Scheduled = Scheduled, Held = Held, NoShow = NoShow, Upcoming = Upcoming, Canceled = Canceled,
            CanceledByInvitee = CanceledByInvitee, CanceledByHost = CanceledByHost, Rescheduled = Rescheduled, LeadDays = LeadDays,
        };
    }
}
