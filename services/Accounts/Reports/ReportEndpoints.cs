using System.ComponentModel.DataAnnotations;
using Dapper;
using Microsoft.AspNetCore.Http.HttpResults;
using Teg.Platform.Accounts.Sessions;
using Teg.Platform.ServiceDefaults;

namespace Teg.Platform.Accounts.Reports;

/// <summary>D5: reports of Looker Studio and Google Sheets that the SEO page embeds.</summary>
internal static class ReportEndpoints
{
    public static void MapReports(this IEndpointRouteBuilder routes)
    {
        var reports = routes.MapGroup("/organisations/current/reports").WithTags("Organisations").RequireAuthorization(Roles.CompanyFigures);

        reports.MapGet("", List).WithName("ListReports");
        reports.MapPut("", Save).WithName("SaveReports").RequireAuthorization(Roles.Admin).AddEndpointFilter<LiveSession>();
    }

    // Never more than a dozen, so they come in one piece.
    private static async Task<Ok<ReportList>> List(Database database, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        var rows = await connection.QueryAsync<ReportRow>(new CommandDefinition(ReportRow.Sql, cancellationToken: ct));
        return TypedResults.Ok(new ReportList([.. rows.Select(row => row.ToInfo())]));
    }

    // The whole list at once: who saves the same twice has it once.
    private static async Task<Results<Ok<ReportList>, ProblemHttpResult>> Save(
        SaveReports request, Database database, Caller caller, AuditTrail trail, CancellationToken ct)
    {
        var read = request.Items.Select(item => (Title: item.Title.Trim(), Read: ReportAddress.Of(item.Address))).ToList();
        if (read.FirstOrDefault(item => item.Read.Refusal is not null) is { Read.Refusal: { } refusal } refused)
        {
            return TypedResults.Problem(
                $"“{refused.Title}”: {refusal}.", statusCode: StatusCodes.Status400BadRequest, title: "This address cannot be embedded.", type: "report-address");
        }

        var reports = read.Select((item, index) => new ReportRow((short)(index + 1), item.Title, item.Read.Address!.Embed)).ToList();
        await using var connection = await database.OpenAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await connection.ExecuteAsync(new CommandDefinition(
            "select from accounts.organisation where org_id = warehouse.current_org() for no key update", transaction: transaction, cancellationToken: ct));
        var before = (await connection.QueryAsync<ReportRow>(new CommandDefinition(ReportRow.Sql, transaction: transaction, cancellationToken: ct))).AsList();
        await connection.ExecuteAsync(new CommandDefinition(
            """
            delete from accounts.report where org_id = warehouse.current_org();

            insert into accounts.report (org_id, position, title, kind, address)
            select warehouse.current_org(), r.position, r.title, r.kind, r.address
            from unnest(@positions, @titles, @kinds, @addresses) r (position, title, kind, address)
            """,
            new
            {
                positions = reports.Select(report => report.Position).ToArray(), titles = reports.Select(report => report.Title).ToArray(),
                kinds = read.Select(item => item.Read.Address!.Kind is ReportKind.LookerStudio ? "looker-studio" : "google-sheet").ToArray(),
                addresses = reports.Select(report => report.Address).ToArray(),
            }, transaction, cancellationToken: ct));

        if (before.SequenceEqual(reports))
        {
            trail.About("organisation", caller.OrgId.ToString());
        }
        else
        {
            trail.Changed("organisation", caller.OrgId.ToString(), Named(before), Named(reports));
        }

        await trail.WriteAsync(transaction, StatusCodes.Status200OK, ct);
        await transaction.CommitAsync(ct);
        return TypedResults.Ok(new ReportList([.. reports.Select(report => report.ToInfo())]));
    }

    private static object Named(IEnumerable<ReportRow> reports) => new { reports = reports.Select(report => $"{report.Title}: {report.Address}").ToArray() };

    private sealed record ReportRow(short Position, string Title, string Address)
    {
        public const string Sql = "select position, title, address from accounts.report where org_id = warehouse.current_org() order by position";

        public ReportInfo ToInfo()
        {
            var address = ReportAddress.Stored(Address);
            return new ReportInfo(Title, address.Kind, address.Embed, address.Open);
        }
    }
}

/// <summary>What the SEO page shows, in its order.</summary>
public sealed record ReportList(IReadOnlyList<ReportInfo> Items);

/// <param name="Kind">Recognised from the address.</param>
/// <param name="Embed">What a frame loads: always below https://lookerstudio.google.com/embed/ or https://docs.google.com/spreadsheets/d/.</param>
/// <param name="Open">The same in a tab of its own.</param>
public sealed record ReportInfo(string Title, ReportKind Kind, string Embed, string Open);

/// <param name="Items">All of them, in the order they shall stand.</param>
public sealed record SaveReports([property: Required, MaxLength(12)] IReadOnlyList<ReportEntry> Items);

/// <param name="Address">Of a Looker Studio report or a Google spreadsheet, as the address bar or the embed dialog shows it.</param>
public sealed record ReportEntry(
    [property: Required, MaxLength(100), RegularExpression(@"\P{Cc}*\S\P{Cc}*")] string Title,
    [property: Required, MaxLength(2000)] string Address);
