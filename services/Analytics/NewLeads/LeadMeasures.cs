namespace Teg.Platform.Analytics.NewLeads;

/// <summary>
/// How many leads came in some scope and how far they have come since. Counts are whole; ratios have four digits and are null where nothing can be divided.
/// </summary>
public record LeadMeasures
{
    /// <summary>Nobody wrote.</summary>
    public static readonly LeadMeasures None = new()
    {
        Received = 0, Leads = 0, Qualified = 0, Unsure = 0, Unjudged = 0, Rejected = 0, Spam = 0, Contacted = 0, CallBooked = 0, DesignReview = 0, Proposal = 0,
        Closed = 0, Lost = 0,
    };

    /// <summary>Everybody who wrote, once each.</summary>
    public required long Received { get; init; }

    /// <summary>Received without spam and without those a board calls no fit; when judgements are filtered, all of those.</summary>
    public required long Leads { get; init; }

    /// <summary>Judged a right fit.</summary>
    public required long Qualified { get; init; }

    /// <summary>Judged neither way.</summary>
    public required long Unsure { get; init; }

    /// <summary>Not judged yet.</summary>
    public required long Unjudged { get; init; }

    /// <summary>Judged not a fit: not among the leads.</summary>
    public required long Rejected { get; init; }

    /// <summary>Judged spam: not among the leads.</summary>
    public required long Spam { get; init; }

    /// <summary>Leads that came at least as far as being contacted.</summary>
    public required long Contacted { get; init; }

    /// <summary>Leads that booked an intro call, or came further.</summary>
    public required long CallBooked { get; init; }

    /// <summary>Leads that booked a design review, or came further.</summary>
    public required long DesignReview { get; init; }

    /// <summary>Leads that were made a proposal, or came further.</summary>
    public required long Proposal { get; init; }

    /// <summary>Leads that became clients.</summary>
    public required long Closed { get; init; }

    /// <summary>Leads that their board calls lost, however far they had come.</summary>
    public required long Lost { get; init; }

    /// <summary>Closed ÷ leads, of the leads received in these days, so far.</summary>
    public decimal? Conversion => Leads == 0 ? null : Math.Round((decimal)Closed / Leads, 4, MidpointRounding.AwayFromZero);

    /// <summary>The sums over analytics.daily_leads, in the names of this record.</summary>
    /// <param name="counts">SQL that says whether a row's leads are leads, by their judgement.</param>
    internal static string SumsOf(string counts) =>
        $"""
        coalesce(sum(leads), 0)::bigint as received,
               coalesce(sum(leads) filter (where {counts}), 0)::bigint as leads,
               coalesce(sum(leads) filter (where qualification = 'qualified'), 0)::bigint as qualified,
               coalesce(sum(leads) filter (where qualification = 'unsure'), 0)::bigint as unsure,
               coalesce(sum(leads) filter (where qualification = 'unjudged'), 0)::bigint as unjudged,
               coalesce(sum(leads) filter (where qualification = 'not-a-fit'), 0)::bigint as rejected,
               coalesce(sum(leads) filter (where qualification = 'spam'), 0)::bigint as spam,
               coalesce(sum(leads) filter (where {counts} and stage <> 'new'), 0)::bigint as contacted,
               coalesce(sum(leads) filter (where {counts} and stage in ('call-booked', 'design-review', 'proposal', 'closed')), 0)::bigint as call_booked,
               coalesce(sum(leads) filter (where {counts} and stage in ('design-review', 'proposal', 'closed')), 0)::bigint as design_review,
               coalesce(sum(leads) filter (where {counts} and stage in ('proposal', 'closed')), 0)::bigint as proposal,
               coalesce(sum(leads) filter (where {counts} and stage = 'closed'), 0)::bigint as closed,
               coalesce(sum(leads) filter (where {counts} and is_lost), 0)::bigint as lost
        """;

    /// <summary>The same over analytics.daily_lead_marks, where they are summed already.</summary>
    internal const string Added =
        """
        coalesce(sum(received), 0)::bigint as received, coalesce(sum(leads), 0)::bigint as leads, coalesce(sum(qualified), 0)::bigint as qualified,
               coalesce(sum(unsure), 0)::bigint as unsure, coalesce(sum(unjudged), 0)::bigint as unjudged, coalesce(sum(rejected), 0)::bigint as rejected,
               coalesce(sum(spam), 0)::bigint as spam, coalesce(sum(contacted), 0)::bigint as contacted, coalesce(sum(call_booked), 0)::bigint as call_booked,
               coalesce(sum(design_review), 0)::bigint as design_review, coalesce(sum(proposal), 0)::bigint as proposal, coalesce(sum(closed), 0)::bigint as closed,
               coalesce(sum(lost), 0)::bigint as lost
        """;
}
