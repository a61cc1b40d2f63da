namespace Teg.Platform.Sandbox.World;

/// <summary>The enquiries of one day: paid ones in step with what their campaign spent, the rest at the pace of their channel.</summary>
internal static class Enquiries
{
    private const int Stream = 2;

    // Fitted so that a year brings about 6 000 leads and the paid ones cost what an agency would call fair.
    private const double SpamShare = 0.18;

    private static readonly (Qualification, double)[] Verdicts =
        [(Qualification.Qualified, 42), (Qualification.Unsure, 24), (Qualification.NotAFit, 21), (Qualification.Unjudged, 13)];

    private static readonly (int, double)[] Hours =
    [
        (0, 2), (1, 1.2), (2, 1), (3, 1), (4, 1), (5, 1.5), (6, 2.5), (7, 4), (8, 5.5), (9, 7), (10, 7.5), (11, 7.5), (12, 6.5), (13, 6.5), (14, 6.5), (15, 6),
        (16, 5.5), (17, 5), (18, 4.5), (19, 4.5), (20, 5), (21, 4.8), (22, 4), (23, 3),
    ];

    public static List<Lead> On(long seed, DateOnly start, DateOnly day, IReadOnlyList<AdRow> rows)
    {
        var leads = new List<Lead>();
        var dayIndex = day.DayNumber - start.DayNumber;
        foreach (var row in rows)
        {
            var dice = new Dice(seed, Stream, day.DayNumber, 100 + row.Campaign.Index);
            for (var left = dice.Arrivals((double)row.Final.Spend / row.Campaign.CostPerLead); left > 0; left--)
            {
                leads.Add(Arrive(seed, day, dayIndex, leads.Count, row.Campaign, free: null));
            }
        }

        for (var i = 0; i < Catalogue.FreeChannels.Count; i++)
        {
            var (channel, perDay) = Catalogue.FreeChannels[i];
            var dice = new Dice(seed, Stream, day.DayNumber, 200 + i);
            for (var left = dice.Arrivals(perDay * Catalogue.SeasonOf(day) * Catalogue.WeekdayOf(day)); left > 0; left--)
            {
                leads.Add(Arrive(seed, day, dayIndex, leads.Count, campaign: null, channel));
            }
        }

        foreach (var original in leads.ToList())
        {
            if (Again(seed, original) is { } again)
            {
                leads.Add(again);
            }
        }

        return leads;
    }

    public static Dice DiceOf(long seed, Lead lead, int stream) => new(seed, stream, lead.ItemId);

    private static Lead Arrive(long seed, DateOnly day, int dayIndex, int ordinal, Campaign? campaign, FreeChannel? free)
    {
        var dice = new Dice(seed, Stream, day.DayNumber, 300, ordinal);
        var receivedAt = California.At(day, new TimeOnly(dice.Weighted(Hours), dice.Between(0, 59), dice.Between(0, 59)));
        var spam = dice.Chance(SpamShare);
        var verdict = spam ? Qualification.Spam : dice.Weighted(Verdicts);
        var first = dice.Pick(Catalogue.FirstNames);
        var last = dice.Pick(Catalogue.LastNames);
        var company = dice.Chance(0.72) ? $"{last} {dice.Pick(Catalogue.CompanyWords)}" : "";
        var email = dice.Chance(0.02) ? null : AddressOf(dice, first, last, company, (dayIndex * 1000) + ordinal);
        var (source, medium, utm, knownCampaign) = MarksOf(dice, campaign, free);

        return new Lead
        {
            ItemId = 5_000_000_000 + (dayIndex * 1000L) + ordinal,
            Board = dice.Chance(0.22) ? LeadBoard.CoutureEnquiries : LeadBoard.NewLeads,
            Name = $"{first} {last}",
            Email = email,
            EmailAsTyped = Handwriting.Email(dice, email),
            Phone = dice.Chance(0.86) ? $"+1{dice.Between(201, 989)}555{dice.Between(1000, 9999)}" : "",
            Company = company,
            Project = dice.Pick<string>(verdict switch
            {
                Qualification.Spam => Catalogue.Spam,
                Qualification.NotAFit => Catalogue.Misfits,
                Qualification.Unsure => Catalogue.Vague,
                _ => Catalogue.Projects,
            }),
            Budget = dice.Chance(0.9) ? dice.Pick(Catalogue.Budgets) : "",
            Styles = dice.Chance(0.85) ? dice.Between(1, 18) : null,
            PiecesPerStyle = dice.Chance(0.8) ? dice.Between(1, 60) * 10 : null,
            Timeline = dice.Chance(0.88) ? dice.Pick(Catalogue.Timelines) : "",
            UtmSource = source,
            UtmMedium = medium,
            UtmCampaign = utm,
            Gclid = campaign?.Channel == "google-ads" && dice.Chance(0.9) ? "Cj0KCQ" + dice.Code(28) : "",
            LandingPage = dice.Chance(0.94) ? "https://tegintl.example/" + dice.Pick<string>(["", "start-a-project", "couture", "production", "bridal", "development"]) : "",
            ReceivedAt = receivedAt,
            Day = day,
            Channel = campaign?.Channel ?? free!.Id,
            Campaign = knownCampaign,
            Verdict = verdict,
            JudgedAt = verdict == Qualification.Unjudged ? DateTimeOffset.MaxValue : receivedAt.AddMinutes(dice.Chance(0.7) ? dice.Between(1, 240) : dice.Between(240, 4300)),
            Statuses = [new StatusChange(receivedAt, "New Lead")],
        };
    }

    /// <summary>The number makes the address one of a kind, so that two strangers are never taken for one person.</summary>
    private static string AddressOf(Dice dice, string first, string last, string company, int number)
    {
        var person = Plain(first);
        var family = Plain(last);
        return company.Length > 0 && dice.Chance(0.55)
            ? $"{person}@{family}{number:x}.example"
            : $"{person}.{family}{number:x}@{dice.Pick<string>(["gmail.example", "icloud.example", "outlook.example", "yahoo.example"])}";
    }

    private static string Plain(string name) =>
        name.ToLowerInvariant().Replace("'", "", StringComparison.Ordinal).Replace('é', 'e').Replace('í', 'i');

    private static (string Source, string Medium, string Utm, string? Campaign) MarksOf(Dice dice, Campaign? campaign, FreeChannel? free)
    {
        if (campaign is null)
        {
            var (source, medium) = dice.Pick(free!.Marks);
            return (Handwriting.Mark(dice, source), Handwriting.Mark(dice, medium), "", null);
        }

        // Some links lost their campaign, some carry one that nobody runs any more.
        var (utm, known) = dice.Between(0, 29) switch
        {
            0 or 1 => ("", null),
            2 => ($"{campaign.Source}-legacy-2023", null),
            _ => (Handwriting.Mark(dice, campaign.Utm), campaign.Utm),
        };
        return (Handwriting.Source(dice, campaign), Handwriting.Medium(dice, campaign), utm, known);
    }

    /// <summary>About one person in twenty writes a second time, often on the other board and from another device.</summary>
    private static Lead? Again(long seed, Lead original)
    {
        var dice = DiceOf(seed, original, 21);
        if (original.Email is null || !dice.Chance(0.05))
        {
            return null;
        }

        var receivedAt = original.ReceivedAt.AddMinutes(dice.Between(70, 20_000));
        return original with
        {
            ItemId = original.ItemId + 500,
            Board = dice.Chance(0.4) ? LeadBoard.CoutureEnquiries : LeadBoard.NewLeads,
            EmailAsTyped = dice.Chance(0.6) ? original.Email.ToUpperInvariant() : " " + original.Email + " ",
            UtmSource = dice.Chance(0.5) ? "" : original.UtmSource,
            UtmMedium = dice.Chance(0.5) ? "" : original.UtmMedium,
            UtmCampaign = "",
            Gclid = "",
            ReceivedAt = receivedAt,
            Day = California.DayOf(receivedAt),
            Verdict = dice.Chance(0.5) ? Qualification.Unjudged : original.Verdict,
            JudgedAt = receivedAt.AddMinutes(dice.Between(10, 600)),
            Statuses = [new StatusChange(receivedAt, "New Lead")],
            IsDuplicate = true,
        };
    }
}
