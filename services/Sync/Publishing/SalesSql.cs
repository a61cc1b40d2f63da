namespace Teg.Platform.Sync.Publishing;

/// <summary>Lines of the sales board → deals. Copies share the deal number; the latest change wins, then the higher item number.</summary>
internal static class SalesSql
{
    public const string Conform =
        """
        create temporary table deal_key on commit drop as
        select distinct k.key
        from change c
        cross join lateral (values (c.kind_before, c.key_before), (c.kind_after, c.key_after)) as k(kind, key)
        where k.kind = 'sales' and k.key is not null;
        analyze deal_key;

        create temporary table deal_now on commit drop as
        select distinct on (k.key) k.key as deal_key, r.external_id, f.*
        from deal_key k
        join sync.record r on r.org_id = warehouse.current_org() and r.kind = 'sales' and r.key = k.key and r.source_id = @SourceId
        cross join lateral jsonb_to_record(r.fields) as f(
            deal_no text, name text, client text, client_email text, rep text, category text, stage text, is_won boolean, amount numeric,
            closed_on date, updated_at timestamptz)
        order by k.key, f.updated_at desc, length(r.external_id) desc, r.external_id desc;

        insert into touched_day
        select d.closed_on
        from deal_key k
        join warehouse.deal d on d.org_id = warehouse.current_org() and d.source_id = @SourceId and d.deal_key = k.key
        where d.is_won
        union
        select closed_on from deal_now where is_won;

        -- How far a lead has come is counted on the day it was received.
        insert into touched_day
        select l.received_day
        from (
            select d.client_email as identity
            from deal_key k
            join warehouse.deal d on d.org_id = warehouse.current_org() and d.source_id = @SourceId and d.deal_key = k.key
            union
            select client_email from deal_now
        ) c
        join crm.lead l on l.org_id = warehouse.current_org() and l.identity = c.identity;

        delete from warehouse.deal d
        using deal_key k
        where d.org_id = warehouse.current_org() and d.source_id = @SourceId and d.deal_key = k.key
          and not exists (select from deal_now n where n.deal_key = k.key);

        merge into warehouse.deal d
        using deal_now n on d.org_id = warehouse.current_org() and d.source_id = @SourceId and d.deal_key = n.deal_key
        when matched and (d.external_id, d.deal_no, d.name, d.client, d.client_email, d.rep, d.category, d.stage, d.is_won, d.amount, d.currency, d.closed_on)
            is distinct from (n.external_id, n.deal_no, n.name, n.client, n.client_email, n.rep, n.category, n.stage, n.is_won, n.amount, @Currency, n.closed_on) then
            update set external_id = n.external_id, deal_no = n.deal_no, name = n.name, client = n.client, client_email = n.client_email, rep = n.rep,
                       category = n.category, stage = n.stage, is_won = n.is_won, amount = n.amount, currency = @Currency, closed_on = n.closed_on, run_id = @RunId
        when not matched then
            insert (org_id, source_id, deal_key, external_id, deal_no, name, client, client_email, rep, category, stage, is_won, amount, currency, closed_on, run_id)
            values (warehouse.current_org(), @SourceId, n.deal_key, n.external_id, n.deal_no, n.name, n.client, n.client_email, n.rep, n.category, n.stage,
                    n.is_won, n.amount, @Currency, n.closed_on, @RunId)
        """;
}
