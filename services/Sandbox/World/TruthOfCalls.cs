namespace Teg.Platform.Sandbox.World;

/// <summary>The right answers about calls. A call lies on the California day it was first booked on, and on that of its final start.</summary>
internal static class TruthOfCalls
{
    /// <summary>Figures of the inclusive days <paramref name="from"/> to <paramref name="to"/> as they stand at <paramref name="now"/>.</summary>
    public static CallsTruth Of(WorldFacts facts, DateTimeOffset now, DateOnly from, DateOnly to)
    {
        var rows = new Dictionary<CallMarks, CallTally>();
        var hours = new Dictionary<(string Kind, int Weekday, int Hour), int>();
        var ahead = new Dictionary<string, List<int>>(StringComparer.Ordinal);
        foreach (var timeline in facts.Calls)
        {
            if (timeline.LastAt(now) is not { } last)
            {
                continue;
            }

            var (kind, booked, day) = (KindOf(timeline.Kind), California.DayOf(timeline.Events[0].BookedAt), California.DayOf(last.Start));
            if (booked >= from && booked <= to)
            {
                In(rows, MarksOf(timeline, kind, booked)).Booked++;
            }

            if (day < from || day > to)
            {
                continue;
            }

            In(rows, MarksOf(timeline, kind, day)).Add(last, moved: timeline.Events.Count(call => call.BookedAt <= now) > 1, now);
            var hour = (kind, Weekday: day.DayOfWeek == DayOfWeek.Sunday ? 7 : (int)day.DayOfWeek, California.HourOf(last.Start));
            hours[hour] = hours.GetValueOrDefault(hour) + 1;
            if (!last.IsCanceledAt(now))
            {
                (ahead.TryGetValue(kind, out var days) ? days : ahead[kind] = []).Add(Math.Clamp(day.DayNumber - booked.DayNumber, 0, 14));
            }
        }

        return new CallsTruth(
            [.. rows.Select(pair => pair.Value.Fill(pair.Key)).OrderBy(row => row.Day).ThenBy(row => row.Kind, StringComparer.Ordinal).ThenBy(row => row.Rep, StringComparer.Ordinal)
                .ThenBy(row => row.Channel, StringComparer.Ordinal).ThenBy(row => row.Campaign, StringComparer.Ordinal).ThenBy(row => row.Source, StringComparer.Ordinal)],
            [.. hours.Select(pair => new CallHourTruth(pair.Key.Kind, pair.Key.Weekday, pair.Key.Hour, pair.Value)).OrderBy(row => row.Kind, StringComparer.Ordinal).ThenBy(row => row.Weekday).ThenBy(row => row.Hour)],
            ahead.ToDictionary(pair => pair.Key, pair => Median(pair.Value), StringComparer.Ordinal));
    }

    private static string KindOf(CallKind kind) => kind switch
    {
        CallKind.Intro => "intro",
        CallKind.DesignReview => "design-review",
        _ => "other",
    };

    private static CallMarks MarksOf(CallTimeline timeline, string kind, DateOnly day) => new(
        day, kind, Catalogue.Reps[timeline.Rep].Name, timeline.Channel, timeline.Campaign ?? "", timeline.UtmSource?.Trim().ToLowerInvariant() ?? "");

    private static CallTally In(Dictionary<CallMarks, CallTally> rows, CallMarks marks)
    {
        if (!rows.TryGetValue(marks, out var tally))
        {
            rows[marks] = tally = new CallTally();
        }

        return tally;
    }

    private static int Median(List<int> days)
    {
        days.Sort();
        return days[(days.Count - 1) / 2];
    }

    private sealed record CallMarks(DateOnly Day, string Kind, string Rep, string Channel, string Campaign, string Source);

    private sealed class CallTally
    {
        private int scheduled;
        private int held;
        private int noShow;
        private int canceled;
        private int canceledByHost;
        private int rescheduled;

        public int Booked { get; set; }

        public void Add(CallEvent call, bool moved, DateTimeOffset now)
        {
            scheduled++;
            rescheduled += moved ? 1 : 0;
            if (call.IsCanceledAt(now))
            {
                canceled++;
                canceledByHost += call.CanceledByHost ? 1 : 0;
            }
            else if (call.NoShowAt <= now)
            {
                noShow++;
            }
            else if (call.End <= now)
            {
                held++;
            }
        }

        public CallTruthRow Fill(CallMarks marks) => new(
            marks.Day, marks.Kind, marks.Rep, marks.Channel, marks.Campaign, marks.Source,
            Booked, scheduled, held, noShow, canceled, canceled - canceledByHost, canceledByHost, rescheduled);
    }
}

/// <summary>The part of <c>GET /truth</c> about calls.</summary>
/// <param name="Hours">California day of the week (1 for Monday) and hour of the final start.</param>
/// <param name="LeadTimeDays">By kind: the median of whole days from first booking to final start, cancelled calls left out, 14 and more as 14.</param>
internal sealed record CallsTruth(IReadOnlyList<CallTruthRow> Rows, IReadOnlyList<CallHourTruth> Hours, IReadOnlyDictionary<string, int> LeadTimeDays);

/// <summary>Calls of one day by everything the pages filter by; campaign and UTM source are empty where there is none.</summary>
internal sealed record CallTruthRow(
    DateOnly Day, string Kind, string Rep, string Channel, string Campaign, string Source,
    int Booked, int Scheduled, int Held, int NoShow, int Canceled, int CanceledByInvitee, int CanceledByHost, int Rescheduled);

internal sealed record CallHourTruth(string Kind, int Weekday, int Hour, int Scheduled);
