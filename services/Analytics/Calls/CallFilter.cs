using System.ComponentModel.DataAnnotations;
using Dapper;
using Microsoft.AspNetCore.Mvc;
using Teg.Platform.Analytics.Figures;
using Teg.Platform.Analytics.Organisations;
using Teg.Platform.ServiceDefaults;

namespace Teg.Platform.Analytics.Calls;

/// <summary>What a call is for, by the patterns of booking addresses in the settings of its source.</summary>
public enum CallKind
{
    Intro,
    DesignReview,
    Other,
}

/// <summary>What became of a call.</summary>
public enum CallOutcome
{
    Held,
    NoShow,
    Canceled,
    Upcoming,
}

/// <summary>Which of its two days a call is listed under.</summary>
public enum CallDay
{
    Start,
    Booking,
}

/// <summary>The filters of the Calls pages, as they stand in their URLs.</summary>
internal sealed record CallFilter
{
    /// <inheritdoc cref="AdsFilter.From"/>
    [FromQuery(Name = "from")]
    public DateOnly? From { get; init; }

    /// <inheritdoc cref="AdsFilter.To"/>
    [FromQuery(Name = "to")]
    public DateOnly? To { get; init; }

    /// <summary>The kind to keep; none keeps all.</summary>
    [FromQuery(Name = "kind")]
    public Word<CallKind>? Kind { get; init; }

    /// <summary>Hosts to keep; none keeps all.</summary>
    [FromQuery(Name = "rep"), MaxLength(200)]
    public string[]? Rep { get; init; }

    /// <inheritdoc cref="AdsFilter.Channel"/>
    [FromQuery(Name = "channel"), MaxLength(50)]
    public string[]? Channel { get; init; }

    /// <inheritdoc cref="AdsFilter.Campaign"/>
    [FromQuery(Name = "campaign"), MaxLength(200)]
    public string[]? Campaign { get; init; }

    /// <summary>UTM sources of the booking to keep; none keeps all, <c>(none)</c> means bookings without one.</summary>
    [FromQuery(Name = "source"), MaxLength(200)]
    public string[]? Source { get; init; }

    /// <summary>Days of the week to keep, 1 for Monday to 7 for Sunday; none keeps all.</summary>
    [FromQuery(Name = "weekday"), MaxLength(7)]
    public int[]? Weekday { get; init; }

    /// <summary>Hours of the organisation's clock to keep, 0 to 23; none keeps all.</summary>
    [FromQuery(Name = "hour"), MaxLength(24)]
    public int[]? Hour { get; init; }
}

/// <summary>All that an answer about calls depends on besides what is stored.</summary>
internal sealed record CallQuestion(CallFilter Filter, DayRange Range, OrganisationSettings Settings, DateTimeOffset Now)
{
    /// <summary>How a URL says "no campaign" or "no source".</summary>
    public const string None = "(none)";

    public DateOnly Today { get; } = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(Now, TimeZoneInfo.FindSystemTimeZoneById(Settings.TimeZone)).DateTime);

    /// <summary>The same days a year before; 29 February compares with the 28th.</summary>
    public DayRange LastYear { get; } = new(Range.From.AddYears(-1), Range.To.AddYears(-1));

    /// <summary>Days of which some calls may be over and some not: today, and yesterday for a call over midnight.</summary>
    public DateOnly[] RunningDays => [Today.AddDays(-1), Today];

    public DynamicParameters Parameters => new(new
    {
        Range.From, Range.Until, Now, Today, days = RunningDays, Zone = Settings.TimeZone, Kind = Filter.Kind?.ToString(), Reps = Filter.Rep.OrAll(), Channels = Filter.Channel.OrAll(),
        Campaigns = WithNone(Filter.Campaign), Sources = WithNone(Filter.Source),
        Weekdays = Filter.Weekday is null or [] ? null : Filter.Weekday, Hours = Filter.Hour is null or [] ? null : Filter.Hour,
    });

    private static string[]? WithNone(string[]? values) => values.OrAll()?.Select(value => value == None ? "" : value).ToArray();
}
