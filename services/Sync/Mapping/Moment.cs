using System.Globalization;

namespace Teg.Platform.Sync.Mapping;

/// <summary>Dates as boards hold them.</summary>
internal static class Moment
{
    private static readonly string[] InstantFormats =
    [
        "yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd HH:mm", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK",
        "yyyy-MM-dd HH:mm:ss 'UTC'", "yyyy-MM-dd",
    ];

    // A person in California types the month first.
    private static readonly string[] DayFormats = ["yyyy-MM-dd", "M/d/yyyy", "M/d/yy", "MMM d, yyyy", "MMMM d, yyyy", "d MMM yyyy"];

    /// <summary>A calendar day: <c>2026-03-01</c>, <c>3/1/2026</c>, <c>Mar 1, 2026</c>; with a time of day it is UTC and lands on the organisation's day.</summary>
    public static DateOnly? ParseDay(string? text, TimeZoneInfo zone)
    {
        var tidy = Text.Tidy(text);
        if (tidy is null)
        {
            return null;
        }

        if (DateOnly.TryParseExact(tidy, DayFormats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            return day;
        }

        return ParseInstant(tidy) is { } instant ? DayOf(instant, zone) : null;
    }

    /// <summary>An instant; a text without an offset is UTC, as the vendor stores it.</summary>
    public static DateTimeOffset? ParseInstant(string? text)
    {
        var tidy = Text.Tidy(text);
        if (tidy is null)
        {
            return null;
        }

        if (DateTimeOffset.TryParseExact(tidy, InstantFormats, CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var instant))
        {
            return instant;
        }

        return DateOnly.TryParseExact(tidy, DayFormats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.Zero)
            : null;
    }

    /// <summary>The organisation's calendar day of an instant, through both changes of the clock.</summary>
    public static DateOnly DayOf(DateTimeOffset instant, TimeZoneInfo zone) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(instant, zone).DateTime);
}
