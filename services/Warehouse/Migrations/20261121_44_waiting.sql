-- Whose enquiries wait for a judgement: the worker that judges them later serves all organisations.
set local role teg_owner;
grant select on qualifier.enquiry to teg_system;

create function qualifier.waiting_organisations() returns setof uuid
language sql stable security definer set search_path = pg_catalog as $$
    select o.org_id
    from accounts.organisation o
    where exists (
        select from qualifier.enquiry e
        where e.org_id = o.org_id
          and (e.decision_id is null or e.fallback in ('timeout', 'refused', 'truncated', 'invalid', 'rate-limited', 'unavailable', 'rejected', 'busy')))
    order by o.org_id
$$;
comment on function qualifier.waiting_organisations() is 'Organisations with enquiries that nobody has judged, or that the rules judged alone.';
revoke execute on function qualifier.waiting_organisations() from public;
grant execute on function qualifier.waiting_organisations() to qualifier;
reset role;
call warehouse.make_cross_tenant('qualifier.waiting_organisations()');
