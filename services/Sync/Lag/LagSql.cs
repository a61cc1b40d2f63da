namespace Teg.Platform.Sync.Lag;

/// <summary>Statements of sync.lag that belong to the publishing transaction.</summary>
internal static class LagSql
{
    /// <summary>
    /// Canaries that this run brought back: the mirror now shows the name they were given. Today is worked out again as for any change,
    /// so that the measured way is the whole way.
    /// </summary>
    public const string FindCanary =
        """
        with back as (
            update sync.lag l
            set run_id = @RunId, as_of = @now,
                received_at = (
                    select min(d.received_at) from sync.webhook_delivery d
                    where d.org_id = l.org_id and d.run_id = @RunId and d.stream = l.stream and d.external_id = l.external_id)
            from sync.record r
            where l.org_id = warehouse.current_org() and l.source_id = @SourceId and l.kind = 'canary' and l.as_of is null and l.noted_at > now() - interval '1 day'
              and r.org_id = l.org_id and r.source_id = l.source_id and r.stream = l.stream and r.external_id = l.external_id and r.payload ->> 'name' = l.marker
            returning 1
        )
        insert into touched_day
        select (@now at time zone @TimeZone)::date where exists (select from back)
        """;

    /// <summary>Just before the commit. Of a webhook's run the first of its changes is kept: the others waited for less.</summary>
    public const string Published =
        """
        update sync.lag set published_at = clock_timestamp()
        where org_id = warehouse.current_org() and as_of = @now and run_id = @RunId and shown_at is null;

        insert into sync.lag (org_id, source_id, kind, run_id, happened_at, received_at, as_of, published_at)
        select d.org_id, d.source_id, 'change', @RunId, min(d.happened_at), min(d.received_at), @now, clock_timestamp()
        from sync.webhook_delivery d
        where d.org_id = warehouse.current_org() and d.run_id = @RunId
          and not exists (
              select from sync.lag c
              where c.org_id = d.org_id and c.kind = 'canary' and c.noted_at > now() - interval '1 day' and c.stream = d.stream and c.external_id = d.external_id)
        group by d.org_id, d.source_id
        """;
}
