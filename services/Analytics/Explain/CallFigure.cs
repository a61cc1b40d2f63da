using System.Globalization;
using Dapper;
using Npgsql;
using Teg.Platform.Analytics.Calls;

namespace Teg.Platform.Analytics.Explain;

/// <summary>A figure of the Calls pages (D4), which differ by the kind they filter.</summary>
internal sealed record CallFigure : Figure<CallsDashboard>
{
    public static readonly CallFigure[] All =
    [
        new()
        {
            Id = "calls.booked", Name = "Calls booked", Unit = FigureUnit.Count, Value = page => page.Totals.Booked, Measure = RowsMeasure.Count, By = CallDay.Booking,
            LeftOutSql = [OtherDay("booked_at"), OtherKinds("booked")],
            Formula = "Calls that were first booked on these days, for whatever day and whatever became of them. A call that was moved later is not booked again.",
        },
        new()
        {
            Id = "calls.scheduled", Name = "Calls scheduled", Unit = FigureUnit.Count, Value = page => page.Totals.Scheduled, Measure = RowsMeasure.Count,
            LeftOutSql = [OtherDay("starts_at"), OtherKinds("active + canceled")],
            Formula = "Calls that start on these days, or would have if they had not been called off. A call that was moved is one call, on its final day.",
        },
        new()
        {
            Id = "calls.held", Name = "Calls held", Unit = FigureUnit.Count, Value = page => page.Totals.Held, Measure = RowsMeasure.Count, Also = "outcome = 'held'", LeftOutSql = [OtherDay("starts_at")],
            LeftOut = page => [new("No-shows", page.Totals.NoShow), new("Called off and not moved", page.Totals.Canceled), new("Still to come, or going on", page.Totals.Upcoming)],
            Formula = "Calls of these days that are over, that were not called off, and to which the invitee came.",
        },
        new()
        {
            Id = "calls.no-show", Name = "No-shows", Unit = FigureUnit.Count, Value = page => page.Totals.NoShow, Measure = RowsMeasure.Count, Also = "outcome = 'no-show'",
            LeftOut = page => [new("Held", page.Totals.Held), new("Called off and not moved", page.Totals.Canceled), new("Still to come, or going on", page.Totals.Upcoming)],
            Formula = "Calls of these days that were not called off and that the host marked as a no-show.",
        },
        new()
        {
            Id = "calls.upcoming", Name = "Calls to come", Unit = FigureUnit.Count, Value = page => page.Totals.Upcoming, Measure = RowsMeasure.Count, Also = "outcome = 'upcoming'",
            LeftOut = page => [new("Held", page.Totals.Held), new("No-shows", page.Totals.NoShow), new("Called off and not moved", page.Totals.Canceled)],
            Formula = "Calls of these days that have not ended yet and were not called off.",
        },
        new()
        {
            Id = "calls.over", Name = "Calls that are over", Unit = FigureUnit.Count, Value = page => page.Totals.Held + page.Totals.NoShow, Measure = RowsMeasure.Count, Also = "outcome in ('held', 'no-show')",
            LeftOut = page => [new("Called off and not moved", page.Totals.Canceled), new("Still to come, or going on", page.Totals.Upcoming)],
            Formula = "Calls held and no-shows together.",
        },
        new()
        {
            Id = "calls.show-rate", Name = "Show rate", Unit = FigureUnit.Percent, Value = page => page.Totals.ShowRate, Parts = ["calls.held", "calls.over"],
            Formula = "Calls held ÷ calls held and no-shows together. What was called off, or is still to come, says nothing about who shows up.",
        },
        new()
        {
            Id = "calls.canceled", Name = "Calls cancelled", Unit = FigureUnit.Count, Value = page => page.Totals.Canceled, Measure = RowsMeasure.Count, Also = "outcome = 'canceled'",
            LeftOut = page => [new("Calls that stand", page.Totals.Scheduled - page.Totals.Canceled)], LeftOutSql = [OtherDay("starts_at")],
            Formula = "Calls that would have started on these days and were called off by either side without being moved.",
        },
        new()
        {
            Id = "calls.cancellation-rate", Name = "Cancellation rate", Unit = FigureUnit.Percent, Value = page => page.Totals.CancellationRate, Parts = ["calls.canceled", "calls.scheduled"],
            Formula = "Calls cancelled ÷ calls scheduled. A call that was moved is not cancelled.",
        },
        new()
        {
            Id = "calls.rescheduled", Name = "Calls rescheduled", Unit = FigureUnit.Count, Value = page => page.Totals.Rescheduled, Measure = RowsMeasure.Count, Also = "reschedules > 0",
            LeftOut = page => [new("Calls that were never moved", page.Totals.Scheduled - page.Totals.Rescheduled)], LeftOutSql = [OtherDay("starts_at")],
            Formula = "Calls scheduled for these days that had been moved at least once, whatever became of them.",
        },
        new()
        {
            Id = "calls.lead-time", Name = "Lead time", Unit = FigureUnit.Days, Value = page => page.Totals.LeadTimeDays, Measure = RowsMeasure.LowerMedian("daysAhead"), Also = "outcome <> 'canceled'",
            LeftOut = page => [new("Called off and not moved", page.Totals.Canceled)],
            Formula = "The median of the whole days from first booking to final start, of the calls of these days that stand: half of them were booked as far ahead or less. 14 stands for 14 and more.",
        },
    ];

    /// <summary>The day the range is about.</summary>
    public CallDay By { get; init; } = CallDay.Start;

    /// <summary>The part of the calls that is counted.</summary>
    public string Also { get; init; } = "true";

    public override string[] From => [Sources.Calendar];

    public override RowsBehind RowsOf(Asked asked) => Rows.OfCalls(() => ParametersOf(asked), By, Also, asked.Settings.TimeZone);

    public override IEnumerable<FilterInWords> FiltersOf(Asked asked, NamesOfIds names)
    {
        var filter = asked.Filter;
        return
        [
            .. Words.Say("Kind", filter.Kind is { } kind ? [CallsAnswer.NameOf(kind.Value)] : null), .. Words.Say("Salesperson", filter.Rep),
            .. Words.Say("Channel", filter.Channel, Contracts.Channel.NameOf), .. Words.Say("Campaign", filter.Campaign, names.Campaign),
            .. Words.Say("UTM source", filter.Source, value => value == CallQuestion.None ? "No UTM source" : value),
            .. Words.Say("Day of the week", filter.Weekday?.Select(DayOf).ToArray()),
            .. Words.Say("Hour", filter.Hour?.Select(hour => string.Create(CultureInfo.InvariantCulture, $"{hour}:00 to {hour}:59")).ToArray()),
        ];
    }

    protected override async Task<(CallsDashboard Page, DateTimeOffset? AsOf)> AskPageAsync(NpgsqlConnection connection, Asked asked, CancellationToken ct)
    {
        var page = await CallsEndpoints.AskAsync(connection, QuestionOf(asked), ct);
        return (page, page.AsOf);
    }

    protected override DynamicParameters ParametersOf(Asked asked)
    {
        var parameters = QuestionOf(asked).Parameters();
        parameters.AddDynamicParams(new { Outcome = (string?)null });
        return parameters;
    }

    private static CallQuestion QuestionOf(Asked asked)
    {
        var filter = asked.Filter;
        return CallQuestion.Of(
            new CallFilter { Kind = filter.Kind, Rep = filter.Rep, Channel = filter.Channel, Campaign = filter.Campaign, Source = filter.Source, Weekday = filter.Weekday, Hour = filter.Hour },
            asked.Range, asked.Settings, asked.Now, asked.OwnOnly);
    }

    // The pages answer any number, most of them with nothing.
    private static string DayOf(int weekday) =>
        weekday is >= 1 and <= 7 ? CultureInfo.InvariantCulture.DateTimeFormat.GetDayName((DayOfWeek)(weekday % 7)) : weekday.ToString(CultureInfo.InvariantCulture);

    // A day in California ends when London is hours into the next: whoever counts in UTC gets another number.
    private static string OtherDay(string at) =>
        $"""
        (select 'On these days by UTC, but not by the clocks of ' || replace(@Zone, '_', ' ') as why, count(*) as count, null::numeric as amount
         from warehouse.call
         where org_id = warehouse.current_org() and (@Kind::text is null or kind = @Kind) and (@Reps::text[] is null or coalesce(rep, 'Unassigned') = any (@Reps))
           and (({at} >= @From::timestamp at time zone 'UTC' and {at} < least(@From::timestamp at time zone @Zone, @Until::timestamp at time zone 'UTC'))
             or ({at} >= greatest(@Until::timestamp at time zone @Zone, @From::timestamp at time zone 'UTC') and {at} < @Until::timestamp at time zone 'UTC')))
        """;

    private static string OtherKinds(string counted) =>
        $"""
        (select 'Calls of other kinds' as why, coalesce(sum({counted}), 0)::bigint as count, null::numeric as amount
         from analytics.daily_calls
         where org_id = warehouse.current_org() and day >= @From and day < @Until and kind <> @Kind and {CallsSql.BesideKind})
        """;
}
