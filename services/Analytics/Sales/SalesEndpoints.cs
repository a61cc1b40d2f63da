using System.ComponentModel.DataAnnotations;
using Dapper;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Npgsql;
using Teg.Platform.Analytics.Figures;
using Teg.Platform.Analytics.Organisations;
using Teg.Platform.Analytics.Targets;
using Teg.Platform.ServiceDefaults;

namespace Teg.Platform.Analytics.Sales;

internal static class SalesEndpoints
{
    public static void MapSales(this IEndpointRouteBuilder routes)
    {
        var sales = routes.MapGroup("/sales").WithTags("Sales").RequireAuthorization(Roles.Viewer);

        sales.MapGet("/", GetDashboard).WithName("GetSalesDashboard");
        sales.MapGet("/deals", GetDeals).WithName("GetDeals");
        sales.MapGet("/deals.csv", ExportDeals).WithName("ExportDeals").DisableRequestTimeout();
    }

    private static async Task<Results<Answer<SalesDashboard>, ProblemHttpResult>> GetDashboard(
        [AsParameters] SalesFilter filter, [FromQuery(Name = "period")] Word<SalesPeriod>? asked, Organisation organisation, Answers answers, Caller caller,
        TimeProvider clock, CancellationToken ct)
    {
        var period = asked?.Value ?? SalesPeriod.Month;
        var (range, settings, problem) = await organisation.RangeAsync(filter.From, filter.To, clock, ct);
        if (range is null)
        {
            return problem!;
        }

        if (period is SalesPeriod.Day && range.Days > 400)
        {
            return TypedResults.Problem("By day, a chart shows at most 400 days; choose weeks, months or quarters.",
                statusCode: 400, title: "This range cannot be asked for.", type: "range-invalid");
        }

        // Whatever the range, the year and the month to date include the running day.
        return await answers.AskAsync(
            CachePolicy.Kpi, new SalesQuestion(SalesScope.Of(filter, range), period, settings.Today(clock), settings.Currency, settings.TimeZone, caller.Role == Roles.Agent),
            AskDashboardAsync, ct, Answers.Figures);
    }

    internal static async Task<SalesDashboard> AskDashboardAsync(NpgsqlConnection connection, SalesQuestion question, CancellationToken ct)
    {
        var (range, period) = (question.Scope.ToRange(), question.Period);
        var dates = ToDateRanges.Of(question.Today);
        await using var answer = await connection.QueryMultipleAsync(new CommandDefinition(SalesSql.Dashboard(question.ToAmong()), question.Parameters(), cancellationToken: ct));
        var progress = await answer.ReadSingleOrDefaultAsync<(DateTimeOffset? AsOf, DateOnly? FirstDay)>();
        var totals = (await answer.ReadAsync<(string Name, long Deals, decimal Revenue)>()).ToDictionary(row => row.Name, row => new SalesTotal(row.Deals, row.Revenue));
        var split = (await answer.ReadAsync<(string Dimension, string Value, long Deals, decimal Revenue)>()).ToLookup(row => row.Dimension);
        var periods = (await answer.ReadAsync<PeriodRow>()).AsList();
        var choices = (await answer.ReadAsync<(string Dimension, string Value)>()).ToLookup(row => row.Dimension, row => row.Value);

        var book = question.Scope.IsUnfiltered() ? new TargetBook(await answer.ReadAsync<MonthTarget>()) : TargetBook.Empty;

        var (total, lastYear) = (totals["total"], range.LastYear);
        decimal? Target(DateOnly from, DateOnly to) => book.Amount(new DayRange(from, to), of => of.Revenue);
        // A period before the first deal we know of is not "zero revenue": there is nothing to compare with.
        decimal? Before(string name, DateOnly first) => progress.FirstDay <= first ? totals[name].Revenue : null;
        decimal? Share(decimal revenue) => total.Revenue == 0 ? null : Math.Round(revenue / total.Revenue, 4, MidpointRounding.AwayFromZero);

        return new SalesDashboard(
            progress.AsOf, range.From, range.To, question.Currency, question.TimeZone,
            new ToDate(dates.YearStart, dates.Today, totals["ytd"].Deals, totals["ytd"].Revenue, Before("ytd-previous", dates.LastYearStart), Before("ytd-previous", dates.LastYearStart),
                Target(dates.YearStart, dates.Today)),
            new ToDate(dates.MonthStart, dates.Today, totals["mtd"].Deals, totals["mtd"].Revenue, Before("mtd-previous", dates.LastMonthStart), Before("mtd-last-year", dates.LastYearMonthStart),
                Target(dates.MonthStart, dates.Today)),
            total, progress.FirstDay <= range.Previous.From ? totals["previous"] : null, progress.FirstDay <= lastYear.From ? totals["last-year"] : null,
            Target(range.From, range.To),
            [.. split["rep"].Select(row => new RepSales(row.Value, row.Deals, row.Revenue, Share(row.Revenue)))],
            [.. split["category"].Select(row => new CategorySales(row.Value, row.Deals, row.Revenue, Share(row.Revenue)))],
            [.. periods.Select(row => new PeriodSales(
                row.Start, period.Label(row.Start), row.Deals, row.Revenue, progress.FirstDay <= range.Previous.From ? row.PreviousRevenue : null,
                progress.FirstDay <= lastYear.From ? row.LastYearRevenue : null,
                Target(row.Start > range.From ? row.Start : range.From, row.Next < range.Until ? row.Next.AddDays(-1) : range.To)))],
            new SalesChoices([.. choices["rep"]], [.. choices["category"]], [.. choices["channel"].Select(id => new ChannelChoice(id))]),
            EmptyAnswer.Of(progress.AsOf, progress.FirstDay, range, total.Deals > 0));
    }

    private static async Task<Results<Ok<DealList>, ProblemHttpResult>> GetDeals(
        [AsParameters] SalesFilter filter, string? after, Organisation organisation, Database database, TimeProvider clock, CancellationToken ct,
        [Range(1, 200)] int limit = 50)
    {
        var (range, _, problem) = await organisation.RangeAsync(filter.From, filter.To, clock, ct);
        if (range is null)
        {
            return problem!;
        }

        if (!Cursor.TryRead<DealKey>(after, out var key))
        {
            return Cursor.Unreadable();
        }

        var parameters = new DynamicParameters(SalesScope.Of(filter, range));
        parameters.AddDynamicParams(new { AfterDay = key?.Day, AfterId = key?.Id, Take = limit + 1 });

        await using var connection = await database.OpenAsync(ct);
        await using var answer = await connection.QueryMultipleAsync(new CommandDefinition(
            $"select as_of from analytics.progress where org_id = warehouse.current_org(); {WonDeal.Sql(paged: true)}", parameters, cancellationToken: ct));
        var asOf = await answer.ReadSingleOrDefaultAsync<DateTimeOffset?>();
        var rows = (await answer.ReadAsync<WonDeal>()).AsList();
        var page = rows.Count > limit ? rows[..limit] : rows;

        return TypedResults.Ok(new DealList(asOf, page, rows.Count > limit ? Cursor.Of(new DealKey(page[^1].ClosedOn, page[^1].Id)) : null));
    }

    private static async Task<Results<PushStreamHttpResult, ProblemHttpResult>> ExportDeals(
        [AsParameters] SalesFilter filter, Word<ExportFormat>? format, Organisation organisation, Database database, TimeProvider clock, CancellationToken ct)
    {
        var (range, _, problem) = await organisation.RangeAsync(filter.From, filter.To, clock, ct);
        if (range is null)
        {
            return problem!;
        }

        return Export.Stream(format?.Value ?? ExportFormat.Csv, $"deals-{range.From:yyyy-MM-dd}-{range.To:yyyy-MM-dd}", database,
            new CommandDefinition(WonDeal.Sql(paged: false), SalesScope.Of(filter, range), commandTimeout: 0, cancellationToken: ct),
            (WonDeal row) => DealLine.Of(row));
    }
}

/// <param name="Next">First day of the next period.</param>
internal sealed record PeriodRow(DateOnly Start, DateOnly Next, long Deals, decimal Revenue, decimal PreviousRevenue, decimal LastYearRevenue);

/// <summary>Which deals are counted.</summary>
internal sealed record SalesScope(DateOnly From, DateOnly Until, string[]? Reps, string[]? Categories, string[]? Channels)
{
    public DayRange ToRange() => new(From, Until.AddDays(-1));

    /// <summary>Of the whole company, as its targets are.</summary>
    public bool IsUnfiltered() => Reps is null && Categories is null && Channels is null;

    public static SalesScope Of(SalesFilter filter, DayRange range) =>
        new(range.From, range.Until, filter.Rep.OrAll(), filter.Category.OrAll(), filter.Channel.OrAll());
}

/// <summary>All that the figures of the Sales page depend on.</summary>
/// <param name="OwnOnly">The caller sees own deals alone.</param>
internal sealed record SalesQuestion(SalesScope Scope, SalesPeriod Period, DateOnly Today, string Currency, string TimeZone, bool OwnOnly = false)
{
    /// <summary>Whose sums by mark are the answer; null where several filters keep single deals.</summary>
    public Among? ToAmong() => Among.Of(Own, others: false, ("rep", Scope.Reps), ("category", Scope.Categories), ("channel", Scope.Channels));

    private string? Own => OwnOnly ? "rep" : null;

    public DynamicParameters Parameters()
    {
        var (unit, step) = Period.Sql();
        var parameters = new DynamicParameters(Scope);
        parameters.AddDynamicParams(ToDateRanges.Of(Today));
        var (range, dates) = (Scope.ToRange(), ToDateRanges.Of(Today));
        parameters.AddDynamicParams(new
        {
            PreviousFrom = range.Previous.From, SameFrom = range.LastYear.From, SameUntil = range.LastYear.Until, range.Days, Period = unit, Step = step,
            TargetsFrom = range.From < dates.YearStart ? range.From : dates.YearStart, TargetsUntil = range.Until > dates.Tomorrow ? range.Until : dates.Tomorrow,
        });
        Among.AddTo(parameters, ToAmong(), Own, Scope.From, Scope.Until);
        return parameters;
    }
}
