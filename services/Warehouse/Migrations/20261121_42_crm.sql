-- Leads from the website's own enquiries, beside those of boards: one lead an identity, whichever came first.
set local role teg_owner;

alter table crm.lead
    alter column source_id drop not null,
    alter column run_id drop not null,
    add column enquiry_id uuid,
    add column consent jsonb,
    add column items int not null default 0,
    add column item_qualification text,
    add constraint lead_named check (source_id is not null or enquiry_id is not null);
create index lead_of_enquiry on crm.lead (org_id, utm_campaign) where source_id is null;
comment on column crm.lead.source_id is 'The source whose item the lead''s fields are; null when they are an enquiry''s.';
comment on column crm.lead.stream is 'The source''s board, or "enquiries".';
comment on column crm.lead.duplicates is
    'Later enquiries under the same identity; they are not leads of their own. A form that also becomes an item of a board is not counted twice.';
comment on column crm.lead.enquiry_id is 'The earliest enquiry of our own form that belongs to it.';
comment on column crm.lead.consent is '{"given", "text", "at"}: the newest word of the person, a withdrawal included.';
comment on column crm.lead.items is 'Items of boards under this identity.';
comment on column crm.lead.item_qualification is 'What the board says; where it says nothing, the best judgement of the enquiries counts.';

create table crm.lead_enquiry (
    org_id        uuid        not null,
    enquiry_id    uuid        not null,
    identity      text        not null,
    received_at   timestamptz not null,
    channel       text        not null,
    qualification text        not null check (qualification in ('qualified', 'unsure', 'not-a-fit', 'spam', 'unjudged')),
    consent       jsonb,
    primary key (org_id, enquiry_id)
);
create index lead_enquiry_identity on crm.lead_enquiry (org_id, identity);
comment on table crm.lead_enquiry is 'Enquiries of our own forms and the lead each belongs to. A lead that one of these names outlives its board item.';
call warehouse.protect('crm.lead_enquiry');
-- As visible as the lead.
create policy own_rows on crm.lead_enquiry as restrictive using (
    (select warehouse.current_role_name()) is distinct from 'Agent'
    or exists (select from crm.lead l where l.org_id = lead_enquiry.org_id and l.identity = lead_enquiry.identity));
revoke insert, update, delete on crm.lead_enquiry from crm;

alter table crm.lead_intake alter column source_id drop not null, add column lead_run_id uuid;
comment on column crm.lead_intake.lead_run_id is 'The run that the lead goes on naming, where the one on the way in is none.';

alter table warehouse.changed_day alter column run_id drop not null;
comment on column warehouse.changed_day.run_id is 'The run that changed it; null when enquiries did.';

-- The later word on consent. Who says nothing changes nothing.
create function crm.newer_consent(one jsonb, other jsonb) returns jsonb
language sql stable parallel safe
return case
    when one is null then other
    when other is null then one
    when (other ->> 'at')::timestamptz > (one ->> 'at')::timestamptz then other
    else one
end;

-- What the enquiries of identities say a lead is: the earliest one's fields, the best judgement, the newest word on consent.
create function crm.enquired(identities text[])
returns table (identity text, enquiry_id uuid, email text, name text, phone text, company text, project text, received_at timestamptz, received_day date,
               channel text, campaign text, utm_source text, utm_medium text, utm_campaign text, gclid text, landing_page text,
               qualification text, answers jsonb, consent jsonb, enquiries int)
language sql stable
as $$
    with own as (
        select n.*,
               row_number() over (partition by n.identity order by n.received_at, n.enquiry_id) as place,
               count(*) over (partition by n.identity) as enquiries,
               max(array_position(array['unjudged', 'spam', 'not-a-fit', 'unsure', 'qualified'], n.qualification)) over (partition by n.identity) as best
        from (select distinct unnest(identities) as identity) i
        join crm.lead_enquiry n on n.org_id = warehouse.current_org() and n.identity = i.identity
    ),
    agreed as (
        select distinct on (o.identity) o.identity, o.consent
        from own o
        where o.consent is not null
        order by o.identity, (o.consent ->> 'at')::timestamptz desc, o.enquiry_id
    )
    select o.identity, o.enquiry_id, lower(btrim(e.email)), e.name, e.phone, e.company, e.project, e.received_at, e.received_day,
           o.channel, c.campaign, u.source, u.medium, u.campaign, e.gclid, e.landing_page,
           (array['unjudged', 'spam', 'not-a-fit', 'unsure', 'qualified'])[o.best],
           jsonb_strip_nulls(jsonb_build_object('budget', e.budget, 'styles', e.styles, 'pieces_per_style', e.pieces_per_style, 'timeline', e.timeline)),
           a.consent, o.enquiries::int
    from own o
    join qualifier.enquiry e on e.org_id = warehouse.current_org() and e.id = o.enquiry_id
    cross join lateral (
        select nullif(lower(btrim(e.utm_source)), '') as source, nullif(lower(btrim(e.utm_medium)), '') as medium, nullif(lower(btrim(e.utm_campaign)), '') as campaign
    ) u
    left join warehouse.campaign c on c.org_id = warehouse.current_org() and c.campaign = u.campaign
    left join agreed a on a.identity = o.identity
    where o.place = 1
$$;

-- Takes the leads a run put into crm.lead_intake; returns each identity that changed with the days it left and entered.
-- An item's fields are the lead's. Where the item is gone the enquiries' are, and without any the lead goes as well.
-- Running it again with the same rows changes nothing and returns nothing.
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
               i.utm_source, i.utm_medium, i.utm_campaign, i.gclid, i.landing_page, i.qualification as item_qualification, i.status, i.owner,
               coalesce(i.answers, '{}') as answers, i.source_id, i.stream, i.external_id, coalesce(i.duplicates, 0) + 1 as items,
               coalesce(i.lead_run_id, i.run_id) as run_id
        from intake i
        where not i.removed
        union all
        select q.identity, q.email, q.name, q.phone, q.company, q.project, q.received_at, q.received_day, q.channel, q.campaign,
               q.utm_source, q.utm_medium, q.utm_campaign, q.gclid, q.landing_page, null, null, null,
               q.answers, null, 'enquiries', q.enquiry_id::text, 0, null
        from intake i
        join enquired q on q.identity = i.identity
        where i.removed
    ),
    kept as (
        insert into crm.lead as l (
            org_id, identity, email, name, phone, company, project, received_at, received_day, channel, campaign,
            utm_source, utm_medium, utm_campaign, gclid, landing_page, qualification, status, owner, answers,
            source_id, stream, external_id, duplicates, run_id, enquiry_id, consent, items, item_qualification)
        select
            warehouse.current_org(), w.identity, w.email, w.name, w.phone, w.company, w.project, w.received_at, w.received_day, w.channel, w.campaign,
            w.utm_source, w.utm_medium, w.utm_campaign, w.gclid, w.landing_page,
            coalesce(nullif(w.item_qualification, 'unjudged'), q.qualification, 'unjudged'), w.status, w.owner, w.answers,
            w.source_id, w.stream, w.external_id, greatest(w.items, coalesce(q.enquiries, 0)) - 1, w.run_id, q.enquiry_id, q.consent, w.items, w.item_qualification
        from wanted w
        left join enquired q on q.identity = w.identity
        on conflict (org_id, identity) do update set
            email = excluded.email, name = excluded.name, phone = excluded.phone, company = excluded.company, project = excluded.project,
            received_at = excluded.received_at, received_day = excluded.received_day, channel = excluded.channel, campaign = excluded.campaign,
            utm_source = excluded.utm_source, utm_medium = excluded.utm_medium, utm_campaign = excluded.utm_campaign,
            gclid = excluded.gclid, landing_page = excluded.landing_page, qualification = excluded.qualification,
            status = excluded.status, owner = excluded.owner, answers = excluded.answers,
            source_id = excluded.source_id, stream = excluded.stream, external_id = excluded.external_id,
            duplicates = excluded.duplicates, run_id = excluded.run_id, enquiry_id = excluded.enquiry_id,
            consent = crm.newer_consent(l.consent, excluded.consent), items = excluded.items, item_qualification = excluded.item_qualification, updated_at = now()
        where (l.email, l.name, l.phone, l.company, l.project, l.received_at, l.channel, l.campaign, l.utm_source, l.utm_medium, l.utm_campaign,
               l.gclid, l.landing_page, l.qualification, l.status, l.owner, l.answers, l.source_id, l.stream, l.external_id, l.duplicates,
               l.enquiry_id, l.consent, l.items, l.item_qualification)
            is distinct from
              (excluded.email, excluded.name, excluded.phone, excluded.company, excluded.project, excluded.received_at, excluded.channel,
               excluded.campaign, excluded.utm_source, excluded.utm_medium, excluded.utm_campaign, excluded.gclid, excluded.landing_page,
               excluded.qualification, excluded.status, excluded.owner, excluded.answers, excluded.source_id, excluded.stream,
               excluded.external_id, excluded.duplicates, excluded.enquiry_id, crm.newer_consent(l.consent, excluded.consent), excluded.items,
               excluded.item_qualification)
        returning l.identity, l.received_day
    )
    select k.identity, k.received_day from kept k
    union
    select b.identity, b.received_day from before b
    where b.identity in (select k.identity from kept k) or b.identity in (select g.identity from gone g)
$$;

-- Deals and calls carry the channel of their lead: these days change with it.
create function warehouse.days_of_leads(identities text[]) returns setof date
language sql stable
as $$
    select d.closed_on
    from unnest(identities) i(identity)
    join warehouse.deal d on d.org_id = warehouse.current_org() and d.client_email = i.identity
    where d.is_won
    union
    select c.day
    from unnest(identities) i(identity)
    join warehouse.call c on c.org_id = warehouse.current_org() and c.invitee_email = i.identity
$$;

-- Makes leads of enquiries that the qualifier stored, or brings them up to its newest word; returns how many leads are new or other than before.
-- Under the lock of publishing runs: changed_day is in the order of commits, and an erased person is erased before or after.
create function crm.receive_enquiries(ids uuid[], channels text[]) returns int
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
        utm_source, utm_medium, utm_campaign, gclid, landing_page, qualification, status, owner, answers, source_id, stream, external_id, duplicates, lead_run_id)
    select warehouse.current_org(), batch, n.identity, l.id is null, l.email, l.name, l.phone, l.company, l.project, l.received_at, l.received_day, l.channel, l.campaign,
           l.utm_source, l.utm_medium, l.utm_campaign, l.gclid, l.landing_page, coalesce(l.item_qualification, l.qualification), l.status, l.owner, l.answers,
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

-- How the organisation's boards read UTM values, when they have rules of their own.
create function sync.channel_rules() returns jsonb
language sql stable security definer set search_path = pg_catalog
as $$
    select s.settings -> 'channels'
    from sync.source s
    where s.org_id = warehouse.current_org() and jsonb_typeof(s.settings -> 'channels') = 'array'
    order by s.id
    limit 1
$$;

-- Privacy: what crm holds is now the lead and which enquiries belong to it.
create or replace function crm.find_person(email text) returns table (what text, id text, data jsonb)
language sql stable security definer set search_path = pg_catalog
as $$
    select 'lead', l.id::text, to_jsonb(l) - 'org_id'
    from crm.lead l
    where l.org_id = warehouse.current_org() and l.identity = lower(btrim(find_person.email))
    union all
    select 'lead''s enquiry', n.enquiry_id::text, to_jsonb(n) - 'org_id'
    from crm.lead_enquiry n
    where n.org_id = warehouse.current_org() and n.identity = lower(btrim(find_person.email))
$$;

create or replace function crm.erase_person(email text) returns table (what text, rows bigint)
language sql volatile security definer set search_path = pg_catalog
as $$
    with erased as (
        update crm.lead l
        set identity = warehouse.known_as(l.identity), email = warehouse.known_as(l.email), name = 'Erased', phone = null, company = null, project = null,
            gclid = null, landing_page = null, updated_at = now()
        where l.org_id = warehouse.current_org() and l.identity = lower(btrim(erase_person.email))
        returning 1
    ),
    enquiries as (
        update crm.lead_enquiry n
        set identity = warehouse.known_as(n.identity)
        where n.org_id = warehouse.current_org() and n.identity = lower(btrim(erase_person.email))
        returning 1
    )
    select 'lead', count(*) from erased
    union all
    select 'lead''s enquiry', count(*) from enquiries
$$;

-- Words of an enquiry go, what it is counted under stays: choices of the form as they are, own answers as "(erased)".
create function qualifier.without_words(counted jsonb) returns jsonb
language sql immutable parallel safe
return coalesce((
    select jsonb_object_agg(a.key, case when a.key in ('budget', 'styles', 'pieces', 'timeline') then a.value else '(erased)' end)
    from jsonb_each_text(counted) a), '{}');

-- Their own enquiries, and those of others whose text names their address.
create function qualifier.enquiries_about(email text) returns table (id uuid, is_own boolean)
language sql stable
as $$
    select e.id, e.lead_identity = p.address
    from (select lower(btrim(enquiries_about.email)) as address) p
    join qualifier.enquiry e on e.org_id = warehouse.current_org()
        and (e.lead_identity = p.address
             or position(p.address in lower(concat_ws(' ', e.name, e.phone, e.company, e.project, e.landing_page, e.answers::text))) > 0)
$$;

create function qualifier.find_person(email text) returns table (what text, id text, data jsonb)
language sql stable security definer set search_path = pg_catalog
as $$
    select 'enquiry', e.id::text, to_jsonb(e) - 'org_id' || jsonb_build_object('decisions', (
        select jsonb_agg(to_jsonb(d) - 'org_id' - 'enquiry_id' order by d.decided_at) from qualifier.decision d where d.org_id = e.org_id and d.enquiry_id = e.id))
    from qualifier.enquiries_about(find_person.email) a
    join qualifier.enquiry e on e.org_id = warehouse.current_org() and e.id = a.id
$$;

-- The person must be in warehouse.erased_person already. The submission stays: it is a digest, by which a form that is sent again is known.
create function qualifier.erase_person(email text) returns table (what text, rows bigint)
language plpgsql volatile security definer set search_path = pg_catalog
as $$
declare
    erased uuid[];
begin
    perform pg_advisory_xact_lock(hashtextextended('enquiries:' || warehouse.current_org()::text, 0));

    -- Figures first, while the words are still there to be taken out of them.
    with about as materialized (
        select e.received_day, e.origin, e.score, e.counted, qualifier.without_words(e.counted) as counted_then
        from qualifier.enquiries_about(erase_person.email) a
        join qualifier.enquiry e on e.org_id = warehouse.current_org() and e.id = a.id
    )
    insert into qualifier.daily_outcome as o (org_id, day, origin, question, answer, score, enquiries)
    select warehouse.current_org(), c.received_day, c.origin, v.key, v.value, c.score, sum(c.enquiries)
    from (
        select a.received_day, a.origin, a.score, a.counted, -1 as enquiries from about a
        union all
        select a.received_day, a.origin, a.score, a.counted_then, 1 from about a
    ) c
    cross join lateral jsonb_each_text(c.counted) v
    where c.score is not null
    group by c.received_day, c.origin, v.key, v.value, c.score
    having sum(c.enquiries) <> 0
    on conflict (org_id, day, origin, question, answer, score) do update set enquiries = o.enquiries + excluded.enquiries;

    -- An answer that only they gave is a word of theirs.
    delete from qualifier.daily_outcome o where o.org_id = warehouse.current_org() and o.enquiries = 0;

    with changed as (
        update qualifier.enquiry e
        set name = case when a.is_own or position(lower(btrim(erase_person.email)) in lower(e.name)) > 0 then 'Erased' else e.name end,
            email = case when a.is_own then warehouse.known_as(lower(btrim(e.email))) else e.email end,
            lead_identity = case when a.is_own then warehouse.known_as(e.lead_identity) else e.lead_identity end,
            phone = case when a.is_own or position(lower(btrim(erase_person.email)) in lower(e.phone)) > 0 then null else e.phone end,
            gclid = case when a.is_own then null else e.gclid end,
            company = null, project = null, landing_page = null,
            budget = case when length(e.budget) > 60 then null else e.budget end, timeline = case when length(e.timeline) > 60 then null else e.timeline end,
            answers = '{}', counted = qualifier.without_words(e.counted),
            -- Nothing is left to judge again.
            fallback = case when e.fallback is not null then 'no-text' end, erased_at = now()
        from qualifier.enquiries_about(erase_person.email) a
        where e.org_id = warehouse.current_org() and e.id = a.id
        returning e.id
    )
    select array_agg(c.id) into erased from changed c;

    update qualifier.decision d set reason = 'Erased.', screened = '[]' where d.org_id = warehouse.current_org() and d.enquiry_id = any (erased);

    return query select 'enquiry', coalesce(cardinality(erased), 0)::bigint;
end
$$;

revoke execute on function crm.newer_consent(jsonb, jsonb), crm.enquired(text[]), warehouse.days_of_leads(text[]), crm.receive_enquiries(uuid[], text[]),
    sync.channel_rules(), qualifier.without_words(jsonb), qualifier.enquiries_about(text), qualifier.find_person(text), qualifier.erase_person(text) from public;
revoke execute on function warehouse.days_of_leads(text[]) from accounts, analytics, crm;
grant usage on schema sync to crm;
grant execute on function crm.receive_enquiries(uuid[], text[]), sync.channel_rules() to crm;
grant execute on function qualifier.find_person(text), qualifier.erase_person(text) to accounts;

reset role;
-- As the superuser, because the owner is under row-level security too and no organisation is chosen here.
update crm.lead set items = duplicates + 1, item_qualification = qualification where source_id is not null;
