using System.Text.Json;
using Dapper;
using Npgsql;
using Teg.Platform.Analytics.Calls;
using Teg.Platform.Analytics.Organisations;

namespace Teg.Platform.Analytics.DemoTruth;

/// <summary>D4: calls of each kind by month, host and channel, over all days by campaign, source and hour of the week, and how long people wait for them.</summary>
internal static class CallsTruth
{
    private const string Page = "Calls";

    private static readonly Compared<CallMeasures>[] Figures =
    [
        new("booked", "Booked", FigureKind.Count, ours => ours.Booked),
        new("scheduled", "Scheduled", FigureKind.Count, ours => ours.Scheduled),
        new("held", "Held", FigureKind.Count, ours => ours.Held),
        new("noShow", "No-shows", FigureKind.Count, ours => ours.NoShow),
        new("canceled", "Cancelled", FigureKind.Count, ours => ours.Canceled),
        new("canceledByInvitee", "Cancelled by the invitee", FigureKind.Count, ours => ours.CanceledByInvitee),
        new("canceledByHost", "Cancelled by us", FigureKind.Count, ours => ours.CanceledByHost),
        new("rescheduled", "Moved", FigureKind.Count, ours => ours.Rescheduled),
    ];

    private static readonly Compared<CallMeasures>[] Hourly = [new("scheduled", "Scheduled by hour of the week", FigureKind.Count, ours => ours.Scheduled)];

    private static readonly Compared<KindWait>[] Waits =
        [new("leadTimeDays", "Days from booking to call, median", FigureKind.Count, ours => CallTotals.MedianOf(ours.LeadDays)) { IsRatio = true }];

    public static async Task<IEnumerable<ComparedFigure>> CompareAsync(
        JsonElement truth, NpgsqlConnection connection, DateOnly from, DateOnly until, OrganisationSettings settings, CancellationToken ct)
    {
        var answers = truth.GetProperty("calls");
        var published = answers.GetProperty("rows").EnumerateArray()
            .SelectMany(row => ScopesOf(row).Select(scope => (Scope: scope, Row: row)))
            .GroupBy(each => each.Scope, each => each.Row)
            .ToDictionary(group => group.Key, group => SumOf([.. group]));
        var hours = answers.GetProperty("hours").EnumerateArray().ToDictionary(row => Hour(Text(row, "kind"), row.GetProperty("weekday").GetInt32(), row.GetProperty("hour").GetInt32()));
        var waits = answers.GetProperty("leadTimeDays").EnumerateObject().ToDictionary(kind => new TruthScope(null, "kind", kind.Name), kind => JsonSerializer.SerializeToElement(
            new Dictionary<string, int> { ["leadTimeDays"] = kind.Value.GetInt32() }));

        // Whether a call was held depends on the moment one asks about: the one that the answers hold for.
        var now = truth.GetProperty("asOf").GetDateTimeOffset();
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, TimeZoneInfo.FindSystemTimeZoneById(settings.TimeZone)).DateTime);
        await using var ours = await connection.QueryMultipleAsync(new CommandDefinition(
            Sql, new { From = from, Until = until, Now = now, days = new[] { today.AddDays(-1), today } }, cancellationToken: ct));
        var rows = (await ours.ReadAsync<ScopedCalls>()).ToDictionary(row => new TruthScope(row.Month, row.Split, row.Of), CallMeasures (row) => row);
        var byHour = (await ours.ReadAsync<HourCalls>()).ToDictionary(row => Hour(row.Kind, row.Weekday, row.Hour), CallMeasures (row) => row);
        var wait = (await ours.ReadAsync<KindWait>()).ToDictionary(row => new TruthScope(null, "kind", row.Kind));

        return [.. Comparison.Of(Page, Figures, published, rows), .. Comparison.Of(Page, Hourly, hours, byHour), .. Comparison.Of(Page, Waits, waits, wait)];
    }

    /// <summary>Where a row of the answers is counted; <see cref="Sql"/> says the same of ours.</summary>
    private static IEnumerable<TruthScope> ScopesOf(JsonElement row)
    {
        var (kind, month) = (Text(row, "kind"), Text(row, "day")[..7]);
        return
        [
            new(null, "kind", kind), new(month, "kind", kind), new(month, "kind · host", $"{kind} · {Text(row, "rep")}"),
            new(month, "kind · channel", $"{kind} · {Text(row, "channel")}"), new(null, "kind · campaign", $"{kind} · {OrNone(Text(row, "campaign"))}"),
            new(null, "kind · source", $"{kind} · {OrNone(Text(row, "source"))}"),
        ];
    }

    private static JsonElement SumOf(IReadOnlyList<JsonElement> rows) =>
        JsonSerializer.SerializeToElement(Figures.ToDictionary(figure => figure.Published, figure => rows.Sum(row => row.GetProperty(figure.Published).GetInt64())));

    private static TruthScope Hour(string kind, int weekday, int hour) => new(null, "hour of the week", $"{kind} · {(DayOfWeek)(weekday % 7)} {hour:00}:00");

    private static string Text(JsonElement row, string name) => row.GetProperty(name).GetString()!;

    private static string OrNone(string mark) => mark.Length == 0 ? CallQuestion.None : mark;

    // What has not ended at the moment of the answers is told by the facts of the days it may lie on.
    private const string Facts =
        """
        with figures as (
            select day, kind, rep, channel, campaign, utm_source, hour, booked, active, no_show, canceled, canceled_by_invitee, canceled_by_host, rescheduled, 0 as upcoming, lead_days
            from analytics.daily_calls
            where org_id = warehouse.current_org() and day >= @From and day < @Until
            union all
            select c.day, c.kind, coalesce(c.rep, 'Unassigned'), coalesce(l.channel, 'direct'), coalesce(l.campaign, ''), coalesce(c.utm_source, ''), 0, 0, 0, 0, 0, 0, 0, 0, 1, null
            from warehouse.call c
            left join crm.lead l on l.org_id = c.org_id and l.identity = c.invitee_email
            where c.org_id = warehouse.current_org() and c.day = any (@days) and c.status = 'active' and not c.no_show and c.ends_at > @Now
        )
        """;

    private const string Sql =
        $"""
        {Facts}
        select s.month, s.split, f.kind || coalesce(' · ' || s.mark, '') as "of", {CallMeasures.Sums}
        from figures f
        cross join lateral (
            values (null, 'kind', null), (to_char(f.day, 'YYYY-MM'), 'kind', null), (to_char(f.day, 'YYYY-MM'), 'kind · host', f.rep),
                   (to_char(f.day, 'YYYY-MM'), 'kind · channel', f.channel), (null, 'kind · campaign', coalesce(nullif(f.campaign, ''), '{CallQuestion.None}')),
                   (null, 'kind · source', coalesce(nullif(f.utm_source, ''), '{CallQuestion.None}'))
        ) s (month, split, mark)
        group by s.month, s.split, f.kind, s.mark
        order by s.month nulls first, s.split, f.kind, s.mark;

        {Facts}
        select kind, extract(isodow from day)::int as weekday, hour::int as hour, {CallMeasures.Sums}
        from figures
        where active + canceled > 0
        group by kind, extract(isodow from day), hour;

        {Facts}
        select kind, {CallTotals.LeadDaysSums}
        from figures
        group by kind
        """;

    private sealed record ScopedCalls : CallMeasures
    {
        public string? Month { get; init; }

        public required string Split { get; init; }

        public required string Of { get; init; }
    }

    private sealed record HourCalls : CallMeasures
    {
        public required string Kind { get; init; }

        public int Weekday { get; init; }

        public int Hour { get; init; }
    }

    private sealed record KindWait
    {
        public required string Kind { get; init; }

        public required long[] LeadDays { get; init; }
    }
}
