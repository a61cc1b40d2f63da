using Dapper;
using Npgsql;
using Teg.Platform.Analytics.Figures;
using Teg.Platform.Analytics.Sales;
using Teg.Platform.ServiceDefaults;

namespace Teg.Platform.Analytics.Explain;

/// <summary>A figure of the Sales page (D2).</summary>
internal sealed record SalesFigure : Figure<SalesDashboard>
{
    // Deals under the same filters that are no revenue of these days.
    private const string Unsold =
        $"""
        (select case when is_won then 'Deals won without a close date on the board, which belong to no day'
                     when closed_on is null then 'Deals that are still open, without a close date'
                     else 'Deals closed in these days that were not won' end as why,
                count(*) as count, coalesce(sum(amount), 0) as amount
         from (
             select d.is_won, d.closed_on, d.amount, coalesce(d.rep, 'Unassigned') as rep, coalesce(d.category, 'Uncategorised') as category, coalesce(l.channel, 'direct') as channel
             from warehouse.deal d
             left join crm.lead l on l.org_id = d.org_id and l.identity = d.client_email
             where d.org_id = warehouse.current_org() and (not d.is_won or d.closed_on is null) and (d.closed_on is null or (d.closed_on >= @From and d.closed_on < @Until))
         ) other
         where {SalesSql.Filter}
         group by 1)
        """;

    public static readonly SalesFigure[] All =
    [
        new()
        {
            Id = "sales.revenue", Name = "Revenue", Unit = FigureUnit.Money, Value = page => page.Total.Revenue, Measure = RowsMeasure.Sum("amount"), LeftOutSql = [Unsold],
            Formula = "The amounts of all deals won, added up by their close date. Copies of a deal under the same number are one deal.",
        },
        new()
        {
            Id = "sales.ytd", Name = "Revenue, year to date", Unit = FigureUnit.Money, Value = page => page.Ytd.Revenue, Measure = RowsMeasure.Sum("amount"), LeftOutSql = [Unsold],
            Since = dates => dates.YearStart, Formula = "The amounts of all deals won and closed from 1 January to today, added up. The page's filters count; its range does not.",
        },
        new()
        {
            Id = "sales.mtd", Name = "Revenue, month to date", Unit = FigureUnit.Money, Value = page => page.Mtd.Revenue, Measure = RowsMeasure.Sum("amount"), LeftOutSql = [Unsold],
            Since = dates => dates.MonthStart, Formula = "The amounts of all deals won and closed from the first of this month to today, added up. The page's filters count; its range does not.",
        },
        new()
        {
            Id = "sales.deals", Name = "Deals won", Unit = FigureUnit.Count, Value = page => page.Total.Deals, Measure = RowsMeasure.Count, LeftOutSql = [Unsold],
            Formula = "How many deals were won, by their close date. Copies of a deal under the same number are one deal.",
        },
        new()
        {
            Id = "sales.average-deal", Name = "Average deal", Unit = FigureUnit.Money, Value = page => page.Total.AverageDeal, Parts = ["sales.revenue", "sales.deals"],
            Formula = "Revenue ÷ deals won, of the same days.",
        },
    ];

    /// <summary>To-date figures have days of their own.</summary>
    public Func<ToDateRanges, DateOnly>? Since { get; init; }

    public override string[] From => [Sources.Boards];

    public override DayRange DaysOf(Asked asked) => Since is null ? asked.Range : new DayRange(Since(ToDateRanges.Of(asked.Today)), asked.Today);

    public override RowsBehind RowsOf(Asked asked) => Rows.OfDeals(() => ParametersOf(asked), "true");

    public override IEnumerable<FilterInWords> FiltersOf(Asked asked, NamesOfIds names) =>
    [
        .. Words.Say("Salesperson", asked.Filter.Rep), .. Words.Say("Category", asked.Filter.Category), .. Words.Say("Channel", asked.Filter.Channel, Contracts.Channel.NameOf),
    ];

    protected override async Task<(SalesDashboard Page, DateTimeOffset? AsOf)> AskPageAsync(NpgsqlConnection connection, Asked asked, CancellationToken ct)
    {
        var question = new SalesQuestion(SalesScope.Of(FilterOf(asked), asked.Range), SalesPeriod.Month, asked.Today, asked.Settings.Currency, asked.Settings.TimeZone, asked.OwnOnly);
        var page = await SalesEndpoints.AskDashboardAsync(connection, question, ct);
        return (page, page.AsOf);
    }

    protected override DynamicParameters ParametersOf(Asked asked) => new(SalesScope.Of(FilterOf(asked), DaysOf(asked)));

    private static SalesFilter FilterOf(Asked asked) => new() { Rep = asked.Filter.Rep, Category = asked.Filter.Category, Channel = asked.Filter.Channel };
}
