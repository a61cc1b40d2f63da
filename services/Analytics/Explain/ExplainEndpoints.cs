using System.ComponentModel.DataAnnotations;
using Dapper;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using Teg.Platform.Analytics.Figures;
using Teg.Platform.Analytics.Organisations;
using Teg.Platform.ServiceDefaults;

namespace Teg.Platform.Analytics.Explain;

/// <summary>"Explain this number": how a figure of a page came about, with the rows it is made of.</summary>
internal static class ExplainEndpoints
{
    public static void MapExplain(this IEndpointRouteBuilder routes)
    {
        // An agent is answered from own rows alone, as on the pages; what is nobody's own is refused figure by figure.
        var explain = routes.MapGroup("/explain").WithTags("Explain").RequireAuthorization(Roles.Viewer);

        explain.MapGet("/{figure}", Explain).WithName("ExplainFigure");
        explain.MapGet("/{figure}/rows", GetRows).WithName("ListExplainedRows");
        explain.MapGet("/{figure}/rows.{format}", ExportRows).WithName("ExportExplainedRows").DisableRequestTimeout();
    }

    private static async Task<Results<Ok<Explanation>, ProblemHttpResult>> Explain(
        string figure, [AsParameters] ExplainFilter filter, Organisation organisation, Database database, Caller caller, TimeProvider clock, CancellationToken ct)
    {
        var (found, asked, problem) = await FindAsync(figure, filter, organisation, caller, clock, ct);
        if (found is null)
        {
            return problem!;
        }

        await using var connection = await database.OpenAsync(ct);
        var on = await found.AskAsync(connection, asked!, ct);
        var days = found.DaysOf(asked!);
        return TypedResults.Ok(new Explanation(
            found.Id, found.Name, found.Unit, asked!.Settings.Currency, on.Value, found.Formula, on.AsOf, days.From, days.To, asked.Settings.TimeZone,
            [.. await OwnRowsAsync(connection, asked, ct), .. found.FiltersOf(asked, await NamesOfIds.AskAsync(connection, filter, ct))], on.Parts, found.Measure, on.Exclusions,
            await Sources.AskAsync(connection, found.From, asked.OwnOnly, ct)));
    }

    private static async Task<Results<Ok<ExplainedRows>, ProblemHttpResult>> GetRows(
        string figure, [AsParameters] ExplainFilter filter, string? after, Organisation organisation, Database database, Caller caller, TimeProvider clock, CancellationToken ct,
        [Range(1, 200)] int limit = 50)
    {
        var (found, asked, problem) = await FindWithRowsAsync(figure, filter, organisation, caller, clock, ct);
        if (found is null)
        {
            return problem!;
        }

        await using var connection = await database.OpenAsync(ct);
        return await found.RowsOf(asked!).PageAsync(connection, after, limit, ct) is { } page ? TypedResults.Ok(page) : Cursor.Unreadable();
    }

    private static async Task<Results<PushStreamHttpResult, ProblemHttpResult>> ExportRows(
        string figure, Word<ExportFormat> format, [AsParameters] ExplainFilter filter, Organisation organisation, Database database, Caller caller, TimeProvider clock, CancellationToken ct)
    {
        var (found, asked, problem) = await FindWithRowsAsync(figure, filter, organisation, caller, clock, ct);
        if (found is null)
        {
            return problem!;
        }

        var days = found.DaysOf(asked!);
        return found.RowsOf(asked!).Export(format.Value, $"{found.Id.Replace('.', '-')}-{days.From:yyyy-MM-dd}-{days.To:yyyy-MM-dd}", database, ct);
    }

    // Nobody chose it, and it is a filter all the same.
    private static async Task<IEnumerable<FilterInWords>> OwnRowsAsync(NpgsqlConnection connection, Asked asked, CancellationToken ct) => asked.OwnOnly
        ? [new FilterInWords("Only your own", await connection.QuerySingleAsync<string[]>(new CommandDefinition("select accounts.own_sales_names()", cancellationToken: ct)))]
        : [];

    private static async Task<(Figure? Figure, Asked? Asked, ProblemHttpResult? Problem)> FindAsync(
        string id, ExplainFilter filter, Organisation organisation, Caller caller, TimeProvider clock, CancellationToken ct)
    {
        if (Catalogue.Find(id) is not { } figure)
        {
            return (null, null, TypedResults.Problem(
                "Open the page it was on and choose the figure there; docs/explain.md lists them all.", statusCode: 404, title: "This figure is not known.", type: "figure-unknown"));
        }

        if (figure.IsCompanys && caller.Role == Roles.Agent)
        {
            return (null, null, TypedResults.Problem("What advertising costs and brings is not for agents.", statusCode: 403, title: "Your role does not allow this.", type: "not-allowed"));
        }

        var (range, settings, problem) = await organisation.RangeAsync(filter.From, filter.To, clock, ct);
        return range is null ? (null, null, problem) : (figure, new Asked(filter, range, settings, clock.GetUtcNow(), caller.Role == Roles.Agent), null);
    }

    private static async Task<(Figure? Figure, Asked? Asked, ProblemHttpResult? Problem)> FindWithRowsAsync(
        string id, ExplainFilter filter, Organisation organisation, Caller caller, TimeProvider clock, CancellationToken ct)
    {
        var (figure, asked, problem) = await FindAsync(id, filter, organisation, caller, clock, ct);
        return figure is { Parts: { Length: > 0 } parts }
            ? (null, null, TypedResults.Problem($"Ask for the rows of {string.Join(" or ", parts)}.", statusCode: 400, title: "This figure is worked out from others.", type: "figure-has-parts"))
            : (figure, asked, problem);
    }
}
