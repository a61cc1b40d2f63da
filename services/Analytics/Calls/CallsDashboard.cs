using System.Globalization;
using Teg.Platform.Analytics.Figures;
using Teg.Platform.Analytics.Rollups;

namespace Teg.Platform.Analytics.Calls;

/// <summary>The Calls pages (D4) in one answer. Days, weeks, months and hours are the organisation's.</summary>
/// <param name="AsOf">When the newest data behind these figures became visible; null before the first run.</param>
/// <param name="Previous">The same number of days, just before the range; null where the warehouse does not reach back that far.</param>
/// <param name="LastYear">The same days a year before; null where the warehouse does not reach back that far.</param>
/// <param name="Days">One per day; empty when the range is longer than 400 days.</param>
/// <param name="Weeks">From Monday; the first and last may reach beyond the range, only days in range count.</param>
/// <param name="Hours">Day of the week and hour of the final start; only those that have calls.</param>
public sealed record CallsDashboard(
    DateTimeOffset? AsOf, DateOnly From, DateOnly To, string TimeZone, CallTotals Totals, CallTotals? Previous, CallTotals? LastYear,
    IReadOnlyList<CallPeriod> Days, IReadOnlyList<CallPeriod> Weeks, IReadOnlyList<CallPeriod> Months,
    IReadOnlyList<CallShare> ByKind, IReadOnlyList<CallShare> ByRep, IReadOnlyList<CallShare> ByChannel, IReadOnlyList<CallShare> ByCampaign,
    IReadOnlyList<CallShare> BySource, IReadOnlyList<CallHour> Hours, CallChoices Filters, EmptyAnswer? Empty);

/// <param name="Start">First day of the period.</param>
public sealed record CallPeriod(DateOnly Start, string Label, CallMeasures Figures);

/// <param name="Value">What a filter takes.</param>
/// <param name="Name">What people read.</param>
public sealed record CallShare(string Value, string Name, CallMeasures Figures);

/// <param name="Weekday">1 for Monday to 7 for Sunday.</param>
/// <param name="Hour">0 to 23.</param>
public sealed record CallHour(int Weekday, int Hour, CallMeasures Figures);

/// <summary>Values one can filter by: all that occur in the range, whatever else is filtered.</summary>
public sealed record CallChoices(
    IReadOnlyList<CallChoice> Kinds, IReadOnlyList<CallChoice> Reps, IReadOnlyList<CallChoice> Channels, IReadOnlyList<CallChoice> Campaigns, IReadOnlyList<CallChoice> Sources);

/// <inheritdoc cref="CallShare"/>
public sealed record CallChoice(string Value, string Name);

/// <summary>A row of the answer: the figures of one value of one dimension.</summary>
internal sealed record CallCell : CallMeasures
{
    public const string Kind = "kind";
    public const string Rep = "rep";
    public const string Channel = "channel";
    public const string Campaign = "campaign";
    public const string Source = "source";
    public const string ByDay = "day";
    public const string ByHour = "hour";

    public required string Dimension { get; init; }

    public string? Value { get; init; }

    public DateOnly? Day { get; init; }

    public int? Weekday { get; init; }

    public int? Hour { get; init; }
}

internal static class CallsSql
{
    public const string Filter =
        $"""
        (@Kind::text is null or kind = @Kind)
              and {BesideKind}
        """;

    internal const string BesideKind =
        """
        (@Reps::text[] is null or rep = any (@Reps))
              and (@Channels::text[] is null or channel = any (@Channels))
              and (@Campaigns::text[] is null or campaign = any (@Campaigns))
              and (@Sources::text[] is null or utm_source = any (@Sources))
              and (@Weekdays::int[] is null or extract(isodow from day)::int = any (@Weekdays))
              and (@Hours::int[] is null or hour = any (@Hours))
        """;

    private const string Columns =
        "c.kind, c.day, c.booked, c.active, c.no_show, c.canceled, c.canceled_by_invitee, c.canceled_by_host, c.rescheduled, c.lead_days";

    // Whether a call that stands was held depends on now. Of days that are over all have been, of days to come none has; of the days between analytics.daily_calls says when
    // each call ends, so these are read from there, and months end before them.
    private const string Upcoming =
        "case when c.day = any (@days) then (select count(*) from unnest(c.ends) e (at) where e.at > @Now) when c.day > @Today then c.active - c.no_show else 0 end as upcoming";

    private const string SummedUpcoming = "case when c.span = 'day' and c.day > @Today then c.active - c.no_show else 0 end as upcoming";

    private const string Summed = $"{Among.Rows} and c.day <> all (@days) and (@Kind::text is null or c.kind = @Kind)";

    private const string Days =
        $"""
        select {Columns}, {Upcoming}
            from analytics.daily_calls c
            where c.org_id = warehouse.current_org() and c.day >= @First and c.day < @Last and {Filter}
        """;

    private const string Marks =
        $"""
        select m.mark, m.value, {Columns}, {Upcoming}
            from analytics.daily_calls c
            cross join lateral (values {CallDays.Marks}) m (mark, value)
            where c.org_id = warehouse.current_org() and c.day >= @From and c.day < @Until and {Filter}
        """;

    private const string SummedDays =
        $"""
        select {Columns}, {SummedUpcoming}
            from analytics.daily_call_marks c
            where {Summed} and c.mark = 'all' and c.span = 'day' and c.day >= @First and c.day < @Last
            union all
            {Days} and c.day = any (@days)
        """;

    private const string SummedMarks =
        $"""
        select c.mark, c.value, {Columns}, {SummedUpcoming}
            from analytics.daily_call_marks c
            where {Summed} and c.mark = 'all' and c.span = 'day' and c.day >= @From and c.day < @Until
            union all
            select c.mark, c.value, {Columns}, {SummedUpcoming}
            from spans p
            join analytics.daily_call_marks c on {Summed} and c.mark = any (array['rep', 'channel', 'campaign', 'source', 'slot']) and c.span = p.span and c.day >= p.first and c.day < p.until
            union all
            {Marks} and c.day = any (@days)
        """;

    /// <summary>
    /// Four answers in one round trip: as of and first day, totals of three ranges, the range by every dimension, choices. With one filter or none besides the kind they are
    /// read from analytics.daily_call_marks, whose size does not grow with the calls of a day; with more filters from analytics.daily_calls.
    /// </summary>
    /// <param name="among">Null where several filters keep single calls.</param>
    public static string Dashboard(Among? among) => among is null ? Of(Days, Marks) : Of(SummedDays, SummedMarks);

    private static string Of(string days, string marks) =>
        $"""
        select p.as_of, (select min(day) from analytics.daily_calls where org_id = p.org_id) as first_day
        from analytics.progress p
        where p.org_id = warehouse.current_org();

        with figures as (
            {days}
        ),
        asked (name, first, until) as (
            values ('total', @From::date, @Until::date), ('previous', @PreviousFrom, @From), ('last-year', @LastYearFrom, @LastYearUntil)
        )
        select a.name,
               {CallMeasures.Sums},
               {CallTotals.LeadDaysSums}
        from asked a
        left join figures f on f.day >= a.first and f.day < a.until
        group by a.name;

        with {Among.Spans},
        figures as (
            {marks}
        )
        select 'day' as dimension, null::text as value, day, null::int as weekday, null::int as hour,
               {CallMeasures.Sums}
        from figures
        where mark = 'all'
        group by day
        union all
        select 'kind', kind, null, null, null,
               {CallMeasures.Sums}
        from figures
        where mark = 'all'
        group by kind
        union all
        select 'hour', null, null, split_part(value, '-', 1)::int, split_part(value, '-', 2)::int,
               {CallMeasures.Sums}
        from figures
        where mark = 'slot'
        group by value
        union all
        select mark, value, null, null, null,
               {CallMeasures.Sums}
        from figures
        where mark <> all (array['all', 'slot'])
        group by mark, value;

        with {Among.Spans},
        marks as (
            select c.mark, c.value, c.kind
            from spans p
            join analytics.daily_call_marks c on {Among.AllRows} and c.mark = any (array['rep', 'channel', 'campaign', 'source']) and c.span = p.span and c.day >= p.first and c.day < p.until
            group by c.mark, c.value, c.kind
        )
        select mark as dimension, value from marks
        union
        select 'kind', kind from marks;

        select campaign, name from warehouse.campaign where org_id = warehouse.current_org() limit 2000
        """;
}

/// <summary>Puts the rows of <see cref="CallsSql.Dashboard"/> together.</summary>
internal static class CallsAnswer
{
    public const int MostChartDays = 400;

    private const int MostShares = 200;

    public static CallsDashboard Compose(
        CallQuestion question, DateTimeOffset? asOf, DateOnly? firstDay, IReadOnlyDictionary<string, CallTotals> totals, ILookup<string, CallCell> cells,
        ILookup<string, string> choices, IReadOnlyDictionary<string, string> campaigns)
    {
        var range = question.ToRange();
        var byDay = cells[CallCell.ByDay].ToDictionary(cell => cell.Day!.Value, cell => (CallMeasures)cell);

        // Days before the first call we know of are not "no calls": there is nothing to compare with.
        CallTotals? Before(string name, DateOnly first) => firstDay <= first ? totals[name] : null;

        IReadOnlyList<CallShare> Shares(string dimension) =>
        [
            .. cells[dimension].Where(cell => !cell.IsNothing)
                .OrderByDescending(cell => cell.Scheduled).ThenByDescending(cell => cell.Booked).ThenBy(cell => cell.Value, StringComparer.Ordinal)
                .Take(MostShares).Select(cell => new CallShare(Choice(cell.Value!), NameOf(dimension, cell.Value!, campaigns), cell)),
        ];

        IReadOnlyList<CallChoice> Choices(string dimension) =>
            [.. choices[dimension].Select(value => new CallChoice(Choice(value), NameOf(dimension, value, campaigns))).OrderBy(choice => choice.Name, StringComparer.Ordinal)];

        return new CallsDashboard(
            asOf, range.From, range.To, question.TimeZone, totals["total"], Before("previous", range.Previous.From), Before("last-year", question.LastYear().From),
            range.Days > MostChartDays ? [] : Periods(question, byDay, day => day, day => day.ToString("d MMM yyyy", CultureInfo.InvariantCulture)),
            Periods(question, byDay, MondayOf, WeekOf),
            Periods(question, byDay, day => new DateOnly(day.Year, day.Month, 1), day => day.ToString("MMM yyyy", CultureInfo.InvariantCulture)),
            Shares(CallCell.Kind), Shares(CallCell.Rep), Shares(CallCell.Channel), Shares(CallCell.Campaign), Shares(CallCell.Source),
            [.. cells[CallCell.ByHour].Where(cell => !cell.IsNothing).OrderBy(cell => cell.Weekday).ThenBy(cell => cell.Hour).Select(cell => new CallHour(cell.Weekday!.Value, cell.Hour!.Value, cell))],
            new CallChoices(Choices(CallCell.Kind), Choices(CallCell.Rep), Choices(CallCell.Channel), Choices(CallCell.Campaign), Choices(CallCell.Source)),
            EmptyAnswer.Of(asOf, firstDay, range, !totals["total"].IsNothing));
    }

    public static string NameOf(CallKind kind) => kind switch
    {
        CallKind.Intro => "Intro call",
        CallKind.DesignReview => "Design review",
        _ => "Other",
    };

    private static string Choice(string value) => value.Length == 0 ? CallQuestion.None : value;

    private static string NameOf(string dimension, string value, IReadOnlyDictionary<string, string> campaigns) => dimension switch
    {
        CallCell.Kind => NameOf(ServiceDefaults.Word<CallKind>.Parse(value, CultureInfo.InvariantCulture).Value),
        CallCell.Channel => Contracts.Channel.NameOf(value),
        CallCell.Campaign when value.Length == 0 => "No campaign",
        CallCell.Campaign => campaigns.GetValueOrDefault(value, value),
        CallCell.Source when value.Length == 0 => "No UTM source",
        _ => value,
    };

    /// <summary>Every period of the range, those without calls too.</summary>
    private static List<CallPeriod> Periods(CallQuestion question, Dictionary<DateOnly, CallMeasures> byDay, Func<DateOnly, DateOnly> startOf, Func<DateOnly, string> label)
    {
        var (range, periods, rows) = (question.ToRange(), new List<CallPeriod>(), new List<CallMeasures>());
        for (var day = range.From; day <= range.To; day = day.AddDays(1))
        {
            if (byDay.TryGetValue(day, out var row))
            {
                rows.Add(row);
            }

            var start = startOf(day);
            if (day == range.To || startOf(day.AddDays(1)) != start)
            {
                periods.Add(new CallPeriod(start, label(start), CallMeasures.SumOf(rows)));
                rows.Clear();
            }
        }

        return periods;
    }

    private static DateOnly MondayOf(DateOnly day) => day.AddDays(-(((int)day.DayOfWeek + 6) % 7));

    private static string WeekOf(DateOnly start) => string.Create(CultureInfo.InvariantCulture, $"{ISOWeek.GetYear(start)} W{ISOWeek.GetWeekOfYear(start):00}");
}
