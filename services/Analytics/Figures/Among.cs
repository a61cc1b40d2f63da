using Dapper;
using Teg.Platform.ServiceDefaults;

namespace Teg.Platform.Analytics.Figures;

/// <summary>
/// Which sums of analytics.daily_…_marks answer a question: those among everything, or those among what certain people have. Everything else is answered from the rollup
/// that has every mark in its key: sums for each pair of marks would be many times as much to work out anew whenever a day changes.
/// </summary>
/// <param name="KeptBy">The mark; empty for everything.</param>
/// <param name="Kept">Its values; null for the names of the agent who asks.</param>
internal sealed record Among(string KeptBy, string[]? Kept)
{
    /// <summary>Without a filter.</summary>
    public static readonly Among Everything = new("", [""]);

    /// <summary>The rows of an analytics.daily_…_marks.</summary>
    public const string Rows =
        "org_id = warehouse.current_org() and kept_by = @KeptBy and kept = any ((select coalesce(@Kept::text[], accounts.own_sales_names()))::text[])";

    /// <summary>The same among all that the caller sees, whatever is filtered.</summary>
    public const string AllRows =
        "org_id = warehouse.current_org() and kept_by = @AllBy and kept = any ((select coalesce(@AllKept::text[], accounts.own_sales_names()))::text[])";

    /// <summary>The range as whole months and the days before and after them: what is added up takes a row a month instead of one a day.</summary>
    public const string Spans =
        """
        spans (span, first, until) as (
            values ('day', @From::date, @MonthsFrom::date), ('month', @MonthsFrom, @MonthsUntil), ('day', @MonthsUntil, @Until)
        )
        """;

    /// <param name="own">The mark by which an agent's rows are the agent's own; null for who sees everything.</param>
    /// <param name="filters">By the marks that there are sums for.</param>
    /// <param name="others">Whether anything is filtered by another mark.</param>
    /// <returns>Null when no sums answer it.</returns>
    public static Among? Of(string? own, bool others, params IReadOnlyList<(string Mark, string[]? Values)> filters) => others ? null :
        (filters.Where(filter => filter.Values is not null).ToList(), own) switch
        {
            ([], null) => Everything,
            ([], { } mark) => new Among(mark, null),
            ([var only], null) => new Among(only.Mark, only.Values),
            _ => null,
        };

    /// <summary>The parameters of <see cref="Rows"/>, <see cref="AllRows"/> and <see cref="Spans"/>.</summary>
    /// <param name="settled">The day from which on single days are needed, whatever the range.</param>
    public static void AddTo(DynamicParameters parameters, Among? among, string? own, DateOnly from, DateOnly until, DateOnly? settled = null)
    {
        var first = from.Day == 1 ? from : new DateOnly(from.Year, from.Month, 1).AddMonths(1);
        var end = settled < until ? settled.Value : until;
        var last = new DateOnly(end.Year, end.Month, 1);
        var (monthsFrom, monthsUntil) = first < last ? (first, last) : (until, until);
        parameters.AddDynamicParams(new { among?.KeptBy, among?.Kept, AllBy = own ?? "", AllKept = own is null ? Everything.Kept : null, MonthsFrom = monthsFrom, MonthsUntil = monthsUntil });
    }

    /// <summary>A common table of the values that a column has at all, found one by one in its index.</summary>
    /// <param name="name">Of the common table; its column is <c>value</c>, the last one null.</param>
    public static string Values(string name, string table, string column) =>
        $"""
        {name} (value) as (
            (select min({column}) from {table} where org_id = warehouse.current_org())
            union all
            select (select min(t.{column}) from {table} t where t.org_id = warehouse.current_org() and t.{column} > v.value) from {name} v where v.value is not null
        )
        """;
}
