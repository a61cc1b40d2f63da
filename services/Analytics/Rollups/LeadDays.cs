using Teg.Platform.Analytics.NewLeads;

namespace Teg.Platform.Analytics.Rollups;

/// <summary>Leads by the day they were received (D3): how far each has come, and how many came from where.</summary>
internal static class LeadDays
{
    /// <summary>From nothing but having written to a deal won; a lead that is at one of these has been at those before it.</summary>
    public const string Ordered = "array['new', 'contacted', 'call-booked', 'design-review', 'proposal', 'closed']";

    /// <summary>What a board rejects is no lead.</summary>
    public const string Counted = "array['qualified', 'unsure', 'unjudged']";

    /// <summary>
    /// The marks of a lead <c>l</c> as figures and lists know them; where there is none, a word stands for that. UTM marks come from outside, so they are cut
    /// to what fits a key.
    /// </summary>
    public const string Marks =
        """
        l.stream as board, l.channel, coalesce(l.campaign, '(none)') as campaign,
               left(coalesce(nullif(l.utm_source, ''), '(none)'), 100) as source, left(coalesce(nullif(l.utm_medium, ''), '(none)'), 100) as medium,
               coalesce(l.owner, 'Unassigned') as owner, l.qualification
        """;

    // A lead that a board calls lost was somebody's, so it was contacted. A deal that was over before the enquiry is not what became of it.
    public static readonly string Sql =
        $"""
        delete from analytics.lead_course where day = any (@days);

        insert into analytics.lead_course (org_id, lead_id, day, owner, stage, is_lost, closed_after)
        select l.org_id, l.id, l.received_day, coalesce(l.owner, 'Unassigned'), ({Ordered})[f.place], l.stage = 'lost' and f.place < 6,
               d.first_won - l.received_day
        from crm.lead l
        left join lateral (
            select max(case c.kind when 'intro' then 3 when 'design-review' then 4 end) as place
            from warehouse.call c
            where c.org_id = l.org_id and c.invitee_email = l.identity
        ) c on true
        left join lateral (
            select max(case when d.is_won then 6 else 5 end) as place, min(d.closed_on) filter (where d.is_won) as first_won
            from warehouse.deal d
            where d.org_id = l.org_id and d.client_email = l.identity and (d.closed_on is null or d.closed_on >= l.received_day)
        ) d on true
        cross join lateral (select greatest(coalesce(array_position({Ordered}, l.stage), 2), c.place, d.place) as place) f
        where l.received_day = any (@days)
        on conflict (org_id, lead_id) do update set
            day = excluded.day, owner = excluded.owner, stage = excluded.stage, is_lost = excluded.is_lost, closed_after = excluded.closed_after;

        delete from analytics.daily_leads where day = any (@days);

        insert into analytics.daily_leads (
            org_id, day, board, channel, campaign, source, medium, owner, qualification, stage, is_lost, leads, closed_after)
        select f.org_id, f.day, f.board, f.channel, f.campaign, f.source, f.medium, f.owner, f.qualification, f.stage, f.is_lost, count(*),
               coalesce(array_agg(f.closed_after order by f.closed_after) filter (where f.closed_after is not null), array[]::int[])
        from (
            select c.org_id, c.day, c.stage, c.is_lost, c.closed_after,
                   {Marks}
            from analytics.lead_course c
            join crm.lead l on l.org_id = c.org_id and l.id = c.lead_id
            where c.day = any (@days)
        ) f
        group by f.org_id, f.day, f.board, f.channel, f.campaign, f.source, f.medium, f.owner, f.qualification, f.stage, f.is_lost;

        delete from analytics.daily_lead_marks where day = any (@days) and span = 'day';

        with among as (
            select d.org_id, d.day, d.channel, d.campaign, d.source, d.medium, d.board, d.owner, d.qualification, d.stage, d.is_lost,
                   case when d.is_lost then 'lost' else d.stage end as status, d.leads, d.closed_after, k.kept_by, k.kept,
                   d.qualification = any ({Counted}) as counts
            from analytics.daily_leads d
            cross join lateral (
                values ('', ''), ('owner', d.owner)
            ) k (kept_by, kept)
            where d.day = any (@days)
        ),
        summed as (
            select a.org_id, a.kept_by, a.kept, m.mark, a.day, m.value,
                   {LeadMeasures.SumsOf("a.counts")}
            from among a
            cross join lateral (
                values ('all', ''), ('channel', a.channel), ('campaign', a.campaign), ('source', a.source), ('medium', a.medium), ('board', a.board), ('owner', a.owner),
                       ('qualification', a.qualification), ('status', a.status), (case when not a.counts then a.qualification end, a.board)
            ) m (mark, value)
            where m.mark is not null
            group by a.org_id, a.kept_by, a.kept, m.mark, a.day, m.value
        ),
        closings as (
            select a.org_id, a.kept_by, a.kept, a.day, array_agg(c.days order by c.days) as closed_after
            from among a
            cross join lateral unnest(a.closed_after) c (days)
            where a.counts
            group by a.org_id, a.kept_by, a.kept, a.day
        )
        insert into analytics.daily_lead_marks (
            org_id, kept_by, kept, mark, span, day, value, received, leads, qualified, unsure, unjudged, rejected, spam, contacted, call_booked, design_review, proposal, closed,
            lost, closed_after)
        select s.org_id, s.kept_by, s.kept, s.mark, 'day', s.day, s.value, s.received, s.leads, s.qualified, s.unsure, s.unjudged, s.rejected, s.spam, s.contacted,
               s.call_booked, s.design_review, s.proposal, s.closed, s.lost, coalesce(c.closed_after, array[]::int[])
        from summed s
        left join closings c on s.mark = 'all' and c.org_id = s.org_id and c.kept_by = s.kept_by and c.kept = s.kept and c.day = s.day
        """;

    /// <summary>
    /// The months that begin on <c>@months</c> and end before <c>@untils</c>, from their days. An end that SQL worked out would not be looked up in the index: under row-level
    /// security only what is leakproof is.
    /// </summary>
    public const string Months =
        $"""
        delete from analytics.daily_lead_marks where day = any (@months) and span = 'month';

        insert into analytics.daily_lead_marks (
            org_id, kept_by, kept, mark, span, day, value, received, leads, qualified, unsure, unjudged, rejected, spam, contacted, call_booked, design_review, proposal, closed,
            lost)
        select d.org_id, d.kept_by, d.kept, d.mark, 'month', m.month, d.value,
               {LeadMeasures.Added}
        from unnest(@months, @untils) m (month, until)
        join analytics.daily_lead_marks d on d.day >= m.month and d.day < m.until and d.span = 'day' and d.mark <> 'all'
        group by d.org_id, d.kept_by, d.kept, d.mark, m.month, d.value
        """;
}
