-- Replays of past decisions and batches of uploaded leads: jobs that survive their process.
set local role teg_owner;

create table qualifier.job (
    org_id             uuid           not null,
    id                 uuid           not null default warehouse.uuid_v7(),
    kind               text           not null check (kind in ('replay', 'batch')),
    name               text           not null check (length(name) <= 200),
    state              text           not null default 'queued' check (state in ('queued', 'running', 'succeeded', 'failed', 'stopped', 'canceled')),
    settings           jsonb          not null,
    total              int            not null,
    done               int            not null default 0,
    failed             int            not null default 0,
    cost_usd           numeric(14, 9) not null default 0,
    estimated_cost_usd numeric(14, 9) not null,
    cost_limit_usd     numeric(14, 9) not null,
    requested_by       text           not null,
    requested_at       timestamptz    not null default now(),
    started_at         timestamptz,
    finished_at        timestamptz,
    leased_by          uuid,
    leased_until       timestamptz,
    attempt            int            not null default 0,
    reason             text,
    way_out            text,
    primary key (org_id, id)
);
create index job_newest on qualifier.job (org_id, kind, id desc);
create index job_waiting on qualifier.job (org_id, requested_at) where state in ('queued', 'running');
comment on table qualifier.job is 'A replay or a batch: what is to be done, how far it is, who works on it.';
comment on column qualifier.job.settings is 'Everything that decides the result, fixed when the job was asked for: period and thresholds, or rules and columns.';
comment on column qualifier.job.done is 'Rows with a result; counted in the transaction that writes the results.';
comment on column qualifier.job.failed is 'Rows of a batch that cannot be judged.';
comment on column qualifier.job.cost_limit_usd is 'Beyond it the model is not asked any more and the job stops.';

create table qualifier.replay_row (
    org_id         uuid           not null,
    job_id         uuid           not null,
    position       int            not null,
    enquiry_id     uuid           not null,
    decision_id    uuid           not null,
    waiting        boolean        not null default true,
    old_score      smallint       not null check (old_score between 0 and 3),
    old_model      smallint       check (old_model between 0 and 3),
    new_score      smallint       check (new_score between 0 and 3),
    new_model      smallint       check (new_model between 0 and 3),
    rules          jsonb,
    reason         text,
    fallback       text,
    cost_usd       numeric(14, 9),
    primary key (org_id, job_id, position),
    foreign key (org_id, job_id) references qualifier.job (org_id, id) on delete cascade
);
create index replay_row_waiting on qualifier.replay_row (org_id, job_id, position) where waiting;
create index replay_row_moved on qualifier.replay_row (org_id, job_id, position) where new_score <> old_score;
create index replay_row_enquiry on qualifier.replay_row (org_id, enquiry_id);
comment on table qualifier.replay_row is 'One enquiry within a replay: as it was decided when the replay began, and as it would be. Its own decisions are not touched.';
comment on column qualifier.replay_row.position is 'Newest enquiry first.';
comment on column qualifier.replay_row.decision_id is 'The decision it is compared with: the newest when the replay was asked for.';

create table qualifier.batch_row (
    org_id         uuid           not null,
    job_id         uuid           not null,
    row_number     int            not null,
    state          text           not null check (state in ('waiting', 'done', 'failed')),
    identity       text,
    cells          jsonb          not null,
    problem        text,
    way_out        text,
    model_score    smallint       check (model_score between 0 and 3),
    final_score    smallint       check (final_score between 0 and 3),
    confidence     numeric(4, 3)  check (confidence between 0 and 1),
    reason         text,
    rules          jsonb,
    fallback       text,
    model          text,
    prompt_version text,
    cost_usd       numeric(14, 9),
    primary key (org_id, job_id, row_number),
    foreign key (org_id, job_id) references qualifier.job (org_id, id) on delete cascade
);
create index batch_row_waiting on qualifier.batch_row (org_id, job_id, row_number) where state = 'waiting';
create index batch_row_failed on qualifier.batch_row (org_id, job_id, row_number) where state = 'failed';
create index batch_row_person on qualifier.batch_row (org_id, identity) where identity is not null;
comment on table qualifier.batch_row is 'A row of an uploaded file and what became of it. Personal data: gone with its batch after 90 days, with the batch''s deletion, or with the person.';
comment on column qualifier.batch_row.row_number is 'As the spreadsheet counts; the header is row 1.';
comment on column qualifier.batch_row.cells is 'What stood in the row, column by column: text, numbers or null.';
comment on column qualifier.batch_row.identity is 'Normalised e-mail address, where there is one.';

call warehouse.protect('qualifier.job');
call warehouse.protect('qualifier.replay_row');
call warehouse.protect('qualifier.batch_row');
create policy not_for_agents on qualifier.job as restrictive using ((select warehouse.current_role_name()) is distinct from 'Agent');
create policy not_for_agents on qualifier.replay_row as restrictive using ((select warehouse.current_role_name()) is distinct from 'Agent');
create policy not_for_agents on qualifier.batch_row as restrictive using ((select warehouse.current_role_name()) is distinct from 'Agent');

-- Takes the next job of any organisation: a queued one, or one whose process has let its lease run out. An organisation that has one under way
-- waits with its next, so that nobody's twenty thousand rows keep everybody else waiting.
create function qualifier.take_job(worker uuid, lease interval)
returns table (org_id uuid, job_id uuid, kind text, settings text, attempt int)
language sql volatile security definer set search_path = pg_catalog
as $$
    with next as (
        select j.org_id, j.id
        from qualifier.job j
        where (j.state = 'queued'
               and not exists (select from qualifier.job o where o.org_id = j.org_id and o.state = 'running' and o.leased_until >= now()))
           or (j.state = 'running' and j.leased_until < now())
        order by j.requested_at
        limit 1
        for update skip locked
    )
    update qualifier.job j
    set state = 'running', started_at = coalesce(j.started_at, now()), leased_by = worker, leased_until = now() + lease, attempt = j.attempt + 1
    from next
    where j.org_id = next.org_id and j.id = next.id
    returning j.org_id, j.id, j.kind, j.settings::text, j.attempt
$$;

create function qualifier.forget_batches(age interval) returns int
language sql volatile security definer set search_path = pg_catalog
as $$
    with gone as (
        delete from qualifier.job j where j.kind = 'batch' and j.requested_at < now() - age returning 1
    )
    select count(*)::int from gone
$$;

-- Rows of uploaded files that name a person, in whatever column.
create function qualifier.batch_rows_about(email text) returns table (job_id uuid, row_number int)
language sql stable
as $$
    select r.job_id, r.row_number
    from (select lower(btrim(batch_rows_about.email)) as address) p
    join qualifier.batch_row r on r.org_id = warehouse.current_org()
        and (r.identity = p.address or (position(p.address in lower(r.cells::text)) > 0 and p.address in (select warehouse.addresses_in(r.cells))))
$$;

-- What the qualifier holds on a person is more now; who asks goes on asking one function.
alter function qualifier.find_person(text) rename to find_enquiry_person;
alter function qualifier.erase_person(text) rename to erase_enquiry_person;
revoke execute on function qualifier.find_enquiry_person(text), qualifier.erase_enquiry_person(text) from accounts;

create function qualifier.find_person(email text) returns table (what text, id text, data jsonb)
language sql stable security definer set search_path = pg_catalog
as $$
    select f.what, f.id, f.data from qualifier.find_enquiry_person(find_person.email) f
    union all
    select 'batch row', a.job_id || '/' || a.row_number, to_jsonb(r) - 'org_id'
    from qualifier.batch_rows_about(find_person.email) a
    join qualifier.batch_row r on r.org_id = warehouse.current_org() and r.job_id = a.job_id and r.row_number = a.row_number
$$;

create function qualifier.erase_person(email text) returns table (what text, rows bigint)
language plpgsql volatile security definer set search_path = pg_catalog
as $$
declare
    forgotten bigint;
begin
    -- What a model said again of their description; before the enquiries are no longer theirs.
    update qualifier.replay_row w
    set reason = null
    where w.org_id = warehouse.current_org() and w.reason is not null
      and w.enquiry_id in (select a.id from qualifier.enquiries_about(erase_person.email) a);

    -- Their rows go, the others of the file stay.
    delete from qualifier.batch_row r
    using qualifier.batch_rows_about(erase_person.email) a
    where r.org_id = warehouse.current_org() and r.job_id = a.job_id and r.row_number = a.row_number;
    get diagnostics forgotten = row_count;

    return query
        select e.what, e.rows from qualifier.erase_enquiry_person(erase_person.email) e
        union all
        select 'batch row', forgotten;
end
$$;

revoke execute on function qualifier.take_job(uuid, interval), qualifier.forget_batches(interval),
    qualifier.batch_rows_about(text), qualifier.find_person(text), qualifier.erase_person(text) from public;
grant execute on function qualifier.take_job(uuid, interval), qualifier.forget_batches(interval) to qualifier;
grant execute on function qualifier.find_person(text), qualifier.erase_person(text) to accounts;
grant select, update, delete on qualifier.job to teg_system;
reset role;
call warehouse.make_cross_tenant('qualifier.take_job(uuid, interval)');
call warehouse.make_cross_tenant('qualifier.forget_batches(interval)');
