using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Teg.Platform.Analytics.Organisations;
using Teg.Platform.ServiceDefaults;

namespace Teg.Platform.Analytics.Figures;

/// <summary>The filters of the Ads page, as they stand in its URL.</summary>
internal sealed record AdsFilter
{
    /// <summary>First day, inclusive (ISO date). Default: a year before the last.</summary>
    [FromQuery(Name = "from")]
    public DateOnly? From { get; init; }

    /// <summary>Last day, inclusive (ISO date). Default: today in the organisation's time zone.</summary>
    [FromQuery(Name = "to")]
    public DateOnly? To { get; init; }

    /// <summary>Channel ids to keep; none keeps all.</summary>
    [FromQuery(Name = "channel"), MaxLength(50)]
    public string[]? Channel { get; init; }

    /// <summary>Campaign ids to keep; none keeps all.</summary>
    [FromQuery(Name = "campaign"), MaxLength(200)]
    public string[]? Campaign { get; init; }
}

/// <summary>The filters of the Sales page, as they stand in its URL.</summary>
internal sealed record SalesFilter
{
    /// <inheritdoc cref="AdsFilter.From"/>
    [FromQuery(Name = "from")]
    public DateOnly? From { get; init; }

    /// <inheritdoc cref="AdsFilter.To"/>
    [FromQuery(Name = "to")]
    public DateOnly? To { get; init; }

    /// <summary>Salespeople to keep; none keeps all.</summary>
    [FromQuery(Name = "rep"), MaxLength(200)]
    public string[]? Rep { get; init; }

    /// <summary>Categories to keep; none keeps all.</summary>
    [FromQuery(Name = "category"), MaxLength(50)]
    public string[]? Category { get; init; }

    /// <inheritdoc cref="AdsFilter.Channel"/>
    [FromQuery(Name = "channel"), MaxLength(50)]
    public string[]? Channel { get; init; }
}

/// <summary>Why a page has nothing to show, and what to do about it.</summary>
/// <param name="Cause">Where nothing is stored, GET /standing says what stands in the way.</param>
public sealed record EmptyAnswer(EmptyCause Cause, string Reason, string WayOut)
{
    /// <param name="asOf">Publishing time of the newest run the rollups include; null when there has been none.</param>
    /// <param name="firstDay">First day of which anything is stored for the page.</param>
    /// <param name="anything">Whether the range holds any fact under the filters.</param>
    internal static EmptyAnswer? Of(DateTimeOffset? asOf, DateOnly? firstDay, DayRange range, bool anything) => (asOf, firstDay, anything) switch
    {
        (_, _, true) when asOf is not null => null,
        (null, _, _) => new(EmptyCause.NothingStored, "Nothing has been synced yet.", "Open Data and refresh the sources; the figures appear as soon as the first run is published."),
        (_, null, _) => new(EmptyCause.NothingStored, "Nothing of what this page shows has been synced yet.", "Open Data and see what its source says."),
        (_, { } first, _) when range.To < first => new(
            EmptyCause.BeforeFirstDay, string.Create(CultureInfo.InvariantCulture, $"The data begins on {first:d MMMM yyyy}."), "Choose days from then on."),
        _ => new(EmptyCause.NothingMatches, "Nothing happened in these days under these filters.", "Choose another range or remove a filter."),
    };
}

/// <summary>Why there is nothing to show.</summary>
public enum EmptyCause
{
    /// <summary>No run has brought anything that the page shows.</summary>
    NothingStored,

    /// <summary>The days asked for lie before the first that is stored.</summary>
    BeforeFirstDay,

    /// <summary>There is data, and none of it in these days under these filters.</summary>
    NothingMatches,
}

internal static class Figures
{
    // Boards are corrected for about a month after the fact.
    private const int YoungDays = 31;

    /// <summary>What the handler asks in place of the caller: an empty filter is no filter, and the order of the rest says nothing.</summary>
    public static string[]? OrAll(this string[]? values) => values is null or [] ? null : [.. values.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    /// <summary>How long figures of these days are kept. What a change at the source touches is dropped in any case.</summary>
    public static CachePolicy Policy(this DayRange range, DateOnly today) => (today.DayNumber - range.To.DayNumber) switch
    {
        <= 0 => CachePolicy.Kpi,
        <= YoungDays => CachePolicy.Computed,
        _ => CachePolicy.History,
    };

    public static async Task<(DayRange? Range, OrganisationSettings Settings, ProblemHttpResult? Problem)> RangeAsync(
        this Organisation organisation, DateOnly? from, DateOnly? to, TimeProvider clock, CancellationToken ct)
    {
        var settings = await organisation.SettingsAsync(ct);
        var (range, problem) = DayRange.Of(from, to, settings.Today(clock));
        return (range, settings, problem is null ? null : TypedResults.Problem(problem, statusCode: 400, title: "This range cannot be asked for.", type: "range-invalid"));
    }
}
