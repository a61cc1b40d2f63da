-- New leads (D3): where a lead stands by its board's own status column, how far it has come by its calls and deals, and how many came by day.
set local role teg_owner;

alter table crm.lead
    add column stage text not null default 'new'
        check (stage in ('new', 'contacted', 'call-booked', 'design-review', 'proposal', 'closed', 'lost'));
comment on column crm.lead.stage is 'What the status means by the mapping of the lead''s board; calls and deals may know that it came further.';
alter table crm.lead_intake add column stage text;

-- As before, with the stage.
create or replace function crm.receive_leads(run uuid) returns table (identity text, day date)
language sql volatile security definer set search_path = pg_catalog
as $$
    with intake as (
        delete from crm.lead_intake i
        where i.org_id = warehouse.current_org() and i.run_id = run
        returning i.*
    ),
    before as (
        select l.identity, l.received_day
        from crm.lead l
        join intake i on i.org_id = l.org_id and i.identity = l.identity
    ),
    enquired as materialized (
        select * from crm.enquired(array(select i.identity from intake i))
    ),
    gone as (
        delete from crm.lead l
        using intake i
        where i.removed and l.org_id = i.org_id and l.identity = i.identity
          and not exists (select from enquired q where q.identity = i.identity)
        returning l.identity
    ),
    wanted as (
        select i.identity, i.email, coalesce(i.name, '') as name, i.phone, i.company, i.project, i.received_at, i.received_day, i.channel, i.campaign,
               i.utm_source, i.utm_medium, i.utm_campaign, i.gclid, i.landing_page, i.qualification as item_qualification, i.status, coalesce(i.stage, 'new') as stage, i.owner,
               coalesce(i.answers, '{}') as answers, i.source_id, i.stream, i.external_id, coalesce(i.duplicates, 0) + 1 as items,
               coalesce(i.lead_run_id, i.run_id) as run_id
        from intake i
        where not i.removed
        union all
        select q.identity, q.email, q.name, q.phone, q.company, q.project, q.received_at, q.received_day, q.channel, q.campaign,
               q.utm_source, q.utm_medium, q.utm_campaign, q.gclid, q.landing_page, null, null, 'new', null,
               q.answers, null, 'enquiries', q.enquiry_id::text, 0, null
        from intake i
        join enquired q on q.identity = i.identity
        where i.removed
    ),
    kept as (
        insert into crm.lead as l (
            org_id, identity, email, name, phone, company, project, received_at, received_day, channel, campaign,
            utm_source, utm_medium, utm_campaign, gclid, landing_page, qualification, status, stage, owner, answers,
            source_id, stream, external_id, duplicates, run_id, enquiry_id, consent, items, item_qualification)
        select
            warehouse.current_org(), w.identity, w.email, w.name, w.phone, w.company, w.project, w.received_at, w.received_day, w.channel, w.campaign,
            w.utm_source, w.utm_medium, w.utm_campaign, w.gclid, w.landing_page,
            coalesce(nullif(w.item_qualification, 'unjudged'), q.qualification, 'unjudged'), w.status, w.stage, w.owner, w.answers,
            w.source_id, w.stream, w.external_id, greatest(w.items, coalesce(q.enquiries, 0)) - 1, w.run_id, q.enquiry_id, q.consent, w.items, w.item_qualification
        from wanted w
        left join enquired q on q.identity = w.identity
        on conflict (org_id, identity) do update set
            email = excluded.email, name = excluded.name, phone = excluded.phone, company = excluded.company, project = excluded.project,
            received_at = excluded.received_at, received_day = excluded.received_day, channel = excluded.channel, campaign = excluded.campaign,
            utm_source = excluded.utm_source, utm_medium = excluded.utm_medium, utm_campaign = excluded.utm_campaign,
            gclid = excluded.gclid, landing_page = excluded.landing_page, qualification = excluded.qualification,
            status = excluded.status, stage = excluded.stage, owner = excluded.owner, answers = excluded.answers,
            source_id = excluded.source_id, stream = excluded.stream, external_id = excluded.external_id,
            duplicates = excluded.duplicates, run_id = excluded.run_id, enquiry_id = excluded.enquiry_id,
            consent = crm.newer_consent(l.consent, excluded.consent), items = excluded.items, item_qualification = excluded.item_qualification, updated_at = now()
        where (l.email, l.name, l.phone, l.company, l.project, l.received_at, l.channel, l.campaign, l.utm_source, l.utm_medium, l.utm_campaign,
               l.gclid, l.landing_page, l.qualification, l.status, l.stage, l.owner, l.answers, l.source_id, l.stream, l.external_id, l.duplicates,
               l.enquiry_id, l.consent, l.items, l.item_qualification)
            is distinct from
              (excluded.email, excluded.name, excluded.phone, excluded.company, excluded.project, excluded.received_at, excluded.channel,
               excluded.campaign, excluded.utm_source, excluded.utm_medium, excluded.utm_campaign, excluded.gclid, excluded.landing_page,
               excluded.qualification, excluded.status, excluded.stage, excluded.owner, excluded.answers, excluded.source_id, excluded.stream,
               excluded.external_id, excluded.duplicates, excluded.enquiry_id, crm.newer_consent(l.consent, excluded.consent), excluded.items,
               excluded.item_qualification)
        returning l.identity, l.received_day
    )
    select k.identity, k.received_day from kept k
    union
    select b.identity, b.received_day from before b
    where b.identity in (select k.identity from kept k) or b.identity in (select g.identity from gone g)
$$;

create or replace function crm.receive_enquiries(ids uuid[], channels text[]) returns int
language plpgsql volatile security definer set search_path = pg_catalog
as $$
declare
    batch      uuid := warehouse.uuid_v7();
    identities text[];
    days       date[];
begin
    perform pg_advisory_xact_lock(hashtextextended('publish:' || warehouse.current_org()::text, 0));

    insert into crm.lead_enquiry as n (org_id, enquiry_id, identity, received_at, channel, qualification, consent)
    select e.org_id, e.id, e.lead_identity, e.received_at, g.channel,
           case e.score when 3 then 'qualified' when 2 then 'unsure' when 1 then 'not-a-fit' when 0 then 'spam' else 'unjudged' end, e.consent
    from unnest(ids, channels) g(id, channel)
    join qualifier.enquiry e on e.org_id = warehouse.current_org() and e.id = g.id
    where e.origin = 'website'
    on conflict (org_id, enquiry_id) do update set
        identity = excluded.identity, channel = excluded.channel, qualification = excluded.qualification, consent = excluded.consent
    where (n.identity, n.channel, n.qualification, n.consent) is distinct from (excluded.identity, excluded.channel, excluded.qualification, excluded.consent);

    -- Through the same door as the boards' leads: one that has an item keeps its fields, the others are what the enquiries say.
    insert into crm.lead_intake (
        org_id, run_id, identity, removed, email, name, phone, company, project, received_at, received_day, channel, campaign,
        utm_source, utm_medium, utm_campaign, gclid, landing_page, qualification, status, stage, owner, answers, source_id, stream, external_id, duplicates, lead_run_id)
    select warehouse.current_org(), batch, n.identity, l.id is null, l.email, l.name, l.phone, l.company, l.project, l.received_at, l.received_day, l.channel, l.campaign,
           l.utm_source, l.utm_medium, l.utm_campaign, l.gclid, l.landing_page, coalesce(l.item_qualification, l.qualification), l.status, l.stage, l.owner, l.answers,
           l.source_id, l.stream, l.external_id, greatest(l.items, 1) - 1, l.run_id
    from (select distinct o.identity from crm.lead_enquiry o where o.org_id = warehouse.current_org() and o.enquiry_id = any (ids)) n
    left join crm.lead l on l.org_id = warehouse.current_org() and l.identity = n.identity and l.source_id is not null;

    select array_agg(distinct r.identity), array_agg(distinct r.day) into identities, days from crm.receive_leads(batch) r;

    insert into warehouse.changed_day (org_id, day)
    select warehouse.current_org(), d.day
    from (select unnest(days) as day union select warehouse.days_of_leads(identities)) d
    order by d.day;

    return coalesce(cardinality(identities), 0);
end
$$;

create table analytics.lead_course (
    org_id       uuid    not null,
    lead_id      uuid    not null,
    day          date    not null,
    owner        text    not null,
    stage        text    not null check (stage in ('new', 'contacted', 'call-booked', 'design-review', 'proposal', 'closed')),
    is_lost      boolean not null,
    closed_after int,
    primary key (org_id, lead_id)
);
create index lead_course_day on analytics.lead_course (org_id, day);
comment on table analytics.lead_course is 'How far each lead has come, as the figures count it.';
comment on column analytics.lead_course.day is 'The day the lead was received.';
comment on column analytics.lead_course.stage is 'The furthest that the board''s status, the person''s calls or the person''s deals say.';
comment on column analytics.lead_course.is_lost is 'The board says it is lost, and no deal was won.';
comment on column analytics.lead_course.closed_after is 'Days from the one it was received to the close date of the first deal won; empty without one.';

create table analytics.daily_leads (
    org_id        uuid    not null,
    day           date    not null,
    board         text    not null,
    channel       text    not null,
    campaign      text    not null,
    source        text    not null,
    medium        text    not null,
    owner         text    not null,
    qualification text    not null,
    stage         text    not null,
    is_lost       boolean not null,
    leads         bigint  not null,
    closed_after  int[]   not null default '{}',
    primary key (org_id, day, board, channel, campaign, source, medium, owner, qualification, stage, is_lost)
);
comment on table analytics.daily_leads is 'Leads by the day they were received, by where they came from and what became of them.';
comment on column analytics.daily_leads.board is 'The board of the lead, or "enquiries".';
comment on column analytics.daily_leads.campaign is 'As source and medium "(none)" where there is none.';
comment on column analytics.daily_leads.closed_after is 'analytics.lead_course.closed_after of these leads, where there is one: a median cannot be put together from medians.';

call warehouse.protect('analytics.lead_course');
call warehouse.protect('analytics.daily_leads');

create table analytics.daily_lead_marks (
    org_id        uuid   not null,
    mark          text   not null,
    day           date   not null,
    value         text   not null,
    received      bigint not null,
    leads         bigint not null,
    qualified     bigint not null,
    unsure        bigint not null,
    unjudged      bigint not null,
    rejected      bigint not null,
    spam          bigint not null,
    contacted     bigint not null,
    call_booked   bigint not null,
    design_review bigint not null,
    proposal      bigint not null,
    closed        bigint not null,
    lost          bigint not null,
    closed_after  int[]  not null default '{}',
    primary key (org_id, mark, day, value)
);
comment on table analytics.daily_lead_marks is
    'analytics.daily_leads by one mark at a time: as many rows a day as there are values, however many leads came. What is asked without a filter is answered from here.';
comment on column analytics.daily_lead_marks.mark is 'channel, campaign, source, medium, board, owner, qualification or status; "all"; "not-a-fit" and "spam" by board.';
comment on column analytics.daily_lead_marks.closed_after is 'Of "all": analytics.daily_leads.closed_after of the leads that are counted.';
call warehouse.protect('analytics.daily_lead_marks');
-- Everybody's leads together. An agent's own are in daily_leads.
create policy not_for_agents on analytics.daily_lead_marks as restrictive using ((select warehouse.current_role_name()) is distinct from 'Agent');
create policy own_rows on analytics.lead_course as restrictive using (
    (select warehouse.current_role_name()) is distinct from 'Agent' or owner = any ((select accounts.own_sales_names())::text[]));
create policy own_rows on analytics.daily_leads as restrictive using (
    (select warehouse.current_role_name()) is distinct from 'Agent' or owner = any ((select accounts.own_sales_names())::text[]));

-- By which label of which column each board says how a lead is judged: why a lead is left out is told in the board's own words.
create function sync.qualification_labels() returns table (board text, board_name text, column_title text, label text, qualification text)
language sql stable security definer set search_path = pg_catalog
as $$
    select b.id, b.name, m.value #>> '{columns,qualification,titles,0}', q.key, q.value
    from sync.board b
    join sync.source s on s.org_id = b.org_id and s.id = b.source_id
    cross join lateral jsonb_array_elements(case jsonb_typeof(s.settings -> 'boards') when 'array' then s.settings -> 'boards' end) m
    cross join lateral jsonb_each_text(case jsonb_typeof(m.value -> 'qualification') when 'object' then m.value -> 'qualification' end) q
    where b.org_id = warehouse.current_org() and m.value ->> 'name' = b.mapping
$$;
revoke execute on function sync.qualification_labels() from public;
grant execute on function sync.qualification_labels() to analytics;
grant select (org_id, source_id, id, name) on sync.board to analytics;

reset role;
-- What is stored already, by the words that are known without a mapping: the next full run reads the boards' own. The hash stays, so that run sees each item as changed.
create function pg_temp.stage_of(status text) returns text language sql immutable as $$
    select case lower(btrim(status))
        when 'contacted' then 'contacted' when 'call booked' then 'call-booked' when 'design review' then 'design-review' when 'proposal' then 'proposal'
        when 'closed' then 'closed' when 'won' then 'closed' when 'lost' then 'lost' else 'new' end
$$;
update crm.lead set stage = pg_temp.stage_of(status) where status is not null;
update sync.record set fields = fields || jsonb_build_object('stage', pg_temp.stage_of(fields ->> 'status')) where kind = 'leads' and fields ? 'status';

-- Every changed_day is still there: the next refresh works out all days of all rollups, the new one among them.
update analytics.progress set change_id = 0;
