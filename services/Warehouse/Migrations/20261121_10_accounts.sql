-- People, what they may do where, their sessions, and the keys that sign their tokens.
set local role teg_owner;

-- A person may belong to several organisations, so accounts, their sign-in methods, the signing keys and the sign-in throttle are no
-- tenant's rows. No other service is granted anything on them.
create table accounts.account (
    id                     uuid        primary key,
    name                   text        not null check (length(name) between 1 and 200),
    user_name              text        not null,
    normalized_user_name   text        not null,
    email                  text        not null check (length(email) between 3 and 254),
    normalized_email       text        not null,
    email_confirmed        boolean     not null default false,
    password_hash          text,
    security_stamp         text        not null,
    concurrency_stamp      text        not null,
    phone_number           text,
    phone_number_confirmed boolean     not null default false,
    two_factor_enabled     boolean     not null default false,
    lockout_enabled        boolean     not null default true,
    lockout_end            timestamptz,
    access_failed_count    int         not null default 0,
    created_at             timestamptz not null
);
create unique index account_user_name on accounts.account (normalized_user_name);
create unique index account_email on accounts.account (normalized_email);
comment on table accounts.account is 'A person who can sign in. The columns are those of ASP.NET Core Identity.';
comment on column accounts.account.security_stamp is 'Changes with the password and the second factor; sessions begun under another stamp cannot be refreshed.';
comment on column accounts.account.lockout_end is 'Shut by a person until then. Guessing is shut out by accounts.sign_in_attempt.';

create table accounts.account_login (
    login_provider        text not null,
    provider_key          text not null,
    provider_display_name text,
    account_id            uuid not null references accounts.account (id) on delete cascade,
    primary key (login_provider, provider_key)
);
create index account_login_account on accounts.account_login (account_id);
comment on table accounts.account_login is 'Outside identities (Google, Microsoft) that sign in as an account.';

create table accounts.account_token (
    account_id     uuid not null references accounts.account (id) on delete cascade,
    login_provider text not null,
    name           text not null,
    value          text,
    primary key (account_id, login_provider, name)
);
comment on table accounts.account_token is 'Second factor and recovery codes, as Identity keeps them.';

create table accounts.signing_key (
    kid         text        primary key,
    public_key  bytea       not null,
    private_key bytea       not null,
    created_at  timestamptz not null,
    active_from timestamptz not null
);
comment on table accounts.signing_key is 'RSA keys of access tokens. The newest active one signs; all are published.';
comment on column accounts.signing_key.public_key is 'SubjectPublicKeyInfo.';
comment on column accounts.signing_key.private_key is 'PKCS#8, sealed with AES-256-GCM under a key that the database never sees.';

create table accounts.sign_in_attempt (
    id  uuid        primary key default warehouse.uuid_v7(),
    key bytea       not null,
    at  timestamptz not null
);
create index sign_in_attempt_window on accounts.sign_in_attempt (key, at);
create index sign_in_attempt_age on accounts.sign_in_attempt (at);
comment on table accounts.sign_in_attempt is 'Sign-ins under way and refused lately, whether or not the account exists; swept when they are out of every window.';
comment on column accounts.sign_in_attempt.key is 'SHA-256 of what is counted: an account, an address, or both together.';

create table accounts.membership (
    org_id     uuid        not null references accounts.organisation (org_id) on delete cascade,
    account_id uuid        not null references accounts.account (id) on delete cascade,
    role       text        not null check (role in ('Admin', 'Manager', 'Agent', 'Viewer')),
    joined_at  timestamptz not null,
    primary key (org_id, account_id)
);
create index membership_account on accounts.membership (account_id);
comment on table accounts.membership is 'What a person may do in an organisation.';
call warehouse.protect('accounts.membership');

-- At sign-in the person is known and the organisation is not. A policy is tighter than a function of teg_system: nothing bypasses
-- row-level security, it shows one person's rows, and only on a connection that has no tenant.
create policy own_before_a_tenant_is_chosen on accounts.membership for select to accounts
    using (account_id = warehouse.current_app_user() and warehouse.current_org() is null);

create table accounts.session (
    org_id         uuid        not null,
    id             uuid        not null,
    account_id     uuid        not null,
    security_stamp text        not null,
    started_at     timestamptz not null,
    refreshed_at   timestamptz not null,
    expires_at     timestamptz not null,
    ended_at       timestamptz,
    ended_because  text,
    primary key (org_id, id),
    foreign key (org_id, account_id) references accounts.membership (org_id, account_id) on delete cascade
);
create index session_account on accounts.session (org_id, account_id, started_at desc);
comment on table accounts.session is 'A family of refresh tokens: everything that grew out of one sign-in, and ends together.';
call warehouse.protect('accounts.session');

create table accounts.refresh_token (
    org_id      uuid        not null,
    session_id  uuid        not null,
    hash        bytea       not null,
    issued_at   timestamptz not null,
    expires_at  timestamptz not null,
    used_at     timestamptz,
    replaced_by bytea,
    voided_at   timestamptz,
    primary key (org_id, session_id, hash),
    foreign key (org_id, session_id) references accounts.session (org_id, id) on delete cascade
);
comment on table accounts.refresh_token is 'Each is used once; using one again ends the session.';
comment on column accounts.refresh_token.hash is 'SHA-256; the token itself is kept nowhere.';
comment on column accounts.refresh_token.voided_at is 'Given out, but the exchange was repeated before it was used: another took its place.';
call warehouse.protect('accounts.refresh_token');

create table accounts.notification (
    org_id     uuid        not null,
    kind       text        not null,
    subject_id uuid        not null,
    recipients int         not null,
    sent_at    timestamptz not null,
    primary key (org_id, kind, subject_id)
);
comment on table accounts.notification is 'What was mailed, once per subject.';
call warehouse.protect('accounts.notification');

-- Sessions are ended, not deleted; only the sweep below forgets them.
revoke delete on accounts.session, accounts.refresh_token from accounts;
revoke update, delete on accounts.notification from accounts;

grant select, delete on accounts.session, accounts.refresh_token to teg_system;

create function accounts.forget_sessions(before timestamptz) returns int
language sql volatile security definer set search_path = pg_catalog
as $$
    with forgotten as (
        delete from accounts.session s
        where s.expires_at < before or s.ended_at < before
        returning 1
    )
    select count(*)::int from forgotten
$$;
comment on function accounts.forget_sessions(timestamptz) is 'Forgets, in every organisation, sessions that expired or ended before then.';
revoke execute on function accounts.forget_sessions(timestamptz) from public;
grant execute on function accounts.forget_sessions(timestamptz) to accounts;

reset role;
call warehouse.make_cross_tenant('accounts.forget_sessions(timestamptz)');
