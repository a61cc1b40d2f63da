namespace Teg.Platform.Analytics.Rollups;

/// <summary>Won deals by close date (D2), and the same by one mark at a time.</summary>
internal static class SalesDays
{
    public const string Sql =
        """
        delete from analytics.daily_sales where day = any (@days);

        insert into analytics.daily_sales (org_id, day, rep, category, channel, deals, revenue)
        select d.org_id, d.closed_on, coalesce(d.rep, 'Unassigned'), coalesce(d.category, 'Uncategorised'), coalesce(l.channel, 'direct'),
               count(*), sum(d.amount)
        from warehouse.deal d
        left join crm.lead l on l.org_id = d.org_id and l.identity = d.client_email
        where d.is_won and d.closed_on = any (@days)
        group by d.org_id, d.closed_on, coalesce(d.rep, 'Unassigned'), coalesce(d.category, 'Uncategorised'), coalesce(l.channel, 'direct');

        delete from analytics.daily_sales_marks where day = any (@days) and span = 'day';

        insert into analytics.daily_sales_marks (org_id, kept_by, kept, mark, span, day, value, deals, revenue)
        select s.org_id, k.kept_by, k.kept, m.mark, 'day', s.day, m.value, sum(s.deals), sum(s.revenue)
        from analytics.daily_sales s
        cross join lateral (values ('', ''), ('rep', s.rep), ('category', s.category), ('channel', s.channel)) k (kept_by, kept)
        cross join lateral (values ('all', ''), ('rep', s.rep), ('category', s.category), ('channel', s.channel)) m (mark, value)
        where s.day = any (@days)
        group by s.org_id, k.kept_by, k.kept, m.mark, s.day, m.value
        """;

    /// <inheritdoc cref="LeadDays.Months"/>
    public const string Months =
        """
        delete from analytics.daily_sales_marks where day = any (@months) and span = 'month';

        insert into analytics.daily_sales_marks (org_id, kept_by, kept, mark, span, day, value, deals, revenue)
        select d.org_id, d.kept_by, d.kept, d.mark, 'month', m.month, d.value, sum(d.deals), sum(d.revenue)
        from unnest(@months, @untils) m (month, until)
        join analytics.daily_sales_marks d on d.day >= m.month and d.day < m.until and d.span = 'day'
        group by d.org_id, d.kept_by, d.kept, d.mark, m.month, d.value
        """;
}
