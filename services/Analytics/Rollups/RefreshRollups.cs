using Dapper;
using MassTransit;
using Npgsql;
using Teg.Platform.Analytics.Ads;
using Teg.Platform.Contracts.Messages;

namespace Teg.Platform.Analytics.Rollups;

/// <summary>Brings the daily rollups up to what a run published. Costs the days that changed and their months, whatever is stored.</summary>
public sealed partial class RefreshRollups(RefreshTurns turns, ILogger<RefreshRollups> logger) : IConsumer<RunPublished>
{
    private const int DaysAtOnce = 31;

    private const int MonthsAtOnce = 3;

    public async Task Consume(ConsumeContext<RunPublished> context)
    {
        // At least once: confirmed only when a refresh that began after the message came has committed.
        var run = context.Message;
        LogRefreshed(run.RunId, await turns.RefreshAsync(run.OrgId, run.PublishedAt, always: true, context.CancellationToken));
    }

    internal static async Task<int> RefreshAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, Guid org, DateTimeOffset publishedAt, CancellationToken ct)
    {
        await LockAsync(connection, transaction, org, ct);
        var days = await connection.QuerySingleAsync<DateOnly[]>(new CommandDefinition(
            ChangedDays, new { org, publishedAt }, transaction, cancellationToken: ct));
        await RecomputeAsync(connection, transaction, days, ct);
        return days.Length;
    }

    /// <summary>Whoever changes rollups takes this lock on the tenant's progress first.</summary>
    internal static Task LockAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, Guid org, CancellationToken ct) =>
        connection.ExecuteAsync(new CommandDefinition(LockProgress, new { org }, transaction, cancellationToken: ct));

    internal static async Task RecomputeAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, DateOnly[] days, CancellationToken ct)
    {
        // A month of leads by every two marks is grouped in memory.
        await connection.ExecuteAsync(new CommandDefinition("set local work_mem = '64MB'", transaction: transaction, cancellationToken: ct));

        // Some at a time, so that working out years needs no more memory than a month.
        foreach (var some in days.Order().Chunk(DaysAtOnce))
        {
            await connection.ExecuteAsync(new CommandDefinition(
                $"{Marketing}; {SalesDays.Sql}; {LeadDays.Sql}; {CallDays.Sql}", new { days = some }, transaction, commandTimeout: 0, cancellationToken: ct));
        }

        foreach (var some in days.Select(day => new DateOnly(day.Year, day.Month, 1)).Distinct().Chunk(MonthsAtOnce))
        {
            await connection.ExecuteAsync(new CommandDefinition(
                $"{SalesDays.Months}; {LeadDays.Months}; {CallDays.Months}", new { months = some, untils = some.Select(month => month.AddMonths(1)).ToArray() }, transaction, commandTimeout: 0, cancellationToken: ct));
        }
    }

    // A statement of its own: the next one then sees everything that was committed while this one waited.
    private const string LockProgress =
        """
        insert into analytics.progress (org_id) values (@org) on conflict do nothing;
        select 1 from analytics.progress where org_id = @org for update
        """;

    /// <summary>Moves the tenant's watermark to the newest change and returns the days it passed.</summary>
    internal const string ChangedDays =
        """
        with changed as (
            select c.id, c.day
            from warehouse.changed_day c
            join analytics.progress p on p.org_id = c.org_id
            where c.org_id = @org and c.id > p.change_id
        ),
        moved as (
            update analytics.progress
            set change_id = greatest(change_id, (select max(id) from changed)), as_of = greatest(as_of, @publishedAt)
            where org_id = @org
        )
        select coalesce(array_agg(distinct day), '{}') from changed
        """;

    // Calls and deals belong to the channel and campaign of the lead with the same e-mail; without one they are direct.
    // Where a board and Google Ads both say what a campaign's day cost, one of them counts.
    internal const string Marketing =
        $"""
        delete from analytics.daily_marketing where day = any (@days);

        with counted as ({SpendChoice.Counted}),
        said as (
            select i.org_id, i.day, c.channel, i.campaign, i.spend, i.impressions, i.clicks, g.is_google,
                   bool_or(g.is_google) over (partition by i.org_id, i.day, i.campaign) as google_says
            from warehouse.ad_insights i
            join warehouse.campaign c on c.org_id = i.org_id and c.campaign = i.campaign
            left join sync.source s on s.org_id = i.org_id and s.id = i.source_id
            cross join lateral (select coalesce(s.kind = 'google-ads', false) as is_google) g
            where i.day = any (@days)
        ),
        spent as (
            select s.org_id, s.day, s.channel, s.campaign, sum(s.spend) as spend, sum(s.impressions) as impressions, sum(s.clicks) as clicks
            from said s
            cross join counted d
            where {SpendChoice.IsCounted}
            group by s.org_id, s.day, s.channel, s.campaign
        ),
        enquired as (
            select l.org_id, l.received_day as day, l.channel, coalesce(l.campaign, '') as campaign,
                   count(*) filter (where l.qualification <> 'spam') as leads,
                   count(*) filter (where l.qualification = 'qualified') as qualified,
                   count(*) filter (where l.qualification = 'spam') as spam
            from crm.lead l
            where l.received_day = any (@days)
            group by l.org_id, l.received_day, l.channel, coalesce(l.campaign, '')
        ),
        called as (
            select c.org_id, c.day, coalesce(l.channel, 'direct') as channel, coalesce(l.campaign, '') as campaign,
                   count(*) filter (where c.kind = 'intro' and c.status = 'active') as calls,
                   count(*) filter (where c.kind = 'intro' and c.status = 'canceled') as canceled_calls,
                   count(*) filter (where c.kind = 'design-review' and c.status = 'active') as design_reviews
            from warehouse.call c
            left join crm.lead l on l.org_id = c.org_id and l.identity = c.invitee_email
            where c.day = any (@days)
            group by c.org_id, c.day, coalesce(l.channel, 'direct'), coalesce(l.campaign, '')
        ),
        sold as (
            select d.org_id, d.closed_on as day, coalesce(l.channel, 'direct') as channel, coalesce(l.campaign, '') as campaign,
                   count(*) as deals, sum(d.amount) as revenue
            from warehouse.deal d
            left join crm.lead l on l.org_id = d.org_id and l.identity = d.client_email
            where d.is_won and d.closed_on = any (@days)
            group by d.org_id, d.closed_on, coalesce(l.channel, 'direct'), coalesce(l.campaign, '')
        ),
        facts as (
            select org_id, day, channel, campaign, spend, impressions, clicks, 0 as leads, 0 as qualified, 0 as spam,
                   0 as calls, 0 as canceled_calls, 0 as design_reviews, 0 as deals, 0 as revenue
            from spent
            union all
            select org_id, day, channel, campaign, 0, 0, 0, leads, qualified, spam, 0, 0, 0, 0, 0 from enquired
            union all
            select org_id, day, channel, campaign, 0, 0, 0, 0, 0, 0, calls, canceled_calls, design_reviews, 0, 0 from called
            union all
            select org_id, day, channel, campaign, 0, 0, 0, 0, 0, 0, 0, 0, 0, deals, revenue from sold
        )
        insert into analytics.daily_marketing (
            org_id, day, channel, campaign, spend, impressions, clicks, leads, qualified, spam, calls, canceled_calls, design_reviews, deals, revenue)
        select org_id, day, channel, campaign, sum(spend), sum(impressions), sum(clicks), sum(leads), sum(qualified), sum(spam),
               sum(calls), sum(canceled_calls), sum(design_reviews), sum(deals), sum(revenue)
        from facts
        group by org_id, day, channel, campaign
        """;

    [LoggerMessage(LogLevel.Information, "Rollups refreshed for run {RunId}: {Days} days")]
    private partial void LogRefreshed(Guid runId, int days);
}
