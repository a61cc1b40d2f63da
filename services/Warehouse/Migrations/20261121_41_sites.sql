-- What the public endpoint must know of every organisation: which pages may post to it, and what holds for their enquiries.
grant create on schema qualifier to teg_system;

set local role teg_owner;
grant select on accounts.site_key, qualifier.rule_set to teg_system;

-- An enquiry comes with the key of a page and nothing else, so the service knows all keys. They are public: they stand in the pages' source.
create function qualifier.site_book()
returns table (org_id uuid, time_zone text, rules_version int, rules jsonb, site_keys jsonb)
language sql stable security definer set search_path = pg_catalog as $$
    select o.org_id, o.time_zone, r.version, r.content, k.site_keys
    from accounts.organisation o
    left join lateral (
        select s.version, s.content from qualifier.rule_set s where s.org_id = o.org_id order by s.version desc limit 1
    ) r on true
    left join lateral (
        select jsonb_agg(jsonb_build_object('id', s.id, 'origins', to_jsonb(s.origins)) order by s.id) as site_keys
        from accounts.site_key s
        where s.org_id = o.org_id and s.revoked_at is null
    ) k on true
    order by o.org_id
$$;
comment on function qualifier.site_book() is 'Every organisation''s time zone, newest rules and valid site keys, for the public endpoint of the qualifier.';

create function qualifier.notify_sites() returns trigger language plpgsql as
    $$ begin perform pg_notify('qualifier_sites', ''); return null; end $$;
create trigger notify_sites after insert or update on accounts.site_key for each statement execute function qualifier.notify_sites();
create trigger notify_sites after insert or update of time_zone on accounts.organisation for each statement execute function qualifier.notify_sites();
create trigger notify_sites after insert on qualifier.rule_set for each statement execute function qualifier.notify_sites();

revoke execute on function qualifier.site_book(), qualifier.notify_sites() from public;
grant execute on function qualifier.site_book() to qualifier;
reset role;
call warehouse.make_cross_tenant('qualifier.site_book()');
