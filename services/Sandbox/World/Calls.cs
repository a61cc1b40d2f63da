namespace Teg.Platform.Sandbox.World;

/// <summary>How meetings are booked, moved, called off and missed.</summary>
internal static class Calls
{
    private static readonly (TimeOnly, double)[] Slots = BuildSlots();

    public static TimeSpan LengthOf(CallKind kind) => kind switch
    {
        CallKind.Intro => TimeSpan.FromMinutes(30),
        CallKind.DesignReview => TimeSpan.FromMinutes(60),
        _ => TimeSpan.FromMinutes(45),
    };

    /// <summary>The chain of events from a first booking at <paramref name="bookedAt"/> to a meeting held, missed or called off.</summary>
    public static List<CallEvent> Chain(Dice dice, CallKind kind, DateTimeOffset bookedAt)
    {
        var events = new List<CallEvent>();
        var length = LengthOf(kind);
        while (true)
        {
            var start = SlotAfter(dice, bookedAt);
            var call = new CallEvent(dice.Code(16), dice.Code(16), bookedAt, start, start + length);

            // Whoever moves or cancels does so between booking and meeting.
            var changedAt = Seconds(bookedAt + ((start - bookedAt) * dice.Between(0.05, 0.95)));
            if (events.Count < 3 && dice.Chance(0.13))
            {
                events.Add(call with { CanceledAt = changedAt, Rescheduled = true, CanceledByHost = dice.Chance(0.25), Reason = "Something came up" });
                bookedAt = changedAt;
                continue;
            }

            if (dice.Chance(0.10))
            {
                events.Add(call with { CanceledAt = changedAt, CanceledByHost = dice.Chance(0.3), Reason = dice.Chance(0.6) ? "Plans changed" : null });
            }
            else if (dice.Chance(0.07))
            {
                events.Add(call with { NoShowAt = call.Start.AddMinutes(dice.Between(15, 45)), NoShowId = dice.Uuid() });
            }
            else
            {
                events.Add(call);
            }

            return events;
        }
    }

    /// <summary>The end of the meeting when it took place, else null.</summary>
    public static DateTimeOffset? HeldUntil(IReadOnlyList<CallEvent> events) =>
        events[^1] is { CanceledAt: null, NoShowAt: null } last ? last.End : null;

    public static DateTimeOffset Seconds(DateTimeOffset instant) => new(instant.Ticks - (instant.Ticks % TimeSpan.TicksPerSecond), TimeSpan.Zero);

    /// <summary>A free half hour on a working day, California time; the late ones lie on the next day in UTC.</summary>
    public static DateTimeOffset SlotAfter(Dice dice, DateTimeOffset bookedAt)
    {
        var day = California.WorkdayOnOrAfter(California.DayOf(bookedAt).AddDays(dice.Between(1, 8)));
        return California.At(day, dice.Weighted(Slots));
    }

    private static (TimeOnly, double)[] BuildSlots()
    {
        var slots = new List<(TimeOnly, double)>();
        for (var minutes = 8 * 60; minutes <= (18 * 60) + 30; minutes += 30)
        {
            slots.Add((new TimeOnly(minutes / 60, minutes % 60), minutes is >= 540 and < 1020 ? 3 : 1));
        }

        return [.. slots];
    }
}
