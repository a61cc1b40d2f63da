-- Signatures under a document: what is asked of the vendor step by step, who signs, what happened. And the copies of decks at Google.
set local role teg_owner;

create table documents.signature (
    org_id            uuid        not null,
    document_id       uuid        not null,
    state             text        not null default 'sending'
                                  check (state in ('sending', 'sent', 'completing', 'completed', 'declined', 'expired', 'voiding', 'voided', 'failed')),
    step              text        check (step in ('upload', 'place', 'recall', 'invite', 'watch', 'fetch', 'cancel')),
    round             int         not null default 1 check (round > 0),
    vendor_name       text        not null,
    vendor_id         text,
    begun_at          timestamptz,
    subject           text        check (length(subject) <= 200),
    message           text        check (length(message) <= 2000),
    requested_by      uuid        not null,
    requested_by_name text        not null,
    requested_at      timestamptz not null default now(),
    sent_at           timestamptz,
    finished_at       timestamptz,
    next_at           timestamptz default now(),
    tries             int         not null default 0,
    leased_by         uuid,
    leased_until      timestamptz,
    reason            text,
    way_out           text,
    primary key (org_id, document_id),
    -- What people were asked to sign is not deleted.
    foreign key (org_id, document_id) references documents.document (org_id, id)
);
create index signature_due on documents.signature (org_id, next_at) where next_at is not null;
create index signature_vendor_id on documents.signature (org_id, vendor_id) where vendor_id is not null;
comment on table documents.signature is 'A document sent for signature: how far it is and what is done next. Each step is recorded before the next begins.';
comment on column documents.signature.step is 'What is done next; null when there is nothing left to do.';
comment on column documents.signature.round is 'How often it was sent; a resend takes the open invitation back first.';
comment on column documents.signature.vendor_name is 'The document''s name at the vendor, unlike any other: an upload whose answer was lost is found by it.';
comment on column documents.signature.begun_at is 'When the vendor was asked for what cannot be asked twice, and the answer is not recorded yet: it may or may not have happened, so the vendor is asked first.';
comment on column documents.signature.next_at is 'When the step is due; a webhook makes it now.';
comment on column documents.signature.tries is 'Times in a row that the vendor did not answer, or, while it is watched, that nothing had changed.';

create table documents.signature_signer (
    org_id      uuid not null,
    document_id uuid not null,
    position    int  not null,
    role        text not null check (length(role) <= 100),
    name        text not null check (length(name) <= 200),
    email       text not null check (length(email) <= 320),
    state       text not null default 'waiting' check (state in ('waiting', 'invited', 'opened', 'signed', 'declined', 'expired')),
    invite_id   text,
    changed_at  timestamptz not null default now(),
    reason      text,
    primary key (org_id, document_id, position),
    unique (org_id, document_id, role),
    foreign key (org_id, document_id) references documents.signature (org_id, document_id) on delete cascade
);
create index signature_signer_email on documents.signature_signer (org_id, lower(email));
comment on table documents.signature_signer is 'Who signs, in the order of signing.';
comment on column documents.signature_signer.role is 'As the document''s own fields name it.';

create table documents.signature_event (
    org_id      uuid        not null,
    id          uuid        not null default warehouse.uuid_v7(),
    document_id uuid        not null,
    key         text        not null,
    kind        text        not null,
    role        text,
    detail      text,
    at          timestamptz not null default now(),
    primary key (org_id, id),
    unique (org_id, document_id, key),
    foreign key (org_id, document_id) references documents.signature (org_id, document_id) on delete cascade
);
comment on table documents.signature_event is 'What happened to it, once each however often it is told. Only added to.';
comment on column documents.signature_event.key is 'Makes a repeated delivery, or a step recorded again, one row.';

create table documents.slides_copy (
    org_id       uuid        not null,
    document_id  uuid        not null,
    state        text        not null default 'waiting' check (state in ('waiting', 'ready', 'failed')),
    vendor_name  text        not null,
    vendor_id    text,
    url          text,
    begun_at     timestamptz,
    requested_by uuid        not null,
    requested_at timestamptz not null default now(),
    finished_at  timestamptz,
    next_at      timestamptz default now(),
    tries        int         not null default 0,
    leased_by    uuid,
    leased_until timestamptz,
    reason       text,
    way_out      text,
    primary key (org_id, document_id),
    foreign key (org_id, document_id) references documents.document (org_id, id) on delete cascade
);
create index slides_copy_due on documents.slides_copy (org_id, next_at) where next_at is not null;
comment on table documents.slides_copy is 'A deck as Google Slides: made once, found again by its name when the answer was lost.';

call warehouse.protect('documents.signature');
call warehouse.protect('documents.signature_signer');
call warehouse.protect('documents.signature_event');
call warehouse.protect('documents.slides_copy');
revoke delete on documents.signature from documents;
revoke update, delete on documents.signature_event from documents;

-- As visible as the document.
create policy own_documents on documents.signature as restrictive using (
    (select warehouse.current_role_name()) is distinct from 'Agent'
    or exists (select from documents.document d where d.org_id = signature.org_id and d.id = signature.document_id));
create policy own_documents on documents.signature_signer as restrictive using (
    (select warehouse.current_role_name()) is distinct from 'Agent'
    or exists (select from documents.document d where d.org_id = signature_signer.org_id and d.id = signature_signer.document_id));
create policy own_documents on documents.signature_event as restrictive using (
    (select warehouse.current_role_name()) is distinct from 'Agent'
    or exists (select from documents.document d where d.org_id = signature_event.org_id and d.id = signature_event.document_id));
create policy own_documents on documents.slides_copy as restrictive using (
    (select warehouse.current_role_name()) is distinct from 'Agent'
    or exists (select from documents.document d where d.org_id = slides_copy.org_id and d.id = slides_copy.document_id));

-- The next step of any organisation that is due and that nobody works on.
create function documents.take_signature(worker uuid, lease interval)
returns table (org_id uuid, document_id uuid)
language sql volatile security definer set search_path = pg_catalog
as $$
    with next as (
        select s.org_id, s.document_id
        from documents.signature s
        where s.next_at <= now() and (s.leased_until is null or s.leased_until < now())
        order by s.next_at
        limit 1
        for update skip locked
    )
    update documents.signature s
    set leased_by = worker, leased_until = now() + lease
    from next
    where s.org_id = next.org_id and s.document_id = next.document_id
    returning s.org_id, s.document_id
$$;

create function documents.take_slides_copy(worker uuid, lease interval)
returns table (org_id uuid, document_id uuid)
language sql volatile security definer set search_path = pg_catalog
as $$
    with next as (
        select s.org_id, s.document_id
        from documents.slides_copy s
        where s.next_at <= now() and (s.leased_until is null or s.leased_until < now())
        order by s.next_at
        limit 1
        for update skip locked
    )
    update documents.slides_copy s
    set leased_by = worker, leased_until = now() + lease
    from next
    where s.org_id = next.org_id and s.document_id = next.document_id
    returning s.org_id, s.document_id
$$;

-- A signer is a person of whom something is known, also where the document itself does not name them.
create or replace function documents.documents_about(email text) returns setof uuid
language sql stable
as $$
    select d.id
    from (select lower(btrim(documents_about.email)) as address) p
    join documents.document d on d.org_id = warehouse.current_org() and d.erased_at is null
    where (position(p.address in lower(d.snapshot::text)) > 0 and p.address in (select warehouse.addresses_in(d.snapshot)))
       or (position(p.address in lower(d.inputs::text)) > 0 and p.address in (select warehouse.addresses_in(d.inputs)))
       or exists (select from crm.lead l where l.org_id = d.org_id and l.id = d.lead_id and l.identity in (p.address, warehouse.person_alias(d.org_id, p.address)))
       or exists (select from warehouse.deal s where s.org_id = d.org_id and s.id = d.deal_id and s.client_email in (p.address, warehouse.person_alias(d.org_id, p.address)))
       or exists (select from documents.signature_signer g where g.org_id = d.org_id and g.document_id = d.id and lower(g.email) = p.address)
$$;

create or replace function documents.find_person(email text) returns table (what text, id text, data jsonb)
language sql stable security definer set search_path = pg_catalog
as $$
    select 'document', d.id::text,
           to_jsonb(d) - array['org_id', 'leased_by', 'leased_until', 'not_before', 'request_key'] || jsonb_build_object('files', (
               select coalesce(jsonb_agg(jsonb_build_object('format', f.format, 'name', f.name, 'sha256', f.hash) order by f.format), '[]')
               from documents.document_file f
               where f.org_id = d.org_id and f.document_id = d.id))
    from documents.documents_about(find_person.email) a (id)
    join documents.document d on d.org_id = warehouse.current_org() and d.id = a.id
    union all
    select 'signature', s.document_id::text,
           jsonb_build_object('signer', to_jsonb(s) - 'org_id', 'state', g.state, 'sent_at', g.sent_at, 'events', (
               select coalesce(jsonb_agg(to_jsonb(e) - array['org_id', 'key', 'document_id'] order by e.id), '[]')
               from documents.signature_event e
               where e.org_id = s.org_id and e.document_id = s.document_id and e.role = s.role))
    from documents.signature_signer s
    join documents.signature g on g.org_id = s.org_id and g.document_id = s.document_id
    where s.org_id = warehouse.current_org() and lower(s.email) = lower(btrim(find_person.email))
$$;

-- With the document's words go the signers'. An invitation that is still open is taken back; a signed copy that is still to be fetched is not.
create function documents.forget_signers() returns trigger
language plpgsql
as $$
begin
    update documents.signature
    set subject = null, message = null, reason = null, way_out = null,
        state = case when state in ('sending', 'sent') then 'voiding' when state = 'completing' then 'completed' else state end,
        step = case when state in ('sending', 'sent', 'voiding') then 'cancel' end,
        next_at = case when state in ('sending', 'sent', 'voiding') then now() end
    where org_id = new.org_id and document_id = new.id;
    update documents.signature_signer set name = 'Erased', email = 'erased@erased.invalid', reason = null where org_id = new.org_id and document_id = new.id;
    update documents.signature_event set detail = null where org_id = new.org_id and document_id = new.id and detail is not null;
    update documents.slides_copy set state = 'failed', reason = 'It was erased.', next_at = null where org_id = new.org_id and document_id = new.id and state = 'waiting';
    return null;
end
$$;
create trigger forget_signers after update of erased_at on documents.document
    for each row when (new.erased_at is not null and old.erased_at is null) execute function documents.forget_signers();

revoke execute on function documents.take_signature(uuid, interval), documents.take_slides_copy(uuid, interval), documents.forget_signers() from public;
grant execute on function documents.take_signature(uuid, interval), documents.take_slides_copy(uuid, interval) to documents;
grant select, update on documents.signature, documents.slides_copy to teg_system;
reset role;

call warehouse.make_cross_tenant('documents.take_signature(uuid, interval)');
call warehouse.make_cross_tenant('documents.take_slides_copy(uuid, interval)');
