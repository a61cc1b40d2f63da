using System.Text.Json.Serialization;
using Teg.Platform.Sandbox.Traffic;

namespace Teg.Platform.Sandbox.World;

/// <summary>A salesperson: the name the reports use, the full name on calendars, and the ways a hurried colleague writes it.</summary>
internal sealed record Rep(int Index, string Name, string FullName, string Slug, string Email, long MondayId, string CalendlyId, string[] Spellings);

/// <summary>An advertising campaign. Spend in dollars a day at average season; flights repeat yearly by day index.</summary>
internal sealed record Campaign(
    int Index, string Name, string Utm, string Channel, string Platform, string Source, string Medium,
    double DailySpend, double CostPerClick, double ClickRate, double CostPerLead, int FlightFrom, int FlightTo)
{
    public bool RunsOn(int dayIndex)
    {
        var dayOfYear = ((dayIndex % 365) + 365) % 365;
        return dayOfYear >= FlightFrom && dayOfYear < FlightTo;
    }
}

[JsonConverter(typeof(KebabEnumConverter<LeadBoard>))]
public enum LeadBoard
{
    NewLeads,
    CoutureEnquiries,
}

[JsonConverter(typeof(KebabEnumConverter<Qualification>))]
public enum Qualification
{
    Unjudged,
    Qualified,
    Unsure,
    NotAFit,
    Spam,
}

internal sealed record StatusChange(DateTimeOffset At, string Status);

/// <summary>An enquiry as it was made and what the house made of it. "AsTyped" is what stands on the board; the rest is what is true.</summary>
internal sealed record Lead
{
    public required long ItemId { get; init; }

    public required LeadBoard Board { get; init; }

    public required string Name { get; init; }

    /// <summary>Trimmed, lower case; null when the form came without one.</summary>
    public required string? Email { get; init; }

    public required string EmailAsTyped { get; init; }

    public string Phone { get; init; } = "";

    public string Company { get; init; } = "";

    public string Project { get; init; } = "";

    public string Budget { get; init; } = "";

    public int? Styles { get; init; }

    public int? PiecesPerStyle { get; init; }

    public string Timeline { get; init; } = "";

    public string UtmSource { get; init; } = "";

    public string UtmMedium { get; init; } = "";

    public string UtmCampaign { get; init; } = "";

    public string Gclid { get; init; } = "";

    public string LandingPage { get; init; } = "";

    public required DateTimeOffset ReceivedAt { get; init; }

    public required DateOnly Day { get; init; }

    public required string Channel { get; init; }

    /// <summary>The campaign's UTM name, or null.</summary>
    public string? Campaign { get; init; }

    public int? Owner { get; init; }

    public DateTimeOffset OwnedAt { get; init; } = DateTimeOffset.MaxValue;

    public Qualification Verdict { get; init; }

    public DateTimeOffset JudgedAt { get; init; } = DateTimeOffset.MaxValue;

    public IReadOnlyList<StatusChange> Statuses { get; init; } = [];

    /// <summary>True for a second enquiry under an address that came in before: on the board, but not a lead.</summary>
    public bool IsDuplicate { get; init; }

    public Qualification QualificationAt(DateTimeOffset now) => now >= JudgedAt ? Verdict : Qualification.Unjudged;
}

[JsonConverter(typeof(KebabEnumConverter<CallKind>))]
public enum CallKind
{
    Intro,
    DesignReview,
    Fitting,
}

/// <summary>One Calendly event. A reschedule cancels it and books the next one of its timeline at the same instant.</summary>
internal sealed record CallEvent(string Id, string InviteeId, DateTimeOffset BookedAt, DateTimeOffset Start, DateTimeOffset End)
{
    public DateTimeOffset? CanceledAt { get; init; }

    public bool Rescheduled { get; init; }

    public bool CanceledByHost { get; init; }

    public string? Reason { get; init; }

    public DateTimeOffset? NoShowAt { get; init; }

    public string? NoShowId { get; init; }

    public bool IsCanceledAt(DateTimeOffset now) => CanceledAt <= now;
}

/// <summary>A meeting from its first booking to its end, over all reschedules.</summary>
internal sealed record CallTimeline
{
    public required long Key { get; init; }

    public required CallKind Kind { get; init; }

    public required int Rep { get; init; }

    public required string InviteeName { get; init; }

    public required string InviteeEmail { get; init; }

    public required string Channel { get; init; }

    public string? Campaign { get; init; }

    public string TimeZone { get; init; } = California.Zone;

    public string? UtmSource { get; init; }

    public string? UtmMedium { get; init; }

    public string? UtmCampaign { get; init; }

    public string Project { get; init; } = "";

    public required IReadOnlyList<CallEvent> Events { get; init; }

    /// <summary>The event that stands at the end of the chain at this moment, or null before the first booking.</summary>
    public CallEvent? LastAt(DateTimeOffset now)
    {
        CallEvent? last = null;
        foreach (var call in Events)
        {
            if (call.BookedAt <= now)
            {
                last = call;
            }
        }

        return last;
    }
}

/// <summary>A deal on the sales board.</summary>
internal sealed record Deal
{
    public required long ItemId { get; init; }

    public required string Number { get; init; }

    public required string Name { get; init; }

    public required string Client { get; init; }

    public required string ClientEmailAsTyped { get; init; }

    public required int Rep { get; init; }

    public required string RepAsWritten { get; init; }

    public required string Category { get; init; }

    public required decimal Amount { get; init; }

    public required string AmountAsWritten { get; init; }

    public required DateTimeOffset ProposedAt { get; init; }

    public DateTimeOffset? NegotiatingAt { get; init; }

    public DateTimeOffset? ClosedAt { get; init; }

    public bool Won { get; init; }

    public DateOnly? CloseDay { get; init; }

    public DateTimeOffset? PaidAt { get; init; }

    public required string Channel { get; init; }

    public string? Campaign { get; init; }

    /// <summary>When someone entered the same deal a second time.</summary>
    public DateTimeOffset? CopiedAt { get; init; }

    public bool IsWonAt(DateTimeOffset now) => Won && CloseDay is not null && ClosedAt <= now;
}

/// <summary>What one campaign cost and brought on one day, so far.</summary>
internal sealed record AdFigures(decimal Spend, int Clicks, int Impressions)
{
    public static readonly AdFigures None = new(0, 0, 0);

    public static AdFigures operator +(AdFigures left, AdFigures right) => Add(left, right);

    public static AdFigures Add(AdFigures left, AdFigures right) =>
        new(left.Spend + right.Spend, left.Clicks + right.Clicks, left.Impressions + right.Impressions);
}
