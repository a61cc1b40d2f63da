using System.ComponentModel.DataAnnotations;
using Dapper;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Teg.Platform.Analytics.Figures;
using Teg.Platform.Analytics.Organisations;
using Teg.Platform.ServiceDefaults;

namespace Teg.Platform.Analytics.Ads;

internal static class AdsEndpoints
{
    /// <summary>Most days one chart can show, and one answer carries.</summary>
    private const int MostChartDays = 400;

    public static void MapAds(this IEndpointRouteBuilder routes)
    {
        var ads = routes.MapGroup("/ads").WithTags("Ads").RequireAuthorization(Roles.CompanyFigures);

        ads.MapGet("/", GetDashboard).WithName("GetAdsDashboard");
        ads.MapGet("/days", GetDays).WithName("GetAdsDays");
        ads.MapGet("/campaigns", GetCampaigns).WithName("GetAdsCampaigns");
        ads.MapGet("/campaigns.csv", ExportCampaigns).WithName("ExportAdsCampaigns").DisableRequestTimeout();
    }

    private static async Task<Results<Ok<AdsDashboard>, ProblemHttpResult>> GetDashboard(
        [AsParameters] AdsFilter filter, Organisation organisation, Database database, TimeProvider clock, CancellationToken ct)
    {
        var (range, settings, problem) = await organisation.RangeAsync(filter.From, filter.To, clock, ct);
        if (range is null)
        {
            return problem!;
        }

        await using var connection = await database.OpenAsync(ct);
        await using var answer = await connection.QueryMultipleAsync(new CommandDefinition(
            AdsCell.Sql, Parameters(filter, range), cancellationToken: ct));
        var asOf = await answer.ReadSingleOrDefaultAsync<DateTimeOffset?>();
        var cells = (await answer.ReadAsync<AdsCell>()).AsList();

        return TypedResults.Ok(AdsCell.Compose(cells, asOf, range, settings));
    }

    private static async Task<Results<Ok<AdsDays>, ProblemHttpResult>> GetDays(
        [AsParameters] AdsFilter filter, Organisation organisation, Database database, TimeProvider clock, CancellationToken ct)
    {
        var (range, _, problem) = await organisation.RangeAsync(filter.From, filter.To, clock, ct);
        if (range is null)
        {
            return problem!;
        }

        if (range.Days > MostChartDays)
        {
            return TypedResults.Problem($"Daily figures are given for at most {MostChartDays} days; ask for months instead.",
                statusCode: 400, title: "This range cannot be asked for.", type: "range-invalid");
        }

        await using var connection = await database.OpenAsync(ct);
        await using var answer = await connection.QueryMultipleAsync(new CommandDefinition(
            $"""
            select as_of from analytics.progress where org_id = warehouse.current_org();

            select d.day::date as day,
                   {Measures.Sums}
            from generate_series(@From::date, @Until::date - 1, interval '1 day') as d (day)
            left join analytics.daily_marketing m on m.org_id = warehouse.current_org() and m.day = d.day::date
                 and (@Channels::text[] is null or m.channel = any (@Channels))
                 and (@Campaigns::text[] is null or m.campaign = any (@Campaigns))
            group by d.day
            order by d.day
            """, Parameters(filter, range), cancellationToken: ct));

        return TypedResults.Ok(new AdsDays(await answer.ReadSingleOrDefaultAsync<DateTimeOffset?>(), (await answer.ReadAsync<DayMeasures>()).AsList()));
    }

    private static async Task<Results<Ok<CampaignTable>, ProblemHttpResult>> GetCampaigns(
        [AsParameters] AdsFilter filter, string? sort, string? after, Organisation organisation, Database database, TimeProvider clock,
        CancellationToken ct, [Range(1, 200)] int limit = 50)
    {
        var (range, _, problem) = await organisation.RangeAsync(filter.From, filter.To, clock, ct);
        if (range is null)
        {
            return problem!;
        }

        if (CampaignSort.Parse(sort) is not { } order)
        {
            return UnknownSort();
        }

        if (!Cursor.TryRead<CampaignKey>(after, out var key))
        {
            return Cursor.Unreadable();
        }

        var parameters = Parameters(filter, range);
        parameters.AddDynamicParams(new { AfterValue = key?.Value, AfterCampaign = key?.Campaign, Take = limit + 1 });

        await using var connection = await database.OpenAsync(ct);
        await using var answer = await connection.QueryMultipleAsync(new CommandDefinition(
            $"select as_of from analytics.progress where org_id = warehouse.current_org(); {order.Sql(paged: true)}", parameters, cancellationToken: ct));
        var asOf = await answer.ReadSingleOrDefaultAsync<DateTimeOffset?>();
        var rows = (await answer.ReadAsync<CampaignMeasures>()).AsList();
        var page = rows.Count > limit ? rows[..limit] : rows;

        return TypedResults.Ok(new CampaignTable(asOf, page, rows.Count > limit ? Cursor.Of(new CampaignKey(page[^1].SortValue, page[^1].Campaign)) : null));
    }

    private static async Task<Results<PushStreamHttpResult, ProblemHttpResult>> ExportCampaigns(
        [AsParameters] AdsFilter filter, string? sort, Organisation organisation, Database database, TimeProvider clock, CancellationToken ct)
    {
        var (range, settings, problem) = await organisation.RangeAsync(filter.From, filter.To, clock, ct);
        if (range is null)
        {
            return problem!;
        }

        if (CampaignSort.Parse(sort) is not { } order)
        {
            return UnknownSort();
        }

        return Csv.Stream($"campaigns-{range.From:yyyy-MM-dd}-{range.To:yyyy-MM-dd}.csv", database,
            new CommandDefinition(order.Sql(paged: false), Parameters(filter, range), commandTimeout: 0, cancellationToken: ct),
            (CampaignMeasures row) => CampaignLine.Of(row, settings.Currency));
    }

    private static ProblemHttpResult UnknownSort() =>
        TypedResults.Problem($"Sort by one of {CampaignSort.Known}; put - in front for the largest first.", statusCode: 400, title: "This order is not known.", type: "sort-unknown");

    private static DynamicParameters Parameters(AdsFilter filter, DayRange range) => new(new
    {
        range.From, range.Until, PreviousFrom = range.Previous.From, Channels = filter.Channel.OrAll(), Campaigns = filter.Campaign.OrAll(),
    });
}
