using Teg.Platform.Analytics.Figures;

namespace Teg.Platform.Analytics.NewLeads;

/// <summary>
/// Five answers in one round trip: as of and first day, totals of three ranges, days, breakdowns, what is left out. With one filter or none they are read from
/// analytics.daily_lead_marks, whose size does not grow with the leads of a day; with more filters from analytics.daily_leads.
/// </summary>
internal static class NewLeadsSql
{
    public static string Of(LeadQuestion question) => question.ToAmong() is null ? ByAll : ByOne;

    private const string Progress =
        """
        select p.as_of, (select min(day) from analytics.daily_leads where org_id = p.org_id) as first_day
        from analytics.progress p
        where p.org_id = warehouse.current_org()
        """;

    private const string Asked =
        """
        asked (name, first, until) as (
            values ('total', @From::date, @Until::date), ('previous', @PreviousFrom, @From), ('last-year', @LastYearFrom, @LastYearUntil)
        )
        """;

    private const string Totals =
        """
        select n.name as asked, n.received, n.leads, n.qualified, n.unsure, n.unjudged, n.rejected, n.spam, n.contacted, n.call_booked, n.design_review, n.proposal,
               n.closed, n.lost, c.median::numeric as median_days_to_close
        from counted n
        left join closing c on c.name = n.name
        """;

    private const string Slices =
        $"""
        ranked as (
            select s.*, row_number() over (partition by s.dimension order by s.leads desc, s.received desc, s.value) as place from sliced s
        )
        select r.dimension, r.value,
               case r.dimension
                   when 'campaign' then (select c.name from warehouse.campaign c where c.org_id = warehouse.current_org() and c.campaign = r.value)
                   when 'board' then (select min(b.name) from sync.board b where b.org_id = warehouse.current_org() and b.id = r.value)
               end as known_as,
               r.received, r.leads, r.qualified, r.unsure, r.unjudged, r.rejected, r.spam, r.contacted, r.call_booked, r.design_review, r.proposal, r.closed, r.lost
        from ranked r
        where r.place <= {LeadSlice.Most}
        order by r.dimension, r.place
        """;

    private const string Reasons =
        """
        select e.board, l.board_name as known_as, e.qualification, e.leads, l.column_title, l.labels
        from excluded e
        left join lateral (
            select min(q.board_name) as board_name, min(q.column_title) as column_title, array_agg(distinct q.label order by q.label) as labels
            from sync.qualification_labels() q
            where q.board = e.board and q.qualification = e.qualification
            having count(*) > 0
        ) l on true
        order by e.leads desc, e.board, e.qualification
        """;

    private const string Marks = "array['channel', 'campaign', 'source', 'medium', 'board', 'owner', 'qualification', 'status']";

    // What nothing is kept of under the filters stands there with zeros: it is what one could filter by instead.
    private const string Unkept =
        $"""
        select d.mark, d.value, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0
                from spans p
                join analytics.daily_lead_marks d on {Among.AllRows} and d.mark = any ({Marks}) and d.span = p.span and d.day >= p.first and d.day < p.until
        """;

    internal static readonly string ByAll =
        $"""
        {Progress};

        with {Asked},
        counted as (
            select a.name, {LeadMeasures.SumsOf("qualification = any (@Counted)")}
            from asked a
            left join analytics.daily_leads d on d.org_id = warehouse.current_org() and d.day >= a.first and d.day < a.until and {LeadQuestion.Kept}
            group by a.name
        ),
        closing as (
            select a.name, percentile_cont(0.5) within group (order by c.days) as median
            from asked a
            join analytics.daily_leads d on d.org_id = warehouse.current_org() and d.day >= a.first and d.day < a.until and {LeadQuestion.Kept}
            cross join lateral unnest(d.closed_after) c (days)
            where d.qualification = any (@Counted)
            group by a.name
        )
        {Totals};

        select day, {LeadMeasures.SumsOf("qualification = any (@Counted)")}
        from analytics.daily_leads
        where org_id = warehouse.current_org() and day >= @From and day < @Until and {LeadQuestion.Kept}
        group by day;

        with {Among.Spans},
        sliced as (
            select dimension, value, {LeadMeasures.Added}
            from (
                select case when grouping(channel) = 0 then 'channel' when grouping(campaign) = 0 then 'campaign' when grouping(source) = 0 then 'source'
                            when grouping(medium) = 0 then 'medium' when grouping(board) = 0 then 'board' when grouping(owner) = 0 then 'owner'
                            when grouping(qualification) = 0 then 'qualification' else 'status' end as dimension,
                       coalesce(channel, campaign, source, medium, board, owner, qualification, status) as value,
                       {LeadMeasures.SumsOf("qualification = any (@Counted)")}
                from (
                    select *, case when is_lost then 'lost' else stage end as status
                    from analytics.daily_leads
                    where org_id = warehouse.current_org() and day >= @From and day < @Until and {LeadQuestion.Kept}
                ) scope
                group by grouping sets ((channel), (campaign), (source), (medium), (board), (owner), (qualification), (status))
                union all
                {Unkept}
            ) r
            group by dimension, value
        ),
        {Slices};

        with excluded as (
            select board, qualification, sum(leads)::bigint as leads
            from analytics.daily_leads
            where org_id = warehouse.current_org() and day >= @From and day < @Until and qualification <> all (@Counted) and {LeadQuestion.Kept}
            group by board, qualification
        )
        {Reasons}
        """;

    internal const string ByOne =
        $"""
        {Progress};

        with {Asked},
        counted as (
            select a.name, {LeadMeasures.Added}
            from asked a
            left join analytics.daily_lead_marks d on {Among.Rows} and d.mark = 'all' and d.span = 'day' and d.day >= a.first and d.day < a.until
            group by a.name
        ),
        closing as (
            select a.name, percentile_cont(0.5) within group (order by c.days) as median
            from asked a
            join analytics.daily_lead_marks d on {Among.Rows} and d.mark = 'all' and d.span = 'day' and d.day >= a.first and d.day < a.until
            cross join lateral unnest(d.closed_after) c (days)
            group by a.name
        )
        {Totals};

        select day, {LeadMeasures.Added}
        from analytics.daily_lead_marks
        where {Among.Rows} and mark = 'all' and span = 'day' and day >= @From and day < @Until
        group by day;

        with {Among.Spans},
        sliced as (
            select dimension, value, {LeadMeasures.Added}
            from (
                select d.mark as dimension, d.value, d.received, d.leads, d.qualified, d.unsure, d.unjudged, d.rejected, d.spam, d.contacted, d.call_booked, d.design_review,
                       d.proposal, d.closed, d.lost
                from spans p
                join analytics.daily_lead_marks d on {Among.Rows} and d.mark = any ({Marks}) and d.span = p.span and d.day >= p.first and d.day < p.until
                union all
                {Unkept}
                where @KeptBy <> @AllBy
            ) r
            group by dimension, value
        ),
        {Slices};

        with {Among.Spans},
        excluded as (
            select d.value as board, d.mark as qualification, sum(d.received)::bigint as leads
            from spans p
            join analytics.daily_lead_marks d on {Among.Rows} and d.mark = any (array['not-a-fit', 'spam']) and d.span = p.span and d.day >= p.first and d.day < p.until
            group by d.mark, d.value
        )
        {Reasons}
        """;
}
