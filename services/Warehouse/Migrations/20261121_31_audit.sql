-- Who did what, and saw what: events that nobody changes, sealed in one chain of hashes per organisation.
create schema audit authorization teg_owner;
grant usage on schema audit to accounts, sync, analytics, crm, teg_system;
grant create on schema audit to teg_system;

set local role teg_owner;

create table audit.event (
    org_id          uuid        not null,
    id              uuid        not null,
    at              timestamptz not null,
    recorded_at     timestamptz not null,
    service         text        not null,
    actor_kind      text        not null check (actor_kind in ('person', 'client', 'system')),
    actor_id        uuid,
    action          text        not null,
    method          text        not null,
    path            text        not null,
    status          int         not null,
    subjects        jsonb       not null default '[]',
    changes         jsonb,
    personal        jsonb,
    personal_salt   bytea,
    personal_digest bytea,
    primary key (org_id, id)
);
create index event_of_actor on audit.event (org_id, actor_id, id desc);
create index event_of_action on audit.event (org_id, action, id desc);
comment on table audit.event is 'One per request of a signed-in person or machine, denied ones included. Append-only for every role.';
comment on column audit.event.id is 'uuid v7 of the moment in "at": events are listed, and cut by time, along the key.';
comment on column audit.event.recorded_at is 'The database''s clock when the event was written; set by the database.';
comment on column audit.event.action is 'The endpoint''s operation id in the service''s OpenAPI document.';
comment on column audit.event.path is 'The route''s template; its values are the subjects.';
comment on column audit.event.subjects is 'What it was about: [{"kind", "id"}].';
comment on column audit.event.changes is 'What a write changed: [{"kind", "id", "before", "after"}]. Ids, roles and settings; never names, addresses or secrets.';
comment on column audit.event.personal is 'The actor''s name, network address, user agent and query. Erasable: the chain covers only its digest.';
comment on column audit.event.personal_digest is 'SHA-256 of the salt and the personal details; without the salt nothing can be guessed from it.';
call warehouse.protect('audit.event');

create table audit.mention (
    org_id     uuid not null,
    subject_id text not null,
    event_id   uuid not null,
    kind       text not null,
    primary key (org_id, subject_id, event_id)
);
comment on table audit.mention is 'Events by subject: an index over audit.event.subjects that begins with the organisation.';
call warehouse.protect('audit.mention');

create table audit.waiting (
    org_id   uuid not null,
    event_id uuid not null,
    primary key (org_id, event_id)
);
comment on table audit.waiting is 'Events that are not sealed yet. Sealing costs what is new, however late it came, and not what is stored.';
call warehouse.protect('audit.waiting');

create table audit.seal (
    org_id    uuid        not null,
    seq       bigint      not null,
    event_id  uuid        not null,
    hash      bytea       not null,
    sealed_at timestamptz not null default clock_timestamp(),
    primary key (org_id, seq),
    unique (org_id, event_id)
);
comment on table audit.seal is 'The chain: each hash covers the one before it and an event. Append-only for every role.';
call warehouse.protect('audit.seal');

-- The salt and the digest are made here, so that no service can leave them out.
create function audit.receive() returns trigger language plpgsql as $$
begin
    new.recorded_at := clock_timestamp();
    new.personal_salt := null;
    new.personal_digest := null;
    if new.personal is not null then
        new.personal_salt := uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid());
        new.personal_digest := sha256(new.personal_salt || convert_to(new.personal::text, 'UTF8'));
    end if;
    return new;
end
$$;
create trigger receive before insert on audit.event for each row execute function audit.receive();

-- As the owner: a service writes events and nothing else. Row-level security holds for the owner too.
create function audit.enlist() returns trigger language plpgsql security definer set search_path = pg_catalog as $$
begin
    insert into audit.waiting (org_id, event_id) select e.org_id, e.id from written e;
    insert into audit.mention (org_id, subject_id, event_id, kind)
    select e.org_id, s.subject ->> 'id', e.id, s.subject ->> 'kind'
    from written e, jsonb_array_elements(e.subjects) as s (subject)
    on conflict do nothing;
    return null;
end
$$;
create trigger enlist after insert on audit.event referencing new table as written for each statement execute function audit.enlist();

-- Grants keep services out; this keeps out the owner and the superuser as well, who would have to take the trigger away first.
create function audit.refuse() returns trigger language plpgsql as $$
begin
    if tg_op = 'UPDATE' and tg_table_name = 'event' then
        -- The one change there is: personal details go, everything that the chain covers stays.
        if new.personal is null and new.personal_salt is null
           and to_jsonb(new) - 'personal' - 'personal_salt' = to_jsonb(old) - 'personal' - 'personal_salt' then
            return new;
        end if;
    end if;
    raise exception 'The audit trail is append-only: % on audit.% is refused.', tg_op, tg_table_name using errcode = 'insufficient_privilege';
end
$$;
create trigger append_only before update or delete on audit.event for each row execute function audit.refuse();
create trigger append_only before update or delete on audit.seal for each row execute function audit.refuse();
create trigger never_emptied before truncate on audit.event for each statement execute function audit.refuse();
create trigger never_emptied before truncate on audit.seal for each statement execute function audit.refuse();

create function audit.erase_personal(org uuid, person uuid) returns int
language sql volatile security definer set search_path = pg_catalog
as $$
    with erased as (
        update audit.event e
        set personal = null, personal_salt = null
        where e.org_id = org and e.actor_id = person and e.personal is not null
        returning 1
    )
    select count(*)::int from erased
$$;
comment on function audit.erase_personal(uuid, uuid) is 'Forgets who somebody was in the events of the connection''s own organisation; the chain stays whole.';

-- The least uuid v7 of an instant: a range of time is a range of keys.
create function audit.first_id(at timestamptz) returns uuid
language sql immutable parallel safe
return rpad(lpad(to_hex(floor(extract(epoch from at) * 1000)::bigint), 12, '0'), 32, '0')::uuid;

-- Sealing serves all organisations at once.
create function audit.unsealed(settled interval, batch int)
returns table (org_id uuid, id uuid, at timestamptz, recorded_at timestamptz, service text, actor_kind text, actor_id uuid, action text, method text, path text,
               status int, subjects text, changes text, personal_digest bytea, head_seq bigint, head_hash bytea)
language sql volatile security definer set search_path = pg_catalog
as $$
    with taken as materialized (
        select e.*
        from audit.waiting w
        join audit.event e on e.org_id = w.org_id and e.id = w.event_id
        where e.recorded_at < clock_timestamp() - settled
        order by e.id
        limit batch
    ),
    heads as (
        select o.org_id, h.seq, h.hash
        from (select distinct t.org_id from taken t) o
        cross join lateral (select s.seq, s.hash from audit.seal s where s.org_id = o.org_id order by s.seq desc limit 1) h
    )
    select t.org_id, t.id, t.at, t.recorded_at, t.service, t.actor_kind, t.actor_id, t.action, t.method, t.path,
           t.status, t.subjects::text, t.changes::text, t.personal_digest, h.seq, h.hash
    from taken t
    left join heads h on h.org_id = t.org_id
    order by t.id
$$;
comment on function audit.unsealed(interval, int) is 'Events of every organisation that wait to be sealed, and the end of each one''s chain.';

create function audit.append_seals(orgs uuid[], seqs bigint[], events uuid[], hashes bytea[]) returns void
language sql volatile security definer set search_path = pg_catalog
as $$
    with sealed as (
        insert into audit.seal (org_id, seq, event_id, hash)
        select * from unnest(orgs, seqs, events, hashes)
        returning org_id, event_id
    )
    delete from audit.waiting w using sealed s where w.org_id = s.org_id and w.event_id = s.event_id
$$;

create function audit.organisations() returns setof uuid
language sql stable security definer set search_path = pg_catalog
as $$
    select o.org_id from accounts.organisation o
    union
    select s.org_id from audit.seal s where s.seq = 1
$$;
comment on function audit.organisations() is 'Whose chains there are; for the check of all of them from the command line.';

grant insert on audit.event to accounts, sync, analytics, crm;
grant select on audit.event, audit.mention, audit.waiting, audit.seal to accounts;
grant select on audit.event to teg_system;
grant select, delete on audit.waiting to teg_system;
grant select, insert on audit.seal to teg_system;

revoke execute on all functions in schema audit from public;
grant execute on function audit.erase_personal(uuid, uuid), audit.first_id(timestamptz), audit.unsealed(interval, int),
    audit.append_seals(uuid[], bigint[], uuid[], bytea[]), audit.organisations() to accounts;

reset role;
call warehouse.make_cross_tenant('audit.unsealed(interval, int)');
call warehouse.make_cross_tenant('audit.append_seals(uuid[], bigint[], uuid[], bytea[])');
call warehouse.make_cross_tenant('audit.organisations()');
