using System.Text.Json;
using Dapper;
using Npgsql;
using Teg.Platform.Analytics.NewLeads;
using Teg.Platform.Analytics.Rollups;

namespace Teg.Platform.Analytics.DemoTruth;

/// <summary>D3: who wrote, how they were judged and how far they came, in total, by day, by every mark, and by judgement of each board.</summary>
internal static class NewLeadsTruth
{
    private const string Page = "New leads";

    private static readonly Compared<LeadMeasures>[] Figures =
    [
        new("received", "Received", FigureKind.Count, ours => ours.Received),
        new("leads", "Leads", FigureKind.Count, ours => ours.Leads),
        new("qualified", "Qualified", FigureKind.Count, ours => ours.Qualified),
        new("unsure", "Unsure", FigureKind.Count, ours => ours.Unsure),
        new("unjudged", "Not judged yet", FigureKind.Count, ours => ours.Unjudged),
        new("rejected", "Not a fit", FigureKind.Count, ours => ours.Rejected),
        new("spam", "Spam", FigureKind.Count, ours => ours.Spam),
        new("contacted", "Contacted", FigureKind.Count, ours => ours.Contacted),
        new("callBooked", "Call booked", FigureKind.Count, ours => ours.CallBooked),
        new("designReview", "Design review", FigureKind.Count, ours => ours.DesignReview),
        new("proposal", "Proposal", FigureKind.Count, ours => ours.Proposal),
        new("closed", "Closed", FigureKind.Count, ours => ours.Closed),
        new("lost", "Lost", FigureKind.Count, ours => ours.Lost),
        new("conversion", "Conversion", FigureKind.Ratio, ours => ours.Conversion),
    ];

    // A median cannot be put together from medians, so the page shows one for the whole alone.
    private static readonly Compared<Median>[] Medians = [new("medianDaysToClose", "Days to close, median", FigureKind.Ratio, ours => ours.Days)];

    private static readonly (string List, string Mark)[] Marks =
    [
        ("channels", "channel"), ("campaigns", "campaign"), ("sources", "source"), ("mediums", "medium"), ("boards", "board"), ("owners", "owner"),
        ("qualifications", "qualification"), ("statuses", "status"),
    ];

    public static async Task<IEnumerable<ComparedFigure>> CompareAsync(JsonElement truth, NpgsqlConnection connection, object range, CancellationToken ct)
    {
        var answers = truth.GetProperty("newLeads");
        var total = KeyValuePair.Create(new TruthScope(null, "total", null), answers.GetProperty("totals"));
        var published = new Dictionary<TruthScope, JsonElement>(
        [
            total,
            .. Rows(answers, "days", value => new TruthScope(value[..7], "day", value)),
            .. Marks.SelectMany(mark => Rows(answers, mark.List, value => new TruthScope(null, mark.Mark, value))),
            .. Rows(answers, "judged", value => new TruthScope(null, "board and judgement", value)),
        ]);

        await using var ours = await connection.QueryMultipleAsync(new CommandDefinition(Sql, range, cancellationToken: ct));
        var rows = (await ours.ReadAsync<ScopedLeads>()).ToDictionary(row => new TruthScope(row.Month, row.Split, row.Of), LeadMeasures (row) => row);
        var median = new Median(await ours.ReadSingleAsync<decimal?>());

        return
        [
            .. Comparison.Of(Page, Figures, published, rows),
            .. Comparison.Of(Page, Medians, new Dictionary<TruthScope, JsonElement>([total]), new Dictionary<TruthScope, Median> { [total.Key] = median }),
        ];
    }

    private static IEnumerable<KeyValuePair<TruthScope, JsonElement>> Rows(JsonElement answers, string list, Func<string, TruthScope> scopeOf) =>
        answers.GetProperty(list).EnumerateArray().Select(row => KeyValuePair.Create(scopeOf(row.GetProperty("value").GetString()!), row));

    private static readonly string Sql =
        $"""
        select s.month, s.split, s."of", {LeadMeasures.Added}
        from analytics.daily_lead_marks m
        cross join lateral (
            select null as month, 'total' as split, null as "of" where m.mark = 'all'
            union all
            select to_char(m.day, 'YYYY-MM'), 'day', to_char(m.day, 'YYYY-MM-DD') where m.mark = 'all'
            union all
            select null, m.mark, m.value where m.mark <> all (array['all', 'not-a-fit', 'spam'])
        ) s
        where m.org_id = warehouse.current_org() and m.day >= @From and m.day < @Until
        group by s.month, s.split, s."of"
        union all
        select null, 'board and judgement', board || ' ' || qualification, {LeadMeasures.SumsOf(LeadDays.Counted)}
        from analytics.daily_leads
        where org_id = warehouse.current_org() and day >= @From and day < @Until
        group by board, qualification
        order by 1 nulls first, 2, 3;

        select percentile_cont(0.5) within group (order by c.days)::numeric
        from analytics.daily_lead_marks m
        cross join lateral unnest(m.closed_after) c (days)
        where m.org_id = warehouse.current_org() and m.mark = 'all' and m.day >= @From and m.day < @Until
        """;

    private sealed record ScopedLeads : LeadMeasures
    {
        public string? Month { get; init; }

        public required string Split { get; init; }

        public string? Of { get; init; }
    }

    private sealed record Median(decimal? Days);
}
