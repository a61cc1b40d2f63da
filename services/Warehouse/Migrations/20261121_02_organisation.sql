set local role teg_owner;

create table accounts.organisation (
    org_id     uuid        primary key,
    name       text        not null check (length(name) between 1 and 200),
    time_zone  text        not null,
    currency   char(3)     not null,
    created_at timestamptz not null default now()
);
comment on table accounts.organisation is 'A tenant. A day in any figure is a day in its time zone.';
call warehouse.protect('accounts.organisation');
grant select on accounts.organisation to sync, analytics, crm, teg_system;
