-- Which records name the person is worked out once. As a part of the update it was, before PostgreSQL had statistics of a newly filled mirror, worked out
-- again for every record.
set local role teg_owner;

create or replace function sync.erase_person(email text) returns table (what text, rows bigint)
language sql volatile security definer set search_path = pg_catalog
as $$
    with named as materialized (
        select o.source_id, o.stream, o.external_id,
               case o.kind when 'leads' then warehouse.known_as(o.key) else o.key end as key,
               case o.kind when 'sales' then warehouse.known_as(o.group_key) else o.group_key end as group_key,
               sync.without_person(o.fields) as fields, sync.without_words(o.payload) as payload
        from sync.record o
        where o.org_id = warehouse.current_org() and position(lower(btrim(email)) in lower(o.payload::text)) > 0
          and lower(btrim(email)) in (select warehouse.addresses_in(o.payload))
    ),
    mirrored as (
        update sync.record r
        set key = n.key, group_key = n.group_key, fields = n.fields, payload = n.payload, hash = sync.record_hash(n.payload, n.fields, n.key)
        from named n
        where r.org_id = warehouse.current_org() and r.source_id = n.source_id and r.stream = n.stream and r.external_id = n.external_id
        returning 1
    )
    select 'source record', count(*) from mirrored
$$;

reset role;
