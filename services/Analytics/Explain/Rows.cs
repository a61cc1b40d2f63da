using CsvHelper;
using Dapper;
using Teg.Platform.Analytics.Ads;
using Teg.Platform.Analytics.Calls;
using Teg.Platform.Analytics.NewLeads;
using Teg.Platform.Analytics.Sales;

namespace Teg.Platform.Analytics.Explain;

/// <summary>What figures are made of. Every condition below is a text of the catalogue over the columns of such a row.</summary>
internal static class Rows
{
    public static RowsBehind OfDeals(Func<DynamicParameters> parameters, string also) => new RowsBehind<WonDeal, DealKey, DealLine>(
        paged => WonDeal.Sql(paged, also), parameters, deal => $"{deal.Id}", deal => new DealKey(deal.ClosedOn, deal.Id),
        key => new { AfterDay = key?.Day, AfterId = key?.Id }, DealLine.Of);

    /// <param name="counted">The judgements that are kept.</param>
    public static RowsBehind OfLeads(Func<DynamicParameters> parameters, string counted, string also) => new RowsBehind<ReceivedLead, LeadKey, LeadLine>(
        paged => ReceivedLead.Sql(paged, counted, also), parameters, lead => $"{lead.Id}", lead => new LeadKey(lead.ReceivedAt, lead.Id),
        key => new { AfterAt = key?.At, AfterId = key?.Id }, LeadLine.Of);

    public static RowsBehind OfCalls(Func<DynamicParameters> parameters, CallDay by, string also, string timeZone)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(timeZone);
        return new RowsBehind<CallRow, CallKey, CallLine>(
            paged => CallRow.Sql(by, paged, also), parameters, call => $"{call.Id}", call => new CallKey(by is CallDay.Start ? call.StartsAt : call.BookedAt, call.Id),
            key => new { AfterAt = key?.At, AfterId = key?.Id }, call => CallLine.Of(call, zone));
    }

    public static RowsBehind OfAdDays(Func<DynamicParameters> parameters) => new RowsBehind<AdDay, AdDayKey, AdDayLine>(
        AdDay.Sql, parameters, day => $"{day.Day:yyyy-MM-dd} {day.Campaign} {day.SourceId:n}", day => new AdDayKey(day.Day, day.Campaign, day.SourceId),
        key => new { AfterDay = key?.Day, AfterCampaign = key?.Campaign, AfterSource = key?.SourceId }, AdDayLine.Of);

    public static RowsBehind OfCampaigns(Func<DynamicParameters> parameters) => new RowsBehind<CampaignSpend, ReconciliationKey, CampaignSpendLine>(
        CampaignSpend.Sql, parameters, row => row.Campaign, row => new ReconciliationKey(row.LastDay, row.Campaign),
        key => new { AfterDay = key?.Day, AfterCampaign = key?.Campaign }, CampaignSpendLine.Of);
}

/// <summary>What one source says a campaign cost on one day, where its word counts.</summary>
internal sealed record AdDay(DateOnly Day, string Campaign, string Name, string Channel, Guid SourceId, string Source, decimal Spend, long Clicks, long Impressions, string Currency)
{
    /// <summary>Ends in <c>s</c>, what every source says of these days, and <c>d</c>, whose word counts.</summary>
    internal const string Said =
        $"""
        with counted as ({SpendChoice.Counted}),
        said as (
            select i.day, i.campaign, c.name, c.channel, i.source_id, coalesce(o.name, 'A source that was removed') as source, i.spend, i.clicks, i.impressions, i.currency,
                   coalesce(o.kind = 'google-ads', false) as is_google,
                   exists (
                       select from warehouse.ad_insights g
                       join sync.source k on k.org_id = g.org_id and k.id = g.source_id and k.kind = 'google-ads'
                       where g.org_id = i.org_id and g.day = i.day and g.campaign = i.campaign) as google_says
            from warehouse.ad_insights i
            join warehouse.campaign c on c.org_id = i.org_id and c.campaign = i.campaign
            left join sync.source o on o.org_id = i.org_id and o.id = i.source_id
            where i.org_id = warehouse.current_org() and i.day >= @From and i.day < @Until
              and (@Channels::text[] is null or c.channel = any (@Channels))
              and (@Campaigns::text[] is null or i.campaign = any (@Campaigns))
        )
        """;

    internal static string Sql(bool paged) =>
        $"""
        {Said}
        select s.day, s.campaign, s.name, s.channel, s.source_id, s.source, s.spend, s.clicks, s.impressions, s.currency
        from said s
        cross join counted d
        where {SpendChoice.IsCounted}
          {(paged ? "and (@AfterDay::date is null or (s.day, s.campaign, s.source_id) < (@AfterDay::date, @AfterCampaign::text, @AfterSource::uuid))" : "")}
        order by s.day desc, s.campaign desc, s.source_id desc
        {(paged ? "limit @Take" : "")}
        """;
}

internal sealed record AdDayKey(DateOnly Day, string Campaign, Guid SourceId);

/// <summary>An ad day as people read it.</summary>
[CsvRecord]
public sealed partial record AdDayLine(DateOnly Day, string Campaign, string Channel, string Source, decimal Spend, long Clicks, long Impressions, string Currency)
{
    internal static AdDayLine Of(AdDay row) => new(row.Day, row.Name, Contracts.Channel.NameOf(row.Channel), row.Source, row.Spend, row.Clicks, row.Impressions, row.Currency);
}

/// <summary>A campaign that cost something.</summary>
internal sealed record CampaignSpend(string Campaign, string Name, string Channel, DateOnly FirstDay, DateOnly LastDay, long Days, decimal Spend)
{
    internal static string Sql(bool paged) =>
        $"""
        with spent as (
            select campaign, min(channel) as channel, min(day) as first_day, max(day) as last_day, count(distinct day) as days, sum(spend) as spend
            from analytics.daily_marketing
            where org_id = warehouse.current_org() and day >= @From and day < @Until and spend > 0
              and (@Channels::text[] is null or channel = any (@Channels))
              and (@Campaigns::text[] is null or campaign = any (@Campaigns))
            group by campaign
        )
        select s.campaign, coalesce(c.name, s.campaign) as name, s.channel, s.first_day, s.last_day, s.days, s.spend
        from spent s
        left join warehouse.campaign c on c.org_id = warehouse.current_org() and c.campaign = s.campaign
        {(paged ? "where (@AfterDay::date is null or (s.last_day, s.campaign) < (@AfterDay::date, @AfterCampaign::text))" : "")}
        order by s.last_day desc, s.campaign desc
        {(paged ? "limit @Take" : "")}
        """;
}

/// <summary>A campaign's spend as people read it.</summary>
[CsvRecord]
public sealed partial record CampaignSpendLine(string Campaign, string Channel, DateOnly FirstDay, DateOnly LastDay, long Days, decimal Spend)
{
    internal static CampaignSpendLine Of(CampaignSpend row) => new(row.Name, Contracts.Channel.NameOf(row.Channel), row.FirstDay, row.LastDay, row.Days, row.Spend);
}
