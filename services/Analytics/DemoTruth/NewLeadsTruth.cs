using System.Text.Json;
using Dapper;
using Npgsql;
using Teg.Platform.Analytics.NewLeads;

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

    // Added up from the rows with every mark, beside which the pages keep sums: a test compares the two, so that what is true of one is of the other.
    private const string Sql =
        """
        with lead as (
            select to_char(day, 'YYYY-MM') as month, to_char(day, 'YYYY-MM-DD') as day, channel, campaign, source, medium, board, owner, qualification, stage, is_lost, leads,
                   qualification = any (array['qualified', 'unsure', 'unjudged']) as counts,
                   array_position(array['new', 'contacted', 'call-booked', 'design-review', 'proposal', 'closed'], stage) as place
            from analytics.daily_leads
            where org_id = warehouse.current_org() and day >= @From and day < @Until
        )
        select s.month, s.split, s."of",
               sum(leads)::bigint as received, coalesce(sum(leads) filter (where counts), 0)::bigint as leads,
               coalesce(sum(leads) filter (where qualification = 'qualified'), 0)::bigint as qualified,
               coalesce(sum(leads) filter (where qualification = 'unsure'), 0)::bigint as unsure,
               coalesce(sum(leads) filter (where qualification = 'unjudged'), 0)::bigint as unjudged,
               coalesce(sum(leads) filter (where qualification = 'not-a-fit'), 0)::bigint as rejected,
               coalesce(sum(leads) filter (where qualification = 'spam'), 0)::bigint as spam,
               coalesce(sum(leads) filter (where counts and place >= 2), 0)::bigint as contacted,
               coalesce(sum(leads) filter (where counts and place >= 3), 0)::bigint as call_booked,
               coalesce(sum(leads) filter (where counts and place >= 4), 0)::bigint as design_review,
               coalesce(sum(leads) filter (where counts and place >= 5), 0)::bigint as proposal,
               coalesce(sum(leads) filter (where counts and place >= 6), 0)::bigint as closed,
               coalesce(sum(leads) filter (where counts and is_lost), 0)::bigint as lost
        from lead
        cross join lateral (
            values (null, 'total', null), (month, 'day', day), (null, 'channel', channel), (null, 'campaign', campaign), (null, 'source', source), (null, 'medium', medium),
                   (null, 'board', board), (null, 'owner', owner), (null, 'qualification', qualification), (null, 'status', case when is_lost then 'lost' else stage end),
                   (null, 'board and judgement', board || ' ' || qualification)
        ) s (month, split, "of")
        group by s.month, s.split, s."of"
        order by s.month nulls first, s.split, s."of";

        select percentile_cont(0.5) within group (order by c.days)::numeric
        from analytics.daily_leads d
        cross join lateral unnest(d.closed_after) c (days)
        where d.org_id = warehouse.current_org() and d.day >= @From and d.day < @Until and d.qualification = any (array['qualified', 'unsure', 'unjudged'])
        """;

    private sealed record ScopedLeads : LeadMeasures
    {
        public string? Month { get; init; }

        public required string Split { get; init; }

        public string? Of { get; init; }
    }

    private sealed record Median(decimal? Days);
}
