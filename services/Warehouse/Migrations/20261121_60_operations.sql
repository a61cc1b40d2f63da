-- What operators look at, of all organisations together: counts, never a row of anybody.
set local role teg_owner;

create function documents.jobs_waiting() returns bigint
language sql stable security definer set search_path = pg_catalog
as $$
    select count(*) from documents.document where state = 'queued'
$$;
comment on function documents.jobs_waiting() is 'Documents of all organisations that wait for their turn.';
revoke execute on function documents.jobs_waiting() from public;
grant execute on function documents.jobs_waiting() to documents;
reset role;

call warehouse.make_cross_tenant('documents.jobs_waiting()');
