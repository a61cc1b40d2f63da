using System.Text.Json;
using Dapper;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using Teg.Platform.Analytics.Organisations;
using Teg.Platform.Contracts;
using Teg.Platform.ServiceDefaults;

namespace Teg.Platform.Analytics.DemoTruth;

/// <summary>K5: the demo organisation's published answers beside what its dashboards show.</summary>
internal static class DemoTruthEndpoints
{
    public static void MapDemoTruth(this IEndpointRouteBuilder routes) =>
        routes.MapGroup("/demo-truth").WithTags("Demo truth").RequireAuthorization(Roles.CompanyFigures)
            .MapGet("/", Get).WithName("GetDemoTruth");

    private static async Task<Results<Ok<DemoTruthAnswer>, ProblemHttpResult>> Get(
        PublishedTruth published, Caller caller, Organisation organisation, Database database, CancellationToken ct)
    {
        if (!published.IsKnown)
        {
            return TypedResults.Problem("Nobody publishes right answers for this installation; only the demo of a development start has them.",
                statusCode: 404, title: "There is no demo truth here.", type: "no-demo-truth");
        }

        if (caller.OrgId != DemoOrganisation.Id)
        {
            return TypedResults.Problem("The right answers are those of the demo organisation; of your own data only you know them.",
                statusCode: 404, title: "This is not the demo organisation.", type: "not-the-demo-organisation");
        }

        using var truth = await published.AskAsync(ct);
        if (truth is null)
        {
            return TypedResults.Problem("The Sandbox, which publishes the right answers, does not answer. The dashboards are not touched by that.",
                statusCode: 503, title: "The right answers are away.", type: "truth-away");
        }

        await using var connection = await database.OpenAsync(ct);
        return TypedResults.Ok(await AskAsync(connection, truth.RootElement, await organisation.SettingsAsync(ct), ct));
    }

    private static async Task<DemoTruthAnswer> AskAsync(NpgsqlConnection connection, JsonElement truth, OrganisationSettings settings, CancellationToken ct)
    {
        var (from, to) = (Day(truth, "from"), Day(truth, "to"));
        var range = new { From = from, Until = to.AddDays(1) };

        // A page whose figures are published is one line here and one file beside.
        List<ComparedFigure> figures =
        [
            .. await AdsTruth.CompareAsync(truth, connection, range, ct),
            .. await SalesTruth.CompareAsync(truth, connection, range, ct),
            .. await NewLeadsTruth.CompareAsync(truth, connection, range, ct),
            .. await CallsTruth.CompareAsync(truth, connection, range.From, range.Until, settings, ct),
        ];
        var asOf = await connection.ExecuteScalarAsync<DateTimeOffset?>(new CommandDefinition(
            "select as_of from analytics.progress where org_id = warehouse.current_org()", cancellationToken: ct));

        return new DemoTruthAnswer(
            truth.GetProperty("asOf").GetDateTimeOffset(), asOf, from, to, settings.Currency, figures.Sum(figure => figure.Lines.Count), figures.Sum(figure => figure.Different), figures);
    }

    private static DateOnly Day(JsonElement truth, string name) => DateOnly.ParseExact(truth.GetProperty(name).GetString()!, "yyyy-MM-dd", null);
}
