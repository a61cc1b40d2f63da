namespace Teg.Platform.Analytics.Calls;

/// <summary>
/// How calls went in some scope. <see cref="Booked"/> counts calls on the day they were first booked; everything else counts them on the day of their
/// final start, so the two are different calls of the same days. A call that was moved is one call. Rates have four digits and are null where nothing
/// can be divided.
/// </summary>
public record CallMeasures
{
    /// <summary>Calls first booked on these days, whatever came of them.</summary>
    public required long Booked { get; init; }

    /// <summary>Calls that start on these days or would have, had they not been called off: held, no-shows, cancelled and upcoming together.</summary>
    public required long Scheduled { get; init; }

    /// <summary>Calls that have ended and were neither called off nor marked as a no-show.</summary>
    public required long Held { get; init; }

    /// <summary>Calls that stood and to which the invitee did not come.</summary>
    public required long NoShow { get; init; }

    /// <summary>Calls that have not ended yet.</summary>
    public required long Upcoming { get; init; }

    /// <summary>Calls called off and not moved, on the day they would have started.</summary>
    public required long Canceled { get; init; }

    /// <summary>Of those cancelled: by the invitee. The vendor does not always say by whom.</summary>
    public required long CanceledByInvitee { get; init; }

    /// <summary>Of those cancelled: by us.</summary>
    public required long CanceledByHost { get; init; }

    /// <summary>Calls among the scheduled that had been moved at least once.</summary>
    public required long Rescheduled { get; init; }

    /// <summary>Held ÷ (held + no-shows).</summary>
    public decimal? ShowRate => Ratio(Held, Held + NoShow);

    /// <summary>Cancelled ÷ scheduled.</summary>
    public decimal? CancellationRate => Ratio(Canceled, Scheduled);

    /// <summary>Rescheduled ÷ scheduled.</summary>
    public decimal? ReschedulingRate => Ratio(Rescheduled, Scheduled);

    internal bool IsNothing => Booked == 0 && Scheduled == 0;

    internal static CallMeasures SumOf(IEnumerable<CallMeasures> rows)
    {
        var (booked, scheduled, held, noShow, upcoming, canceled, byInvitee, byHost, rescheduled) = (0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L);
        foreach (var row in rows)
        {
            booked += row.Booked;
            scheduled += row.Scheduled;
            held += row.Held;
            noShow += row.NoShow;
            upcoming += row.Upcoming;
            canceled += row.Canceled;
            byInvitee += row.CanceledByInvitee;
            byHost += row.CanceledByHost;
            rescheduled += row.Rescheduled;
        }

        return new CallMeasures
        {
            Booked = booked, Scheduled = scheduled, Held = held, NoShow = noShow, Upcoming = upcoming, Canceled = canceled,
            CanceledByInvitee = byInvitee, CanceledByHost = byHost, Rescheduled = rescheduled,
        };
    }

    /// <summary>The sums over rows shaped as analytics.daily_calls with <c>upcoming</c>, in the names of this record.</summary>
    internal const string Sums =
        """
        coalesce(sum(booked), 0)::bigint as booked, coalesce(sum(active + canceled), 0)::bigint as scheduled,
               coalesce(sum(active - no_show - upcoming), 0)::bigint as held, coalesce(sum(no_show), 0)::bigint as no_show,
               coalesce(sum(upcoming), 0)::bigint as upcoming, coalesce(sum(canceled), 0)::bigint as canceled,
               coalesce(sum(canceled_by_invitee), 0)::bigint as canceled_by_invitee, coalesce(sum(canceled_by_host), 0)::bigint as canceled_by_host,
               coalesce(sum(rescheduled), 0)::bigint as rescheduled
        """;

    private static decimal? Ratio(long numerator, long denominator) =>
        denominator == 0 ? null : Math.Round((decimal)numerator / denominator, 4, MidpointRounding.AwayFromZero);
}

/// <summary>Measures of a whole range, which has a median too.</summary>
public sealed record CallTotals : CallMeasures
{
    /// <summary>Calls that were not called off by days from booking to start: 0 to 13, and 14 or more.</summary>
    internal long[] LeadDays { get; init; } = [];

    /// <summary>The median of whole days from first booking to final start, of calls that were not called off; 14 stands for 14 or more. Null without any.</summary>
    public int? LeadTimeDays => MedianOf(LeadDays);

    /// <param name="calls">Calls by days of waiting.</param>
    internal static int? MedianOf(long[] calls)
    {
        // The lower one of two middles, as percentile_disc has it.
        var (all, passed) = (calls.Sum(), 0L);
        for (var days = 0; days < calls.Length; days++)
        {
            passed += calls[days];
            if (all > 0 && passed * 2 >= all)
            {
                return days;
            }
        }

        return null;
    }

    internal const string LeadDaysSums = $"{LeadDaysAdded} as lead_days";

    internal const string LeadDaysAdded =
        """
        array[coalesce(sum(lead_days[1]), 0), coalesce(sum(lead_days[2]), 0), coalesce(sum(lead_days[3]), 0), coalesce(sum(lead_days[4]), 0),
                     coalesce(sum(lead_days[5]), 0), coalesce(sum(lead_days[6]), 0), coalesce(sum(lead_days[7]), 0), coalesce(sum(lead_days[8]), 0),
                     coalesce(sum(lead_days[9]), 0), coalesce(sum(lead_days[10]), 0), coalesce(sum(lead_days[11]), 0), coalesce(sum(lead_days[12]), 0),
                     coalesce(sum(lead_days[13]), 0), coalesce(sum(lead_days[14]), 0), coalesce(sum(lead_days[15]), 0)]::bigint[]
        """;
}
