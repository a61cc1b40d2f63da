using System.Globalization;

namespace Teg.Platform.ServiceDefaults;

/// <summary>Whole days of the organisation, <paramref name="From"/> to <paramref name="To"/> inclusive.</summary>
public sealed record DayRange(DateOnly From, DateOnly To)
{
    /// <summary>A question over more days than this is a mistake or an attack.</summary>
    public const int MostDays = 3660;

    public int Days => To.DayNumber - From.DayNumber + 1;

    /// <summary>The day after the last: SQL ranges are half-open.</summary>
    public DateOnly Until => To.AddDays(1);

    /// <summary>As many days, just before.</summary>
    public DayRange Previous => new(From.AddDays(-Days), From.AddDays(-1));

    /// <summary>The same days a year before; 29 February becomes the 28th.</summary>
    public DayRange LastYear => new(From.AddYears(-1), To.AddYears(-1));

    /// <summary>Missing ends default to the year up to <paramref name="today"/>.</summary>
    /// <returns>The range, or the sentence that says what is wrong with it.</returns>
    public static (DayRange? Range, string? Problem) Of(DateOnly? from, DateOnly? to, DateOnly today)
    {
        var last = to ?? (from > today ? from.Value : today);
        var first = from ?? last.AddYears(-1).AddDays(1);

        return (last.DayNumber - first.DayNumber) switch
        {
            < 0 => (null, string.Create(CultureInfo.InvariantCulture, $"The range ends on {last:yyyy-MM-dd}, before it starts on {first:yyyy-MM-dd}.")),
            >= MostDays => (null, string.Create(CultureInfo.InvariantCulture, $"The range covers more than {MostDays} days; ask for less at a time.")),
            _ when first.Year < 1900 || last.Year > 2200 => (null, "The range lies outside the years 1900 to 2200."),
            _ => (new DayRange(first, last), null),
        };
    }
}
