namespace Teg.Platform.Analytics.Rollups;

/// <summary>analytics.daily_calls, and the same figures of a few days worked out from the facts: one text for both, so that they cannot differ.</summary>
internal static class CallDays
{
    /// <summary>
    /// Ends in <c>counted</c>: the figures of <c>@days</c> by everything one can filter by. Days and hours are the organisation's, so a late call in
    /// California lies on the day people had it, whatever day it was in UTC. <c>upcoming</c>, what has not ended at <c>@now</c>, is never stored.
    /// </summary>
    public const string Counted =
        """
        with house as (
            select org_id, time_zone from accounts.organisation where org_id = warehouse.current_org()
        ),
        started as (
            select c.org_id, c.id, c.day, c.kind, c.rep, c.invitee_email, c.utm_source, c.starts_at at time zone h.time_zone as local,
                   c.status = 'active' as stands, c.no_show, c.ends_at, c.reschedules,
                   least(greatest(c.day - (c.booked_at at time zone h.time_zone)::date, 0), 14) as ahead,
                   (select e.actor from warehouse.call_event e
                    where c.status = 'canceled' and e.org_id = c.org_id and e.call_id = c.id and e.kind = 'canceled'
                    order by e.at desc limit 1) as canceled_by
            from house h
            join warehouse.call c on c.org_id = h.org_id
            where c.day = any (@days)
        ),
        fact as (
            select org_id, day, kind, rep, invitee_email, utm_source, extract(hour from local)::smallint as hour, 0 as booked,
                   stands::int as active, (stands and no_show)::int as no_show, (not stands)::int as canceled,
                   (canceled_by = 'invitee')::int as canceled_by_invitee, (canceled_by = 'host')::int as canceled_by_host,
                   (reschedules > 0)::int as rescheduled, case when stands then ahead end as ahead,
                   (stands and not no_show and ends_at > @now)::int as upcoming
            from started
            union all
            select c.org_id, d.day, c.kind, c.rep, c.invitee_email, c.utm_source, extract(hour from c.booked_at at time zone h.time_zone)::smallint, 1,
                   0, 0, 0, 0, 0, 0, null, 0
            from house h
            cross join unnest(@days) d (day)
            join warehouse.call c on c.org_id = h.org_id
             and c.booked_at >= d.day::timestamp at time zone h.time_zone and c.booked_at < (d.day + 1)::timestamp at time zone h.time_zone
        ),
        summed as (
            select f.org_id, f.day, f.kind, coalesce(f.rep, 'Unassigned') as rep, coalesce(l.channel, 'direct') as channel, coalesce(l.campaign, '') as campaign,
                   coalesce(f.utm_source, '') as utm_source, f.hour,
                   sum(f.booked) as booked, sum(f.active) as active, sum(f.no_show) as no_show, sum(f.canceled) as canceled,
                   coalesce(sum(f.canceled_by_invitee), 0) as canceled_by_invitee, coalesce(sum(f.canceled_by_host), 0) as canceled_by_host,
                   sum(f.rescheduled) as rescheduled, sum(f.upcoming) as upcoming, array_agg(f.ahead) filter (where f.ahead is not null) as aheads
            from fact f
            left join crm.lead l on l.org_id = f.org_id and l.identity = f.invitee_email
            group by f.org_id, f.day, f.kind, coalesce(f.rep, 'Unassigned'), coalesce(l.channel, 'direct'), coalesce(l.campaign, ''), coalesce(f.utm_source, ''), f.hour
        ),
        counted as (
            select s.org_id, s.day, s.kind, s.rep, s.channel, s.campaign, s.utm_source, s.hour, s.booked, s.active, s.no_show, s.canceled,
                   s.canceled_by_invitee, s.canceled_by_host, s.rescheduled, s.upcoming, h.lead_days
            from summed s
            cross join lateral (
                select array_agg(n.calls order by n.days) as lead_days
                from (
                    select d.days, count(a.ahead) as calls
                    from generate_series(0, 14) d (days)
                    left join unnest(s.aheads) a (ahead) on a.ahead = d.days
                    group by d.days
                ) n
            ) h
        )
        """;

    public const string Sql =
        $"""
        delete from analytics.daily_calls where day = any (@days);

        {Counted}
        insert into analytics.daily_calls (
            org_id, day, kind, rep, channel, campaign, utm_source, hour, booked, active, no_show, canceled, canceled_by_invitee, canceled_by_host, rescheduled, lead_days)
        select org_id, day, kind, rep, channel, campaign, utm_source, hour, booked, active, no_show, canceled, canceled_by_invitee, canceled_by_host, rescheduled, lead_days
        from counted
        """;
}
