-- Daily rollups: what D1 and D2 read. Refreshing costs the days that changed, not the facts that are stored.
set local role teg_owner;

create table analytics.daily_marketing (
    org_id         uuid           not null,
    day            date           not null,
    channel        text           not null,
    campaign       text           not null,
    spend          numeric(14, 2) not null default 0,
    impressions    bigint         not null default 0,
    clicks         bigint         not null default 0,
    leads          bigint         not null default 0,
    qualified      bigint         not null default 0,
    spam           bigint         not null default 0,
    calls          bigint         not null default 0,
    canceled_calls bigint         not null default 0,
    design_reviews bigint         not null default 0,
    deals          bigint         not null default 0,
    revenue        numeric(14, 2) not null default 0,
    primary key (org_id, day, channel, campaign)
);
comment on table analytics.daily_marketing is 'Spend and what came of it, by day of the organisation, channel and campaign.';
comment on column analytics.daily_marketing.campaign is 'Empty where no campaign is known.';

create table analytics.daily_sales (
    org_id   uuid           not null,
    day      date           not null,
    rep      text           not null,
    category text           not null,
    channel  text           not null,
    deals    bigint         not null,
    revenue  numeric(14, 2) not null,
    primary key (org_id, day, rep, category, channel)
);
comment on table analytics.daily_sales is 'Won deals by close date, salesperson, category and channel of the lead.';

create table analytics.progress (
    org_id    uuid        primary key,
    change_id bigint      not null default 0,
    as_of     timestamptz
);
comment on table analytics.progress is 'How far into warehouse.changed_day the rollups have come, and the publishing time of the newest run they include.';

call warehouse.protect('analytics.daily_marketing');
call warehouse.protect('analytics.daily_sales');
call warehouse.protect('analytics.progress');
