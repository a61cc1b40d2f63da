namespace Teg.Platform.Sandbox.World;

/// <summary>The organisation's calendar: a day is a day in America/Los_Angeles, 23 or 25 hours long when the clocks change.</summary>
internal static class California
{
    public const string Zone = "America/Los_Angeles";

    private static readonly TimeZoneInfo TimeZone = TimeZoneInfo.FindSystemTimeZoneById(Zone);

    public static DateOnly DayOf(DateTimeOffset instant) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(instant, TimeZone).DateTime);

    /// <summary>What the clock on the wall shows, 0 to 23.</summary>
    public static int HourOf(DateTimeOffset instant) => TimeZoneInfo.ConvertTime(instant, TimeZone).Hour;

    /// <summary>The instant at which the day begins, in UTC.</summary>
    public static DateTimeOffset StartOf(DateOnly day) => At(day, TimeOnly.MinValue);

    /// <summary>A wall-clock time as an instant in UTC. A time skipped in spring is read an hour later; one that comes twice in autumn is the first.</summary>
    public static DateTimeOffset At(DateOnly day, TimeOnly time)
    {
        var wall = day.ToDateTime(time);
        if (TimeZone.IsInvalidTime(wall))
        {
            wall = wall.AddHours(1);
        }

        var offset = TimeZone.IsAmbiguousTime(wall) ? TimeZone.GetAmbiguousTimeOffsets(wall).Max() : TimeZone.GetUtcOffset(wall);
        return new DateTimeOffset(wall, offset).ToUniversalTime();
    }

    public static bool IsWorkday(DateOnly day) => day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday);

    public static DateOnly WorkdayOnOrAfter(DateOnly day)
    {
        while (!IsWorkday(day))
        {
            day = day.AddDays(1);
        }

        return day;
    }
}
