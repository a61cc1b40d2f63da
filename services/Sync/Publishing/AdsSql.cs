namespace Teg.Platform.Sync.Publishing;

/// <summary>Ad rows → campaigns and insights. The latest change of a campaign's day wins, then the higher item number.</summary>
internal static class AdsSql
{
    public const string Conform =
        """
        create temporary table ad_key on commit drop as
        select distinct k.key, left(k.key, -11) as campaign, right(k.key, 10)::date as day
        from change c
        cross join lateral (values (c.kind_before, c.key_before), (c.kind_after, c.key_after)) as k(kind, key)
        where k.kind = 'ads' and k.key is not null;
        analyze ad_key;

        create temporary table ad_now on commit drop as
        select distinct on (k.key) k.campaign, k.day, f.spend, f.clicks, f.impressions, r.external_id
        from ad_key k
        join sync.record r on r.org_id = warehouse.current_org() and r.kind = 'ads' and r.key = k.key and r.source_id = @SourceId
        cross join lateral jsonb_to_record(r.fields) as f(spend numeric, clicks bigint, impressions bigint, updated_at timestamptz)
        order by k.key, f.updated_at desc, length(r.external_id) desc, r.external_id desc;
        analyze ad_now;

        create temporary table campaign_now on commit drop as
        select distinct on (r.group_key) r.group_key as campaign, f.name, f.channel
        from (select distinct campaign from ad_key) k
        join sync.record r on r.org_id = warehouse.current_org() and r.kind = 'ads' and r.group_key = k.campaign and r.source_id = @SourceId
        cross join lateral jsonb_to_record(r.fields) as f(name text, channel text, day date, updated_at timestamptz)
        order by r.group_key, f.day desc, f.updated_at desc, r.external_id desc;

        insert into campaign_changed
        select coalesce(n.campaign, c.campaign) as campaign, c.channel is distinct from n.channel as is_moved
        from (select c.* from warehouse.campaign c where c.org_id = warehouse.current_org() and c.source_id = @SourceId
              and c.campaign in (select campaign from ad_key)) c
        full join campaign_now n on n.campaign = c.campaign
        where (c.name, c.channel) is distinct from (n.name, n.channel);

        merge into warehouse.campaign c
        using (select n.* from campaign_now n join campaign_changed d on d.campaign = n.campaign) n
            on c.org_id = warehouse.current_org() and c.campaign = n.campaign
        when matched then update set name = n.name, channel = n.channel, source_id = @SourceId, run_id = @RunId
        when not matched then
            insert (org_id, campaign, name, channel, source_id, run_id)
            values (warehouse.current_org(), n.campaign, n.name, n.channel, @SourceId, @RunId);

        delete from warehouse.campaign c
        using campaign_changed d
        where c.org_id = warehouse.current_org() and c.campaign = d.campaign and c.source_id = @SourceId
          and not exists (select from campaign_now n where n.campaign = c.campaign)
          -- Google Ads may know it too.
          and not exists (select from warehouse.ad_insights i where i.org_id = c.org_id and i.campaign = c.campaign and i.source_id <> @SourceId);

        delete from warehouse.ad_insights i
        using ad_key k
        where i.org_id = warehouse.current_org() and i.day = k.day and i.campaign = k.campaign and i.source_id = @SourceId
          and not exists (select from ad_now n where n.campaign = k.campaign and n.day = k.day);

        merge into warehouse.ad_insights i
        using ad_now n on i.org_id = warehouse.current_org() and i.day = n.day and i.campaign = n.campaign and i.source_id = @SourceId
        when matched and (i.spend, i.clicks, i.impressions, i.external_id, i.currency) is distinct from (n.spend, n.clicks, n.impressions, n.external_id, @Currency) then
            update set spend = n.spend, clicks = n.clicks, impressions = n.impressions, external_id = n.external_id, currency = @Currency, run_id = @RunId
        when not matched then
            insert (org_id, day, campaign, source_id, spend, currency, clicks, impressions, external_id, run_id)
            values (warehouse.current_org(), n.day, n.campaign, @SourceId, n.spend, @Currency, n.clicks, n.impressions, n.external_id, @RunId);

        insert into touched_day
        select day from ad_key
        union
        select i.day
        from warehouse.ad_insights i
        join campaign_changed d on d.campaign = i.campaign and d.is_moved
        where i.org_id = warehouse.current_org()
        """;
}
