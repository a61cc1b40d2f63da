-- crm.lead is the one lead table. Sync hands leads over through crm.receive_leads inside the transaction that publishes a run.
set local role teg_owner;

create table crm.lead (
    org_id        uuid        not null,
    id            uuid        not null default warehouse.uuid_v7(),
    identity      text        not null,
    email         text,
    name          text        not null,
    phone         text,
    company       text,
    project       text,
    received_at   timestamptz not null,
    received_day  date        not null,
    channel       text        not null,
    campaign      text,
    utm_source    text,
    utm_medium    text,
    utm_campaign  text,
    gclid         text,
    landing_page  text,
    qualification text        not null check (qualification in ('qualified', 'unsure', 'not-a-fit', 'spam', 'unjudged')),
    status        text,
    owner         text,
    answers       jsonb       not null default '{}',
    source_id     uuid        not null,
    stream        text        not null,
    external_id   text        not null,
    duplicates    int         not null default 0,
    run_id        uuid        not null,
    created_at    timestamptz not null default now(),
    updated_at    timestamptz not null default now(),
    primary key (org_id, id),
    unique (org_id, identity)
);
create index lead_received on crm.lead (org_id, received_day);
create index lead_newest on crm.lead (org_id, received_at desc, id desc);
comment on column crm.lead.identity is 'Normalised e-mail address (trimmed, lower case); where there is none, the vendor item.';
comment on column crm.lead.received_day is 'Day of received_at in the organisation''s time zone.';
comment on column crm.lead.duplicates is 'Later enquiries under the same identity; they are not leads of their own.';
call warehouse.protect('crm.lead');
grant select on crm.lead to analytics, sync;

create table crm.lead_intake (
    org_id        uuid        not null,
    run_id        uuid        not null,
    identity      text        not null,
    removed       boolean     not null default false,
    email         text,
    name          text,
    phone         text,
    company       text,
    project       text,
    received_at   timestamptz,
    received_day  date,
    channel       text,
    campaign      text,
    utm_source    text,
    utm_medium    text,
    utm_campaign  text,
    gclid         text,
    landing_page  text,
    qualification text,
    status        text,
    owner         text,
    answers       jsonb,
    source_id     uuid        not null,
    stream        text,
    external_id   text,
    duplicates    int,
    primary key (org_id, run_id, identity)
);
comment on table crm.lead_intake is 'Leads on their way in; empty outside a publishing transaction.';
call warehouse.protect('crm.lead_intake');
grant select, insert on crm.lead_intake to sync;

-- Takes the leads a run put into crm.lead_intake; returns each identity that changed with the days it left and entered.
-- Running it again with the same rows changes nothing and returns nothing.
create function crm.receive_leads(run uuid) returns table (identity text, day date)
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
    gone as (
        delete from crm.lead l
        using intake i
        where i.removed and l.org_id = i.org_id and l.identity = i.identity
        returning l.identity
    ),
    kept as (
        insert into crm.lead as l (
            org_id, identity, email, name, phone, company, project, received_at, received_day, channel, campaign,
            utm_source, utm_medium, utm_campaign, gclid, landing_page, qualification, status, owner, answers,
            source_id, stream, external_id, duplicates, run_id)
        select
            i.org_id, i.identity, i.email, coalesce(i.name, ''), i.phone, i.company, i.project, i.received_at, i.received_day, i.channel, i.campaign,
            i.utm_source, i.utm_medium, i.utm_campaign, i.gclid, i.landing_page, i.qualification, i.status, i.owner, coalesce(i.answers, '{}'),
            i.source_id, i.stream, i.external_id, coalesce(i.duplicates, 0), i.run_id
        from intake i
        where not i.removed
        on conflict (org_id, identity) do update set
            email = excluded.email, name = excluded.name, phone = excluded.phone, company = excluded.company, project = excluded.project,
            received_at = excluded.received_at, received_day = excluded.received_day, channel = excluded.channel, campaign = excluded.campaign,
            utm_source = excluded.utm_source, utm_medium = excluded.utm_medium, utm_campaign = excluded.utm_campaign,
            gclid = excluded.gclid, landing_page = excluded.landing_page, qualification = excluded.qualification,
            status = excluded.status, owner = excluded.owner, answers = excluded.answers,
            source_id = excluded.source_id, stream = excluded.stream, external_id = excluded.external_id,
            duplicates = excluded.duplicates, run_id = excluded.run_id, updated_at = now()
        where (l.email, l.name, l.phone, l.company, l.project, l.received_at, l.channel, l.campaign, l.utm_source, l.utm_medium, l.utm_campaign,
               l.gclid, l.landing_page, l.qualification, l.status, l.owner, l.answers, l.source_id, l.stream, l.external_id, l.duplicates)
            is distinct from
              (excluded.email, excluded.name, excluded.phone, excluded.company, excluded.project, excluded.received_at, excluded.channel,
               excluded.campaign, excluded.utm_source, excluded.utm_medium, excluded.utm_campaign, excluded.gclid, excluded.landing_page,
               excluded.qualification, excluded.status, excluded.owner, excluded.answers, excluded.source_id, excluded.stream,
               excluded.external_id, excluded.duplicates)
        returning l.identity, l.received_day
    )
    select k.identity, k.received_day from kept k
    union
    select b.identity, b.received_day from before b
    where b.identity in (select k.identity from kept k) or b.identity in (select g.identity from gone g)
$$;
revoke execute on function crm.receive_leads(uuid) from public;
grant execute on function crm.receive_leads(uuid) to sync;
