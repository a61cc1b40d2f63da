namespace Teg.Platform.Sync.Publishing;

/// <summary>Landing → mirror. Only what differs is written; <c>change</c> tells the facts what they have to look at.</summary>
internal static class MirrorSql
{
    /// <summary>
    /// What differs between landing and mirror. A record that a later fetch has already renewed is left alone, and a sweep takes away
    /// what it has not seen unless that came in after the sweep had begun.
    /// </summary>
    public const string FindChanges =
        """
        create temporary table change (
            stream text not null, external_id text not null, removed boolean not null,
            kind_before text, key_before text, group_before text, parent_before text,
            kind_after text, key_after text, group_after text, parent_after text,
            primary key (stream, external_id)
        ) on commit drop;
        create temporary table touched_day (day date) on commit drop;
        create temporary table campaign_changed (campaign text, is_moved boolean) on commit drop;

        insert into change
        select l.stream, l.external_id, false, r.kind, r.key, r.group_key, r.parent_key, l.kind, l.key, l.group_key, l.parent_key
        from sync.landing l
        left join sync.record r
            on r.org_id = l.org_id and r.source_id = @SourceId and r.stream = l.stream and r.external_id = l.external_id
        where l.org_id = warehouse.current_org() and l.run_id = @RunId and not l.removed
          and (r.external_id is null or (r.hash <> l.hash and r.fetched_at <= l.fetched_at))
        union all
        select r.stream, r.external_id, true, r.kind, r.key, r.group_key, r.parent_key, null, null, null, null
        from sync.landing l
        join sync.record r
            on r.org_id = l.org_id and r.source_id = @SourceId and r.stream = l.stream and r.external_id = l.external_id
        where l.org_id = warehouse.current_org() and l.run_id = @RunId and l.removed and r.fetched_at <= l.fetched_at
        union all
        select r.stream, r.external_id, true, r.kind, r.key, r.group_key, r.parent_key, null, null, null, null
        from sync.checkpoint c
        join sync.record r on r.org_id = c.org_id and r.source_id = @SourceId and r.stream = c.stream
        where c.org_id = warehouse.current_org() and c.run_id = @RunId and c.is_sweep and c.done and not c.quarantined
          and r.fetched_at < c.started_at
          and not exists (
              select from sync.landing l
              where l.org_id = c.org_id and l.run_id = c.run_id and l.stream = c.stream and l.external_id = r.external_id);
        analyze change
        """;

    /// <summary>Which kinds of facts have to be looked at.</summary>
    public const string ChangedKinds =
        """
        select kind_before from change where kind_before is not null
        union
        select kind_after from change where kind_after is not null
        """;

    public const string Apply =
        """
        delete from sync.record r
        using change c
        where c.removed and r.org_id = warehouse.current_org() and r.source_id = @SourceId and r.stream = c.stream and r.external_id = c.external_id;

        -- Not MERGE: its join is planned with the statistics of before, which after a first fill means one scan of the table per row.
        insert into sync.record as r (org_id, source_id, stream, external_id, kind, key, group_key, parent_key, fields, payload, hash, run_id, fetched_at, changed_at)
        select l.org_id, @SourceId, l.stream, l.external_id, l.kind, l.key, l.group_key, l.parent_key, l.fields, l.payload, l.hash, l.run_id, l.fetched_at, @now
        from change c
        join sync.landing l
            on l.org_id = warehouse.current_org() and l.run_id = @RunId and l.stream = c.stream and l.external_id = c.external_id
        where not c.removed
        on conflict (org_id, source_id, stream, external_id) do update set
            kind = excluded.kind, key = excluded.key, group_key = excluded.group_key, parent_key = excluded.parent_key, fields = excluded.fields,
            payload = excluded.payload, hash = excluded.hash, run_id = excluded.run_id, fetched_at = excluded.fetched_at, changed_at = excluded.changed_at
        """;

    /// <summary>What the vendor says of its boards now. A quarantined board keeps the row of its last good read.</summary>
    public const string Boards =
        """
        merge into sync.board b
        using (
            select c.org_id, c.stream, d.name, d.mapping, d.kind, d.columns, d."itemsCount" as items_count, d."syncedTo" as synced_to
            from sync.checkpoint c
            cross join lateral jsonb_to_record(c.detail) as d(name text, mapping text, kind text, columns jsonb, "itemsCount" bigint, "syncedTo" timestamptz)
            where c.org_id = warehouse.current_org() and c.run_id = @RunId and c.done and not c.quarantined and d.columns is not null
        ) d on b.org_id = d.org_id and b.source_id = @SourceId and b.id = d.stream
        when matched then update set
            name = d.name, mapping = d.mapping, kind = d.kind, columns = d.columns, items_count = d.items_count,
            synced_to = d.synced_to, synced_at = @now, run_id = @RunId
        when not matched then
            insert (org_id, source_id, id, name, mapping, kind, columns, items_count, synced_to, synced_at, run_id)
            values (d.org_id, @SourceId, d.stream, d.name, d.mapping, d.kind, d.columns, d.items_count, d.synced_to, @now, @RunId);

        delete from sync.board b
        using sync.checkpoint c
        where c.org_id = warehouse.current_org() and c.run_id = @RunId and c.is_sweep and c.done and c.detail = '{}'
          and b.org_id = c.org_id and b.source_id = @SourceId and b.id = c.stream
        """;
}
