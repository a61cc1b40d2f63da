-- Vendors' tokens that an administrator enters on a page. They go before those of the configuration.
set local role teg_owner;

create table sync.credential (
    org_id          uuid        not null,
    vendor          text        not null check (vendor in ('monday', 'calendly')),
    sealed          bytea       not null,
    key_fingerprint text        not null,
    set_at          timestamptz not null,
    set_by          text        not null,
    tested_at       timestamptz,
    test_ok         boolean,
    test_message    text,
    primary key (org_id, vendor)
);
comment on table sync.credential is 'How the organisation signs in to a vendor. Nobody reads the secret back: it is opened only to ask the vendor.';
comment on column sync.credential.sealed is 'Token and signing secret, sealed with AES-256-GCM for this row under a key that the database never sees.';
comment on column sync.credential.key_fingerprint is 'Which key sealed it; rows under older keys are sealed again when the service starts.';
call warehouse.protect('sync.credential');

create function sync.credentials_not_under(fingerprint text) returns setof uuid
language sql stable security definer set search_path = pg_catalog
as $$ select distinct c.org_id from sync.credential c where c.key_fingerprint <> fingerprint $$;
comment on function sync.credentials_not_under(text) is 'Organisations with secrets that another key sealed.';
revoke execute on function sync.credentials_not_under(text) from public;
grant execute on function sync.credentials_not_under(text) to sync;
grant select on sync.credential to teg_system;

reset role;
call warehouse.make_cross_tenant('sync.credentials_not_under(text)');
