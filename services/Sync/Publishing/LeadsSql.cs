namespace Teg.Platform.Sync.Publishing;

/// <summary>Enquiries → crm.lead. The earliest enquiry of an identity is the lead; the others are counted as its duplicates.</summary>
internal static class LeadsSql
{
    /// <summary>Needs <c>campaign_changed</c>: a lead's campaign is its UTM campaign when an ads board knows it, and that may change with the campaigns.</summary>
    public const string Conform =
        """
        create temporary table lead_key on commit drop as
        select k.key as identity
        from change c
        cross join lateral (values (c.kind_before, c.key_before), (c.kind_after, c.key_after)) as k(kind, key)
        where k.kind = 'leads' and k.key is not null
        union
        select r.key
        from campaign_changed d
        join sync.record r on r.org_id = warehouse.current_org() and r.kind = 'leads' and r.group_key = d.campaign
        where r.key is not null
        union
        select l.identity
        from campaign_changed d
        join crm.lead l on l.org_id = warehouse.current_org() and l.source_id is null and l.utm_campaign = d.campaign;
        analyze lead_key;

        with ranked as (
            select k.identity, r.source_id, r.stream, r.external_id, f.*,
                   row_number() over of_identity as place,
                   count(*) over (partition by k.identity) as enquiries
            from lead_key k
            join sync.record r on r.org_id = warehouse.current_org() and r.kind = 'leads' and r.key = k.identity
            cross join lateral jsonb_to_record(r.fields) as f(
                email text, name text, phone text, company text, project text, received_at timestamptz, channel text,
                utm_source text, utm_medium text, utm_campaign text, gclid text, landing_page text, qualification text, status text, stage text, owner text, answers jsonb)
            window of_identity as (partition by k.identity order by f.received_at, length(r.external_id), r.external_id)
        )
        insert into crm.lead_intake (
            org_id, run_id, identity, removed, email, name, phone, company, project, received_at, received_day, channel, campaign,
            utm_source, utm_medium, utm_campaign, gclid, landing_page, qualification, status, stage, owner, answers, source_id, stream, external_id, duplicates)
        select warehouse.current_org(), @RunId, k.identity, l.identity is null, l.email, l.name, l.phone, l.company, l.project,
               l.received_at, (l.received_at at time zone @TimeZone)::date, l.channel, c.campaign,
               l.utm_source, l.utm_medium, l.utm_campaign, l.gclid, l.landing_page, l.qualification, l.status, l.stage, l.owner, jsonb_strip_nulls(l.answers),
               coalesce(l.source_id, @SourceId), l.stream, l.external_id, l.enquiries - 1
        from lead_key k
        left join ranked l on l.identity = k.identity and l.place = 1
        left join warehouse.campaign c on c.org_id = warehouse.current_org() and c.campaign = l.utm_campaign;

        create temporary table lead_changed on commit drop as
        select identity, day from crm.receive_leads(@RunId);
        analyze lead_changed;

        -- Deals and calls carry the channel of their lead: their days change with it.
        insert into touched_day
        select day from lead_changed
        union
        select warehouse.days_of_leads(array(select identity from lead_changed))
        """;
}
