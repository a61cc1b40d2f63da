namespace Teg.Platform.Sync.Publishing;

/// <summary>
/// The completeness certificate: what the vendor says there is beside what can be read back from the published tables.
/// Duplicates and unreadable rows are lines of their own, so that the vendor's count is explained to the last row.
/// </summary>
internal static class CertificateSql
{
    /// <summary>Boards of a sweep or an incremental run; sums only where the whole board was read.</summary>
    public const string Boards =
        """
        create temporary table stream on commit drop as
        select c.stream, c.position, c.name, c.kind, c.is_sweep, b.items_count
        from sync.checkpoint c
        join sync.board b on b.org_id = c.org_id and b.source_id = @SourceId and b.id = c.stream
        where c.org_id = warehouse.current_org() and c.run_id = @RunId and c.done and not c.quarantined;
        analyze stream;

        -- A table with statistics: the mirror has grown in this very transaction, and a plan for its old size takes minutes.
        create temporary table item on commit drop as
        select s.stream, s.kind, r.external_id, r.key,
               case when r.key is null then r.fields -> 'unreadable' ->> 0 end as unreadable,
               case s.kind when 'ads' then (r.fields ->> 'spend')::numeric when 'sales' then (r.fields ->> 'amount')::numeric end as amount,
               case when s.kind in ('ads', 'sales') then (r.fields ->> 'updated_at')::timestamptz end as updated_at
        from stream s
        join sync.record r on r.org_id = warehouse.current_org() and r.source_id = @SourceId and r.stream = s.stream;
        analyze item;

        with published as (
            select i.stream, count(*) as rows, sum(a.spend) as amount
            from item i
            join warehouse.ad_insights a on a.org_id = warehouse.current_org() and a.source_id = @SourceId
                and a.day = right(i.key, 10)::date and a.campaign = left(i.key, -11) and a.external_id = i.external_id
            where i.kind = 'ads' and i.key is not null
            group by i.stream
            union all
            select i.stream, count(*), null
            from item i
            join crm.lead l on l.org_id = warehouse.current_org() and l.identity = i.key and l.source_id = @SourceId
                and l.stream = i.stream and l.external_id = i.external_id
            where i.kind = 'leads'
            group by i.stream
            union all
            select i.stream, count(*), sum(d.amount)
            from item i
            join warehouse.deal d on d.org_id = warehouse.current_org() and d.source_id = @SourceId and d.deal_key = i.key and d.external_id = i.external_id
            where i.kind = 'sales'
            group by i.stream
        ),
        ranked as (
            select i.stream, i.amount,
                   row_number() over (partition by i.kind, i.key order by i.updated_at desc, length(i.external_id) desc, i.external_id desc) as place
            from item i
            where i.kind in ('ads', 'sales') and i.key is not null
        ),
        lead_rank as (
            select r.source_id, r.stream,
                   row_number() over (partition by r.key order by (r.fields ->> 'received_at')::timestamptz, length(r.external_id), r.external_id) as place
            from sync.record r
            where r.org_id = warehouse.current_org() and r.kind = 'leads' and r.key is not null
              and exists (select from stream s where s.kind = 'leads')
        ),
        duplicate as (
            select stream, count(*) as rows, sum(amount) as amount from ranked where place > 1 group by stream
            union all
            select stream, count(*), null from lead_rank where place > 1 and source_id = @SourceId group by stream
        ),
        unreadable as (
            select i.stream, count(*) as rows,
                   (array_agg(i.external_id || ' (' || coalesce(i.unreadable, '') || ')' order by i.external_id))[1:3] as examples
            from item i
            where i.kind is not null and i.key is null
            group by i.stream
        ),
        landed as (
            select l.stream, sum(case l.kind when 'ads' then (l.fields ->> 'spend')::numeric when 'sales' then (l.fields ->> 'amount')::numeric end) as amount
            from sync.landing l
            where l.org_id = warehouse.current_org() and l.run_id = @RunId and not l.removed and l.key is not null
            group by l.stream
        ),
        mirrored as (
            select stream, count(*) as rows from item group by stream
        ),
        line as (
            select s.position, 1 as place, s.stream, s.name, 'rows' as measure, 'Items' as label, s.items_count::numeric as source,
                   case when s.kind is null then coalesce(m.rows, 0) else coalesce(p.rows, 0) + coalesce(d.rows, 0) + coalesce(u.rows, 0) end::numeric as ours
            from stream s
            left join mirrored m on m.stream = s.stream
            left join published p on p.stream = s.stream
            left join duplicate d on d.stream = s.stream
            left join unreadable u on u.stream = s.stream
            union all
            select s.position, 2, s.stream, s.name, 'rows', 'of these published', null, coalesce(p.rows, 0)
            from stream s
            left join published p on p.stream = s.stream
            where s.kind is not null
            union all
            select s.position, 3, s.stream, s.name, 'rows', 'of these duplicates, counted once', null, d.rows
            from stream s
            join duplicate d on d.stream = s.stream
            union all
            select s.position, 4, s.stream, s.name, 'rows', 'of these unreadable, for example item ' || array_to_string(u.examples, ', item '), null, u.rows
            from stream s
            join unreadable u on u.stream = s.stream
            union all
            select s.position, 5, s.stream, s.name, 'sum', case s.kind when 'ads' then 'Spend' else 'Amount' end,
                   coalesce(l.amount, 0), coalesce(p.amount, 0) + coalesce(d.amount, 0)
            from stream s
            left join landed l on l.stream = s.stream
            left join published p on p.stream = s.stream
            left join duplicate d on d.stream = s.stream
            where s.is_sweep and s.kind in ('ads', 'sales')
            union all
            select s.position, 6, s.stream, s.name, 'sum', 'of this on duplicates, counted once', null, d.amount
            from stream s
            join duplicate d on d.stream = s.stream
            where s.is_sweep and s.kind in ('ads', 'sales')
        )
        insert into sync.certificate_line (org_id, run_id, position, stream, name, measure, label, source, ours)
        select warehouse.current_org(), @RunId, row_number() over (order by position, place), stream, name, measure, label, source, ours
        from line
        """;

    /// <summary>Lists of a vendor (Calendly), and items that webhooks named: what was announced beside what is in the mirror now.</summary>
    public const string Lists =
        """
        with stream as (
            select c.stream, c.position, c.name, c.rows_expected
            from sync.checkpoint c
            where c.org_id = warehouse.current_org() and c.run_id = @RunId and not c.quarantined and c.rows_expected is not null
        ),
        ours as (
            select l.stream, count(*) as rows
            from sync.landing l
            left join sync.record r on r.org_id = l.org_id and r.source_id = @SourceId and r.stream = l.stream and r.external_id = l.external_id
            where l.org_id = warehouse.current_org() and l.run_id = @RunId and l.removed = (r.external_id is null)
            group by l.stream
        )
        insert into sync.certificate_line (org_id, run_id, position, stream, name, measure, label, source, ours)
        select warehouse.current_org(), @RunId, s.position, s.stream, s.name, 'rows', 'Records', s.rows_expected, coalesce(o.rows, 0)
        from stream s
        left join ours o on o.stream = s.stream
        """;

    /// <summary>Every booking belongs to exactly one call's timeline.</summary>
    public const string Bookings =
        """
        insert into sync.certificate_line (org_id, run_id, position, stream, name, measure, label, source, ours)
        select warehouse.current_org(), @RunId, 1000, 'invitees', 'Bookings', 'rows', 'Bookings in the timelines of calls',
               (select count(*) from sync.record r where r.org_id = warehouse.current_org() and r.source_id = @SourceId and r.kind = 'invitee'),
               (select coalesce(sum(c.reschedules + 1), 0) from warehouse.call c where c.org_id = warehouse.current_org() and c.source_id = @SourceId)
        """;

    public const string Verdict =
        """
        select case when bool_and(source is null or source = ours) then 'equal' else 'different' end
        from sync.certificate_line
        where org_id = warehouse.current_org() and run_id = @RunId
        having count(*) > 0
        """;
}
