using Teg.Platform.Sandbox.World;

namespace Teg.Platform.Sandbox.GoogleAds;

/// <summary>
/// What the advertising platform says at a moment about the campaigns that the world knows. It says more as it learns more: conversions arrive
/// days and weeks after the click they count for, clicks that turn out to be invalid are taken back with what they cost, and now and then an
/// older day is credited. The ads board is written by hand from the first figures, so the two are reconciled and not equal.
/// </summary>
internal sealed class AdsAccount
{
    public const string Channel = "google-ads";

    private const int Revisions = 31;
    private const int RemovedStream = 32;
    private const int Clicks = 33;
    private const int Attribution = 34;
    private const double QualifiedValue = 150;

    /// <summary>Enabled are the enquiry that qualified and the signed contract; the longer look back of the removed one means nothing any more.</summary>
    public static readonly IReadOnlyList<AdsConversionAction> Actions =
    [
        new(641_000_001, "Qualified enquiry (offline)", "ENABLED", "QUALIFIED_LEAD", 30),
        new(641_000_002, "Signed contract (offline)", "ENABLED", "CONVERTED_LEAD", 60),
        new(641_000_003, "Old phone calls", "REMOVED", "PHONE_CALL_LEAD", 90),
    ];

    private static readonly IReadOnlyList<Campaign> Known = [.. Catalogue.Campaigns.Where(campaign => campaign.Channel == Channel)];

    /// <summary>It was removed before anybody kept a board. Its days are history that only the platform has.</summary>
    private static readonly AdsCampaign Removed = new(90, "Google | Swimwear Search", "REMOVED", "SEARCH", "google-swimwear-search");

    private readonly WorldFacts facts;
    private readonly DateTimeOffset now;
    private readonly DateOnly today;
    private readonly Dictionary<(string Utm, DateOnly Day), AdRow> rows;
    private readonly Dictionary<(string Utm, DateOnly Day), List<Lead>> leads = [];
    private readonly Dictionary<long, Deal> deals;
    private readonly Dictionary<string, IReadOnlyList<AdsAdGroup>> groups = new(StringComparer.Ordinal);

    public AdsAccount(WorldFacts facts, DateTimeOffset now)
    {
        this.facts = facts;
        this.now = now;
        today = California.DayOf(now);
        rows = facts.AdRows.Where(row => row.Campaign.Channel == Channel && row.CreatedAt <= now).ToDictionary(row => (row.Campaign.Utm, row.Day));
        deals = facts.Deals.Where(deal => deal.IsWonAt(now)).GroupBy(deal => deal.ItemId).ToDictionary(deal => deal.Key, deal => deal.First());
        var dayIndex = today.DayNumber - facts.Start.DayNumber;
        Campaigns = [.. Known.Select(campaign => new AdsCampaign(campaign.Index, campaign.Name, campaign.RunsOn(dayIndex) ? "ENABLED" : "PAUSED", TypeOf(campaign.Name), campaign.Utm)), Removed];
        foreach (var lead in facts.Leads)
        {
            if (lead.Gclid.Length > 0 && !lead.IsDuplicate && lead.ReceivedAt <= now && CampaignOf(lead) is { } utm)
            {
                var key = (utm, lead.Day);
                if (!leads.TryGetValue(key, out var clicked))
                {
                    leads[key] = clicked = [];
                }

                clicked.Add(lead);
            }
        }
    }

    public DateOnly Today => today;

    public IReadOnlyList<AdsCampaign> Campaigns { get; }

    /// <summary>Ad groups of a campaign; Performance Max has none.</summary>
    public IReadOnlyList<AdsAdGroup> GroupsOf(AdsCampaign campaign)
    {
        if (!groups.TryGetValue(campaign.Utm, out var known))
        {
            groups[campaign.Utm] = known = MakeGroups(campaign);
        }

        return known;
    }

    /// <summary>The days from which the account has anything in this range.</summary>
    public IEnumerable<DateOnly> Days(DateOnly from, DateOnly to)
    {
        var first = facts.Start.AddDays(-45);
        for (var day = from > first ? from : first; day <= to && day <= today; day = day.AddDays(1))
        {
            yield return day;
        }
    }

    public IEnumerable<AdsFact> CampaignDays(DateOnly from, DateOnly to) =>
        from day in Days(@from, to) from campaign in Campaigns let sums = SumsOf(campaign, day) where !sums.IsNothing select new AdsFact(campaign, null, null, day, sums);

    public IEnumerable<AdsFact> AdGroupDays(DateOnly from, DateOnly to)
    {
        foreach (var whole in CampaignDays(from, to))
        {
            foreach (var (group, sums) in Split(whole))
            {
                yield return whole with { AdGroup = group, Sums = sums };
            }
        }
    }

    public IEnumerable<AdsFact> KeywordDays(DateOnly from, DateOnly to)
    {
        foreach (var part in AdGroupDays(from, to))
        {
            var keywords = part.AdGroup!.Keywords;
            if (keywords.Count == 0)
            {
                continue;
            }

            var cut = part.Sums.Cut([.. keywords.Select(keyword => keyword.Share)]);
            for (var i = 0; i < keywords.Count; i++)
            {
                var converted = ConversionsOf(part.Campaign!, part.Day, lead => PlaceOf(part.Campaign!, lead.ItemId) is var (group, keyword) && group == part.AdGroup && keyword == keywords[i]);
                yield return part with { Keyword = keywords[i], Sums = cut[i] with { Conversions = converted.Conversions, Value = converted.Value } };
            }
        }
    }

    /// <summary>Every click of a day, first those that became enquiries.</summary>
    public IEnumerable<AdsFact> ClicksOn(DateOnly day)
    {
        foreach (var whole in CampaignDays(day, day))
        {
            var known = leads.GetValueOrDefault((whole.Campaign!.Utm, day), []).Take((int)whole.Sums.Clicks).ToList();
            foreach (var lead in known)
            {
                yield return Click(whole, lead.Gclid, lead.ItemId);
            }

            for (var i = 0; i < whole.Sums.Clicks - known.Count; i++)
            {
                var dice = new Dice(facts.Seed, Clicks, day.DayNumber, whole.Campaign.Index, i);
                yield return Click(whole, "Cj0KCQ" + dice.Code(28), (whole.Campaign.Index * 100_000L) + i);
            }
        }
    }

    private AdsFact Click(AdsFact whole, string gclid, long chance)
    {
        var (group, keyword) = PlaceOf(whole.Campaign!, chance);
        return whole with { AdGroup = group, Keyword = keyword, Gclid = gclid, Sums = AdsSums.None with { Clicks = 1 } };
    }

    /// <summary>What the platform says about a campaign's day now.</summary>
    private AdsSums SumsOf(AdsCampaign campaign, DateOnly day)
    {
        if (campaign == Removed)
        {
            return RemovedOn(day);
        }

        if (!rows.TryGetValue((campaign.Utm, day), out var row))
        {
            return AdsSums.None;
        }

        var (conversions, value) = ConversionsOf(campaign, day, _ => true);
        return Revised(AdsSums.Of(row.TrueAt(now)), campaign, day) with { Conversions = conversions, Value = value };
    }

    private AdsSums Revised(AdsSums right, AdsCampaign campaign, DateOnly day)
    {
        var end = California.StartOf(day.AddDays(1));
        if (now < end || right.Clicks == 0)
        {
            return right;
        }

        var dice = new Dice(facts.Seed, Revisions, day.DayNumber, campaign.Index);
        var each = right.Cents / right.Clicks;

        // Clicks that are found invalid within three days: until then they are counted and paid.
        var (isInflated, invalid, settledAt) = (dice.Chance(0.5), 1 + (long)(right.Clicks * dice.Between(0.0, 0.05)), end.AddHours(dice.Between(20, 70)));
        if (isInflated && now < settledAt)
        {
            right = right with { Clicks = right.Clicks + invalid, Cents = right.Cents + (invalid * each), Impressions = right.Impressions + invalid };
        }

        // A credit weeks later, which nobody enters on the board.
        var (isCredited, credit, creditedAt) = (dice.Chance(0.03), dice.Between(0.02, 0.12), end.AddDays(dice.Between(4, 28)));
        return isCredited && now >= creditedAt ? right with { Cents = right.Cents - (long)(right.Cents * credit) } : right;
    }

    private AdsSums RemovedOn(DateOnly day)
    {
        if (day < facts.Start.AddDays(-45) || day >= facts.Start.AddDays(45))
        {
            return AdsSums.None;
        }

        var dice = new Dice(facts.Seed, RemovedStream, day.DayNumber);
        var cents = (long)(4_000 * dice.Around(0.4));
        var clicks = cents / 310;
        return new AdsSums(cents, clicks, clicks * 19, 0, 0);
    }

    /// <summary>Counted on the day of the click, as soon as the house has said so, if it said so within the action's look back.</summary>
    private (double Conversions, double Value) ConversionsOf(AdsCampaign campaign, DateOnly day, Func<Lead, bool> belongs)
    {
        var (count, value) = (0.0, 0.0);
        foreach (var lead in leads.GetValueOrDefault((campaign.Utm, day), []).Where(belongs))
        {
            if (lead.Verdict == Qualification.Qualified && lead.JudgedAt <= now && lead.JudgedAt < lead.ReceivedAt.AddDays(Actions[0].LookbackDays))
            {
                (count, value) = (count + 1, value + QualifiedValue);
            }

            if (deals.TryGetValue(lead.ItemId + 2_000_000_000, out var deal) && deal.ClosedAt < lead.ReceivedAt.AddDays(Actions[1].LookbackDays))
            {
                (count, value) = (count + 1, value + (double)deal.Amount);
            }
        }

        return (count, value);
    }

    private IEnumerable<(AdsAdGroup Group, AdsSums Sums)> Split(AdsFact whole)
    {
        var parts = GroupsOf(whole.Campaign!);
        var cut = parts.Count == 0 ? [] : whole.Sums.Cut([.. parts.Select(group => group.Share)]);
        for (var i = 0; i < parts.Count; i++)
        {
            var group = parts[i];
            var (conversions, value) = ConversionsOf(whole.Campaign!, whole.Day, lead => PlaceOf(whole.Campaign!, lead.ItemId).Group == group);
            yield return (group, cut[i] with { Conversions = conversions, Value = value });
        }
    }

    /// <summary>Which ad group and keyword a click came through.</summary>
    private (AdsAdGroup? Group, AdsKeyword? Keyword) PlaceOf(AdsCampaign campaign, long chance)
    {
        var parts = GroupsOf(campaign);
        if (parts.Count == 0)
        {
            return (null, null);
        }

        var dice = new Dice(facts.Seed, Attribution, chance);
        var group = dice.Weighted([.. parts.Select(part => (part, part.Share))]);
        return (group, group.Keywords.Count == 0 ? null : dice.Weighted([.. group.Keywords.Select(keyword => (keyword, keyword.Share))]));
    }

    /// <summary>The platform knows the click although the link lost its campaign; which one it was, only it can say.</summary>
    private string? CampaignOf(Lead lead)
    {
        if (lead.Campaign is { } utm)
        {
            return Known.Any(campaign => campaign.Utm == utm) ? utm : null;
        }

        var running = Known.Where(campaign => rows.TryGetValue((campaign.Utm, lead.Day), out var row) && row.Final.Clicks > 5).ToList();
        return running.Count == 0 ? null : running[(int)(new Dice(facts.Seed, Attribution, lead.ItemId, 1).Unit() * running.Count)].Utm;
    }

    private static string TypeOf(string name) => name switch
    {
        _ when name.EndsWith("Performance Max", StringComparison.Ordinal) => "PERFORMANCE_MAX",
        _ when name.EndsWith("Display Remarketing", StringComparison.Ordinal) => "DISPLAY",
        _ when name.EndsWith("YouTube Atelier Tour", StringComparison.Ordinal) => "VIDEO",
        _ => "SEARCH",
    };

    private static AdsAdGroup[] MakeGroups(AdsCampaign campaign)
    {
        var dice = new Dice(RemovedStream, campaign.Index);
        var subject = campaign.Name.Split('|')[^1].Replace("Search", "", StringComparison.Ordinal).Trim().ToLowerInvariant();
        var share = dice.Between(0.52, 0.71);
        return campaign.ChannelType switch
        {
            "PERFORMANCE_MAX" => [],
            "DISPLAY" or "VIDEO" => [new(campaign, 1, "All visitors", 1, [])],
            _ =>
            [
                new(campaign, 1, "Core", share, [new((campaign.Index * 10) + 1, subject, "EXACT", 0.61), new((campaign.Index * 10) + 2, subject + " company", "PHRASE", 0.39)]),
                new(campaign, 2, "Los Angeles", 1 - share, [new((campaign.Index * 10) + 3, subject + " los angeles", "EXACT", 0.55), new((campaign.Index * 10) + 4, "best " + subject, "BROAD", 0.45)]),
            ],
        };
    }
}
