using Teg.Platform.Sandbox.Monday.Boards;

namespace Teg.Platform.Sandbox.World;

/// <summary>The right answers about new leads: who wrote on which day, how they were judged, and how far they have come by now.</summary>
internal static class TruthOfNewLeads
{
    private const string None = "(none)";
    private const int Contacted = 1;
    private const int CallBooked = 2;
    private const int DesignReview = 3;
    private const int Proposal = 4;
    private const int Closed = 5;

    private static readonly string[] Stages = ["new", "contacted", "call-booked", "design-review", "proposal", "closed"];

    private static readonly string[] Excluded = ["not-a-fit", "spam"];

    public static NewLeadsAnswer Of(WorldFacts facts, DateTimeOffset now, DateOnly from, DateOnly to, NewLeadsFilter? filter = null)
    {
        var calls = facts.Calls.Where(call => call.Events[0].BookedAt <= now).ToLookup(call => Address(call.InviteeEmail));
        var deals = facts.Deals.Where(deal => deal.ProposedAt <= now).ToLookup(deal => Address(deal.ClientEmailAsTyped));
        var leads = facts.Leads.Where(lead => !lead.IsDuplicate && lead.ReceivedAt <= now && lead.Day >= from && lead.Day <= to)
            .Select(lead => Tell(lead, now, lead.Email is null ? [] : calls[lead.Email], lead.Email is null ? [] : deals[lead.Email]))
            .Where(lead => filter is null || filter.Keeps(lead)).ToList();
        var counted = filter?.Qualification is { Length: > 0 } asked ? asked : null;

        NewLeadsRow Row(string value, IEnumerable<ToldLead> those) => RowOf(value, [.. those], counted);
        IReadOnlyList<NewLeadsRow> By(Func<ToldLead, string> mark) => [.. leads.GroupBy(mark).OrderBy(group => group.Key, StringComparer.Ordinal).Select(group => Row(group.Key, group))];
        return new NewLeadsAnswer(
            now, from, to, Row("", leads), By(lead => lead.Day.ToString("yyyy-MM-dd", null)), By(lead => lead.Channel), By(lead => lead.Campaign), By(lead => lead.Source),
            By(lead => lead.Medium), By(lead => lead.Board), By(lead => lead.Owner), By(lead => lead.Qualification), By(lead => lead.Status),
            By(lead => $"{lead.Board} {lead.Qualification}"));
    }

    /// <summary>
    /// What can be known of a lead: who books or signs under another address than the one they wrote from is not known to be the same person, and what the
    /// board said before it said "Lost" is gone with it.
    /// </summary>
    private static ToldLead Tell(Lead lead, DateTimeOffset now, IEnumerable<CallTimeline> calls, IEnumerable<Deal> deals)
    {
        var status = lead.Statuses.Where(change => change.At <= now).MaxBy(change => change.At)?.Status;
        var furthest = status switch
        {
            "Closed" => Closed,
            "Proposal" => Proposal,
            "Design Review" => DesignReview,
            "Call Booked" => CallBooked,
            "Contacted" or "Lost" => Contacted,
            _ => 0,
        };
        foreach (var call in calls)
        {
            furthest = Math.Max(furthest, call.Kind switch { CallKind.Intro => CallBooked, CallKind.DesignReview => DesignReview, _ => 0 });
        }

        int? closedAfter = null;
        foreach (var deal in deals)
        {
            if (!deal.IsWonAt(now))
            {
                furthest = Math.Max(furthest, Proposal);
            }
            else if (deal.CloseDay >= lead.Day)
            {
                furthest = Closed;
                var days = deal.CloseDay.Value.DayNumber - lead.Day.DayNumber;
                closedAfter = Math.Min(closedAfter ?? days, days);
            }
        }

        return new ToldLead(
            lead.Day, lead.Board == LeadBoard.NewLeads ? $"{WorldBoards.NewLeads}" : $"{WorldBoards.CoutureEnquiries}", lead.Channel, lead.Campaign ?? None, Mark(lead.UtmSource),
            Mark(lead.UtmMedium), lead.Owner is { } rep && lead.OwnedAt <= now ? Catalogue.Reps[rep].Name : "Unassigned",
            lead.QualificationAt(now) switch
            {
                Qualification.Qualified => "qualified", Qualification.Unsure => "unsure", Qualification.NotAFit => "not-a-fit", Qualification.Spam => "spam", _ => "unjudged",
            },
            status == "Lost" && furthest < Closed ? "lost" : Stages[furthest], furthest, closedAfter);
    }

    private static string Address(string typed) => typed.Trim().ToLowerInvariant();

    private static string Mark(string typed) => typed.Trim() is { Length: > 0 } mark ? mark.ToLowerInvariant() : None;

    private static NewLeadsRow RowOf(string value, IReadOnlyList<ToldLead> all, string[]? asked)
    {
        var leads = all.Where(lead => asked is not null || !Excluded.Contains(lead.Qualification)).ToList();
        int Reached(int stage) => leads.Count(lead => lead.Reached >= stage);
        var waits = leads.Where(lead => lead.ClosedAfter is not null).Select(lead => lead.ClosedAfter!.Value).Order().ToList();
        return new NewLeadsRow(
            value, all.Count, leads.Count, Judged("qualified"), Judged("unsure"), Judged("unjudged"), Judged("not-a-fit"), Judged("spam"), Reached(Contacted), Reached(CallBooked),
            Reached(DesignReview), Reached(Proposal), Reached(Closed), leads.Count(lead => lead.Status == "lost"),
            leads.Count == 0 ? null : decimal.Round((decimal)Reached(Closed) / leads.Count, 4, MidpointRounding.AwayFromZero),
            waits.Count == 0 ? null : (waits[(waits.Count - 1) / 2] + waits[waits.Count / 2]) / 2m);

        int Judged(string qualification) => all.Count(lead => lead.Qualification == qualification);
    }
}

/// <param name="Reached">The place of the furthest stage, from zero.</param>
/// <param name="Status">Where it stands: the furthest stage, or lost.</param>
internal sealed record ToldLead(
    DateOnly Day, string Board, string Channel, string Campaign, string Source, string Medium, string Owner, string Qualification, string Status, int Reached, int? ClosedAfter);

/// <summary>Which leads are asked about; what is left out keeps all.</summary>
internal sealed record NewLeadsFilter(
    string[]? Channel, string[]? Campaign, string[]? Source, string[]? Medium, string[]? Board, string[]? Owner, string[]? Qualification, string[]? Status, int? Reached)
{
    public bool Keeps(ToldLead lead) =>
        Has(Channel, lead.Channel) && Has(Campaign, lead.Campaign) && Has(Source, lead.Source) && Has(Medium, lead.Medium) && Has(Board, lead.Board)
        && Has(Owner, lead.Owner) && Has(Qualification, lead.Qualification) && Has(Status, lead.Status) && lead.Reached >= (Reached ?? 0);

    private static bool Has(string[]? asked, string mark) => asked is null or [] || asked.Contains(mark, StringComparer.Ordinal);
}

/// <param name="Days">Days on which somebody wrote.</param>
/// <param name="Judged">By board and judgement.</param>
internal sealed record NewLeadsAnswer(
    DateTimeOffset AsOf, DateOnly From, DateOnly To, NewLeadsRow Totals, IReadOnlyList<NewLeadsRow> Days, IReadOnlyList<NewLeadsRow> Channels, IReadOnlyList<NewLeadsRow> Campaigns,
    IReadOnlyList<NewLeadsRow> Sources, IReadOnlyList<NewLeadsRow> Mediums, IReadOnlyList<NewLeadsRow> Boards, IReadOnlyList<NewLeadsRow> Owners,
    IReadOnlyList<NewLeadsRow> Qualifications, IReadOnlyList<NewLeadsRow> Statuses, IReadOnlyList<NewLeadsRow> Judged);

/// <summary>Leads are those received without spam and misfits; when judgements are asked for, all of those.</summary>
internal sealed record NewLeadsRow(
    string Value, int Received, int Leads, int Qualified, int Unsure, int Unjudged, int Rejected, int Spam, int Contacted, int CallBooked, int DesignReview, int Proposal,
    int Closed, int Lost, decimal? Conversion, decimal? MedianDaysToClose);
