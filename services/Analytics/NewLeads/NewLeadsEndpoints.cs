using System.ComponentModel.DataAnnotations;
using Dapper;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using Teg.Platform.Analytics.Figures;
using Teg.Platform.Analytics.Organisations;
using Teg.Platform.ServiceDefaults;

namespace Teg.Platform.Analytics.NewLeads;

internal static class NewLeadsEndpoints
{
    public static void MapNewLeads(this IEndpointRouteBuilder routes)
    {
        // An agent's leads are the agent's own by row-level security, in the rollup as in the list.
        var leads = routes.MapGroup("/new-leads").WithTags("New leads").RequireAuthorization(Roles.Viewer);

        leads.MapGet("/", GetDashboard).WithName("GetNewLeads");
        leads.MapGet("/leads", GetLeads).WithName("ListNewLeads");
        leads.MapGet("/leads.csv", ExportLeads).WithName("ExportNewLeads").DisableRequestTimeout();
    }

    private static async Task<Results<Answer<NewLeadsDashboard>, ProblemHttpResult>> GetDashboard(
        [AsParameters] LeadFilter filter, Organisation organisation, Answers answers, Caller caller, TimeProvider clock, CancellationToken ct)
    {
        var (range, settings, problem) = await organisation.RangeAsync(filter.From, filter.To, clock, ct);
        return range is null ? problem! : await answers.AskAsync(
            range.Policy(settings.Today(clock)), LeadQuestion.Of(filter, range, settings, caller.Role == Roles.Agent), NewLeadsDashboard.AskAsync, ct, Answers.Figures);
    }

    private static async Task<Results<Ok<LeadList>, ProblemHttpResult>> GetLeads(
        [AsParameters] LeadFilter filter, string? after, Organisation organisation, Database database, TimeProvider clock, CancellationToken ct,
        [Range(1, 200)] int limit = 50)
    {
        var (range, settings, problem) = await organisation.RangeAsync(filter.From, filter.To, clock, ct);
        if (range is null)
        {
            return problem!;
        }

        if (!Cursor.TryRead<LeadKey>(after, out var key))
        {
            return Cursor.Unreadable();
        }

        await using var connection = await database.OpenAsync(ct);
        return TypedResults.Ok(await AskAsync(connection, LeadQuestion.Of(filter, range, settings), key, limit, ct));
    }

    private static async Task<LeadList> AskAsync(
        NpgsqlConnection connection, LeadQuestion question, LeadKey? key, int limit, CancellationToken ct)
    {
        var parameters = question.Parameters();
        parameters.AddDynamicParams(new { AfterAt = key?.At, AfterId = key?.Id, Take = limit + 1 });

        await using var answer = await connection.QueryMultipleAsync(new CommandDefinition(
            $"select as_of from analytics.progress where org_id = warehouse.current_org(); {ReceivedLead.Sql(paged: true)}", parameters, cancellationToken: ct));
        var asOf = await answer.ReadSingleOrDefaultAsync<DateTimeOffset?>();
        var rows = (await answer.ReadAsync<ReceivedLead>()).AsList();
        var page = rows.Count > limit ? rows[..limit] : rows;

        return new LeadList(asOf, page, rows.Count > limit ? Cursor.Of(new LeadKey(page[^1].ReceivedAt, page[^1].Id)) : null);
    }

    private static async Task<Results<PushStreamHttpResult, ProblemHttpResult>> ExportLeads(
        [AsParameters] LeadFilter filter, Word<ExportFormat>? format, Organisation organisation, Database database, TimeProvider clock, CancellationToken ct)
    {
        var (range, settings, problem) = await organisation.RangeAsync(filter.From, filter.To, clock, ct);
        if (range is null)
        {
            return problem!;
        }

        return Export.Stream(format?.Value ?? ExportFormat.Csv, $"leads-{range.From:yyyy-MM-dd}-{range.To:yyyy-MM-dd}", database,
            new CommandDefinition(
                ReceivedLead.Sql(paged: false), LeadQuestion.Of(filter, range, settings).Parameters(), commandTimeout: 0, cancellationToken: ct),
            (ReceivedLead row) => LeadLine.Of(row));
    }
}
