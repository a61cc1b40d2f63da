namespace Teg.Platform.Sync.Publishing;

/// <summary>Invitees → calls. A chain of reschedules is one call: the first booking gives its identity, the last one its time and state.</summary>
internal static class CallsSql
{
    public const string Conform =
        """
        create temporary table call_member (key text primary key, parent text, next text) on commit drop;

        with recursive changed as (
            select k.kind, k.key, k.parent
            from change c
            cross join lateral (values (c.kind_before, c.key_before, c.parent_before), (c.kind_after, c.key_after, c.parent_after)) as k(kind, key, parent)
            where k.key is not null
        ),
        changed_event as (
            select key from changed where kind = 'event'
            union
            select r.key
            from changed t
            join sync.record r on r.org_id = warehouse.current_org() and r.kind = 'event' and r.group_key = t.key
            where t.kind = 'event-type'
        ),
        member(key) as (
            select seed.key
            from (
                select key from changed where kind = 'invitee'
                union
                select parent from changed where kind = 'invitee' and parent is not null
                union
                select r.key
                from changed_event e
                join sync.record r on r.org_id = warehouse.current_org() and r.kind = 'invitee' and r.group_key = e.key
            ) seed
            union
            select link.key
            from member m
            cross join lateral (
                select unnest(array[r.parent_key, r.fields ->> 'new_invitee']) as key
                from sync.record r
                where r.org_id = warehouse.current_org() and r.kind = 'invitee' and r.key = m.key
                union all
                select r.key
                from sync.record r
                where r.org_id = warehouse.current_org() and r.kind = 'invitee' and r.parent_key = m.key
            ) link
            where link.key is not null
        )
        insert into call_member
        select m.key, r.parent_key, r.fields ->> 'new_invitee'
        from member m
        left join sync.record r on r.org_id = warehouse.current_org() and r.kind = 'invitee' and r.key = m.key and r.source_id = @SourceId;
        analyze call_member;

        -- Either side of a reschedule may be the one that names the other; one whose other side is not there begins a chain.
        update call_member m
        set parent = coalesce(
            (select p.key from call_member p where p.key = m.parent),
            (select min(o.key) from call_member o where o.next = m.key and m.parent is null and o.key <> m.key))
        where m.parent is not null or m.key in (select o.next from call_member o where o.next is not null);
        analyze call_member;

        create temporary table call_step on commit drop as
        with recursive chain(root, key, step) as (
            select m.key, m.key, 0
            from call_member m
            where m.parent is null
            union all
            select c.root, m.key, c.step + 1
            from chain c
            join call_member m on m.parent = c.key
            where c.step < 200
        )
        select c.root, c.step, c.key, i.*, e.starts_at, e.ends_at, e.event_status, coalesce(t.call_kind, 'other') as call_kind, coalesce(e.rep, t.rep) as rep
        from chain c
        join sync.record r on r.org_id = warehouse.current_org() and r.kind = 'invitee' and r.key = c.key and r.source_id = @SourceId
        cross join lateral jsonb_to_record(r.fields) as i(
            email text, name text, status text, created_at timestamptz, canceled_at timestamptz, canceler text, cancel_reason text, no_show_at timestamptz,
            utm_source text, utm_medium text, utm_campaign text)
        join lateral (
            select f.starts_at, f.ends_at, f.status as event_status, f.rep, x.group_key as event_type
            from sync.record x
            cross join lateral jsonb_to_record(x.fields) as f(starts_at timestamptz, ends_at timestamptz, status text, rep text)
            where x.org_id = warehouse.current_org() and x.kind = 'event' and x.key = r.group_key
            limit 1
        ) e on true
        left join lateral (
            select f.call_kind, f.rep
            from sync.record x
            cross join lateral jsonb_to_record(x.fields) as f(call_kind text, rep text)
            where x.org_id = warehouse.current_org() and x.kind = 'event-type' and x.key = e.event_type
            limit 1
        ) t on true;
        analyze call_step;

        create temporary table call_now on commit drop as
        select distinct on (s.root)
               s.root as external_id, s.call_kind as kind,
               case when s.status = 'canceled' or s.event_status = 'canceled' then 'canceled' else 'active' end as status,
               s.no_show_at is not null as no_show, s.starts_at, s.ends_at, (s.starts_at at time zone @TimeZone)::date as day, s.rep,
               s.email as invitee_email, s.name as invitee_name, first.created_at as booked_at,
               case when s.status = 'canceled' or s.event_status = 'canceled' then coalesce(s.canceled_at, s.created_at) end as canceled_at,
               s.step as reschedules, first.utm_source, first.utm_medium, first.utm_campaign
        from call_step s
        join call_step first on first.root = s.root and first.step = 0
        order by s.root, s.step desc, s.created_at desc;

        -- A call is counted on the day it starts and on the day it was first booked.
        insert into touched_day
        select unnest(array[c.day, (c.booked_at at time zone @TimeZone)::date])
        from warehouse.call c
        join call_member m on m.key = c.external_id
        where c.org_id = warehouse.current_org() and c.source_id = @SourceId
        union
        select unnest(array[day, (booked_at at time zone @TimeZone)::date]) from call_now;

        -- How far a lead has come is counted on the day it was received.
        insert into touched_day
        select l.received_day
        from (
            select c.invitee_email as identity
            from warehouse.call c
            join call_member m on m.key = c.external_id
            where c.org_id = warehouse.current_org() and c.source_id = @SourceId
            union
            select invitee_email from call_now
        ) i
        join crm.lead l on l.org_id = warehouse.current_org() and l.identity = i.identity;

        delete from warehouse.call c
        using call_member m
        where c.org_id = warehouse.current_org() and c.source_id = @SourceId and c.external_id = m.key
          and not exists (select from call_now n where n.external_id = c.external_id);

        merge into warehouse.call c
        using call_now n on c.org_id = warehouse.current_org() and c.source_id = @SourceId and c.external_id = n.external_id
        when matched and (c.kind, c.status, c.no_show, c.starts_at, c.ends_at, c.day, c.rep, c.invitee_email, c.invitee_name, c.booked_at, c.canceled_at,
                          c.reschedules, c.utm_source, c.utm_medium, c.utm_campaign)
            is distinct from (n.kind, n.status, n.no_show, n.starts_at, n.ends_at, n.day, n.rep, n.invitee_email, n.invitee_name, n.booked_at, n.canceled_at,
                              n.reschedules, n.utm_source, n.utm_medium, n.utm_campaign) then
            update set kind = n.kind, status = n.status, no_show = n.no_show, starts_at = n.starts_at, ends_at = n.ends_at, day = n.day, rep = n.rep,
                       invitee_email = n.invitee_email, invitee_name = n.invitee_name, booked_at = n.booked_at, canceled_at = n.canceled_at,
                       reschedules = n.reschedules, utm_source = n.utm_source, utm_medium = n.utm_medium, utm_campaign = n.utm_campaign, run_id = @RunId
        when not matched then
            insert (org_id, source_id, external_id, kind, status, no_show, starts_at, ends_at, day, rep, invitee_email, invitee_name, booked_at, canceled_at,
                    reschedules, utm_source, utm_medium, utm_campaign, run_id)
            values (warehouse.current_org(), @SourceId, n.external_id, n.kind, n.status, n.no_show, n.starts_at, n.ends_at, n.day, n.rep, n.invitee_email,
                    n.invitee_name, n.booked_at, n.canceled_at, n.reschedules, n.utm_source, n.utm_medium, n.utm_campaign, @RunId);

        delete from warehouse.call_event v
        using warehouse.call c, call_now n
        where c.org_id = warehouse.current_org() and c.source_id = @SourceId and c.external_id = n.external_id
          and v.org_id = c.org_id and v.call_id = c.id;

        with last_step as (
            select root, max(step) as step from call_step group by root
        ),
        moment as (
            select s.root, s.created_at as at, case s.step when 0 then 'booked' else 'rescheduled' end as kind, s.key, s.starts_at, null::text as actor, null::text as reason
            from call_step s
            union all
            select s.root, coalesce(s.canceled_at, s.created_at), 'canceled', s.key, s.starts_at, s.canceler, s.cancel_reason
            from call_step s
            join last_step l on l.root = s.root and l.step = s.step
            where s.status = 'canceled' or s.event_status = 'canceled'
            union all
            select s.root, s.no_show_at, 'no-show', s.key, s.starts_at, null, null
            from call_step s
            where s.no_show_at is not null
        )
        insert into warehouse.call_event (org_id, call_id, at, kind, external_id, starts_at, actor, reason)
        select c.org_id, c.id, m.at, m.kind, m.key, m.starts_at, m.actor, m.reason
        from moment m
        join warehouse.call c on c.org_id = warehouse.current_org() and c.source_id = @SourceId and c.external_id = m.root
        """;
}
