using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text.Json.Serialization;
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

/// <summary>All that an answer about calls depends on besides what is stored and the moment it is asked at.</summary>
/// <param name="OwnOnly">The caller sees own calls alone.</param>
/// <param name="Today">The day it is, but none later than the second after the range: from then on the answer stays as it is.</param>
internal sealed record CallQuestion(
    DateOnly From, DateOnly Until, DateOnly Today, string TimeZone, string? Kind, string[]? Reps, string[]? Channels, string[]? Campaigns, string[]? Sources,
    int[]? Weekdays, int[]? Hours, bool OwnOnly)
{
    /// <summary>How a URL says "no campaign" or "no source".</summary>
    public const string None = "(none)";

    /// <summary>When it is asked: until which end a call is held. It says nothing about which question this is; a kept answer is as old as its age says.</summary>
    [JsonIgnore]
    public DateTimeOffset Now { get; init; }

    public static CallQuestion Of(CallFilter filter, DayRange range, OrganisationSettings settings, DateTimeOffset now, bool ownOnly = false)
    {
        var (today, over) = (settings.DayOf(now), range.Until.AddDays(1));
        return new(
            range.From, range.Until, today < over ? today : over, settings.TimeZone, filter.Kind?.ToString(), filter.Rep.OrAll(), filter.Channel.OrAll(), WithNone(filter.Campaign),
            WithNone(filter.Source), OrAll(filter.Weekday), OrAll(filter.Hour), ownOnly) { Now = now };
    }

    public DayRange ToRange() => new(From, Until.AddDays(-1));

    /// <summary>The same days a year before; 29 February compares with the 28th.</summary>
    public DayRange LastYear() => new(From.AddYears(-1), Until.AddDays(-1).AddYears(-1));

    /// <summary>Whose sums by mark are the answer, whatever the kind; null where other filters keep single calls.</summary>
    public Among? ToAmong() => Among.Of(
        Own, (Channels ?? Campaigns ?? Sources) is not null || (Weekdays ?? Hours) is not null, ("rep", Reps));

    private string? Own => OwnOnly ? "rep" : null;

    public DynamicParameters Parameters()
    {
        var parameters = new DynamicParameters(this);
        // Days of which some calls may be over and some not: today, and yesterday for a call over midnight.
        var yesterday = Today.AddDays(-1);
        parameters.AddDynamicParams(new { days = new[] { yesterday, Today }, Zone = TimeZone });
        Among.AddTo(parameters, ToAmong(), Own, From, Until, yesterday);
        return parameters;
    }

    private static string[]? WithNone(string[]? values) => values.OrAll()?.Select(value => value == None ? "" : value).ToArray();

    private static int[]? OrAll(int[]? values) => values is null or [] ? null : [.. values.Distinct().Order()];
}
