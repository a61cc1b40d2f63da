using Dapper;
using Npgsql;
using Teg.Platform.Analytics.Figures;
using Teg.Platform.Analytics.Sales;
using Teg.Platform.ServiceDefaults;

namespace Teg.Platform.Analytics.Explain;

/// <summary>A figure of the Sales page (D2).</summary>
internal sealed record SalesFigure : Figure<SalesDashboard>
{
    /// <summary>To-date figures have days of their own.</summary>
    public Func<ToDateRanges, DateOnly>? Since { get; init; }

    public static readonly SalesFigure[] All =
    [
        new()
        {
            Id = "sales.revenue", Name = "Revenue", Unit = FigureUnit.Money, From = [Sources.Boards], Value = page => page.Total.Revenue, Measure = RowsMeasure.Sum("amount"),
            Formula = "The amounts of all deals that were won, added up by their close date.",
        },
        new()
        {
            Id = "sales.ytd", Name = "Revenue, year to date", Unit = FigureUnit.Money, From = [Sources.Boards], Value = page => page.Ytd.Revenue, Measure = RowsMeasure.Sum("amount"),
            Since = dates => dates.YearStart, Formula = "The amounts of all deals that were won and closed from 1 January to today, added up. The page's range does not change it; its filters do.",
        },
        new()
        {
            Id = "sales.mtd", Name = "Revenue, month to date", Unit = FigureUnit.Money, From = [Sources.Boards], Value = page => page.Mtd.Revenue, Measure = RowsMeasure.Sum("amount"),
            Since = dates => dates.MonthStart, Formula = "The amounts of all deals that were won and closed from the first of this month to today, added up. The page's range does not change it; its filters do.",
        },
        new()
        {
            Id = "sales.deals", Name = "Deals won", Unit = FigureUnit.Count, From = [Sources.Boards], Value = page => page.Total.Deals, Measure = RowsMeasure.Count,
            Formula = "How many deals were won, by their close date. Copies of a deal under the same number are one deal.",
        },
        new()
        {
            Id = "sales.average-deal", Name = "Average deal", Unit = FigureUnit.Money, From = [Sources.Boards], Value = page => page.Total.AverageDeal,
            Parts = ["sales.revenue", "sales.deals"], Formula = "Revenue ÷ deals won, of the same days. Without a deal there is nothing to divide.",
        },
    ];

    public override DayRange DaysOf(Asked asked) => Since is null ? asked.Range : new DayRange(Since(ToDateRanges.Of(asked.Today)), asked.Today);

    public override async Task<Found> AskAsync(NpgsqlConnection connection, Asked asked, CancellationToken ct)
    {
        var question = new SalesQuestion(SalesScope.Of(FilterOf(asked), asked.Range), SalesPeriod.Month, asked.Today, asked.Settings.Currency, asked.Settings.TimeZone);
        var page = await SalesEndpoints.AskDashboardAsync(connection, question, ct);
        var left = await connection.QuerySingleAsync<LeftOut>(new CommandDefinition(LeftOut.Sql, ScopeOf(asked), cancellationToken: ct));
        return FindOn(page, page.AsOf, left.InWords());
    }

    public override RowsBehind RowsOf(Asked asked) => DealRows.Behind("true", () => new DynamicParameters(ScopeOf(asked)));

    public override IEnumerable<FilterInWords> FiltersOf(Asked asked, NamesOfIds names) =>
    [
        .. Words.Say("Salesperson", asked.Filter.Rep), .. Words.Say("Category", asked.Filter.Category), .. Words.Say("Channel", asked.Filter.Channel, Contracts.Channel.NameOf),
    ];

    private SalesScope ScopeOf(Asked asked) => SalesScope.Of(FilterOf(asked), DaysOf(asked));

    private static SalesFilter FilterOf(Asked asked) => new() { Rep = asked.Filter.Rep, Category = asked.Filter.Category, Channel = asked.Filter.Channel };

    /// <summary>Deals under the same filters that are no revenue of these days.</summary>
    private sealed record LeftOut(long Lost, decimal LostAmount, long Open, decimal OpenAmount, long Undated, decimal UndatedAmount)
    {
        public const string Sql =
            $"""
            with other as (
                select d.is_won, d.closed_on, d.amount, coalesce(d.rep, 'Unassigned') as rep, coalesce(d.category, 'Uncategorised') as category, coalesce(l.channel, 'direct') as channel
                from warehouse.deal d
                left join crm.lead l on l.org_id = d.org_id and l.identity = d.client_email
                where d.org_id = warehouse.current_org() and (d.closed_on is null or (not d.is_won and d.closed_on >= @From and d.closed_on < @Until))
            )
            select count(*) filter (where not is_won and closed_on is not null) as lost, coalesce(sum(amount) filter (where not is_won and closed_on is not null), 0) as lost_amount,
                   count(*) filter (where not is_won and closed_on is null) as open, coalesce(sum(amount) filter (where not is_won and closed_on is null), 0) as open_amount,
                   count(*) filter (where is_won and closed_on is null) as undated, coalesce(sum(amount) filter (where is_won and closed_on is null), 0) as undated_amount
            from other
            where {SalesSql.Filter}
            """;

        public Exclusion[] InWords() =>
        [
            new("Deals closed in these days that were not won", Lost, LostAmount),
            new("Deals that are still open, so without a close date", Open, OpenAmount),
            new("Deals won that have no close date on the board, so belong to no day", Undated, UndatedAmount),
        ];
    }
}
