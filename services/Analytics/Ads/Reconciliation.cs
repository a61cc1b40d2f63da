using CsvHelper;
using Dapper;
using Npgsql;
using Teg.Platform.Analytics.Figures;
using Teg.Platform.ServiceDefaults;

namespace Teg.Platform.Analytics.Ads;

/// <summary>The board beside Google Ads, day by day and campaign by campaign; the newest day first.</summary>
/// <param name="AsOf">When the newest data behind these figures became visible; null before the first run.</param>
/// <param name="Counts">Whose figures the dashboards show.</param>
/// <param name="Next">Pass as <c>after</c> for the next page; null on the last.</param>
public sealed record Reconciliation(
    DateTimeOffset? AsOf, DateOnly From, DateOnly To, string Currency, SpendSource Counts, ReconciliationTotals Totals, IReadOnlyList<ReconciledDay> Items, string? Next, EmptyAnswer? Empty)
{
    internal static async Task<Reconciliation> AskAsync(NpgsqlConnection connection, DayRange range, string currency, DynamicParameters parameters, int limit, CancellationToken ct)
    {
        parameters.AddDynamicParams(new { Take = limit + 1 });
        await using var answer = await connection.QueryMultipleAsync(new CommandDefinition(
            $"""
            select as_of from analytics.progress where org_id = warehouse.current_org();
            {SpendChoice.Counted};
            {ReconciliationTotals.Sql};
            {ReconciledDay.Sql(paged: true)}
            """, parameters, cancellationToken: ct));
        var asOf = await answer.ReadSingleOrDefaultAsync<DateTimeOffset?>();
        var counts = SpendChoice.Read(await answer.ReadSingleAsync<string>());
        var totals = await answer.ReadSingleAsync<ReconciliationTotals>();
        var rows = (await answer.ReadAsync<ReconciledDay>()).AsList();
        var page = rows.Count > limit ? rows[..limit] : rows;
        return new Reconciliation(asOf, range.From, range.To, currency, counts, totals, page,
            rows.Count > limit ? Cursor.Of(new ReconciliationKey(page[^1].Day, page[^1].Campaign)) : null,
            // How far back the two reach is not asked: days of which neither has one are days on which nothing was spent.
            EmptyAnswer.Of(asOf, range.From, range, totals.Days > 0));
    }
}

/// <summary>The whole range, whatever page is shown and whether or not the equal days are left out.</summary>
/// <param name="Days">Days of campaigns.</param>
/// <param name="Different">Of these, how many on which the two say different spend, or one says nothing.</param>
/// <param name="Difference">Google Ads less the board.</param>
/// <param name="Counted">What the dashboards show of it.</param>
public sealed record ReconciliationTotals(
    long Days, long Different, decimal BoardSpend, decimal GoogleAdsSpend, decimal Difference, decimal Counted, long BoardClicks, long GoogleAdsClicks, decimal Conversions)
{
    internal const string Sql =
        $"""
        with {ReconciledDay.Said}
        select count(*) as days, count(*) filter (where board_spend is distinct from google_ads_spend) as different,
               coalesce(sum(board_spend), 0) as board_spend, coalesce(sum(google_ads_spend), 0) as google_ads_spend,
               coalesce(sum(google_ads_spend), 0) - coalesce(sum(board_spend), 0) as difference, coalesce(sum(counted), 0) as counted,
               coalesce(sum(board_clicks), 0)::bigint as board_clicks, coalesce(sum(google_ads_clicks), 0)::bigint as google_ads_clicks,
               coalesce(sum(conversions), 0) as conversions
        from said
        """;
}

/// <param name="BoardSpend">Null where the board has no such day.</param>
/// <param name="GoogleAdsSpend">Null where the platform has no such day.</param>
/// <param name="Difference">Google Ads less the board, a missing day as nothing.</param>
/// <param name="Counted">What the dashboards show; null where the one that counts has no such day.</param>
/// <param name="Conversions">As the platform counts them, on the day of the click.</param>
public sealed record ReconciledDay(
    DateOnly Day, string Campaign, string Name, decimal? BoardSpend, decimal? GoogleAdsSpend, decimal Difference, decimal? Counted, long? BoardClicks, long? GoogleAdsClicks,
    decimal? Conversions)
{
    // Only the platform's own campaigns: nobody contradicts the board about the others.
    internal const string Said =
        $"""
        counts as ({SpendChoice.Counted}),
        said as (
            select i.day, i.campaign, min(c.name) as name,
                   sum(i.spend) filter (where not g.is_google) as board_spend, sum(i.spend) filter (where g.is_google) as google_ads_spend,
                   (sum(i.clicks) filter (where not g.is_google))::bigint as board_clicks, (sum(i.clicks) filter (where g.is_google))::bigint as google_ads_clicks,
                   sum(i.conversions) filter (where g.is_google) as conversions,
                   case min(d.counts)
                       when 'board' then sum(i.spend) filter (where not g.is_google)
                       when 'google-ads' then sum(i.spend) filter (where g.is_google)
                       else coalesce(sum(i.spend) filter (where g.is_google), sum(i.spend) filter (where not g.is_google)) end as counted
            from warehouse.ad_insights i
            join warehouse.campaign c on c.org_id = i.org_id and c.campaign = i.campaign
            left join sync.source s on s.org_id = i.org_id and s.id = i.source_id
            cross join lateral (select coalesce(s.kind = 'google-ads', false) as is_google) g
            cross join counts d
            where i.org_id = warehouse.current_org() and i.day >= @From and i.day < @Until and c.channel = 'google-ads'
              and (@Campaigns::text[] is null or i.campaign = any (@Campaigns))
            group by i.day, i.campaign
        )
        """;

    internal static string Sql(bool paged) =>
        $"""
        with {Said}
        select day, campaign, name, board_spend, google_ads_spend, coalesce(google_ads_spend, 0) - coalesce(board_spend, 0) as difference, counted,
               board_clicks, google_ads_clicks, conversions
        from said
        where (not @Different or board_spend is distinct from google_ads_spend)
        {(paged ? "and (@AfterDay::date is null or (day, campaign) < (@AfterDay::date, @AfterCampaign))" : "")}
        order by day desc, campaign desc
        {(paged ? "limit @Take" : "")}
        """;
}

internal sealed record ReconciliationKey(DateOnly Day, string Campaign);

/// <summary>A row of the reconciliation's CSV.</summary>
[CsvRecord]
public sealed partial record ReconciliationLine(
    DateOnly Day, string Campaign, string Name, string Currency, decimal? BoardSpend, decimal? GoogleAdsSpend, decimal Difference, decimal? Counted, long? BoardClicks,
    long? GoogleAdsClicks, decimal? Conversions)
{
    internal static ReconciliationLine Of(ReconciledDay row, string currency) => new(
        row.Day, row.Campaign, row.Name, currency, row.BoardSpend, row.GoogleAdsSpend, row.Difference, row.Counted, row.BoardClicks, row.GoogleAdsClicks, row.Conversions);
}
