-- Documents: what was asked for, from which inputs, who works on it, and the files that came of it.
do $$
begin
    if not exists (select from pg_roles where rolname = 'documents') then create role documents nologin; end if;
    execute format('grant connect, temporary on database %I to documents', current_database());
end
$$;

create schema documents authorization teg_owner;
grant usage on schema documents to documents, accounts, teg_system;
grant usage on schema warehouse, accounts, crm, audit to documents;
grant create on schema documents to teg_system;
alter default privileges for role teg_owner in schema documents grant select, insert, update, delete on tables to documents;

set local role teg_owner;
grant execute on function warehouse.current_org(), warehouse.current_app_user(), warehouse.current_role_name(), warehouse.uuid_v7() to documents;
grant execute on function accounts.own_sales_names() to documents;
grant select on accounts.organisation to documents;
grant insert on audit.event to documents;
-- What a document may start from; an agent's own, by the policies of these tables.
grant select on crm.lead, warehouse.deal to documents;

create table documents.file (
    org_id     uuid        not null,
    hash       text        not null check (hash ~ '^[0-9a-f]{64}$'),
    media_type text        not null,
    bytes      bigint      not null,
    content    bytea       not null,
    created_at timestamptz not null default now(),
    primary key (org_id, hash)
);
-- Packed already; kept unpacked, a piece of it is read without the rest.
alter table documents.file alter content set storage external;
comment on table documents.file is 'Contents, once per organisation however many documents and pictures are the same.';
comment on column documents.file.hash is 'SHA-256 of the content.';
comment on column documents.file.created_at is 'When it was stored last; what nothing names a while after is forgotten.';
call warehouse.protect('documents.file');
revoke update on documents.file from documents;
grant update (created_at) on documents.file to documents;

create table documents.document (
    org_id            uuid           not null,
    id                uuid           not null default warehouse.uuid_v7(),
    kind              text           not null check (kind in ('contract', 'deck', 'workbook', 'a-la-carte')),
    title             text           not null check (length(title) <= 400),
    state             text           not null default 'queued' check (state in ('queued', 'working', 'ready', 'failed', 'canceled')),
    inputs            jsonb,
    snapshot          jsonb,
    snapshot_hash     text           not null check (snapshot_hash ~ '^[0-9a-f]{64}$'),
    prices            jsonb,
    total             numeric(14, 2),
    currency          char(3),
    request_key       text           not null check (length(request_key) between 1 and 100),
    series_id         uuid           not null,
    version           int            not null check (version > 0),
    owner_id          uuid           not null,
    lead_id           uuid,
    deal_id           uuid,
    requested_by      uuid           not null,
    requested_by_name text           not null,
    requested_at      timestamptz    not null default now(),
    started_at        timestamptz,
    finished_at       timestamptz,
    step              text,
    leased_by         uuid,
    leased_until      timestamptz,
    not_before        timestamptz,
    attempt           int            not null default 0,
    attempts          jsonb          not null default '[]',
    reason            text,
    way_out           text,
    erased_at         timestamptz,
    primary key (org_id, id),
    unique (org_id, request_key),
    unique (org_id, series_id, version)
);
create index document_kind on documents.document (org_id, kind, id desc);
create index document_waiting on documents.document (org_id, requested_at) where state in ('queued', 'working');
create index document_lead on documents.document (org_id, lead_id) where lead_id is not null;
create index document_deal on documents.document (org_id, deal_id) where deal_id is not null;
comment on table documents.document is 'A contract, deck or workbook that was asked for: what decides it, how far it is, who works on it.';
comment on column documents.document.inputs is 'What the person sent.';
comment on column documents.document.snapshot is 'Everything the files are made from, fixed when it was asked for: prices, the organisation''s words, the date.';
comment on column documents.document.snapshot_hash is 'SHA-256 of the snapshot: equal snapshots make equal files.';
comment on column documents.document.prices is 'Lines, discount and total as the snapshot has them; total and currency are its own, for lists.';
comment on column documents.document.request_key is 'Chosen by who asks: asked again with it, the same document is answered.';
comment on column documents.document.series_id is 'The first version''s id.';
comment on column documents.document.owner_id is 'Who asked for the first version; an agent sees these.';
comment on column documents.document.step is 'writing, converting or storing.';
comment on column documents.document.attempts is 'Attempts that did not end well: number, at, reason.';
comment on column documents.document.erased_at is 'When its words and files were erased because they were about a person.';
call warehouse.protect('documents.document');
create policy own_documents on documents.document as restrictive using (
    (select warehouse.current_role_name()) is distinct from 'Agent' or owner_id = (select warehouse.current_app_user()));

create table documents.document_file (
    org_id      uuid not null,
    document_id uuid not null,
    format      text not null check (format in ('office', 'pdf', 'signed')),
    hash        text not null,
    name        text not null check (length(name) between 1 and 300),
    primary key (org_id, document_id, format),
    foreign key (org_id, document_id) references documents.document (org_id, id) on delete cascade,
    foreign key (org_id, hash) references documents.file (org_id, hash)
);
create index document_file_hash on documents.document_file (org_id, hash);
comment on table documents.document_file is 'The files of a document: as Office opens it, as PDF, as signed.';
call warehouse.protect('documents.document_file');
-- As visible as the document.
create policy own_documents on documents.document_file as restrictive using (
    (select warehouse.current_role_name()) is distinct from 'Agent'
    or exists (select from documents.document d where d.org_id = document_file.org_id and d.id = document_file.document_id));

create table documents.price_list (
    org_id          uuid        not null,
    version         int         not null check (version > 0),
    content         jsonb       not null,
    note            text        not null default '' check (length(note) <= 500),
    created_by      uuid        not null,
    created_by_name text        not null,
    created_at      timestamptz not null default now(),
    primary key (org_id, version)
);
comment on table documents.price_list is 'Versions of items, packages and the house''s words; the highest holds. Only added to.';
call warehouse.protect('documents.price_list');
revoke update, delete on documents.price_list from documents;

create table documents.image (
    org_id     uuid        not null,
    id         uuid        not null default warehouse.uuid_v7(),
    hash       text        not null,
    name       text        not null check (length(name) between 1 and 200),
    width      int         not null check (width > 0),
    height     int         not null check (height > 0),
    origin     text        not null check (origin in ('upload', 'drive')),
    created_by uuid,
    created_at timestamptz not null default now(),
    primary key (org_id, id),
    foreign key (org_id, hash) references documents.file (org_id, hash)
);
create index image_hash on documents.image (org_id, hash);
comment on table documents.image is 'Pictures that documents may show; everybody in the organisation may use them. Never changed, so an id means one picture for ever.';
call warehouse.protect('documents.image');
revoke update on documents.image from documents;

call warehouse.create_outbox('documents');

-- Takes the next document of any organisation: a waiting one, or one whose process has let its lease run out. Who has fewest under way comes first, so
-- nobody's hundred documents keep somebody else's one waiting for longer than the shortest of those under way. One takes at a time, because whoever takes
-- has to see what was taken just before.
create function documents.take_job(worker uuid, lease interval)
returns table (org_id uuid, document_id uuid, attempt int)
language sql volatile security definer set search_path = pg_catalog
as $$
    select pg_advisory_xact_lock(hashtextextended('documents.take_job', 0));

    with busy as materialized (
        select w.org_id, count(*) as documents
        from documents.document w
        where w.state = 'working' and w.leased_until >= now()
        group by w.org_id
    ),
    next as (
        select d.org_id, d.id
        from documents.document d
        left join busy b on b.org_id = d.org_id
        where (d.state = 'queued' and (d.not_before is null or d.not_before <= now())) or (d.state = 'working' and d.leased_until < now())
        order by coalesce(b.documents, 0), d.requested_at
        limit 1
        for update of d skip locked
    )
    update documents.document d
    set state = 'working', step = 'writing', started_at = coalesce(d.started_at, now()), leased_by = worker, leased_until = now() + lease, attempt = d.attempt + 1,
        attempts = case
            when d.state = 'working' then d.attempts || jsonb_build_object('number', d.attempt, 'at', now(), 'reason', 'The process that worked on it ended.')
            else d.attempts
        end
    from next
    where d.org_id = next.org_id and d.id = next.id
    returning d.org_id, d.id, d.attempt
$$;

-- Counted for the organisation as a whole, past the policy of own documents: an agent is not first because others' documents are not shown.
create function documents.ahead_of(document uuid) returns int
language sql stable security definer set search_path = pg_catalog
as $$
    select count(*)::int
    from documents.document d
    join documents.document o on o.org_id = d.org_id and o.state in ('queued', 'working') and (o.requested_at, o.id) < (d.requested_at, d.id)
    where d.org_id = warehouse.current_org() and d.id = document and d.state = 'queued'
$$;

create function documents.forget_files(age interval) returns int
language sql volatile security definer set search_path = pg_catalog
as $$
    with gone as (
        delete from documents.file f
        where f.created_at < now() - age
          and not exists (select from documents.document_file d where d.org_id = f.org_id and d.hash = f.hash)
          and not exists (select from documents.image i where i.org_id = f.org_id and i.hash = f.hash)
        returning 1
    )
    select count(*)::int from gone
$$;

-- Documents that name a person, or were made for their lead or deal. Where the lead was erased just before, it has the alias already.
create function documents.documents_about(email text) returns setof uuid
language sql stable
as $$
    select d.id
    from (select lower(btrim(documents_about.email)) as address) p
    join documents.document d on d.org_id = warehouse.current_org() and d.erased_at is null
    where (position(p.address in lower(d.snapshot::text)) > 0 and p.address in (select warehouse.addresses_in(d.snapshot)))
       or (position(p.address in lower(d.inputs::text)) > 0 and p.address in (select warehouse.addresses_in(d.inputs)))
       or exists (select from crm.lead l where l.org_id = d.org_id and l.id = d.lead_id and l.identity in (p.address, warehouse.person_alias(d.org_id, p.address)))
       or exists (select from warehouse.deal s where s.org_id = d.org_id and s.id = d.deal_id and s.client_email in (p.address, warehouse.person_alias(d.org_id, p.address)))
$$;

create function documents.find_person(email text) returns table (what text, id text, data jsonb)
language sql stable security definer set search_path = pg_catalog
as $$
    select 'document', d.id::text,
           to_jsonb(d) - array['org_id', 'leased_by', 'leased_until', 'not_before', 'request_key'] || jsonb_build_object('files', (
               select coalesce(jsonb_agg(jsonb_build_object('format', f.format, 'name', f.name, 'sha256', f.hash) order by f.format), '[]')
               from documents.document_file f
               where f.org_id = d.org_id and f.document_id = d.id))
    from documents.documents_about(find_person.email) a (id)
    join documents.document d on d.org_id = warehouse.current_org() and d.id = a.id
$$;

-- The words and the files go; that there was a document, whose and for how much, stays.
create function documents.erase_person(email text) returns table (what text, rows bigint)
language plpgsql volatile security definer set search_path = pg_catalog
as $$
declare
    theirs uuid[];
    hashes text[];
begin
    select coalesce(array_agg(a.id), '{}') into theirs from documents.documents_about(erase_person.email) a (id);

    -- The lock on the document comes first: a process that works on it finds that it is no longer wanted.
    update documents.document d
    set title = 'Erased', inputs = null, snapshot = null, prices = null, attempts = '[]', reason = null, way_out = null, erased_at = now(), step = null, leased_until = null,
        state = case when d.state in ('queued', 'working') then 'canceled' else d.state end,
        finished_at = coalesce(d.finished_at, now())
    where d.org_id = warehouse.current_org() and d.id = any (theirs);

    with gone as (
        delete from documents.document_file f where f.org_id = warehouse.current_org() and f.document_id = any (theirs) returning f.hash
    )
    select coalesce(array_agg(distinct g.hash), '{}') into hashes from gone g;

    delete from documents.file f
    where f.org_id = warehouse.current_org() and f.hash = any (hashes)
      and not exists (select from documents.document_file d where d.org_id = f.org_id and d.hash = f.hash)
      and not exists (select from documents.image i where i.org_id = f.org_id and i.hash = f.hash);

    return query select 'document', cardinality(theirs)::bigint;
end
$$;

revoke execute on function documents.take_job(uuid, interval), documents.ahead_of(uuid), documents.forget_files(interval), documents.documents_about(text),
    documents.find_person(text), documents.erase_person(text) from public;
grant execute on function documents.take_job(uuid, interval), documents.ahead_of(uuid), documents.forget_files(interval) to documents;
grant execute on function documents.find_person(text), documents.erase_person(text) to accounts;
grant select, update on documents.document to teg_system;
grant select, delete on documents.file to teg_system;
grant select on documents.document_file, documents.image to teg_system;
reset role;

call warehouse.make_cross_tenant('documents.take_job(uuid, interval)');
call warehouse.make_cross_tenant('documents.ahead_of(uuid)');
call warehouse.make_cross_tenant('documents.forget_files(interval)');

-- A dispatcher serves all organisations.
do $$
declare
    f regprocedure;
begin
    for f in
        select p.oid::regprocedure from pg_proc p
        where p.pronamespace = 'documents'::regnamespace and p.proname in ('outbox_take', 'outbox_sent', 'outbox_park', 'outbox_depth')
    loop
        call warehouse.make_cross_tenant(f);
    end loop;
end
$$;
