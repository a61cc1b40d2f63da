-- An agent sees own leads, calls, deals and figures. Who is meant by a name in the facts is said per membership.
set local role teg_owner;

alter table accounts.membership add sales_names text[] not null default '{}';
comment on column accounts.membership.sales_names is
    'Names that mean this person as salesperson, host or owner in the facts. An agent sees the rows under them; without any, none.';

-- The role in the caller's token. Background work has none and sees its whole organisation.
create function warehouse.current_role_name() returns text
language sql stable parallel safe
return nullif(current_setting('teg.role', true), '');

-- The owner of the table is under its row-level security too, so this reads in the connection's organisation only. No other service may
-- read memberships; this is all they learn. A machine has no membership and therefore no names.
create function accounts.own_sales_names() returns text[]
language sql stable parallel safe security definer set search_path = pg_catalog
as $$
    select coalesce(
        (select m.sales_names from accounts.membership m
         where m.org_id = warehouse.current_org() and m.account_id = warehouse.current_app_user()),
        '{}')
$$;
comment on function accounts.own_sales_names() is 'The names under which the connection''s person sells in the connection''s organisation.';
revoke execute on function accounts.own_sales_names() from public;
grant execute on function accounts.own_sales_names() to accounts, sync, analytics, crm;

-- Restrictive: these only take away from what the tenant policy shows. "(select …)" is worked out once per query and not per row.
create policy own_rows on crm.lead as restrictive using (
    (select warehouse.current_role_name()) is distinct from 'Agent' or owner = any ((select accounts.own_sales_names())::text[]));

create policy own_rows on warehouse.deal as restrictive using (
    (select warehouse.current_role_name()) is distinct from 'Agent' or rep = any ((select accounts.own_sales_names())::text[]));

create policy own_rows on warehouse.call as restrictive using (
    (select warehouse.current_role_name()) is distinct from 'Agent' or rep = any ((select accounts.own_sales_names())::text[]));

-- What happened to a call is as visible as the call.
create policy own_rows on warehouse.call_event as restrictive using (
    (select warehouse.current_role_name()) is distinct from 'Agent'
    or exists (select from warehouse.call c where c.org_id = call_event.org_id and c.id = call_event.call_id));

create policy own_rows on analytics.daily_sales as restrictive using (
    (select warehouse.current_role_name()) is distinct from 'Agent' or rep = any ((select accounts.own_sales_names())::text[]));

-- What advertising costs and brings belongs to nobody in particular.
create policy not_for_agents on warehouse.campaign as restrictive using ((select warehouse.current_role_name()) is distinct from 'Agent');
create policy not_for_agents on warehouse.ad_insights as restrictive using ((select warehouse.current_role_name()) is distinct from 'Agent');
create policy not_for_agents on analytics.daily_marketing as restrictive using ((select warehouse.current_role_name()) is distinct from 'Agent');
-- The vendors' records as they came: every deal, lead and cost in the clear.
create policy not_for_agents on sync.record as restrictive using ((select warehouse.current_role_name()) is distinct from 'Agent');
create policy not_for_agents on sync.certificate_line as restrictive using ((select warehouse.current_role_name()) is distinct from 'Agent');
reset role;
