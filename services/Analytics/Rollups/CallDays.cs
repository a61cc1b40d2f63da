using Teg.Platform.Analytics.Calls;

namespace Teg.Platform.Analytics.Rollups;

/// <summary>
/// Calls by the day and hour of their start and of their booking (D4), and the same by one mark at a time. Days and hours are the organisation's, so a late call in
/// California lies on the day people had it, whatever day it was in UTC. Nothing in it depends on the time of asking: until when a call goes on is stored, not whether it was held.
/// </summary>
internal static class CallDays
{
    /// <summary>The marks a row of analytics.daily_calls counts under, besides its kind.</summary>
    public const string Marks =
        "('all', ''), ('rep', c.rep), ('channel', c.channel), ('campaign', c.campaign), ('source', c.utm_source), ('slot', concat(extract(isodow from c.day)::int, '-', c.hour))";

    public const string Sql =
        $"""
        delete from analytics.daily_calls where day = any (@days);

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
                   case when stands and not no_show then ends_at end as ends
            from started
            union all
            select c.org_id, d.day, c.kind, c.rep, c.invitee_email, c.utm_source, extract(hour from c.booked_at at time zone h.time_zone)::smallint, 1,
                   0, 0, 0, 0, 0, 0, null, null
            from house h
            cross join unnest(@days) d (day)
            join warehouse.call c on c.org_id = h.org_id
             and c.booked_at >= d.day::timestamp at time zone h.time_zone and c.booked_at < (d.day + 1)::timestamp at time zone h.time_zone
        ),
        summed as (
            select f.org_id, f.day, f.kind, coalesce(f.rep, 'Unassigned') as rep, coalesce(l.channel, 'direct') as channel, coalesce(l.campaign, '') as campaign,
                   left(coalesce(f.utm_source, ''), 100) as utm_source, f.hour,
                   sum(f.booked) as booked, sum(f.active) as active, sum(f.no_show) as no_show, sum(f.canceled) as canceled,
                   coalesce(sum(f.canceled_by_invitee), 0) as canceled_by_invitee, coalesce(sum(f.canceled_by_host), 0) as canceled_by_host,
                   sum(f.rescheduled) as rescheduled, array_agg(f.ahead) filter (where f.ahead is not null) as aheads,
                   coalesce(array_agg(f.ends order by f.ends) filter (where f.ends is not null), array[]::timestamptz[]) as ends
            from fact f
            left join crm.lead l on l.org_id = f.org_id and l.identity = f.invitee_email
            group by f.org_id, f.day, f.kind, coalesce(f.rep, 'Unassigned'), coalesce(l.channel, 'direct'), coalesce(l.campaign, ''), left(coalesce(f.utm_source, ''), 100), f.hour
        )
        insert into analytics.daily_calls (
            org_id, day, kind, rep, channel, campaign, utm_source, hour, booked, active, no_show, canceled, canceled_by_invitee, canceled_by_host, rescheduled, lead_days, ends)
        select s.org_id, s.day, s.kind, s.rep, s.channel, s.campaign, s.utm_source, s.hour, s.booked, s.active, s.no_show, s.canceled,
               s.canceled_by_invitee, s.canceled_by_host, s.rescheduled, h.lead_days, s.ends
        from summed s
        cross join lateral (
            select array_agg(n.calls order by n.days) as lead_days
            from (
                select d.days, count(a.ahead) as calls
                from generate_series(0, 14) d (days)
                left join unnest(s.aheads) a (ahead) on a.ahead = d.days
                group by d.days
            ) n
        ) h;

        delete from analytics.daily_call_marks where day = any (@days) and span = 'day';

        insert into analytics.daily_call_marks (
            org_id, kept_by, kept, mark, span, day, kind, value, booked, active, no_show, canceled, canceled_by_invitee, canceled_by_host, rescheduled, lead_days)
        select c.org_id, k.kept_by, k.kept, m.mark, 'day', c.day, c.kind, m.value, sum(c.booked), sum(c.active), sum(c.no_show), sum(c.canceled),
               sum(c.canceled_by_invitee), sum(c.canceled_by_host), sum(c.rescheduled),
               case m.mark when 'all' then {CallTotals.LeadDaysAdded} else array[]::bigint[] end
        from analytics.daily_calls c
        cross join lateral (values ('', ''), ('rep', c.rep)) k (kept_by, kept)
        cross join lateral (values {Marks}) m (mark, value)
        where c.day = any (@days)
        group by c.org_id, k.kept_by, k.kept, m.mark, c.day, c.kind, m.value
        """;

    /// <inheritdoc cref="LeadDays.Months"/>
    public const string Months =
        """
        delete from analytics.daily_call_marks where day = any (@months) and span = 'month';

        insert into analytics.daily_call_marks (
            org_id, kept_by, kept, mark, span, day, kind, value, booked, active, no_show, canceled, canceled_by_invitee, canceled_by_host, rescheduled)
        select d.org_id, d.kept_by, d.kept, d.mark, 'month', m.month, d.kind, d.value, sum(d.booked), sum(d.active), sum(d.no_show), sum(d.canceled),
               sum(d.canceled_by_invitee), sum(d.canceled_by_host), sum(d.rescheduled)
        from unnest(@months, @untils) m (month, until)
        join analytics.daily_call_marks d on d.day >= m.month and d.day < m.until and d.span = 'day' and d.mark <> 'all'
        group by d.org_id, d.kept_by, d.kept, d.mark, m.month, d.kind, d.value
        """;
}
