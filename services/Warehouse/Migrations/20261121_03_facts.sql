-- The conformed facts that Sync lands and Analytics reads, whatever vendor they came from.
set local role teg_owner;

create table warehouse.campaign (
    org_id    uuid not null,
    campaign  text not null,
    name      text not null,
    channel   text not null,
    source_id uuid not null,
    run_id    uuid not null,
    primary key (org_id, campaign)
);
comment on table warehouse.campaign is 'An ad campaign, known by its UTM campaign in lower case.';

create table warehouse.ad_insights (
    org_id      uuid           not null,
    day         date           not null,
    campaign    text           not null,
    source_id   uuid           not null,
    spend       numeric(14, 2) not null,
    currency    char(3)        not null,
    clicks      bigint         not null,
    impressions bigint         not null,
    external_id text           not null,
    run_id      uuid           not null,
    primary key (org_id, day, campaign, source_id)
);
comment on table warehouse.ad_insights is 'What one campaign cost and brought on one day of the organisation, per source that says so.';

create table warehouse.deal (
    org_id       uuid           not null,
    id           uuid           not null default warehouse.uuid_v7(),
    source_id    uuid           not null,
    deal_key     text           not null,
    external_id  text           not null,
    deal_no      text,
    name         text           not null,
    client       text,
    client_email text,
    rep          text,
    category     text,
    stage        text           not null,
    is_won       boolean        not null,
    amount       numeric(14, 2) not null,
    currency     char(3)        not null,
    closed_on    date,
    run_id       uuid           not null,
    primary key (org_id, id),
    unique (org_id, source_id, deal_key)
);
create index deal_closed on warehouse.deal (org_id, closed_on desc, id desc) where is_won;
create index deal_client on warehouse.deal (org_id, client_email) where client_email is not null;
comment on table warehouse.deal is 'A deal of the sales board. Revenue is the amount of won deals on their close date.';
comment on column warehouse.deal.deal_key is 'The deal number where the board has one, else the item; copies of a deal share it.';

create table warehouse.call (
    org_id        uuid        not null,
    id            uuid        not null default warehouse.uuid_v7(),
    source_id     uuid        not null,
    external_id   text        not null,
    kind          text        not null check (kind in ('intro', 'design-review', 'other')),
    status        text        not null check (status in ('active', 'canceled')),
    no_show       boolean     not null default false,
    starts_at     timestamptz not null,
    ends_at       timestamptz not null,
    day           date        not null,
    rep           text,
    invitee_email text,
    invitee_name  text,
    booked_at     timestamptz not null,
    canceled_at   timestamptz,
    reschedules   int         not null default 0,
    utm_source    text,
    utm_medium    text,
    utm_campaign  text,
    run_id        uuid        not null,
    primary key (org_id, id),
    unique (org_id, source_id, external_id)
);
create index call_day on warehouse.call (org_id, day);
create index call_invitee on warehouse.call (org_id, invitee_email) where invitee_email is not null;
comment on table warehouse.call is 'One meeting with one person, however often it was moved: a chain of reschedules is one row.';
comment on column warehouse.call.day is 'Day of the final start in the organisation''s time zone.';
comment on column warehouse.call.external_id is 'The vendor''s id of the first booking of the chain.';

create table warehouse.call_event (
    org_id      uuid        not null,
    call_id     uuid        not null,
    at          timestamptz not null,
    kind        text        not null check (kind in ('booked', 'rescheduled', 'canceled', 'no-show')),
    external_id text        not null,
    starts_at   timestamptz not null,
    actor       text,
    reason      text,
    primary key (org_id, call_id, at, kind, external_id),
    foreign key (org_id, call_id) references warehouse.call (org_id, id) on delete cascade
);
comment on table warehouse.call_event is 'The timeline of a call: booked, rescheduled, canceled, no-show.';

create table warehouse.changed_day (
    org_id uuid   not null,
    id     bigint generated always as identity,
    day    date   not null,
    run_id uuid   not null,
    primary key (org_id, id)
);
comment on table warehouse.changed_day is
    'Days whose facts a run changed, in the order of publishing (runs of a tenant publish one at a time); rollups recompute these and no others.';

do $$
declare
    t regclass;
begin
    foreach t in array array['warehouse.campaign', 'warehouse.ad_insights', 'warehouse.deal', 'warehouse.call',
                             'warehouse.call_event', 'warehouse.changed_day']::regclass[]
    loop
        call warehouse.protect(t);
        execute format('grant select on %s to analytics', t);
    end loop;
end
$$;
