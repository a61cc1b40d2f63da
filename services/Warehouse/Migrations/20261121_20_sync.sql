-- Sync's own tables: what is read from where, how far a run has come, and the mirror of every vendor record.
set local role teg_owner;

create table sync.source (
    org_id           uuid        not null,
    id               uuid        not null default warehouse.uuid_v7(),
    kind             text        not null check (kind in ('monday', 'calendly')),
    name             text        not null check (length(name) between 1 and 200),
    enabled          boolean     not null default true,
    every_minutes    int         not null default 30 check (every_minutes between 1 and 1440),
    credential       text        not null,
    settings         jsonb       not null,
    settings_version int         not null default 1,
    due_at           timestamptz,
    webhook_secret   text        not null default replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', ''),
    created_at       timestamptz not null default now(),
    primary key (org_id, id),
    unique (org_id, kind, name)
);
comment on table sync.source is 'A vendor account that is read. Settings hold the mapping: boards and columns by title and type, representatives, channels.';
comment on column sync.source.credential is 'Name of the credential in the configuration of the service; the secret itself is never stored here.';
comment on column sync.source.due_at is 'Asked to run at once by something other than the clock: an accepted mapping, changed settings.';
comment on column sync.source.webhook_secret is 'Unguessable part of the address (Monday) or signing key (Calendly) of this source''s webhooks.';

create table sync.run (
    org_id           uuid        not null,
    id               uuid        not null default warehouse.uuid_v7(),
    source_id        uuid        not null,
    mode             text        not null check (mode in ('full', 'incremental')),
    trigger          text        not null check (trigger in ('schedule', 'person', 'webhook', 'start')),
    status           text        not null default 'queued' check (status in ('queued', 'running', 'publishing', 'succeeded', 'failed', 'quarantined')),
    requested_by     text,
    requested_at     timestamptz not null default now(),
    not_before       timestamptz not null default now(),
    started_at       timestamptz,
    finished_at      timestamptz,
    published_at     timestamptz,
    settings_version int         not null,
    attempt          int         not null default 0,
    faults           int         not null default 0,
    leased_by        uuid,
    leased_until     timestamptz,
    rows_read        bigint      not null default 0,
    rows_expected    bigint,
    rows_published   bigint      not null default 0,
    rows_per_second  int,
    reason           text,
    way_out          text,
    verdict          text        check (verdict in ('equal', 'different')),
    primary key (org_id, id),
    foreign key (org_id, source_id) references sync.source (org_id, id) on delete cascade
);
-- One sweep and one webhook run of a source at a time: a change in the vendor does not wait for a night's full sweep.
create unique index run_active on sync.run (org_id, source_id, (trigger = 'webhook')) where status in ('queued', 'running', 'publishing');
create index run_waiting on sync.run (org_id, requested_at) where status in ('queued', 'running', 'publishing');
create index run_history on sync.run (org_id, source_id, id desc);
create index run_published on sync.run (org_id, source_id, published_at desc) where published_at is not null;
create index run_sweep on sync.run (org_id, source_id, requested_at desc) where trigger <> 'webhook';
create index run_full on sync.run (org_id, source_id, requested_at desc) where mode = 'full';
comment on table sync.run is 'A reading of one source. It is held by a lease: when its process dies another takes it over at its checkpoint.';
comment on column sync.run.attempt is 'How often a process took it up; more than one after a kill or a vendor''s outage.';
comment on column sync.run.faults is 'Transient vendor failures so far; the run gives up after a few.';
comment on column sync.run.rows_per_second is 'Rows written to mirror and facts per second of the publishing transaction.';

create table sync.checkpoint (
    org_id        uuid        not null,
    run_id        uuid        not null,
    stream        text        not null,
    position      int         not null,
    name          text        not null,
    kind          text,
    is_sweep      boolean     not null,
    started_at    timestamptz not null default now(),
    cursor        text,
    pages         int         not null default 0,
    rows          bigint      not null default 0,
    rows_expected bigint,
    restarts      int         not null default 0,
    done          boolean     not null default false,
    quarantined   boolean     not null default false,
    detail        jsonb       not null default '{}',
    primary key (org_id, run_id, stream),
    foreign key (org_id, run_id) references sync.run (org_id, id) on delete cascade
);
comment on table sync.checkpoint is 'How far a run has come in one stream; written in the transaction of the rows it counts.';
comment on column sync.checkpoint.is_sweep is 'The whole stream is read: what is not seen again has vanished at the vendor.';

create table sync.landing (
    org_id      uuid        not null,
    run_id      uuid        not null,
    stream      text        not null,
    external_id text        not null,
    removed     boolean     not null default false,
    kind        text,
    key         text,
    group_key   text,
    parent_key  text,
    fields      jsonb,
    payload     jsonb,
    hash        uuid,
    fetched_at  timestamptz not null,
    primary key (org_id, run_id, stream, external_id),
    foreign key (org_id, run_id) references sync.run (org_id, id) on delete cascade
);
comment on table sync.landing is 'What a run has read and not yet published; dropped when it has.';

create table sync.record (
    org_id      uuid        not null,
    source_id   uuid        not null,
    stream      text        not null,
    external_id text        not null,
    kind        text,
    key         text,
    group_key   text,
    parent_key  text,
    fields      jsonb,
    payload     jsonb       not null,
    hash        uuid        not null,
    run_id      uuid        not null,
    fetched_at  timestamptz not null,
    changed_at  timestamptz not null,
    primary key (org_id, source_id, stream, external_id)
);
create index record_key on sync.record (org_id, kind, key) where key is not null;
create index record_group on sync.record (org_id, kind, group_key) where group_key is not null;
create index record_parent on sync.record (org_id, kind, parent_key) where parent_key is not null;
comment on table sync.record is 'The current mirror of every vendor record, mapped or not; payload is as the vendor sent it, fields is what the mapping made of it.';
comment on column sync.record.key is 'What makes two records the same fact: campaign and day, e-mail address, deal number, invitee. Empty when unreadable.';
comment on column sync.record.group_key is 'What else must be worked out again when the record changes: campaign, UTM campaign, client, meeting.';
comment on column sync.record.parent_key is 'The invitee this one was rescheduled from.';

create table sync.board (
    org_id      uuid        not null,
    source_id   uuid        not null,
    id          text        not null,
    name        text        not null,
    mapping     text,
    kind        text,
    columns     jsonb       not null,
    items_count bigint,
    synced_to   timestamptz,
    synced_at   timestamptz,
    run_id      uuid        not null,
    primary key (org_id, source_id, id),
    foreign key (org_id, source_id) references sync.source (org_id, id) on delete cascade
);
comment on column sync.board.synced_to is 'Up to when the board''s activity is known, by the vendor''s clock; empty asks for a sweep of the whole board.';
comment on column sync.board.synced_at is 'When that was, by our clock: activity is kept for a limited time.';
comment on column sync.board.mapping is 'Name of the board in the settings; empty for boards that are only mirrored.';

create table sync.drift (
    org_id         uuid        not null,
    id             uuid        not null default warehouse.uuid_v7(),
    source_id      uuid        not null,
    run_id         uuid        not null,
    stream         text        not null,
    board_name     text        not null,
    mapping        text        not null,
    kind           text        not null check (kind in ('renamed', 'retyped', 'missing')),
    field          text        not null,
    expected_title text        not null,
    expected_type  text        not null,
    proposed_title text,
    proposed_type  text,
    explanation    text        not null,
    status         text        not null default 'open' check (status in ('open', 'accepted', 'dismissed')),
    found_at       timestamptz not null,
    resolved_at    timestamptz,
    resolved_by    text,
    primary key (org_id, id),
    foreign key (org_id, source_id) references sync.source (org_id, id) on delete cascade
);
create unique index drift_open on sync.drift (org_id, source_id, stream, field) where status = 'open';
create index drift_newest on sync.drift (org_id, status, id desc);
comment on table sync.drift is 'A mapped column that is no longer what the mapping says; its board keeps the last good data until a person decides.';

create table sync.certificate_line (
    org_id     uuid    not null,
    run_id     uuid    not null,
    position   int     not null,
    stream     text    not null,
    name       text    not null,
    measure    text    not null check (measure in ('rows', 'sum')),
    label      text    not null,
    source     numeric,
    ours       numeric not null,
    primary key (org_id, run_id, position),
    foreign key (org_id, run_id) references sync.run (org_id, id) on delete cascade
);
comment on table sync.certificate_line is 'The vendor''s count or sum beside ours, read back after publishing. A line without the vendor''s side explains the line above it.';

create table sync.webhook_subscription (
    org_id       uuid        not null,
    source_id    uuid        not null,
    external_id  text        not null,
    stream       text        not null,
    event        text        not null,
    callback_url text        not null,
    created_at   timestamptz not null default now(),
    primary key (org_id, source_id, external_id),
    foreign key (org_id, source_id) references sync.source (org_id, id) on delete cascade
);

create table sync.webhook_delivery (
    org_id       uuid        not null,
    source_id    uuid        not null,
    delivery_key text        not null,
    stream       text        not null,
    external_id  text        not null,
    received_at  timestamptz not null default now(),
    run_id       uuid,
    primary key (org_id, source_id, delivery_key),
    foreign key (org_id, source_id) references sync.source (org_id, id) on delete cascade
);
create index webhook_delivery_pending on sync.webhook_delivery (org_id, source_id) where run_id is null;
create index webhook_delivery_run on sync.webhook_delivery (org_id, run_id) where run_id is not null;
comment on table sync.webhook_delivery is 'Which record a vendor said has changed. The key makes a repeated delivery a no-op; kept for thirty days.';

do $$
declare
    t regclass;
begin
    foreach t in array array['sync.source', 'sync.run', 'sync.checkpoint', 'sync.landing', 'sync.record', 'sync.board', 'sync.drift',
                             'sync.certificate_line', 'sync.webhook_subscription', 'sync.webhook_delivery']::regclass[]
    loop
        call warehouse.protect(t);
    end loop;
end
$$;
grant select (org_id, id, kind, name, enabled) on sync.source to analytics;
grant select on sync.run to analytics;

create function sync.run_notify() returns trigger language plpgsql as
    $f$ begin perform pg_notify('sync_run', ''); return null; end $f$;
create trigger run_notify after insert on sync.run for each statement execute function sync.run_notify();

-- Takes the next run of any tenant: a queued one whose time has come, or one whose process has let its lease run out.
create function sync.take_run(worker uuid, lease interval, webhooks_only boolean)
returns table (org_id uuid, run_id uuid, source_id uuid)
language sql volatile security definer set search_path = pg_catalog
as $$
    with next as (
        select r.org_id, r.id
        from sync.run r
        where ((r.status = 'queued' and r.not_before <= now())
               or (r.status in ('running', 'publishing') and r.leased_until < now()))
          and (not webhooks_only or r.trigger = 'webhook')
        order by r.trigger = 'webhook' desc, r.requested_at
        limit 1
        for update skip locked
    )
    update sync.run r
    set status = case r.status when 'queued' then 'running' else r.status end,
        started_at = coalesce(r.started_at, now()),
        leased_by = worker,
        leased_until = now() + lease,
        attempt = r.attempt + 1
    from next
    where r.org_id = next.org_id and r.id = next.id
    returning r.org_id, r.id, r.source_id
$$;

-- What the scheduler must know of every source of every tenant to say what is due.
create function sync.schedule()
returns table (
    org_id uuid, source_id uuid, time_zone text, every_minutes int, due_at timestamptz, settings_version int,
    is_active boolean, last_requested_at timestamptz, last_full_requested_at timestamptz,
    last_full_published_at timestamptz, last_full_settings_version int, has_pending_deliveries boolean)
language sql stable security definer set search_path = pg_catalog
as $$
    select s.org_id, s.id, o.time_zone, s.every_minutes, s.due_at, s.settings_version,
           exists (select from sync.run r where r.org_id = s.org_id and r.source_id = s.id and r.trigger <> 'webhook'
                   and r.status in ('queued', 'running', 'publishing')),
           (select r.requested_at from sync.run r where r.org_id = s.org_id and r.source_id = s.id and r.trigger <> 'webhook'
            order by r.requested_at desc limit 1),
           (select r.requested_at from sync.run r where r.org_id = s.org_id and r.source_id = s.id and r.mode = 'full'
            order by r.requested_at desc limit 1),
           f.published_at, f.settings_version,
           exists (select from sync.webhook_delivery d where d.org_id = s.org_id and d.source_id = s.id and d.run_id is null)
    from sync.source s
    join accounts.organisation o on o.org_id = s.org_id
    left join lateral (
        select r.published_at, r.settings_version
        from sync.run r
        where r.org_id = s.org_id and r.source_id = s.id and r.mode = 'full' and r.published_at is not null
        order by r.requested_at desc
        limit 1
    ) f on true
    where s.enabled
$$;

grant select on sync.source, sync.webhook_delivery to teg_system;
grant select, update on sync.run to teg_system;
revoke execute on function sync.take_run(uuid, interval, boolean), sync.schedule(), sync.run_notify() from public;
grant execute on function sync.take_run(uuid, interval, boolean), sync.schedule(), sync.run_notify() to sync;
reset role;
call warehouse.make_cross_tenant('sync.take_run(uuid, interval, boolean)');
call warehouse.make_cross_tenant('sync.schedule()');
