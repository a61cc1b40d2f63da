-- Roles, schemas and the three mechanisms every later migration uses:
-- warehouse.protect (row-level security), warehouse.create_outbox, warehouse.uuid_v7.

do $$
begin
    -- Owns every object; nobody logs in as it, so forced row-level security has no exception.
    if not exists (select from pg_roles where rolname = 'teg_owner') then create role teg_owner nologin; end if;
    -- Owns the few functions that must look across tenants (dispatching the outbox, finding due runs, sign-in).
    if not exists (select from pg_roles where rolname = 'teg_system') then create role teg_system nologin bypassrls; end if;
    -- One login per service; the program that applies migrations sets the passwords.
    if not exists (select from pg_roles where rolname = 'accounts') then create role accounts nologin; end if;
    if not exists (select from pg_roles where rolname = 'sync') then create role sync nologin; end if;
    if not exists (select from pg_roles where rolname = 'analytics') then create role analytics nologin; end if;
    if not exists (select from pg_roles where rolname = 'crm') then create role crm nologin; end if;
end
$$;

do $$
begin
    execute format('grant create on database %I to teg_owner', current_database());
    execute format('revoke connect, temporary on database %I from public', current_database());
    execute format('grant connect, temporary on database %I to accounts, sync, analytics, crm', current_database());
end
$$;
revoke create on schema public from public;

-- The program's own ledger lives in "warehouse", so the schema exists before the first file runs.
alter schema warehouse owner to teg_owner;
create schema accounts authorization teg_owner;
create schema sync authorization teg_owner;
create schema crm authorization teg_owner;
create schema analytics authorization teg_owner;

grant usage on schema warehouse to accounts, sync, analytics, crm, teg_system;
grant usage on schema accounts to accounts, sync, analytics, crm, teg_system;
grant usage on schema sync to sync, analytics, teg_system;
grant usage on schema crm to crm, sync, analytics, teg_system;
grant usage on schema analytics to analytics, teg_system;

-- A service writes its own schema; Sync also writes the conformed facts.
alter default privileges for role teg_owner in schema accounts grant select, insert, update, delete on tables to accounts;
alter default privileges for role teg_owner in schema sync grant select, insert, update, delete on tables to sync;
alter default privileges for role teg_owner in schema warehouse grant select, insert, update, delete on tables to sync;
alter default privileges for role teg_owner in schema crm grant select, insert, update, delete on tables to crm;
alter default privileges for role teg_owner in schema analytics grant select, insert, update, delete on tables to analytics;
alter default privileges for role teg_owner revoke execute on functions from public;
alter default privileges for role teg_owner in schema warehouse grant execute on functions to accounts, sync, analytics, crm;

set local role teg_owner;

-- The tenant of this connection, set by ServiceDefaults from the caller's token. Unset means no rows, never all rows.
create function warehouse.current_org() returns uuid
language sql stable parallel safe
return nullif(current_setting('teg.org_id', true), '')::uuid;

create function warehouse.current_app_user() returns uuid
language sql stable parallel safe
return nullif(current_setting('teg.user_id', true), '')::uuid;

-- RFC 9562 version 7: 48 bits of milliseconds, then random. PostgreSQL 18 brings uuidv7() and this can go.
create function warehouse.uuid_v7() returns uuid
language sql volatile parallel safe
return encode(
    set_bit(set_bit(
        overlay(uuid_send(gen_random_uuid())
                placing substring(int8send((extract(epoch from clock_timestamp()) * 1000)::bigint) from 3)
                from 1 for 6),
        52, 1), 53, 1), 'hex')::uuid;

-- Forced row-level security on a tenant table: the one place that says what a tenant is.
create procedure warehouse.protect(tenant_table regclass)
language plpgsql
as $$
begin
    execute format('alter table %s enable row level security', tenant_table);
    execute format('alter table %s force row level security', tenant_table);
    execute format(
        'create policy tenant on %s using (org_id = warehouse.current_org()) with check (org_id = warehouse.current_org())',
        tenant_table);
end
$$;

-- A service's outbox: rows are written in the transaction of the data they speak of, a dispatcher sends them.
-- The dispatcher serves all tenants, so it reads through functions of teg_system and never the table.
create procedure warehouse.create_outbox(service name)
language plpgsql
as $$
begin
    execute format($ddl$
        create table %1$I.outbox (
            org_id       uuid        not null,
            id           uuid        not null default warehouse.uuid_v7(),
            message_type text        not null,
            body         jsonb       not null,
            trace_parent text,
            created_at   timestamptz not null default now(),
            sent_at      timestamptz,
            parked       text,
            primary key (org_id, id)
        );
        create index outbox_waiting on %1$I.outbox (id) where sent_at is null and parked is null;
        create index outbox_sent on %1$I.outbox (sent_at) where sent_at is not null;
        comment on table %1$I.outbox is 'Messages that leave with the data they speak of; sent rows are kept for seven days.';
        call warehouse.protect('%1$I.outbox');
        revoke update, delete on %1$I.outbox from %1$I;

        create function %1$I.outbox_notify() returns trigger language plpgsql as
            $f$ begin perform pg_notify('%1$s_outbox', ''); return null; end $f$;
        create trigger outbox_notify after insert on %1$I.outbox for each statement execute function %1$I.outbox_notify();

        create function %1$I.outbox_take(batch int)
        returns table (org_id uuid, id uuid, message_type text, body text, trace_parent text)
        language sql volatile security definer set search_path = pg_catalog as
            $f$ select o.org_id, o.id, o.message_type, o.body::text, o.trace_parent
                from %1$I.outbox o
                where o.sent_at is null and o.parked is null
                order by o.id
                limit batch
                for update skip locked $f$;

        create function %1$I.outbox_sent(ids uuid[]) returns int
        language sql volatile security definer set search_path = pg_catalog as
            $f$ with forgotten as (delete from %1$I.outbox where sent_at < now() - interval '7 days'),
                     sent as (update %1$I.outbox o set sent_at = now() where o.id = any (ids) returning 1)
                select count(*)::int from sent $f$;

        create function %1$I.outbox_park(message uuid, reason text) returns void
        language sql volatile security definer set search_path = pg_catalog as
            $f$ update %1$I.outbox set parked = reason where id = message $f$;

        create function %1$I.outbox_depth() returns table (waiting bigint, oldest timestamptz)
        language sql stable security definer set search_path = pg_catalog as
            $f$ select count(*), min(created_at) from %1$I.outbox where sent_at is null and parked is null $f$;

        grant select, update, delete on %1$I.outbox to teg_system;
        grant execute on function %1$I.outbox_take(int), %1$I.outbox_sent(uuid[]), %1$I.outbox_park(uuid, text), %1$I.outbox_depth() to %1$I;
        revoke execute on function %1$I.outbox_take(int), %1$I.outbox_sent(uuid[]), %1$I.outbox_park(uuid, text), %1$I.outbox_depth() from public;
    $ddl$, service);
end
$$;

-- Gives a function to teg_system: it then sees every tenant. Each use is a decision; keep the list short.
reset role;
create procedure warehouse.make_cross_tenant(definer regprocedure)
language plpgsql
as $$
begin
    execute format('alter function %s owner to teg_system', definer);
end
$$;
revoke execute on procedure warehouse.make_cross_tenant(regprocedure) from public;
grant create on schema accounts, sync, crm, analytics, warehouse to teg_system;

set local role teg_owner;
call warehouse.create_outbox('sync');
call warehouse.create_outbox('analytics');
call warehouse.create_outbox('accounts');
reset role;

do $$
declare
    f regprocedure;
begin
    for f in
        select p.oid::regprocedure from pg_proc p
        where p.proname in ('outbox_take', 'outbox_sent', 'outbox_park', 'outbox_depth')
    loop
        call warehouse.make_cross_tenant(f);
    end loop;
end
$$;
