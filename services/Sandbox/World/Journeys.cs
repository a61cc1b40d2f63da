namespace Teg.Platform.Sandbox.World;

/// <summary>Where an enquiry leads: calls, reviews, a deal; and the bookings and deals of people who never wrote an enquiry.</summary>
internal static class Journeys
{
    private const int Stream = 3;

    /// <summary>One day's enquiries with everything that follows from them, at its own later time.</summary>
    public static BusinessDay Follow(long seed, DateOnly start, DateOnly day, IReadOnlyList<AdRow> rows, IReadOnlyList<Lead> arrived)
    {
        var leads = new List<Lead>(arrived.Count);
        var calls = new List<CallTimeline>();
        var deals = new List<Deal>();
        foreach (var lead in arrived)
        {
            leads.Add(lead.IsDuplicate || lead.Verdict == Qualification.Spam ? lead : FollowLead(seed, lead, calls, deals));
        }

        var dayIndex = day.DayNumber - start.DayNumber;
        AddStrangers(seed, day, dayIndex, calls);
        AddRegulars(seed, day, dayIndex, deals);
        return new BusinessDay(day, rows, leads, calls, deals);
    }

    private static Lead FollowLead(long seed, Lead lead, List<CallTimeline> calls, List<Deal> deals)
    {
        var dice = Enquiries.DiceOf(seed, lead, Stream);
        var rep = dice.Weighted(Catalogue.RepShares);
        var contactedAt = lead.ReceivedAt.AddMinutes(dice.Between(20, 1800));
        var statuses = new List<StatusChange>(lead.Statuses) { new(contactedAt, "Contacted") };
        var owned = lead with { Owner = rep, OwnedAt = contactedAt, Statuses = statuses };
        var books = lead.Verdict switch { Qualification.Qualified => 0.60, Qualification.Unsure => 0.28, Qualification.Unjudged => 0.10, _ => 0.04 };
        if (lead.Email is null || !dice.Chance(books))
        {
            return dice.Chance(0.5) ? owned : Lose(dice, owned, statuses);
        }

        var bookedAt = contactedAt.AddMinutes(dice.Between(5, 4000));
        statuses.Add(new StatusChange(bookedAt, "Call Booked"));
        var intro = TimelineFor(dice, lead, CallKind.Intro, rep, bookedAt, 1);
        calls.Add(intro);
        if (Calls.HeldUntil(intro.Events) is not { } talked)
        {
            return Lose(dice, owned, statuses);
        }

        if (!dice.Chance(lead.Verdict == Qualification.Qualified ? 0.62 : 0.14))
        {
            return Lose(dice, owned, statuses);
        }

        var reviewBookedAt = talked.AddMinutes(dice.Between(10, 2800));
        statuses.Add(new StatusChange(reviewBookedAt, "Design Review"));
        var review = TimelineFor(dice, lead, CallKind.DesignReview, rep, reviewBookedAt, 2);
        calls.Add(review);
        if (Calls.HeldUntil(review.Events) is not { } reviewed || !dice.Chance(0.82))
        {
            return Lose(dice, owned, statuses);
        }

        var deal = Deals.From(dice, lead, rep, reviewed.AddMinutes(dice.Between(600, 6000)));
        deals.Add(deal);
        statuses.Add(new StatusChange(deal.ProposedAt, "Proposal"));
        if (deal.ClosedAt is { } closedAt)
        {
            statuses.Add(new StatusChange(closedAt, deal.Won ? "Closed" : "Lost"));
        }

        if (deal.Won && dice.Chance(0.45))
        {
            calls.Add(TimelineFor(dice, lead, CallKind.Fitting, rep, deal.ClosedAt!.Value.AddMinutes(dice.Between(1000, 20_000)), 3));
        }

        return owned;
    }

    private static Lead Lose(Dice dice, Lead lead, List<StatusChange> statuses)
    {
        statuses.Add(new StatusChange(statuses[^1].At.AddMinutes(dice.Between(10_000, 40_000)), "Lost"));
        return lead;
    }

    private static CallTimeline TimelineFor(Dice dice, Lead lead, CallKind kind, int rep, DateTimeOffset bookedAt, int leg)
    {
        // Some people book under another address than the one they wrote from; nobody can know that they are the same.
        var sameAddress = !dice.Chance(0.03);
        return new CallTimeline
        {
            Key = (lead.ItemId * 10) + leg,
            Kind = kind,
            Rep = rep,
            InviteeName = lead.Name,
            InviteeEmail = sameAddress ? Handwriting.Email(dice, lead.Email).Trim() : "other." + lead.Email,
            Channel = sameAddress ? lead.Channel : "direct",
            Campaign = sameAddress ? lead.Campaign : null,
            TimeZone = dice.Weighted<string>([(California.Zone, 70), ("America/New_York", 20), ("Europe/London", 10)]),
            UtmSource = kind == CallKind.Intro ? NullIfBlank(lead.UtmSource) : null,
            UtmMedium = kind == CallKind.Intro ? NullIfBlank(lead.UtmMedium) : null,
            UtmCampaign = kind == CallKind.Intro ? NullIfBlank(lead.UtmCampaign) : null,
            Project = lead.Project,
            Events = Calls.Chain(dice, kind, bookedAt),
        };
    }

    private static string? NullIfBlank(string text) => text.Length == 0 ? null : text;

    /// <summary>Bookings by people who never filled in a form.</summary>
    private static void AddStrangers(long seed, DateOnly day, int dayIndex, List<CallTimeline> calls)
    {
        var dice = new Dice(seed, Stream, day.DayNumber, 500);
        var count = dice.Arrivals(0.35 * Catalogue.WeekdayOf(day));
        for (var i = 0; i < count; i++)
        {
            var first = dice.Pick(Catalogue.FirstNames);
            var last = dice.Pick(Catalogue.LastNames);
            var number = (dayIndex * 10) + i;
            var kind = dice.Weighted<CallKind>([(CallKind.Intro, 75), (CallKind.DesignReview, 12), (CallKind.Fitting, 13)]);
            calls.Add(new CallTimeline
            {
                Key = 90_000_000_000 + number,
                Kind = kind,
                Rep = dice.Weighted(Catalogue.RepShares),
                InviteeName = $"{first} {last}",
                InviteeEmail = $"caller{number:x}@stranger.example",
                Channel = "direct",
                Events = Calls.Chain(dice, kind, California.At(day, new TimeOnly(dice.Between(7, 21), dice.Between(0, 59)))),
            });
        }
    }

    /// <summary>Deals of houses that have been clients for years and are on no lead board.</summary>
    private static void AddRegulars(long seed, DateOnly day, int dayIndex, List<Deal> deals)
    {
        var dice = new Dice(seed, Stream, day.DayNumber, 600);
        if (!California.IsWorkday(day))
        {
            return;
        }

        var count = dice.Arrivals(0.62 * Catalogue.SeasonOf(day));
        for (var i = 0; i < count; i++)
        {
            deals.Add(Deals.OfRegular(dice, dayIndex, i, California.At(day, new TimeOnly(dice.Between(9, 17), dice.Between(0, 59)))));
        }
    }
}
