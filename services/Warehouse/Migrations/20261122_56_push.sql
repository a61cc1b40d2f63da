-- Alerts on a person's devices by web push.
set local role teg_owner;

create table accounts.push_key (
    only_one    boolean     primary key default true check (only_one),
    public_key  bytea       not null,
    private_key bytea       not null,
    created_at  timestamptz not null
);
comment on table accounts.push_key is 'The one key by which push services know this platform (RFC 8292). Browsers bind their subscriptions to it: another would end them all.';
comment on column accounts.push_key.public_key is 'The point on P-256, uncompressed, as a browser takes it.';
comment on column accounts.push_key.private_key is 'PKCS#8, sealed with AES-256-GCM under a key that the database never sees.';
revoke update, delete on accounts.push_key from accounts;

create table accounts.push_subscription (
    org_id        uuid        not null,
    id            uuid        not null,
    account_id    uuid        not null,
    endpoint      text        not null check (length(endpoint) between 8 and 2000),
    endpoint_hash bytea       not null,
    public_key    bytea       not null check (length(public_key) = 65),
    secret        bytea       not null,
    device        text,
    created_at    timestamptz not null,
    sent_at       timestamptz,
    primary key (org_id, id),
    foreign key (org_id, account_id) references accounts.membership (org_id, account_id) on delete cascade
);
create unique index push_subscription_endpoint on accounts.push_subscription (org_id, endpoint_hash);
create index push_subscription_account on accounts.push_subscription (org_id, account_id, id);
comment on table accounts.push_subscription is 'A browser that a person asked to be told on; it goes with the membership, and when its push service no longer knows it.';
comment on column accounts.push_subscription.endpoint is 'Where its push service takes messages for it: an address the browser chose, asked only by the guarded client.';
comment on column accounts.push_subscription.endpoint_hash is 'SHA-256 of the endpoint.';
comment on column accounts.push_subscription.public_key is 'The browser''s point on P-256; messages are encrypted to it (RFC 8291).';
comment on column accounts.push_subscription.secret is 'What it shares with us, sealed with AES-256-GCM under a key that the database never sees.';
comment on column accounts.push_subscription.device is 'Browser and system in words, such as "Chrome on Windows".';
comment on column accounts.push_subscription.sent_at is 'When its push service last took a message.';
call warehouse.protect('accounts.push_subscription');

create table accounts.push (
    org_id          uuid        not null,
    kind            text        not null check (kind in ('run-failed', 'drift-found', 'certificate-different', 'test')),
    subject         text        not null,
    subscription_id uuid        not null,
    title           text        not null,
    body            text        not null,
    page            text        not null,
    created_at      timestamptz not null,
    due_at          timestamptz not null,
    attempts        int         not null default 0,
    sent_at         timestamptz,
    given_up        text,
    primary key (org_id, kind, subject, subscription_id),
    foreign key (org_id, subscription_id) references accounts.push_subscription (org_id, id) on delete cascade
);
create index push_due on accounts.push (org_id, due_at) where sent_at is null and given_up is null;
create index push_of_subscription on accounts.push (org_id, subscription_id);
comment on table accounts.push is 'One alert for one device, sent once; kept for thirty days.';
comment on column accounts.push.subject is 'What it is about, such as a run''s id; the same alert comes to a device once.';
comment on column accounts.push.page is 'The page that a tap opens.';
comment on column accounts.push.due_at is 'Not before then: the push service asked to wait, or did not answer.';
comment on column accounts.push.given_up is 'Why it is not tried again.';
call warehouse.protect('accounts.push');

grant select on accounts.push to teg_system;
grant delete on accounts.push to teg_system;
grant select, delete on accounts.push_subscription to teg_system;

create function accounts.organisations_with_push(due timestamptz) returns setof uuid
language sql stable security definer set search_path = pg_catalog
as $$
    select distinct p.org_id from accounts.push p where p.sent_at is null and p.given_up is null and p.due_at <= due
$$;
comment on function accounts.organisations_with_push(timestamptz) is 'Organisations that have alerts to send: one sender serves all.';

create function accounts.release_push_endpoint(hash bytea, account uuid) returns int
language sql volatile security definer set search_path = pg_catalog
as $$
    with released as (
        delete from accounts.push_subscription s where s.endpoint_hash = hash and s.account_id <> account returning 1
    )
    select count(*)::int from released
$$;
comment on function accounts.release_push_endpoint(bytea, uuid) is 'A browser tells one person: whoever had it before, in whatever organisation, is told elsewhere.';

create function accounts.forget_pushes(before timestamptz) returns int
language sql volatile security definer set search_path = pg_catalog
as $$
    with forgotten as (
        delete from accounts.push p where p.created_at < before returning 1
    )
    select count(*)::int from forgotten
$$;
comment on function accounts.forget_pushes(timestamptz) is 'Forgets, in every organisation, alerts older than that.';

revoke execute on function accounts.organisations_with_push(timestamptz), accounts.release_push_endpoint(bytea, uuid), accounts.forget_pushes(timestamptz) from public;
grant execute on function accounts.organisations_with_push(timestamptz), accounts.release_push_endpoint(bytea, uuid), accounts.forget_pushes(timestamptz) to accounts;
reset role;
call warehouse.make_cross_tenant('accounts.organisations_with_push(timestamptz)');
call warehouse.make_cross_tenant('accounts.release_push_endpoint(bytea, uuid)');
call warehouse.make_cross_tenant('accounts.forget_pushes(timestamptz)');
