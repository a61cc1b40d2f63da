using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Teg.Platform.Analytics.Calls;
using Teg.Platform.Analytics.Figures;
using Teg.Platform.Analytics.NewLeads;
using Teg.Platform.Analytics.Organisations;
using Teg.Platform.ServiceDefaults;

namespace Teg.Platform.Analytics.Explain;

/// <summary>The filters of every page, as they stand in its URL. A figure takes those of its own page; the others say nothing to it, as on the page itself.</summary>
internal sealed record ExplainFilter
{
    /// <inheritdoc cref="AdsFilter.From"/>
    [FromQuery(Name = "from")]
    public DateOnly? From { get; init; }

    /// <inheritdoc cref="AdsFilter.To"/>
    [FromQuery(Name = "to")]
    public DateOnly? To { get; init; }

    /// <inheritdoc cref="AdsFilter.Channel"/>
    [FromQuery(Name = "channel"), MaxLength(50)]
    public string[]? Channel { get; init; }

    /// <inheritdoc cref="AdsFilter.Campaign"/>
    [FromQuery(Name = "campaign"), MaxLength(200)]
    public string[]? Campaign { get; init; }

    /// <summary>Salespeople, or hosts of calls, to keep; none keeps all.</summary>
    [FromQuery(Name = "rep"), MaxLength(200)]
    public string[]? Rep { get; init; }

    /// <inheritdoc cref="SalesFilter.Category"/>
    [FromQuery(Name = "category"), MaxLength(50)]
    public string[]? Category { get; init; }

    /// <inheritdoc cref="LeadFilter.Source"/>
    [FromQuery(Name = "source"), MaxLength(200)]
    public string[]? Source { get; init; }

    /// <inheritdoc cref="LeadFilter.Medium"/>
    [FromQuery(Name = "medium"), MaxLength(200)]
    public string[]? Medium { get; init; }

    /// <inheritdoc cref="LeadFilter.Board"/>
    [FromQuery(Name = "board"), MaxLength(50)]
    public string[]? Board { get; init; }

    /// <inheritdoc cref="LeadFilter.Owner"/>
    [FromQuery(Name = "owner"), MaxLength(200)]
    public string[]? Owner { get; init; }

    /// <inheritdoc cref="LeadFilter.Qualification"/>
    [FromQuery(Name = "qualification"), MaxLength(5)]
    public string[]? Qualification { get; init; }

    /// <inheritdoc cref="LeadFilter.Status"/>
    [FromQuery(Name = "status"), MaxLength(7)]
    public string[]? Status { get; init; }

    /// <inheritdoc cref="LeadFilter.Reached"/>
    [FromQuery(Name = "reached")]
    public Word<LeadStage>? Reached { get; init; }

    /// <inheritdoc cref="CallFilter.Kind"/>
    [FromQuery(Name = "kind")]
    public Word<CallKind>? Kind { get; init; }

    /// <inheritdoc cref="CallFilter.Weekday"/>
    [FromQuery(Name = "weekday"), MaxLength(7)]
    public int[]? Weekday { get; init; }

    /// <inheritdoc cref="CallFilter.Hour"/>
    [FromQuery(Name = "hour"), MaxLength(24)]
    public int[]? Hour { get; init; }
}

/// <summary>A page's question as it stands when a figure of it is explained.</summary>
/// <param name="OwnOnly">The caller sees own rows alone.</param>
internal sealed record Asked(ExplainFilter Filter, DayRange Range, OrganisationSettings Settings, DateTimeOffset Now, bool OwnOnly)
{
    public DateOnly Today { get; } = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(Now, TimeZoneInfo.FindSystemTimeZoneById(Settings.TimeZone)).DateTime);
}
