namespace Teg.Platform.Sync.Publishing;

/// <summary>Google Ads → campaigns, insights by campaign, ad group and keyword, and clicks. The vendor's rows of a day are added up where campaigns share a UTM campaign.</summary>
internal static class GoogleAdsSql
{
    /// <summary>
    /// Within the days that were read, a row that did not come again is nothing any more. Outside of them everything stays: the vendor
    /// forgets daily figures after 37 months, we do not. Clicks stay too, the vendor only forgets them.
    /// </summary>
    public const string FindVanished =
        """
        insert into change
        select r.stream, r.external_id, true, r.kind, r.key, r.group_key, r.parent_key, null, null, null, null
        from sync.checkpoint c
        cross join lateral jsonb_to_record(c.detail) as d("from" date, "to" date)
        join sync.record r on r.org_id = c.org_id and r.source_id = @SourceId and r.stream = c.stream
        where c.org_id = warehouse.current_org() and c.run_id = @RunId and c.done and r.fetched_at < c.started_at
          -- Only these end in a day; which condition is tried first is not ours to say.
          and case when r.stream in ('campaign-days', 'ad-group-days', 'keyword-days') then right(r.external_id, 10)::date between d."from" and d."to" else false end
          and not exists (
              select from sync.landing l
              where l.org_id = c.org_id and l.run_id = c.run_id and l.stream = c.stream and l.external_id = r.external_id)
        on conflict do nothing
        """;

    public const string Conform =
        """
        create temporary table google_campaign on commit drop as
        select distinct on (r.key) r.key as campaign, f.name
        from sync.record r
        cross join lateral jsonb_to_record(r.fields) as f(name text, status text)
        where r.org_id = warehouse.current_org() and r.source_id = @SourceId and r.stream = 'campaigns' and r.key is not null
        order by r.key, f.status = 'REMOVED', length(r.external_id) desc, r.external_id desc;

        -- A board that knows the campaign has named it; the platform names the others. Leads that carry its name belong to it from now on.
        with added as (
            insert into warehouse.campaign as c (org_id, campaign, name, channel, source_id, run_id)
            select warehouse.current_org(), g.campaign, g.name, 'google-ads', @SourceId, @RunId
            from google_campaign g
            on conflict (org_id, campaign) do update set name = excluded.name, run_id = excluded.run_id
            where c.source_id = @SourceId and c.name <> excluded.name
            returning c.campaign
        )
        insert into campaign_changed select campaign, true from added;

        create temporary table google_key on commit drop as
        select distinct left(k.key, -11) as campaign, right(k.key, 10)::date as day
        from change c
        cross join lateral (values (c.kind_before, c.key_before), (c.kind_after, c.key_after)) as k(kind, key)
        where k.kind = 'google-campaign-day' and k.key is not null;
        analyze google_key;

        create temporary table google_now on commit drop as
        select k.campaign, k.day, sum(f.cost) as spend, sum(f.clicks) as clicks, sum(f.impressions) as impressions, sum(f.conversions) as conversions,
               min(split_part(r.external_id, '|', 1)) as external_id
        from google_key k
        join sync.record r on r.org_id = warehouse.current_org() and r.kind = 'google-campaign-day' and r.source_id = @SourceId
            and r.key = k.campaign || '|' || to_char(k.day, 'YYYY-MM-DD')
        cross join lateral jsonb_to_record(r.fields) as f(cost numeric, clicks bigint, impressions bigint, conversions numeric)
        group by k.campaign, k.day;
        analyze google_now;

        delete from warehouse.ad_insights i
        using google_key k
        where i.org_id = warehouse.current_org() and i.day = k.day and i.campaign = k.campaign and i.source_id = @SourceId
          and not exists (select from google_now n where n.campaign = k.campaign and n.day = k.day);

        insert into warehouse.ad_insights as i (org_id, day, campaign, source_id, spend, currency, clicks, impressions, external_id, run_id, conversions)
        select warehouse.current_org(), n.day, n.campaign, @SourceId, n.spend, @Currency, n.clicks, n.impressions, n.external_id, @RunId, n.conversions
        from google_now n
        on conflict (org_id, day, campaign, source_id) do update set
            spend = excluded.spend, currency = excluded.currency, clicks = excluded.clicks, impressions = excluded.impressions,
            external_id = excluded.external_id, run_id = excluded.run_id, conversions = excluded.conversions;

        delete from warehouse.ad_group_insights i
        using change c
        where c.removed and c.kind_before = 'google-ad-group-day' and i.org_id = warehouse.current_org() and i.source_id = @SourceId
          and i.day = right(c.external_id, 10)::date and i.ad_group_id = left(c.external_id, -11);

        insert into warehouse.ad_group_insights (
            org_id, day, source_id, ad_group_id, campaign, ad_group, spend, currency, clicks, impressions, conversions, run_id)
        select warehouse.current_org(), right(c.external_id, 10)::date, @SourceId, left(c.external_id, -11), f.campaign, f.ad_group,
               f.cost, @Currency, f.clicks, f.impressions, f.conversions, @RunId
        from change c
        join sync.record r on r.org_id = warehouse.current_org() and r.source_id = @SourceId and r.stream = c.stream and r.external_id = c.external_id
        cross join lateral jsonb_to_record(r.fields) as f(campaign text, ad_group text, cost numeric, clicks bigint, impressions bigint, conversions numeric)
        where c.kind_after = 'google-ad-group-day'
        on conflict (org_id, day, source_id, ad_group_id) do update set
            campaign = excluded.campaign, ad_group = excluded.ad_group, spend = excluded.spend, currency = excluded.currency, clicks = excluded.clicks,
            impressions = excluded.impressions, conversions = excluded.conversions, run_id = excluded.run_id;

        delete from warehouse.keyword_insights i
        using change c
        where c.removed and c.kind_before = 'google-keyword-day' and i.org_id = warehouse.current_org() and i.source_id = @SourceId
          and i.day = right(c.external_id, 10)::date
          and i.ad_group_id = split_part(left(c.external_id, -11), '~', 1) and i.keyword_id = split_part(left(c.external_id, -11), '~', 2);

        insert into warehouse.keyword_insights (
            org_id, day, source_id, ad_group_id, keyword_id, campaign, ad_group, keyword, match_type, spend, currency, clicks, impressions, conversions, run_id)
        select warehouse.current_org(), right(c.external_id, 10)::date, @SourceId, split_part(left(c.external_id, -11), '~', 1), split_part(left(c.external_id, -11), '~', 2),
               f.campaign, f.ad_group, f.keyword, f.match_type, f.cost, @Currency, f.clicks, f.impressions, f.conversions, @RunId
        from change c
        join sync.record r on r.org_id = warehouse.current_org() and r.source_id = @SourceId and r.stream = c.stream and r.external_id = c.external_id
        cross join lateral jsonb_to_record(r.fields) as f(
            campaign text, ad_group text, keyword text, match_type text, cost numeric, clicks bigint, impressions bigint, conversions numeric)
        where c.kind_after = 'google-keyword-day'
        on conflict (org_id, day, source_id, ad_group_id, keyword_id) do update set
            campaign = excluded.campaign, ad_group = excluded.ad_group, keyword = excluded.keyword, match_type = excluded.match_type, spend = excluded.spend,
            currency = excluded.currency, clicks = excluded.clicks, impressions = excluded.impressions, conversions = excluded.conversions, run_id = excluded.run_id;

        insert into warehouse.ad_click (org_id, gclid, source_id, day, campaign, ad_group_id, ad_group, keyword, match_type, run_id)
        select warehouse.current_org(), c.external_id, @SourceId, f.day, f.campaign, f.ad_group_id, f.ad_group, f.keyword, f.match_type, @RunId
        from change c
        join sync.record r on r.org_id = warehouse.current_org() and r.source_id = @SourceId and r.stream = c.stream and r.external_id = c.external_id
        cross join lateral jsonb_to_record(r.fields) as f(day date, campaign text, ad_group_id text, ad_group text, keyword text, match_type text)
        where c.kind_after = 'google-click'
        on conflict (org_id, gclid) do update set
            source_id = excluded.source_id, day = excluded.day, campaign = excluded.campaign, ad_group_id = excluded.ad_group_id, ad_group = excluded.ad_group,
            keyword = excluded.keyword, match_type = excluded.match_type, run_id = excluded.run_id;

        insert into touched_day
        select day from google_key
        union
        select i.day
        from warehouse.ad_insights i
        join campaign_changed d on d.campaign = i.campaign and d.is_moved
        where i.org_id = warehouse.current_org()
        """;

    /// <summary>
    /// What the vendor adds up itself beside what can be read back from the published tables: in total, and by campaign. Only days that are over.
    /// </summary>
    public const string Certificate =
        """
        with said as (
            select d."from", d."to", t.campaign, min(t.name) as name, sum(t.cost) as cost, sum(t.clicks) as clicks, sum(t.impressions) as impressions, sum(t.conversions) as conversions
            from sync.checkpoint c
            cross join lateral jsonb_to_record(c.detail) as d("from" date, "to" date, campaigns jsonb)
            cross join lateral jsonb_to_recordset(d.campaigns) as t(campaign text, name text, cost numeric, clicks numeric, impressions numeric, conversions numeric)
            where c.org_id = warehouse.current_org() and c.run_id = @RunId and c.stream = 'totals' and c.done
            group by d."from", d."to", t.campaign
        ),
        span as (select min("from") as "from", max("to") as "to" from said),
        kept as (
            select i.campaign, sum(i.spend) as cost, sum(i.clicks) as clicks, sum(i.impressions) as impressions, sum(i.conversions) as conversions
            from warehouse.ad_insights i
            join span s on i.day between s."from" and s."to"
            where i.org_id = warehouse.current_org() and i.source_id = @SourceId
            group by i.campaign
        ),
        both_sides as (
            select coalesce(s.campaign, k.campaign) as campaign, coalesce(s.name, k.campaign) as name,
                   coalesce(s.cost, 0) as their_cost, coalesce(k.cost, 0) as our_cost, coalesce(s.clicks, 0) as their_clicks, coalesce(k.clicks, 0) as our_clicks,
                   coalesce(s.impressions, 0) as their_impressions, coalesce(k.impressions, 0) as our_impressions,
                   coalesce(s.conversions, 0) as their_conversions, coalesce(k.conversions, 0) as our_conversions
            from said s
            full join kept k on k.campaign = s.campaign
        ),
        scope as (
            select 0 as rank, '' as campaign, 'All campaigns' as name, sum(their_cost) as their_cost, sum(our_cost) as our_cost, sum(their_clicks) as their_clicks, sum(our_clicks) as our_clicks,
                   sum(their_impressions) as their_impressions, sum(our_impressions) as our_impressions, sum(their_conversions) as their_conversions, sum(our_conversions) as our_conversions
            from both_sides
            having count(*) > 0
            union all
            select 1, campaign, name, their_cost, our_cost, their_clicks, our_clicks, their_impressions, our_impressions, their_conversions, our_conversions
            from both_sides
        ),
        details as (
            select 'ad-group-days' as stream, 'Ad groups by day' as name,
                   (select sum((r.fields ->> 'cost')::numeric) from sync.landing r where r.org_id = warehouse.current_org() and r.run_id = @RunId and r.stream = 'ad-group-days') as source,
                   (select sum(i.spend) from warehouse.ad_group_insights i join span s on true
                    where i.org_id = warehouse.current_org() and i.source_id = @SourceId and i.day between s."from" and s."to" + 1) as ours
            union all
            select 'keyword-days', 'Keywords by day',
                   (select sum((r.fields ->> 'cost')::numeric) from sync.landing r where r.org_id = warehouse.current_org() and r.run_id = @RunId and r.stream = 'keyword-days'),
                   (select sum(i.spend) from warehouse.keyword_insights i join span s on true
                    where i.org_id = warehouse.current_org() and i.source_id = @SourceId and i.day between s."from" and s."to" + 1)
        )
        insert into sync.certificate_line (org_id, run_id, position, stream, name, measure, label, source, ours)
        select warehouse.current_org(), @RunId, 1000 + row_number() over (order by l.rank, l.campaign, l.place), l.stream, l.name,
               case when l.label in ('Clicks', 'Impressions') then 'rows' else 'sum' end, l.label, l.source, l.ours
        from (
            select s.rank, s.campaign, m.place, 'campaign-days' as stream, s.name, m.label, m.source, m.ours
            from scope s
            cross join lateral (values (1, 'Cost', s.their_cost, s.our_cost), (2, 'Clicks', s.their_clicks, s.our_clicks),
                (3, 'Impressions', s.their_impressions, s.our_impressions), (4, 'Conversions', s.their_conversions, s.our_conversions)) as m(place, label, source, ours)
            union all
            select 2, d.stream, 1, d.stream, d.name, 'Cost', d.source, coalesce(d.ours, 0)
            from details d
            where d.source is not null
        ) l
        """;
}
