using System.ComponentModel.DataAnnotations;
using Dapper;
using Microsoft.AspNetCore.Http.HttpResults;
using Teg.Platform.Qualifier.Decisions;
using Teg.Platform.ServiceDefaults;

namespace Teg.Platform.Qualifier.Enquiries;

/// <summary>What people wrote and what was decided. Everybody's, so not for agents.</summary>
internal static class EnquiryEndpoints
{
    public static void MapEnquiries(this IEndpointRouteBuilder routes)
    {
        var enquiries = routes.MapGroup("").WithTags("Enquiries").RequireAuthorization(Roles.CompanyFigures);

        enquiries.MapGet("/enquiries", List).WithName("ListEnquiries");
        enquiries.MapGet("/enquiries/{id:guid}", Get).WithName("GetEnquiry");
        enquiries.MapGet("/decisions.csv", Export).WithName("ExportDecisions").DisableRequestTimeout();
    }

    private static async Task<Results<Ok<EnquiryPage>, ProblemHttpResult>> List(
        [AsParameters] EnquiryFilter filter, string? after, Database database, TimeProvider clock, CancellationToken ct, [Range(1, 200)] int limit = 50)
    {
        if (!Cursor.TryRead<EnquiryKey>(after, out var key))
        {
            return Cursor.Unreadable();
        }

        if (filter.Fault is { } fault)
        {
            return fault;
        }

        await using var connection = await database.OpenAsync(ct);
        var (period, problem) = await EnquiryPeriod.OfAsync(connection, filter.From, filter.To, clock, ct);
        if (period is null)
        {
            return problem!;
        }

        var parameters = new DynamicParameters(filter.Parameters(period));
        parameters.AddDynamicParams(new { AfterAt = key?.At, AfterId = key?.Id, Take = limit, Looked = EnquiryItem.MostLookedAt });
        await using var answer = await connection.QueryMultipleAsync(new CommandDefinition(EnquiryItem.Sql(filter, isFirst: key is null), parameters, cancellationToken: ct));
        var rows = (await answer.ReadAsync<EnquiryRow>()).AsList();
        var end = await answer.ReadSingleOrDefaultAsync<EnquiryEnd>();
        var total = await answer.ReadSingleAsync<long?>();

        var next = rows.Count == limit ? new EnquiryKey(rows[^1].ReceivedAt, rows[^1].Id) : end is { Looked: EnquiryItem.MostLookedAt } ? new EnquiryKey(end.ReceivedAt, end.Id) : null;
        return TypedResults.Ok(new EnquiryPage([.. rows.Select(row => row.ToItem())], next is null ? null : Cursor.Of(next), (int?)total));
    }

    private static async Task<Results<Ok<EnquiryDetails>, NotFound>> Get(Guid id, Database database, AuditTrail trail, CancellationToken ct)
    {
        trail.About("enquiry", id.ToString());
        await using var connection = await database.OpenAsync(ct);
        await using var answer = await connection.QueryMultipleAsync(new CommandDefinition(EnquiryDetails.Sql, new { id }, cancellationToken: ct));
        var enquiry = await answer.ReadSingleOrDefaultAsync<DetailsRow>();
        var decisions = await answer.ReadAsync<DecisionRow>();
        var lead = await answer.ReadSingleOrDefaultAsync<EnquiryLead>();
        return enquiry is null ? TypedResults.NotFound() : TypedResults.Ok(enquiry.ToDetails([.. decisions.Select(row => row.ToItem())], lead));
    }

    private static async Task<Results<PushStreamHttpResult, ProblemHttpResult>> Export(
        [AsParameters] EnquiryFilter filter, Database database, TimeProvider clock, CancellationToken ct)
    {
        if (filter.Fault is { } fault)
        {
            return fault;
        }

        EnquiryPeriod? period;
        await using (var connection = await database.OpenAsync(ct))
        {
            (period, var problem) = await EnquiryPeriod.OfAsync(connection, filter.From, filter.To, clock, ct);
            if (period is null)
            {
                return problem!;
            }
        }

        return Csv.Stream($"decisions-{period.Days.From:yyyy-MM-dd}-{period.Days.To:yyyy-MM-dd}.csv", database,
            new CommandDefinition(DecisionLine.Sql(filter), filter.Parameters(period), commandTimeout: 0, cancellationToken: ct),
            (ExportRow row) => row.ToLine());
    }
}
