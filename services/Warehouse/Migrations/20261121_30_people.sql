-- Second factor, links by mail, invitations, machines, and the keys that public pages carry.
set local role teg_owner;

alter table accounts.account add column terms_accepted_at timestamptz;
comment on column accounts.account.terms_accepted_at is 'When the person accepted the terms at sign-up; null for people who were invited.';
comment on table accounts.account_token is 'Tokens of ASP.NET Core Identity''s stores. The second factor is in accounts.second_factor.';

-- A person's second factor belongs to the person and not to an organisation, like their password.
create table accounts.second_factor (
    account_id   uuid        primary key references accounts.account (id) on delete cascade,
    secret       bytea       not null,
    set_up_at    timestamptz not null,
    confirmed_at timestamptz,
    last_step    bigint      not null default 0
);
comment on table accounts.second_factor is 'The authenticator of an account; in force once it was confirmed with a code.';
comment on column accounts.second_factor.secret is '160 bits, sealed with AES-256-GCM under a key that the database never sees.';
comment on column accounts.second_factor.last_step is 'The time step of the last accepted code: no code is accepted twice.';

create table accounts.recovery_code (
    account_id uuid  not null references accounts.account (id) on delete cascade,
    hash       bytea not null,
    primary key (account_id, hash)
);
comment on table accounts.recovery_code is 'What stands in for a lost authenticator. Using one deletes it.';
comment on column accounts.recovery_code.hash is 'SHA-256 of account and code; a code has 80 random bits.';

-- Begun before an organisation is known: sign-up, password reset, and the second half of a sign-in.
create table accounts.one_time_token (
    id         uuid        primary key,
    kind       text        not null check (kind in ('sign-up', 'password-reset', 'second-factor')),
    hash       bytea       not null,
    account_id uuid        references accounts.account (id) on delete cascade,
    email      text,
    data       jsonb,
    created_at timestamptz not null,
    expires_at timestamptz not null,
    used_at    timestamptz,
    failures   int         not null default 0
);
create index one_time_token_age on accounts.one_time_token (expires_at);
create index one_time_token_account on accounts.one_time_token (account_id);
comment on table accounts.one_time_token is 'Good for one use within a short time; swept when they are over.';
comment on column accounts.one_time_token.hash is 'SHA-256; the token itself is kept nowhere.';
comment on column accounts.one_time_token.data is 'Sign-up: what was filled in. Second factor: the stamp of the sign-in that was begun, and the organisation it is for.';

-- ASP.NET Core's data protection: the state that travels through an outside sign-in must be readable on every replica.
create table accounts.data_protection_key (
    name text  primary key,
    xml  text  not null
);
comment on table accounts.data_protection_key is 'Keys of ASP.NET Core''s data protection, sealed with AES-256-GCM under a key that the database never sees.';

alter table accounts.session add column address text, add column device text;
comment on column accounts.session.address is 'Where the sign-in came from; shown to its owner only.';
comment on column accounts.session.device is 'Browser and system in words, such as "Chrome on Windows".';

-- A person looks after their sessions in all their organisations, and sees what these are called: on a connection that has no tenant.
create policy own_before_a_tenant_is_chosen on accounts.session for select to accounts
    using (account_id = warehouse.current_app_user() and warehouse.current_org() is null);
create policy own_to_end_before_a_tenant_is_chosen on accounts.session for update to accounts
    using (account_id = warehouse.current_app_user() and warehouse.current_org() is null)
    with check (account_id = warehouse.current_app_user() and warehouse.current_org() is null);
create policy own_before_a_tenant_is_chosen on accounts.organisation for select to accounts
    using (warehouse.current_org() is null
           and exists (select from accounts.membership m where m.org_id = organisation.org_id and m.account_id = warehouse.current_app_user()));

create table accounts.invitation (
    org_id           uuid        not null references accounts.organisation (org_id) on delete cascade,
    id               uuid        not null,
    email            text        not null check (length(email) between 3 and 254),
    normalized_email text        not null,
    role             text        not null check (role in ('Admin', 'Manager', 'Agent', 'Viewer')),
    hash             bytea       not null,
    invited_by       uuid        not null,
    invited_at       timestamptz not null,
    expires_at       timestamptz not null,
    accepted_at      timestamptz,
    withdrawn_at     timestamptz,
    primary key (org_id, id)
);
create unique index invitation_open on accounts.invitation (org_id, normalized_email) where accepted_at is null and withdrawn_at is null;
comment on table accounts.invitation is 'A link by mail that makes its holder a member; at most one open per address.';
comment on column accounts.invitation.hash is 'SHA-256 of the token in the link; the token itself is kept nowhere.';
comment on column accounts.invitation.invited_by is 'The account; it may have left since.';
call warehouse.protect('accounts.invitation');

create table accounts.api_client (
    org_id       uuid        not null references accounts.organisation (org_id) on delete cascade,
    id           uuid        not null,
    name         text        not null check (length(name) between 1 and 100),
    secret_hash  bytea       not null,
    role         text        not null check (role in ('Admin', 'Manager', 'Agent', 'Viewer')),
    scopes       text[]      not null check (cardinality(scopes) > 0),
    created_by   uuid        not null,
    created_at   timestamptz not null,
    expires_at   timestamptz,
    last_used_at timestamptz,
    revoked_at   timestamptz,
    primary key (org_id, id)
);
comment on table accounts.api_client is 'A machine that signs in with OAuth client credentials. Its client id names organisation and row.';
comment on column accounts.api_client.secret_hash is 'SHA-256 of 256 random bits; the secret is shown once and kept nowhere.';
call warehouse.protect('accounts.api_client');

create table accounts.site_key (
    org_id     uuid        not null references accounts.organisation (org_id) on delete cascade,
    id         uuid        not null,
    name       text        not null check (length(name) between 1 and 100),
    origins    text[]      not null check (cardinality(origins) > 0),
    created_by uuid        not null,
    created_at timestamptz not null,
    revoked_at timestamptz,
    primary key (org_id, id)
);
comment on table accounts.site_key is 'A public key for pages of the organisation''s own sites. The key names organisation and row and is no secret.';
comment on column accounts.site_key.origins is 'Where pages that use it may stand: https://www.example.com.';
call warehouse.protect('accounts.site_key');

-- What was given out once stays named in the audit: it is withdrawn or revoked, not deleted.
revoke delete on accounts.invitation, accounts.api_client, accounts.site_key from accounts;

reset role;
