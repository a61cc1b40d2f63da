-- Erasure reaches what belongs to no organisation, mails leave nothing behind, and an organisation's day and money are settled before its first facts.

-- A sent mail's sealed content is worth nothing to the outbox any more, and nobody could find it by its recipient: it goes with the sending.
create or replace function accounts.outbox_sent(ids uuid[]) returns int
language sql volatile security definer set search_path = pg_catalog
as $$
    with forgotten as (delete from accounts.outbox where sent_at < now() - interval '7 days'),
         sent as (
             update accounts.outbox o
             set sent_at = now(),
                 body = case o.message_type when 'Teg.Platform.Contracts.Messages.MailOrdered' then o.body - 'sealed' else o.body end
             where o.id = any (ids)
             returning 1
         )
    select count(*)::int from sent
$$;
update accounts.outbox set body = body - 'sealed' where sent_at is not null and message_type = 'Teg.Platform.Contracts.Messages.MailOrdered';

set local role teg_owner;
comment on table accounts.outbox is 'Messages that leave with the data they speak of; sent rows are kept for seven days, the content of sent mails is not.';

-- An account that belongs to no organisation is nobody's to look after; the one in which the person worked may find and forget it. Whether an
-- address that never worked here has an account, no organisation is told.
create function accounts.abandoned_account(email text) returns uuid
language sql stable security definer set search_path = pg_catalog
as $$
    select a.id
    from accounts.account a
    where a.normalized_email = upper(btrim(email))
      and not exists (select from accounts.membership m where m.account_id = a.id)
      and exists (select from audit.event e where e.org_id = warehouse.current_org() and e.actor_id = a.id)
$$;
comment on function accounts.abandoned_account(text) is 'The account of somebody who worked in the connection''s organisation and belongs to none any more.';

create function accounts.find_person(email text) returns table (what text, id text, data jsonb)
language sql stable security definer set search_path = pg_catalog
as $$
    select 'account', a.id::text, jsonb_build_object('name', a.name, 'email', a.email, 'createdAt', a.created_at, 'termsAcceptedAt', a.terms_accepted_at)
    from accounts.account a
    where a.id = accounts.abandoned_account(find_person.email)
    union all
    select 'mailed link', t.id::text, jsonb_build_object('kind', t.kind, 'email', t.email, 'createdAt', t.created_at, 'expiresAt', t.expires_at)
    from accounts.one_time_token t
    where upper(t.email) = upper(btrim(find_person.email)) or (t.kind = 'password-reset' and t.account_id = accounts.abandoned_account(find_person.email))
$$;

create function accounts.erase_person(email text) returns table (what text, rows bigint)
language plpgsql volatile security definer set search_path = pg_catalog
as $$
declare
    person uuid;
    links bigint;
    people bigint;
begin
    -- Waits for whoever is just accepting an invitation as this person; the next statement sees that they belong somewhere again.
    perform from accounts.account a where a.normalized_email = upper(btrim(erase_person.email)) for update;
    person := accounts.abandoned_account(erase_person.email);
    delete from accounts.one_time_token t
    where upper(t.email) = upper(btrim(erase_person.email)) or (t.kind = 'password-reset' and t.account_id = person);
    get diagnostics links = row_count;
    -- With its password, second factor and outside identities.
    delete from accounts.account a where a.id = person;
    get diagnostics people = row_count;
    return query values ('mailed link', links), ('account', people);
end
$$;

grant select, delete, update (id) on accounts.account to teg_system;
grant select, delete on accounts.one_time_token to teg_system;
grant select on accounts.membership, audit.event to teg_system;
revoke execute on function accounts.abandoned_account(text), accounts.find_person(text), accounts.erase_person(text) from public;
grant execute on function accounts.find_person(text), accounts.erase_person(text) to accounts;
grant execute on function warehouse.current_org() to teg_system;

-- A fact's day is a day of the organisation's time zone and its money is of its currency. Both may change until the first run has begun to read:
-- the locks hold back runs that would begin meanwhile.
create function warehouse.has_facts() returns boolean
language plpgsql volatile security definer set search_path = pg_catalog
as $$
begin
    if warehouse.facts_exist() then
        return true;
    end if;

    perform from sync.source s where s.org_id = warehouse.current_org() for update;
    perform from sync.run r where r.org_id = warehouse.current_org() and r.status = 'queued' for update;
    return warehouse.facts_exist();
end
$$;
comment on function warehouse.has_facts() is 'Whether facts of the connection''s organisation exist or are being read; if not, none begin to be before the transaction ends.';

create function warehouse.facts_exist() returns boolean
language sql volatile security definer set search_path = pg_catalog
as $$
    select exists (select from sync.run r
                   where r.org_id = warehouse.current_org() and (r.published_at is not null or (r.started_at is not null and r.finished_at is null)))
        or exists (select from crm.lead l where l.org_id = warehouse.current_org())
        or exists (select from warehouse.deal d where d.org_id = warehouse.current_org())
        or exists (select from warehouse.call c where c.org_id = warehouse.current_org())
        or exists (select from warehouse.ad_insights i where i.org_id = warehouse.current_org())
$$;
revoke execute on function warehouse.has_facts(), warehouse.facts_exist() from public;
revoke execute on function warehouse.has_facts(), warehouse.facts_exist() from sync, analytics, crm;
grant execute on function warehouse.has_facts() to accounts;

reset role;
call warehouse.make_cross_tenant('accounts.abandoned_account(text)');
call warehouse.make_cross_tenant('accounts.find_person(text)');
call warehouse.make_cross_tenant('accounts.erase_person(text)');
