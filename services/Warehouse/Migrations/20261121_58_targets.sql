-- What an organisation means to reach, month by month, and what the figures may know of a source that has brought them nothing.
set local role teg_owner;

create table analytics.target (
    org_id        uuid        not null,
    month         date        not null check (extract(day from month) = 1),
    revenue       numeric(14, 2) check (revenue > 0),
    spend         numeric(14, 2) check (spend > 0),
    roas          numeric(8, 4) check (roas > 0),
    cost_per_lead numeric(14, 2) check (cost_per_lead > 0),
    set_at        timestamptz not null,
    set_by        text        not null,
    primary key (org_id, month),
    check (num_nonnulls(revenue, spend, roas, cost_per_lead) > 0)
);
comment on table analytics.target is 'What is meant to be reached in a month of the organisation, in its currency; what nobody has set is empty.';
comment on column analytics.target.revenue is 'Amount of deals to win.';
comment on column analytics.target.spend is 'Ad spend to stay within.';
comment on column analytics.target.roas is 'Attributed revenue ÷ spend to reach.';
comment on column analytics.target.cost_per_lead is 'Spend ÷ leads of campaigns to stay below.';
call warehouse.protect('analytics.target');
-- They are the company's, and an agent's own figures are no part of them that could be named.
create policy not_for_agents on analytics.target as restrictive using ((select warehouse.current_role_name()) is distinct from 'Agent');

-- Why a page is empty: how far each source has come, and which of its boards are left out of every run because they do not match their mapping.
create function sync.standing()
returns table (
    id uuid, kind text, name text, enabled boolean, status text, reason text, way_out text, last_published_at timestamptz,
    left_out_kind text, left_out_board text, explanation text)
language sql stable security definer set search_path = pg_catalog
as $$
    select s.id, s.kind, s.name, s.enabled, r.status, r.reason, r.way_out,
           (select max(p.published_at) from sync.run p where p.org_id = s.org_id and p.source_id = s.id and p.published_at is not null),
           d.kind, d.board_name, d.explanation
    from sync.source s
    left join lateral (
        select r.status, r.reason, r.way_out
        from sync.run r
        where r.org_id = s.org_id and r.source_id = s.id and r.trigger <> 'webhook'
        order by r.requested_at desc
        limit 1
    ) r on true
    left join lateral (
        select distinct on (m.value ->> 'kind') m.value ->> 'kind' as kind, d.board_name, d.explanation
        from sync.drift d
        left join lateral jsonb_array_elements(case jsonb_typeof(s.settings -> 'boards') when 'array' then s.settings -> 'boards' end) m
             on m.value ->> 'name' = d.mapping
        where d.org_id = s.org_id and d.source_id = s.id and d.status = 'open'
        order by m.value ->> 'kind', d.found_at
    ) d on true
    where s.org_id = warehouse.current_org()
    order by s.kind, s.name
    limit 200
$$;
comment on function sync.standing() is 'The organisation''s sources, a row for each kind of board that is left out: what stands in the way of figures.';
revoke execute on function sync.standing() from public;
grant execute on function sync.standing() to analytics;
reset role;
