-- The lead qualifier: what was asked, what was decided, under which rules.
do $$
begin
    if not exists (select from pg_roles where rolname = 'qualifier') then create role qualifier nologin; end if;
    execute format('grant connect, temporary on database %I to qualifier', current_database());
end
$$;

create schema qualifier authorization teg_owner;
grant usage on schema qualifier to qualifier, crm, accounts, teg_system;
grant usage on schema warehouse, accounts, crm, audit to qualifier;
alter default privileges for role teg_owner in schema qualifier grant select, insert, update, delete on tables to qualifier;

set local role teg_owner;
grant execute on function warehouse.current_org(), warehouse.current_app_user(), warehouse.current_role_name(), warehouse.uuid_v7() to qualifier;
grant execute on function accounts.own_sales_names() to qualifier;
grant select on accounts.organisation to qualifier;
grant insert on audit.event to qualifier;

create table qualifier.rule_set (
    org_id     uuid        not null,
    version    int         not null check (version > 0),
    content    jsonb       not null,
    note       text        not null default '' check (length(note) <= 500),
    created_by uuid,
    created_at timestamptz not null default now(),
    primary key (org_id, version)
);
comment on table qualifier.rule_set is 'Versions of thresholds, pages and prompt; the highest holds. Only added to.';
comment on column qualifier.rule_set.content is 'thresholds, pages and promptVersion as the API shows them.';
call warehouse.protect('qualifier.rule_set');
revoke update, delete on qualifier.rule_set from qualifier;

create table qualifier.enquiry (
    org_id           uuid        not null,
    id               uuid        not null,
    submission       text        not null check (submission ~ '^[0-9a-f]{64}$'),
    origin           text        not null check (origin in ('website', 'synced')),
    site_key_id      uuid,
    received_at      timestamptz not null,
    received_day     date        not null,
    name             text        not null,
    email            text,
    phone            text,
    company          text,
    project          text,
    budget           text,
    styles           text,
    pieces_per_style text,
    timeline         text,
    utm_source       text,
    utm_medium       text,
    utm_campaign     text,
    utm_term         text,
    utm_content      text,
    gclid            text,
    landing_page     text,
    answers          jsonb       not null default '{}',
    consent          jsonb,
    counted          jsonb       not null default '{}',
    lead_identity    text,
    decision_id      uuid,
    score            smallint    check (score between 0 and 3),
    fallback         text,
    decided_at       timestamptz,
    erased_at        timestamptz,
    created_at       timestamptz not null default now(),
    primary key (org_id, id),
    unique (org_id, submission)
);
create index enquiry_newest on qualifier.enquiry (org_id, received_at desc, id desc);
create index enquiry_waiting on qualifier.enquiry (org_id, received_at)
    where decision_id is null or fallback in ('timeout', 'refused', 'truncated', 'invalid', 'rate-limited', 'unavailable', 'rejected', 'busy');
create index enquiry_person on qualifier.enquiry (org_id, lead_identity);
comment on table qualifier.enquiry is 'What people wrote, once per submission, and how it stands.';
comment on column qualifier.enquiry.submission is 'SHA-256 of what was written: a form sent again is the same row.';
comment on column qualifier.enquiry.origin is 'website: becomes a lead. synced: a lead of another system, judged as well.';
comment on column qualifier.enquiry.received_day is 'Day of received_at in the organisation''s time zone.';
comment on column qualifier.enquiry.lead_identity is 'The identity of the lead it belongs to: the normalised e-mail address, or the submission without one.';
comment on column qualifier.enquiry.score is 'Final score of the newest decision: 0 spam, 1 not a fit, 2 unsure, 3 right fit.';
comment on column qualifier.enquiry.counted is 'Under which answer to which question it is counted in daily_outcome: {"styles": "5–9"}.';
comment on column qualifier.enquiry.erased_at is 'When its words were erased because they were of or about a person; what is counted stayed.';
comment on column qualifier.enquiry.fallback is 'Why the newest decision was made by rules alone; null when the model judged.';
call warehouse.protect('qualifier.enquiry');
revoke delete on qualifier.enquiry from qualifier;

create table qualifier.decision (
    org_id         uuid          not null,
    id             uuid          not null,
    enquiry_id     uuid          not null,
    kind           text          not null check (kind in ('first', 'rejudged')),
    model_score    smallint      check (model_score between 0 and 3),
    final_score    smallint      not null check (final_score between 0 and 3),
    confidence     numeric(4, 3) check (confidence between 0 and 1),
    reason         text          not null,
    rules          jsonb         not null default '[]',
    rules_version  int           not null,
    model          text,
    prompt_version text          not null,
    latency_ms     int           not null,
    tokens_in      int           not null,
    tokens_out     int           not null,
    cost_usd       numeric(14, 9) not null,
    fallback       text,
    screened       jsonb         not null default '[]',
    decided_at     timestamptz   not null,
    primary key (org_id, id),
    foreign key (org_id, enquiry_id) references qualifier.enquiry (org_id, id)
);
create index decision_of_enquiry on qualifier.decision (org_id, enquiry_id, id);
create unique index decision_first on qualifier.decision (org_id, enquiry_id) where kind = 'first';
comment on table qualifier.decision is 'Every decision with all that led to it. Only added to.';
comment on column qualifier.decision.cost_usd is 'US dollars, by the price list in the configuration.';
comment on column qualifier.decision.screened is 'Passages that tried to instruct the model and were not shown to it.';
call warehouse.protect('qualifier.decision');
revoke update, delete on qualifier.decision from qualifier;

create table qualifier.daily_outcome (
    org_id    uuid     not null,
    day       date     not null,
    origin    text     not null,
    question  text     not null,
    answer    text     not null,
    score     smallint not null check (score between 0 and 3),
    enquiries bigint   not null,
    primary key (org_id, day, origin, question, answer, score)
);
comment on table qualifier.daily_outcome is 'Enquiries by day received, form answer and final score; moved by the difference with every decision.';
call warehouse.protect('qualifier.daily_outcome');

-- Everybody's enquiries: not for agents, who see own rows alone.
create policy not_for_agents on qualifier.enquiry as restrictive using ((select warehouse.current_role_name()) is distinct from 'Agent');
create policy not_for_agents on qualifier.decision as restrictive using ((select warehouse.current_role_name()) is distinct from 'Agent');
create policy not_for_agents on qualifier.daily_outcome as restrictive using ((select warehouse.current_role_name()) is distinct from 'Agent');

call warehouse.create_outbox('qualifier');
call warehouse.create_outbox('crm');

-- Crm reads the enquiries a message names and makes leads of them; the qualifier reads what became of them.
grant select on qualifier.enquiry, qualifier.decision to crm;
grant select on crm.lead to qualifier;
-- Who was erased stays erased, also when their form comes out of a spool later.
grant select on warehouse.erased_person to qualifier;
grant execute on function warehouse.person_digest(uuid, text), warehouse.person_alias(uuid, text) to qualifier;
grant select on warehouse.deal, warehouse.call to qualifier;
reset role;
