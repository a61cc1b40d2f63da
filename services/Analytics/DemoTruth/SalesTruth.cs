using System.Text.Json;
using Dapper;
using Npgsql;

namespace Teg.Platform.Analytics.DemoTruth;

/// <summary>D2: deals and revenue of each month by salesperson, by category, and by both in each channel.</summary>
internal static class SalesTruth
{
    private static readonly Compared<ScopedSales>[] Figures =
    [
        new("deals", "Deals", FigureKind.Count, ours => ours.Deals),
        new("revenue", "Revenue", FigureKind.Money, ours => ours.Revenue),
    ];

    public static async Task<IEnumerable<ComparedFigure>> CompareAsync(JsonElement truth, NpgsqlConnection connection, object range, CancellationToken ct)
    {
        var published = new Dictionary<TruthScope, JsonElement>(
        [
            KeyValuePair.Create(new TruthScope(null, "total", null), truth.GetProperty("totals")),
            .. Comparison.Rows(truth, "months", "total"),
            .. Comparison.Rows(truth, "reps", "salesperson", "rep"),
            .. Comparison.Rows(truth, "categories", "category", "category"),
            .. Comparison.Rows(truth, "sales", "salesperson · category · channel", "rep", "category", "channel"),
        ]);
        var rows = await connection.QueryAsync<ScopedSales>(new CommandDefinition(Sql, range, cancellationToken: ct));
        return Comparison.Of("Sales", Figures, published, rows.ToDictionary(row => new TruthScope(row.Month, row.Split, row.Of)));
    }

    private const string Sql =
        """
        with scope as (
            select to_char(day, 'YYYY-MM') as month, rep, category, channel, deals, revenue
            from analytics.daily_sales
            where day >= @From and day < @Until
        )
        select month,
               case when grouping(channel) = 0 then 'salesperson · category · channel' when grouping(rep) = 0 then 'salesperson' when grouping(category) = 0 then 'category'
                    else 'total' end as split,
               case when grouping(channel) = 0 then concat_ws(' · ', rep, category, channel) else coalesce(rep, category) end as "of",
               coalesce(sum(deals), 0)::bigint as deals, coalesce(sum(revenue), 0) as revenue
        from scope
        group by grouping sets ((), (month), (month, rep), (month, category), (month, rep, category, channel))
        order by month nulls first, split, "of"
        """;

    private sealed record ScopedSales(string? Month, string Split, string? Of, long Deals, decimal Revenue);
}
