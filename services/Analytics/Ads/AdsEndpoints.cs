using System.ComponentModel.DataAnnotations;
using Dapper;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using Teg.Platform.Analytics.Figures;
using Teg.Platform.Analytics.Organisations;
using Teg.Platform.Analytics.Targets;
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

    private static async Task<Results<Answer<AdsDashboard>, ProblemHttpResult>> GetDashboard(
        [AsParameters] AdsFilter filter, Organisation organisation, Answers answers, TimeProvider clock, CancellationToken ct)
    {
        var (range, settings, problem) = await organisation.RangeAsync(filter.From, filter.To, clock, ct);
        return range is null
            ? problem!
            : await answers.AskAsync(range.Policy(settings.Today(clock)), AdsQuestion.Of(filter, range, settings), AskDashboardAsync, ct, Answers.Figures);
    }

    internal static async Task<AdsDashboard> AskDashboardAsync(NpgsqlConnection connection, AdsQuestion question, CancellationToken ct)
    {
        await using var answer = await connection.QueryMultipleAsync(new CommandDefinition(AdsCell.Sql, question, cancellationToken: ct));
        var progress = await answer.ReadSingleOrDefaultAsync<(DateTimeOffset? AsOf, DateOnly? FirstDay)>();
        var cells = (await answer.ReadAsync<AdsCell>()).AsList();
        var targets = await answer.ReadAsync<MonthTarget>();

        return AdsCell.Compose(cells, question.IsUnfiltered ? new TargetBook(targets) : TargetBook.Empty, progress.AsOf, progress.FirstDay, question);
    }

    private static async Task<Results<Answer<AdsDays>, ProblemHttpResult>> GetDays(
        [AsParameters] AdsFilter filter, Word<ComparedWith>? against, Organisation organisation, Answers answers, TimeProvider clock, CancellationToken ct)
    {
        var (range, settings, problem) = await organisation.RangeAsync(filter.From, filter.To, clock, ct);
        if (range is null)
        {
            return problem!;
        }

        if (range.Days > MostChartDays)
        {
            return TypedResults.Problem($"Daily figures are given for at most {MostChartDays} days; ask for months instead.",
                statusCode: 400, title: "This range cannot be asked for.", type: "range-invalid");
        }

        return await answers.AskAsync(
            range.Policy(settings.Today(clock)), new AdsDaysQuestion(AdsQuestion.Of(filter, range, settings), against?.Value), AskDaysAsync, ct, Answers.Figures);
    }

    internal static async Task<AdsDays> AskDaysAsync(NpgsqlConnection connection, AdsDaysQuestion question, CancellationToken ct)
    {
        await using var answer = await connection.QueryMultipleAsync(new CommandDefinition(DayMeasures.Sql, question.Parameters(), cancellationToken: ct));
        var progress = await answer.ReadSingleOrDefaultAsync<(DateTimeOffset? AsOf, DateOnly? FirstDay)>();
        var days = (await answer.ReadAsync<DayMeasures>()).AsList();
        var against = (await answer.ReadAsync<DayMeasures>()).AsList();
        return new AdsDays(progress.AsOf, days, question.ToAgainst() is { } compared && progress.FirstDay <= compared.From ? against : null);
    }

    private static async Task<Results<Ok<CampaignTable>, ProblemHttpResult>> GetCampaigns(
        [AsParameters] AdsFilter filter, string? sort, string? after, Organisation organisation, Database database, TimeProvider clock,
        CancellationToken ct, [Range(1, 200)] int limit = 50)
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

        if (!Cursor.TryRead<CampaignKey>(after, out var key))
        {
            return Cursor.Unreadable();
        }

        var parameters = new DynamicParameters(AdsQuestion.Of(filter, range, settings));
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
        [AsParameters] AdsFilter filter, string? sort, Word<ExportFormat>? format, Organisation organisation, Database database, TimeProvider clock, CancellationToken ct)
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

        return Export.Stream(format?.Value ?? ExportFormat.Csv, $"campaigns-{range.From:yyyy-MM-dd}-{range.To:yyyy-MM-dd}", database,
            new CommandDefinition(order.Sql(paged: false), AdsQuestion.Of(filter, range, settings), commandTimeout: 0, cancellationToken: ct),
            (CampaignMeasures row) => CampaignLine.Of(row, settings.Currency));
    }

    private static ProblemHttpResult UnknownSort() =>
        TypedResults.Problem($"Sort by one of {CampaignSort.Known}; put - in front for the largest first.", statusCode: 400, title: "This order is not known.", type: "sort-unknown");
}

/// <summary>All that figures of the Ads page depend on.</summary>
internal sealed record AdsQuestion(
    DateOnly From, DateOnly Until, DateOnly PreviousFrom, string[]? Channels, string[]? Campaigns, string Currency, string TimeZone)
{
    public int Days => Until.DayNumber - From.DayNumber;

    public DateOnly LastYearFrom => ToRange().LastYear.From;

    public DateOnly LastYearUntil => ToRange().LastYear.Until;

    public DateOnly TargetsFrom => From;

    public DateOnly TargetsUntil => Until;

    /// <summary>Of the whole company, as its targets are.</summary>
    public bool IsUnfiltered => Channels is null && Campaigns is null;

    public DayRange ToRange() => new(From, Until.AddDays(-1));

    public static AdsQuestion Of(AdsFilter filter, DayRange range, OrganisationSettings settings) => new(
        range.From, range.Until, range.Previous.From, filter.Channel.OrAll(), filter.Campaign.OrAll(), settings.Currency, settings.TimeZone);
}

/// <summary>What figures of days are compared with.</summary>
public enum ComparedWith
{
    /// <summary>As many days, just before.</summary>
    Before,

    /// <summary>The same days a year before.</summary>
    LastYear,
}

/// <summary>All that daily figures of the Ads page depend on.</summary>
internal sealed record AdsDaysQuestion(AdsQuestion Ads, ComparedWith? Against)
{
    public DayRange? ToAgainst() => Against switch
    {
        ComparedWith.Before => Ads.ToRange().Previous,
        ComparedWith.LastYear => Ads.ToRange().LastYear,
        _ => null,
    };

    public DynamicParameters Parameters()
    {
        var parameters = new DynamicParameters(Ads);
        parameters.AddDynamicParams(new { AgainstFrom = ToAgainst()?.From, AgainstUntil = ToAgainst()?.Until });
        return parameters;
    }
}
