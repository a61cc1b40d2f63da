using System.ComponentModel.DataAnnotations;
using Dapper;
using Microsoft.AspNetCore.Mvc;
using Teg.Platform.Analytics.Figures;
using Teg.Platform.Analytics.Organisations;
using Teg.Platform.Analytics.Rollups;
using Teg.Platform.ServiceDefaults;

namespace Teg.Platform.Analytics.NewLeads;

/// <summary>The filters of the New leads page, as they stand in its URL.</summary>
internal sealed record LeadFilter
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

    /// <summary>Campaign ids to keep, "(none)" for leads without one; none keeps all.</summary>
    [FromQuery(Name = "campaign"), MaxLength(200)]
    public string[]? Campaign { get; init; }

    /// <summary>UTM sources to keep, "(none)" for leads without one; none keeps all.</summary>
    [FromQuery(Name = "source"), MaxLength(200)]
    public string[]? Source { get; init; }

    /// <summary>UTM mediums to keep, "(none)" for leads without one; none keeps all.</summary>
    [FromQuery(Name = "medium"), MaxLength(200)]
    public string[]? Medium { get; init; }

    /// <summary>Ids of boards to keep, "enquiries" for the website's own form; none keeps all.</summary>
    [FromQuery(Name = "board"), MaxLength(50)]
    public string[]? Board { get; init; }

    /// <summary>Owners to keep, "Unassigned" for leads of nobody; none keeps all.</summary>
    [FromQuery(Name = "owner"), MaxLength(200)]
    public string[]? Owner { get; init; }

    /// <summary>Judgements to keep: qualified, unsure, unjudged, not-a-fit, spam. None keeps all, and counts those that are neither spam nor rejected as leads.</summary>
    [FromQuery(Name = "qualification"), MaxLength(5)]
    public string[]? Qualification { get; init; }

    /// <summary>Where leads stand, to keep: one of the stages, or lost. None keeps all.</summary>
    [FromQuery(Name = "status"), MaxLength(7)]
    public string[]? Status { get; init; }

    /// <summary>Keeps leads that came at least as far as this stage, wherever they stand now.</summary>
    [FromQuery(Name = "reached")]
    public Word<LeadStage>? Reached { get; init; }
}

/// <summary>How far a lead can come, in order.</summary>
public enum LeadStage
{
    New,
    Contacted,
    CallBooked,
    DesignReview,
    Proposal,
    Closed,
}

/// <summary>What is asked of the leads: days and filters, with everything that is compared with them. All that an answer about leads depends on besides what is stored.</summary>
/// <param name="Reached">The place of the stage that leads came at least as far as, 1 for new.</param>
/// <param name="OwnOnly">The caller sees own leads alone.</param>
internal sealed record LeadQuestion(
    DateOnly From, DateOnly Until, string TimeZone, string[]? Channels, string[]? Campaigns, string[]? Sources, string[]? Mediums, string[]? Boards, string[]? Owners,
    string[]? Qualifications, string[]? Statuses, int? Reached, bool OwnOnly)
{
    // What a board rejects is no lead; asked for by name, it is what is looked at.
    private static readonly string[] Leads = ["qualified", "unsure", "unjudged"];

    public static LeadQuestion Of(LeadFilter filter, DayRange range, OrganisationSettings settings, bool ownOnly = false) => new(
        range.From, range.Until, settings.TimeZone, filter.Channel.OrAll(), filter.Campaign.OrAll(), filter.Source.OrAll(), filter.Medium.OrAll(), filter.Board.OrAll(),
        filter.Owner.OrAll(), filter.Qualification.OrAll(), filter.Status.OrAll(), filter.Reached is { } reached ? (int)reached.Value + 1 : null, ownOnly);

    public DayRange ToRange() => new(From, Until.AddDays(-1));

    /// <summary>The same days a year before; 29 February becomes the 28th.</summary>
    public DayRange LastYear() => new(From.AddYears(-1), Until.AddDays(-1).AddYears(-1));

    /// <summary>Whose sums by mark are the answer; null where other filters keep single leads.</summary>
    public Among? ToAmong() => Among.Of(
        Own, (Channels ?? Campaigns ?? Sources ?? Mediums ?? Boards ?? Qualifications ?? Statuses) is not null || Reached is not null, ("owner", Owners));

    private string? Own => OwnOnly ? "owner" : null;

    /// <summary>Needs the columns of analytics.daily_leads, or the same of a lead.</summary>
    public const string Kept =
        $"""
        (@Channels::text[] is null or channel = any (@Channels))
              and (@Campaigns::text[] is null or campaign = any (@Campaigns))
              and (@Sources::text[] is null or source = any (@Sources))
              and (@Mediums::text[] is null or medium = any (@Mediums))
              and (@Boards::text[] is null or board = any (@Boards))
              and (@Owners::text[] is null or owner = any (@Owners))
              and (@Qualifications::text[] is null or qualification = any (@Qualifications))
              and (@Statuses::text[] is null or case when is_lost then 'lost' else stage end = any (@Statuses))
              and (@Reached::int is null or array_position({LeadDays.Ordered}, stage) >= @Reached)
        """;

    public DynamicParameters Parameters()
    {
        var parameters = new DynamicParameters(this);
        var lastYear = LastYear();
        parameters.AddDynamicParams(new
        {
            PreviousFrom = ToRange().Previous.From, LastYearFrom = lastYear.From, LastYearUntil = lastYear.Until, Counted = Qualifications ?? Leads,
        });
        Among.AddTo(parameters, ToAmong(), Own, From, Until);
        return parameters;
    }
}
