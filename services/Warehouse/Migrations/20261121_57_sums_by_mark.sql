-- Figures added up once more: leads, deals and calls by one mark at a time, among all of them and among those of one person, by day and by month. What a page asks then costs
-- the marks and months it shows, however many leads, deals and calls there are.
set local role teg_owner;

alter table analytics.daily_lead_marks
    add column kept_by text not null default '',
    add column kept text not null default '',
    add column span text not null default 'day' check (span in ('day', 'month')),
    drop constraint daily_lead_marks_pkey,
    add primary key (org_id, kept_by, kept, mark, span, day, value);
create index daily_lead_marks_day on analytics.daily_lead_marks (org_id, day);
comment on table analytics.daily_lead_marks is
    'analytics.daily_leads by one mark at a time: as many rows a day as there are values, however many leads came. What is asked of all or of one owner is answered from here.';
comment on column analytics.daily_lead_marks.kept_by is
    'These are the leads that have one value of this mark: owner. Empty: all leads.';
comment on column analytics.daily_lead_marks.kept is 'The value.';
comment on column analytics.daily_lead_marks.span is 'A day, or the whole month that begins on it.';
comment on column analytics.daily_lead_marks.closed_after is 'Of "all" on a day: analytics.daily_leads.closed_after of the leads that are counted.';
comment on column analytics.daily_lead_marks.leads is 'Those that are neither spam nor rejected.';

drop policy not_for_agents on analytics.daily_lead_marks;
create policy own_rows on analytics.daily_lead_marks as restrictive using (
    (select warehouse.current_role_name()) is distinct from 'Agent' or (kept_by = 'owner' and kept = any ((select accounts.own_sales_names())::text[])));

create table analytics.daily_sales_marks (
    org_id  uuid           not null,
    kept_by text           not null,
    kept    text           not null,
    mark    text           not null,
    span    text           not null check (span in ('day', 'month')),
    day     date           not null,
    value   text           not null,
    deals   bigint         not null,
    revenue numeric(14, 2) not null,
    primary key (org_id, kept_by, kept, mark, span, day, value)
);
create index daily_sales_marks_day on analytics.daily_sales_marks (org_id, day);
comment on table analytics.daily_sales_marks is 'analytics.daily_sales by one mark at a time: "all", rep, category or channel.';
comment on column analytics.daily_sales_marks.kept_by is 'These are the deals that have one value of this mark. Empty: all deals.';
comment on column analytics.daily_sales_marks.span is 'A day, or the whole month that begins on it.';
call warehouse.protect('analytics.daily_sales_marks');
create policy own_rows on analytics.daily_sales_marks as restrictive using (
    (select warehouse.current_role_name()) is distinct from 'Agent' or (kept_by = 'rep' and kept = any ((select accounts.own_sales_names())::text[])));

alter table analytics.daily_calls add column ends timestamptz[] not null default '{}';
comment on column analytics.daily_calls.ends is 'When the calls end that stand and are no no-shows: after that they were held.';

create table analytics.daily_call_marks (
    org_id              uuid     not null,
    kept_by             text     not null,
    kept                text     not null,
    mark                text     not null,
    span                text     not null check (span in ('day', 'month')),
    day                 date     not null,
    kind                text     not null,
    value               text     not null,
    booked              bigint   not null,
    active              bigint   not null,
    no_show             bigint   not null,
    canceled            bigint   not null,
    canceled_by_invitee bigint   not null,
    canceled_by_host    bigint   not null,
    rescheduled         bigint   not null,
    lead_days           bigint[] not null default '{}',
    primary key (org_id, kept_by, kept, mark, span, day, kind, value)
);
create index daily_call_marks_day on analytics.daily_call_marks (org_id, day);
comment on table analytics.daily_call_marks is
    'analytics.daily_calls by kind and one mark at a time: "all", rep, channel, campaign, source or slot, which is a weekday (1 for Monday) and an hour.';
comment on column analytics.daily_call_marks.kept_by is 'These are the calls that have one value of this mark: rep. Empty: all calls.';
comment on column analytics.daily_call_marks.span is 'A day, or the whole month that begins on it.';
comment on column analytics.daily_call_marks.lead_days is 'Of "all": as in analytics.daily_calls.';
call warehouse.protect('analytics.daily_call_marks');
create policy own_rows on analytics.daily_call_marks as restrictive using (
    (select warehouse.current_role_name()) is distinct from 'Agent' or (kept_by = 'rep' and kept = any ((select accounts.own_sales_names())::text[])));

-- Which values there are is read value by value, not row by row.
create index daily_marketing_channel on analytics.daily_marketing (org_id, channel);
create index daily_sales_rep on analytics.daily_sales (org_id, rep);
create index daily_sales_category on analytics.daily_sales (org_id, category);
create index daily_sales_channel on analytics.daily_sales (org_id, channel);

-- As the superuser, because the owner is under row-level security too. Every day that has figures is announced anew, whether or not its own announcement is still kept:
-- the next refresh fills the new tables.
reset role;
insert into warehouse.changed_day (org_id, day)
select f.org_id, f.day
from (
    select org_id, day from analytics.daily_leads
    union
    select org_id, day from analytics.daily_sales
    union
    select org_id, day from analytics.daily_calls
) f
order by f.org_id, f.day;
