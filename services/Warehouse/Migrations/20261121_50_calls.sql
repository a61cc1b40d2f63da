-- Daily figures of calls (D4). A call is counted on two days: the one on which it was first booked and the one on which it finally starts.
set local role teg_owner;

create table analytics.daily_calls (
    org_id              uuid     not null,
    day                 date     not null,
    kind                text     not null,
    rep                 text     not null,
    channel             text     not null,
    campaign            text     not null,
    utm_source          text     not null,
    hour                smallint not null,
    booked              bigint   not null,
    active              bigint   not null,
    no_show             bigint   not null,
    canceled            bigint   not null,
    canceled_by_invitee bigint   not null,
    canceled_by_host    bigint   not null,
    rescheduled         bigint   not null,
    lead_days           bigint[] not null,
    primary key (org_id, day, kind, rep, channel, campaign, utm_source, hour)
);
comment on table analytics.daily_calls is
    'Calls by day and hour of the organisation. Nothing in it depends on the time of asking: whether a call that stands was held is derived from its day being over.';
comment on column analytics.daily_calls.hour is 'Hour of the organisation''s clock, 0 to 23: of the first booking for booked, of the final start for everything else.';
comment on column analytics.daily_calls.booked is 'Calls first booked on the day, whatever came of them.';
comment on column analytics.daily_calls.active is 'Calls that start on the day and were not called off; no_show is a part of them.';
comment on column analytics.daily_calls.canceled is 'Calls that would have started on the day, were called off and not moved. By whom, where the vendor says so.';
comment on column analytics.daily_calls.rescheduled is 'Calls that start on the day, or were to, and had been moved at least once.';
comment on column analytics.daily_calls.lead_days is 'Active calls by whole days from first booking to start: 15 counts, for 0 to 13 days and for 14 or more.';
comment on column analytics.daily_calls.channel is 'Of the lead with the invitee''s address; direct without one.';
comment on column analytics.daily_calls.campaign is 'Empty where no campaign is known, as is utm_source.';
call warehouse.protect('analytics.daily_calls');

create policy own_rows on analytics.daily_calls as restrictive using (
    (select warehouse.current_role_name()) is distinct from 'Agent' or rep = any ((select accounts.own_sales_names())::text[]));

-- The rows behind the figures, newest first; and which calls were booked on a day.
create index call_start on warehouse.call (org_id, starts_at desc, id desc);
create index call_booked on warehouse.call (org_id, booked_at desc, id desc);

-- Calls carry the channel of their lead on the day of their booking too.
create or replace function warehouse.days_of_leads(identities text[]) returns setof date
language sql stable
as $$
    select d.closed_on
    from unnest(identities) i(identity)
    join warehouse.deal d on d.org_id = warehouse.current_org() and d.client_email = i.identity
    where d.is_won
    union
    select unnest(array[c.day, (c.booked_at at time zone o.time_zone)::date])
    from unnest(identities) i(identity)
    join warehouse.call c on c.org_id = warehouse.current_org() and c.invitee_email = i.identity
    join accounts.organisation o on o.org_id = c.org_id
$$;

-- As the superuser, because the owner is under row-level security too. Every day that has a call is announced anew, so that the next refresh fills the
-- table with what is stored already; days of booking were not announced before.
reset role;
insert into warehouse.changed_day (org_id, day)
select c.org_id, d.day
from warehouse.call c
join accounts.organisation o on o.org_id = c.org_id
cross join lateral (values (c.day), ((c.booked_at at time zone o.time_zone)::date)) d (day)
group by c.org_id, d.day
order by c.org_id, d.day;
