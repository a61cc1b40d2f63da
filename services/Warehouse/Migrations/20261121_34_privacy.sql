-- What is held on a person is found and forgotten by e-mail address, in every schema by a function of that schema. A vendor may go on holding
-- them, so what is erased stays erased: whatever comes in about them later is made anonymous before it is published.
set local role teg_owner;

create table warehouse.erased_person (
    org_id       uuid        not null,
    email_digest bytea       not null,
    erased_at    timestamptz not null,
    primary key (org_id, email_digest)
);
comment on table warehouse.erased_person is 'Whose data was erased. Holds no address, only enough to know it again.';
comment on column warehouse.erased_person.email_digest is 'warehouse.person_digest of the address.';
call warehouse.protect('warehouse.erased_person');
revoke insert, update, delete on warehouse.erased_person from sync;
grant select, insert on warehouse.erased_person to accounts;

-- The organisation is in the digest: the same person in two of them cannot be matched.
create function warehouse.person_digest(org uuid, email text) returns bytea
language sql immutable parallel safe
return sha256(convert_to(org::text || ':' || lower(btrim(email)), 'UTF8'));

-- Stands for the person where facts must go on being counted and joined. The top-level domain "invalid" is reserved (RFC 2606): no mail ever gets there.
create function warehouse.person_alias(org uuid, email text) returns text
language sql immutable parallel safe
return 'erased-' || left(encode(warehouse.person_digest(org, email), 'hex'), 20) || '@erased.invalid';

-- The address, or what stands for it when the person was erased.
create function warehouse.known_as(email text) returns text
language sql stable
return case when exists (
        select from warehouse.erased_person e
        where e.org_id = warehouse.current_org() and e.email_digest = warehouse.person_digest(warehouse.current_org(), email))
    then warehouse.person_alias(warehouse.current_org(), email)
    else email
end;

-- Addresses in any text of a document. JSON writes a line break as \n, which is no part of the address behind it.
create function warehouse.addresses_in(document jsonb) returns setof text
language sql immutable parallel safe
as $$
    select distinct lower(m[1])
    from regexp_matches(regexp_replace(document::text, '\\[nrtbf]', ' ', 'g'), '([[:alnum:]._%+''-]+@[[:alnum:]-]+(?:\.[[:alnum:]-]+)+)', 'g') m
$$;

-- What makes a mirrored record differ from another version of itself.
create function sync.record_hash(payload jsonb, fields jsonb, key text) returns uuid
language sql immutable parallel safe
return md5(coalesce(payload::text, '') || '|' || coalesce(fields::text, '') || '|' || coalesce(key, ''))::uuid;

-- The vendor's document without what it says; A11's readers still find an item of that id.
create function sync.without_words(payload jsonb) returns jsonb
language sql immutable parallel safe
return jsonb_strip_nulls(jsonb_build_object('id', payload -> 'id', 'uri', payload -> 'uri', 'name', 'Erased', 'column_values', '[]'::jsonb, 'erased', true));

-- Figures stay (days, amounts, states, form answers from lists), words go. A name goes only where the record is the person's own,
-- not where it mentions them.
create function sync.without_person(fields jsonb) returns jsonb
language sql stable
as $$
    select fields || coalesce((
        select jsonb_object_agg(w.field, w.value)
        from (
            values ('phone', 'null'::jsonb, own.is), ('name', '"Erased"', own.is), ('client', 'null', own.is), ('gclid', 'null', own.is),
                   ('company', 'null', true), ('project', 'null', true), ('landing_page', 'null', true), ('cancel_reason', 'null', true),
                   ('email', to_jsonb(warehouse.known_as(fields ->> 'email')), true),
                   ('client_email', to_jsonb(warehouse.known_as(fields ->> 'client_email')), true)
        ) w(field, value, applies)
        where w.applies and fields ? w.field
    ), '{}')
    from (
        select warehouse.known_as(a.email) is distinct from a.email as is
        from (select coalesce(fields ->> 'email', fields ->> 'client_email') as email) a
    ) own
$$;

-- Before a run is published: what it has read about erased persons. Costs nothing in an organisation that has erased nobody.
create function sync.anonymise_landing(run uuid) returns bigint
language plpgsql volatile
as $$
declare
    changed bigint;
begin
    if not exists (select from warehouse.erased_person where org_id = warehouse.current_org()) then
        return 0;
    end if;

    update sync.landing l
    set key = n.key, group_key = n.group_key, fields = n.fields, payload = n.payload, hash = sync.record_hash(n.payload, n.fields, n.key)
    from (
        select o.stream, o.external_id,
               case o.kind when 'leads' then warehouse.known_as(o.key) else o.key end as key,
               case o.kind when 'sales' then warehouse.known_as(o.group_key) else o.group_key end as group_key,
               sync.without_person(o.fields) as fields, sync.without_words(o.payload) as payload
        from sync.landing o
        where o.org_id = warehouse.current_org() and o.run_id = run and not o.removed
          and exists (select from warehouse.addresses_in(o.payload) a where warehouse.known_as(a) <> a)
    ) n
    where l.org_id = warehouse.current_org() and l.run_id = run and l.stream = n.stream and l.external_id = n.external_id;
    get diagnostics changed = row_count;
    return changed;
end
$$;

-- Everything held on a person outside accounts: what, its id and the row as it is.
create function sync.find_person(email text) returns table (what text, id text, data jsonb)
language sql stable security definer set search_path = pg_catalog
as $$
    select 'source record', r.stream || '/' || r.external_id, r.payload
    from sync.record r
    where r.org_id = warehouse.current_org() and position(lower(btrim(email)) in lower(r.payload::text)) > 0
      and lower(btrim(email)) in (select warehouse.addresses_in(r.payload))
$$;

create function crm.find_person(email text) returns table (what text, id text, data jsonb)
language sql stable security definer set search_path = pg_catalog
as $$
    select 'lead', l.id::text, to_jsonb(l) - 'org_id'
    from crm.lead l
    where l.org_id = warehouse.current_org() and l.identity = lower(btrim(find_person.email))
$$;

create function warehouse.find_person(email text) returns table (what text, id text, data jsonb)
language sql stable security definer set search_path = pg_catalog
as $$
    select 'deal', d.id::text, to_jsonb(d) - 'org_id'
    from warehouse.deal d
    where d.org_id = warehouse.current_org() and d.client_email = lower(btrim(email))
    union all
    select 'call', c.id::text, to_jsonb(c) - 'org_id' || jsonb_build_object('timeline', (
        select jsonb_agg(to_jsonb(e) - 'org_id' - 'call_id' order by e.at) from warehouse.call_event e where e.org_id = c.org_id and e.call_id = c.id))
    from warehouse.call c
    where c.org_id = warehouse.current_org() and c.invitee_email = lower(btrim(email))
$$;

-- Each forgets in its own schema what find_person finds there and returns how many rows. The person must be in warehouse.erased_person already.
create function sync.erase_person(email text) returns table (what text, rows bigint)
language sql volatile security definer set search_path = pg_catalog
as $$
    with mirrored as (
        update sync.record r
        set key = n.key, group_key = n.group_key, fields = n.fields, payload = n.payload, hash = sync.record_hash(n.payload, n.fields, n.key)
        from (
            select o.source_id, o.stream, o.external_id,
                   case o.kind when 'leads' then warehouse.known_as(o.key) else o.key end as key,
                   case o.kind when 'sales' then warehouse.known_as(o.group_key) else o.group_key end as group_key,
                   sync.without_person(o.fields) as fields, sync.without_words(o.payload) as payload
            from sync.record o
            where o.org_id = warehouse.current_org() and position(lower(btrim(email)) in lower(o.payload::text)) > 0
              and lower(btrim(email)) in (select warehouse.addresses_in(o.payload))
        ) n
        where r.org_id = warehouse.current_org() and r.source_id = n.source_id and r.stream = n.stream and r.external_id = n.external_id
        returning 1
    )
    select 'source record', count(*) from mirrored
$$;

create function crm.erase_person(email text) returns table (what text, rows bigint)
language sql volatile security definer set search_path = pg_catalog
as $$
    with erased as (
        update crm.lead l
        set identity = warehouse.known_as(l.identity), email = warehouse.known_as(l.email), name = 'Erased', phone = null, company = null, project = null,
            gclid = null, landing_page = null, updated_at = now()
        where l.org_id = warehouse.current_org() and l.identity = lower(btrim(erase_person.email))
        returning 1
    )
    select 'lead', count(*) from erased
$$;

create function warehouse.erase_person(email text) returns table (what text, rows bigint)
language sql volatile security definer set search_path = pg_catalog
as $$
    with deals as (
        update warehouse.deal d
        set name = 'Erased', client = null, client_email = warehouse.known_as(d.client_email)
        where d.org_id = warehouse.current_org() and d.client_email = lower(btrim(email))
        returning 1
    ),
    calls as (
        update warehouse.call c
        set invitee_name = 'Erased', invitee_email = warehouse.known_as(c.invitee_email)
        where c.org_id = warehouse.current_org() and c.invitee_email = lower(btrim(email))
        returning c.id
    ),
    timelines as (
        update warehouse.call_event e
        set reason = null
        from calls c
        where e.org_id = warehouse.current_org() and e.call_id = c.id and e.reason is not null
        returning 1
    )
    select 'deal', count(*) from deals
    union all
    select 'call', count(*) from calls
$$;

grant usage on schema sync, crm to accounts;
revoke execute on function sync.record_hash(jsonb, jsonb, text), sync.without_words(jsonb), sync.without_person(jsonb), sync.anonymise_landing(uuid),
    sync.find_person(text), crm.find_person(text), warehouse.find_person(text),
    sync.erase_person(text), crm.erase_person(text), warehouse.erase_person(text) from public;
revoke execute on function warehouse.find_person(text), warehouse.erase_person(text) from sync, analytics, crm;
grant execute on function sync.record_hash(jsonb, jsonb, text), sync.without_words(jsonb), sync.without_person(jsonb), sync.anonymise_landing(uuid) to sync;
grant execute on function sync.find_person(text), crm.find_person(text), warehouse.find_person(text),
    sync.erase_person(text), crm.erase_person(text), warehouse.erase_person(text) to accounts;

create table accounts.privacy_request (
    org_id       uuid        not null,
    id           uuid        not null,
    kind         text        not null check (kind in ('export', 'erasure')),
    email_digest bytea       not null,
    requested_by uuid        not null,
    at           timestamptz not null,
    found        jsonb       not null,
    primary key (org_id, id)
);
comment on table accounts.privacy_request is 'What was asked for and done about a person, without saying who they are: the receipt.';
comment on column accounts.privacy_request.found is 'Rows by what they are: {"lead": 1, "deal": 2}.';
call warehouse.protect('accounts.privacy_request');
revoke update, delete on accounts.privacy_request from accounts;
