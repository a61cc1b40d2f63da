-- Views that people keep of a page, and finding leads and documents by how their names begin.
set local role teg_owner;

create table accounts.saved_view (
    org_id     uuid        not null references accounts.organisation (org_id) on delete cascade,
    id         uuid        not null,
    owner_id   uuid,
    name       text        not null check (length(name) between 1 and 80),
    page       text        not null check (page in (
        'advertising', 'sales', 'new-leads', 'intro-calls', 'design-reviews', 'rep-calls', 'enquiries', 'outcomes', 'documents', 'audit')),
    period     text        check (period in ('this-month', 'last-month', '30-days', '90-days', 'ytd', '12-months', 'this-week', 'today')),
    search     text        not null default '' check (length(search) <= 2000 and search ~ '^[A-Za-z0-9._~!$&''()*+,;=:@/?%-]*$'),
    shared     boolean     not null default false,
    created_at timestamptz not null,
    changed_at timestamptz not null,
    primary key (org_id, id),
    -- What a person kept for themselves goes with them.
    foreign key (org_id, owner_id) references accounts.membership (org_id, account_id) on delete cascade,
    check (owner_id is not null or shared)
);
create unique index saved_view_name on accounts.saved_view (org_id, owner_id, name);
comment on table accounts.saved_view is 'A page with its filters and period under a name, of one person or shared with the organisation.';
comment on column accounts.saved_view.owner_id is 'Who keeps it; null for a shared one whose owner has left.';
comment on column accounts.saved_view.page is 'A page of the site by name: where it leads is the site''s to say and no part of the row.';
comment on column accounts.saved_view.period is 'A period that moves with the calendar; null where the search says days, or none.';
comment on column accounts.saved_view.search is 'What stands behind the question mark of the page''s address, without its period.';
call warehouse.protect('accounts.saved_view');
-- Others' views are seen when they are shared, and changed by their owner; what is shared an Admin keeps in order too.
create policy own_or_shared on accounts.saved_view as restrictive for select using (shared or owner_id = (select warehouse.current_app_user()));
create policy own_new on accounts.saved_view as restrictive for insert with check (owner_id = (select warehouse.current_app_user()));
create policy own_change on accounts.saved_view as restrictive for update using (
    owner_id = (select warehouse.current_app_user()) or (shared and (select warehouse.current_role_name()) = 'Admin'));
create policy own_delete on accounts.saved_view as restrictive for delete using (
    owner_id = (select warehouse.current_app_user()) or (shared and (select warehouse.current_role_name()) = 'Admin'));

-- Whose name or filters say the address, as it is or as it stands in an address of a page; and an account's own.
create function accounts.views_about(email text) returns table (id uuid)
language sql stable
as $$
    select v.id
    from (select lower(btrim(views_about.email)) as address) p
    join accounts.saved_view v on v.org_id = warehouse.current_org()
    left join accounts.account a on a.id = v.owner_id
    where lower(a.email) = p.address or position(p.address in lower(v.name)) > 0
       or position(replace(replace(p.address, '+', '%2b'), '@', '%40') in lower(v.search)) > 0 or position(p.address in lower(v.search)) > 0
$$;
revoke execute on function accounts.views_about(text) from public;
grant execute on function accounts.views_about(text) to teg_system;
grant select, delete on accounts.saved_view to teg_system;

-- What a name begins with is found by an index: in columns, because row-level security lets no function of a column near an index before the policies
-- have been asked, and in "C", where the words with one beginning stand together.
alter table crm.lead
    add column name_key    text collate "C" generated always as (left(lower(name), 100)) stored,
    add column surname_key text collate "C" generated always as (left(lower(substring(btrim(name) from '\s(\S+)$')), 100)) stored,
    add column email_key   text collate "C" generated always as (left(lower(email), 100)) stored,
    add column company_key text collate "C" generated always as (left(lower(company), 100)) stored;
create index lead_by_name on crm.lead (org_id, name_key);
create index lead_by_surname on crm.lead (org_id, surname_key) where surname_key is not null;
create index lead_by_email on crm.lead (org_id, email_key) where email_key is not null;
create index lead_by_company on crm.lead (org_id, company_key) where company_key is not null;
comment on column crm.lead.name_key is 'What the lead is found by: the name in lower case.';
comment on column crm.lead.surname_key is 'The last word of the name, where there are several.';
comment on column crm.lead.email_key is 'The e-mail address in lower case.';
comment on column crm.lead.company_key is 'The company in lower case.';

create or replace function crm.find_person(email text) returns table (what text, id text, data jsonb)
language sql stable security definer set search_path = pg_catalog
as $$
    select 'lead', l.id::text, to_jsonb(l) - array['org_id', 'name_key', 'surname_key', 'email_key', 'company_key']
    from crm.lead l
    where l.org_id = warehouse.current_org() and l.identity = lower(btrim(find_person.email))
    union all
    select 'lead''s enquiry', n.enquiry_id::text, to_jsonb(n) - 'org_id'
    from crm.lead_enquiry n
    where n.org_id = warehouse.current_org() and n.identity = lower(btrim(find_person.email))
$$;

alter table documents.document
    add column title_key   text collate "C" generated always as (left(lower(title), 100)) stored,
    add column client_key  text collate "C" generated always as (nullif(left(lower(split_part(title, ' · ', 2)), 100), '')) stored,
    add column project_key text collate "C" generated always as (nullif(left(lower(split_part(title, ' · ', 3)), 100), '')) stored;
create index document_by_title on documents.document (org_id, title_key, id desc);
create index document_by_client on documents.document (org_id, client_key, id desc) where client_key is not null;
create index document_by_project on documents.document (org_id, project_key, id desc) where project_key is not null;
comment on column documents.document.title_key is 'What the document is found by: the title in lower case.';
comment on column documents.document.client_key is 'The second part of the title, whom it is for.';
comment on column documents.document.project_key is 'The third part of the title.';

reset role;

-- As the superuser: both belong to teg_system, which looks past what is not shared.
create or replace function accounts.find_person(email text) returns table (what text, id text, data jsonb)
language sql stable security definer set search_path = pg_catalog
as $$
    select 'account', a.id::text, jsonb_build_object('name', a.name, 'email', a.email, 'createdAt', a.created_at, 'termsAcceptedAt', a.terms_accepted_at)
    from accounts.account a
    where a.id = accounts.abandoned_account(find_person.email)
    union all
    select 'mailed link', t.id::text, jsonb_build_object('kind', t.kind, 'email', t.email, 'createdAt', t.created_at, 'expiresAt', t.expires_at)
    from accounts.one_time_token t
    where upper(t.email) = upper(btrim(find_person.email)) or (t.kind = 'password-reset' and t.account_id = accounts.abandoned_account(find_person.email))
    union all
    select 'saved view', v.id::text,
           jsonb_build_object('name', v.name, 'page', v.page, 'period', v.period, 'search', v.search, 'shared', v.shared, 'createdAt', v.created_at, 'changedAt', v.changed_at)
    from accounts.views_about(find_person.email) about
    join accounts.saved_view v on v.org_id = warehouse.current_org() and v.id = about.id
$$;

create or replace function accounts.erase_person(email text) returns table (what text, rows bigint)
language plpgsql volatile security definer set search_path = pg_catalog
as $$
declare
    person uuid;
    views bigint;
    links bigint;
    people bigint;
begin
    -- Waits for whoever is just accepting an invitation as this person; the next statement sees that they belong somewhere again.
    perform from accounts.account a where a.normalized_email = upper(btrim(erase_person.email)) for update;
    person := accounts.abandoned_account(erase_person.email);
    delete from accounts.saved_view v using accounts.views_about(erase_person.email) about where v.org_id = warehouse.current_org() and v.id = about.id;
    get diagnostics views = row_count;
    delete from accounts.one_time_token t
    where upper(t.email) = upper(btrim(erase_person.email)) or (t.kind = 'password-reset' and t.account_id = person);
    get diagnostics links = row_count;
    -- With its password, second factor and outside identities.
    delete from accounts.account a where a.id = person;
    get diagnostics people = row_count;
    return query values ('saved view', views), ('mailed link', links), ('account', people);
end
$$;
