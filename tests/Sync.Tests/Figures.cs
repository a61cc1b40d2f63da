using System.Text.Json;

namespace Teg.Platform.Sync.Tests;

/// <summary>The measures of the Sandbox's truth, worked out from the published facts in one plain statement.</summary>
internal sealed record Figures(
    string Month, string Channel, decimal Spend, long Impressions, long Clicks, long Leads, long Qualified, long Spam, long Calls, long CanceledCalls,
    long DesignReviews, long Deals, decimal Revenue)
{
    private const string Sql =
        """
        with fact as (
            select i.day, c.channel, i.spend, i.impressions, i.clicks, 0 as leads, 0 as qualified, 0 as spam, 0 as calls, 0 as canceled, 0 as reviews, 0 as deals, 0::numeric as revenue
            from warehouse.ad_insights i
            join warehouse.campaign c on c.org_id = i.org_id and c.campaign = i.campaign
            where i.org_id = @org
            union all
            select received_day, channel, 0, 0, 0, (qualification <> 'spam')::int, (qualification = 'qualified')::int, (qualification = 'spam')::int, 0, 0, 0, 0, 0
            from crm.lead
            where org_id = @org
            union all
            select c.day, coalesce(l.channel, 'direct'), 0, 0, 0, 0, 0, 0, (c.kind = 'intro' and c.status = 'active')::int, (c.kind = 'intro' and c.status = 'canceled')::int,
                   (c.kind = 'design-review' and c.status = 'active')::int, 0, 0
            from warehouse.call c
            left join crm.lead l on l.org_id = c.org_id and l.identity = c.invitee_email
            where c.org_id = @org
            union all
            select d.closed_on, coalesce(l.channel, 'direct'), 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, d.amount
            from warehouse.deal d
            left join crm.lead l on l.org_id = d.org_id and l.identity = d.client_email
            where d.org_id = @org and d.is_won and d.closed_on is not null
        )
        select to_char(day, 'YYYY-MM') as month, channel, sum(spend) as spend, sum(impressions)::bigint as impressions, sum(clicks)::bigint as clicks,
               sum(leads)::bigint as leads, sum(qualified)::bigint as qualified, sum(spam)::bigint as spam, sum(calls)::bigint as calls,
               sum(canceled)::bigint as canceledcalls, sum(reviews)::bigint as designreviews, sum(deals)::bigint as deals, sum(revenue) as revenue
        from fact
        where day between @from and @to
        group by 1, 2
        """;

    public static Task<IReadOnlyList<Figures>> OfAsync(SyncHost host, Guid org, JsonElement truth) => host.ListAsync<Figures>(Sql, new
    {
        org,
        from = DateTime.Parse(truth.GetProperty("from").GetString()!, System.Globalization.CultureInfo.InvariantCulture),
        to = DateTime.Parse(truth.GetProperty("to").GetString()!, System.Globalization.CultureInfo.InvariantCulture),
    });

    public static Figures Of(JsonElement row) => new(
        row.GetProperty("month").GetString()!, row.GetProperty("channel").GetString()!, row.GetProperty("spend").GetDecimal(), row.GetProperty("impressions").GetInt64(),
        row.GetProperty("clicks").GetInt64(), row.GetProperty("leads").GetInt64(), row.GetProperty("qualified").GetInt64(), row.GetProperty("spam").GetInt64(),
        row.GetProperty("calls").GetInt64(), row.GetProperty("canceledCalls").GetInt64(), row.GetProperty("designReviews").GetInt64(), row.GetProperty("deals").GetInt64(),
        row.GetProperty("revenue").GetDecimal());

    public bool IsNothing => this with { Month = "", Channel = "" } == new Figures("", "", 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    /// <summary>Every month and channel, to the cent and the lead.</summary>
    public static async Task ShouldBeTrueAsync(SyncHost host, Guid org)
    {
        var truth = await Tenant.TruthAsync(host);
        var ours = (await OfAsync(host, org, truth)).Where(row => !row.IsNothing).OrderBy(row => row.Month).ThenBy(row => row.Channel).ToList();
        var theirs = truth.GetProperty("channels").EnumerateArray().Select(Of).Where(row => !row.IsNothing).OrderBy(row => row.Month).ThenBy(row => row.Channel).ToList();
        theirs.Count.ShouldBeGreaterThan(50);
        ours.ShouldBe(theirs);
    }
}
