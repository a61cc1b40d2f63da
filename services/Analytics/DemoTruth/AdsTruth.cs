using System.Text.Json;
using Dapper;
using Npgsql;
using Teg.Platform.Analytics.Figures;

namespace Teg.Platform.Analytics.DemoTruth;

/// <summary>D1: every measure of the Advertising page in total, by month, and by channel and campaign of each month.</summary>
internal static class AdsTruth
{
    private static readonly Compared<Measures>[] Figures =
    [
        new("spend", "Spend", FigureKind.Money, ours => ours.Spend),
        new("impressions", "Impressions", FigureKind.Count, ours => ours.Impressions),
        new("clicks", "Clicks", FigureKind.Count, ours => ours.Clicks),
        new("leads", "Leads", FigureKind.Count, ours => ours.Leads),
        new("qualified", "Qualified", FigureKind.Count, ours => ours.Qualified),
        new("spam", "Spam", FigureKind.Count, ours => ours.Spam),
        new("calls", "Intro calls", FigureKind.Count, ours => ours.Calls),
        new("canceledCalls", "Cancelled calls", FigureKind.Count, ours => ours.CanceledCalls),
        new("designReviews", "Design reviews", FigureKind.Count, ours => ours.DesignReviews),
        new("deals", "Deals", FigureKind.Count, ours => ours.Deals),
        new("revenue", "Revenue", FigureKind.Money, ours => ours.Revenue),
        new("attributedRevenue", "Attributed revenue", FigureKind.Money, ours => ours.AttributedRevenue),
        new("roas", "Return on ad spend", FigureKind.Ratio, ours => ours.Roas),
        new("conversion", "Conversion", FigureKind.Ratio, ours => ours.Conversion),
        new("costPerLead", "Cost per lead", FigureKind.Money, ours => ours.CostPerLead) { IsRatio = true },
    ];

    public static async Task<IEnumerable<ComparedFigure>> CompareAsync(JsonElement truth, NpgsqlConnection connection, object range, CancellationToken ct)
    {
        var published = new Dictionary<TruthScope, JsonElement>(
        [
            KeyValuePair.Create(new TruthScope(null, "total", null), truth.GetProperty("totals")),
            .. Comparison.Rows(truth, "months", "total"),
            .. Comparison.Rows(truth, "channels", "channel", "channel"),
            .. Comparison.Rows(truth, "campaigns", "campaign", "campaign"),
        ]);
        var rows = await connection.QueryAsync<ScopedMeasures>(new CommandDefinition(Sql, range, cancellationToken: ct));
        return Comparison.Of("Advertising", Figures, published, rows.ToDictionary(row => new TruthScope(row.Month, row.Split, row.Of), Measures (row) => row));
    }

    private const string Sql =
        $"""
        with scope as (
            select to_char(day, 'YYYY-MM') as month, channel, campaign,
                   spend, impressions, clicks, leads, qualified, spam, calls, canceled_calls, design_reviews, deals, revenue
            from analytics.daily_marketing
            where day >= @From and day < @Until
        )
        select month, case when grouping(channel) = 0 then 'channel' when grouping(campaign) = 0 then 'campaign' else 'total' end as split,
               coalesce(channel, campaign) as "of",
               {Measures.Sums}
        from scope
        group by grouping sets ((), (month), (month, channel), (month, campaign))
        having grouping(campaign) = 1 or campaign <> ''
        order by month nulls first, split, "of"
        """;

    private sealed record ScopedMeasures : Measures
    {
        public string? Month { get; init; }

        public required string Split { get; init; }

        public string? Of { get; init; }
    }
}
