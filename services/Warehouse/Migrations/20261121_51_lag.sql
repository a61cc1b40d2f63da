-- How long changes take from the vendor to the open pages: measured by a canary where an operator named one, and by the webhooks of real changes.
set local role teg_owner;

create table sync.lag (
    org_id       uuid        not null,
    id           uuid        not null default warehouse.uuid_v7(),
    source_id    uuid        not null,
    kind         text        not null check (kind in ('canary', 'change')),
    stream       text,
    external_id  text,
    marker       text,
    noted_at     timestamptz not null default clock_timestamp(),
    happened_at  timestamptz,
    received_at  timestamptz,
    run_id       uuid,
    as_of        timestamptz,
    published_at timestamptz,
    refreshed_at timestamptz,
    shown_at     timestamptz,
    failure      text,
    primary key (org_id, id),
    foreign key (org_id, source_id) references sync.source (org_id, id) on delete cascade
);
create index lag_newest on sync.lag (org_id, kind, noted_at desc);
create index lag_underway on sync.lag (org_id, as_of) where shown_at is null;
comment on table sync.lag is 'One change on its way from the vendor to the open pages, by stage; kept for thirty days. A canary is an item that stands on no mapped board: it is no lead, deal or cost.';
comment on column sync.lag.marker is 'The canary''s new name; it has come back when the mirror shows it.';
comment on column sync.lag.happened_at is 'When it happened at the vendor: a canary''s by our clock just before it is written, a change''s by the vendor''s; empty where the vendor gives no believable time.';
comment on column sync.lag.received_at is 'When the webhook was noted; of several changes in one run the first. Empty for a canary that the schedule found.';
comment on column sync.lag.as_of is 'Publishing time of the run, by which the refreshed figures are known to include it.';
comment on column sync.lag.published_at is 'When readers could see it; as good as the commit.';
comment on column sync.lag.refreshed_at is 'When the rollups included it.';
comment on column sync.lag.shown_at is 'When open pages were told; empty while it is under way, or when it never came.';
comment on column sync.lag.failure is 'Why the canary could not be written.';
call warehouse.protect('sync.lag');

alter table sync.webhook_delivery add column happened_at timestamptz;
comment on column sync.webhook_delivery.happened_at is 'When it happened, by the vendor''s clock; empty where it gives none, or none that can be true.';

reset role;
