using System.Globalization;

namespace Teg.Platform.Sandbox.World;

/// <summary>The right answers, added up from what the world knows, never from what stands on a board.</summary>
internal static class Truth
{
    /// <summary>Figures of the inclusive days <paramref name="from"/> to <paramref name="to"/> as they stand at <paramref name="now"/>.</summary>
    public static TruthAnswer Of(WorldFacts facts, DateTimeOffset now, DateOnly from, DateOnly to)
    {
        var sheet = new Sheet(from, to);
        foreach (var row in facts.AdRows)
        {
            if (row.Day >= from && row.Day <= to && row.CreatedAt <= now)
            {
                var figures = row.TrueAt(now);
                sheet.Add(row.Day, new(row.Campaign.Channel, row.Campaign.Utm), tally => tally.Add(figures));
            }
        }

        foreach (var lead in facts.Leads)
        {
            if (!lead.IsDuplicate && lead.ReceivedAt <= now && lead.Day >= from && lead.Day <= to)
            {
                int? owner = lead.OwnedAt <= now ? lead.Owner : null;
                sheet.Add(lead.Day, new(lead.Channel, lead.Campaign, owner), tally => tally.Add(lead, lead.QualificationAt(now)));
            }
        }

        foreach (var timeline in facts.Calls)
        {
            if (timeline.Kind != CallKind.Fitting && timeline.LastAt(now) is { } call && California.DayOf(call.Start) is var day && day >= from && day <= to)
            {
                sheet.Add(day, new(timeline.Channel, timeline.Campaign, timeline.Rep), tally => tally.Add(timeline.Kind, call.IsCanceledAt(now)));
            }
        }

        foreach (var deal in facts.Deals)
        {
            if (deal.IsWonAt(now) && deal.CloseDay >= from && deal.CloseDay <= to)
            {
                sheet.Add(deal.CloseDay.Value, new(deal.Channel, deal.Campaign, deal.Rep, deal.Category), tally => tally.Add(deal));
            }
        }

        return sheet.Answer(now, facts.Seed) with
        {
            Outcomes = Outcomes.Of(facts, now, from, to),
            NewLeads = TruthOfNewLeads.Of(facts, now, from, to),
            Calls = TruthOfCalls.Of(facts, now, from, to),
            GoogleAds = TruthOfGoogleAds.Of(facts, now, from, to),
        };
    }

    private sealed record Marks(string Channel, string? Campaign = null, int? Rep = null, string? Category = null);

    private sealed class Sheet(DateOnly from, DateOnly to)
    {
        private readonly Tally total = new();
        private readonly Dictionary<int, Tally> months = Months(from, to);
        private readonly Dictionary<(int Month, string Channel), Tally> channels = [];
        private readonly Dictionary<(int Month, string Campaign), Tally> campaigns = [];
        private readonly Dictionary<(int Month, string Rep), Tally> reps = [];
        private readonly Dictionary<(int Month, string Category), Tally> categories = [];
        private readonly Dictionary<(int Month, string Rep, string Category, string Channel), Tally> sales = [];

        public void Add(DateOnly day, Marks marks, Action<Tally> add)
        {
            var month = (day.Year * 100) + day.Month;
            add(total);
            add(months[month]);
            add(In(channels, (month, marks.Channel)));
            if (marks.Campaign is not null)
            {
                add(In(campaigns, (month, marks.Campaign)));
            }

            if (marks.Rep is not { } index)
            {
                return;
            }

            var rep = Catalogue.Reps[index].Name;
            add(In(reps, (month, rep)));
            if (marks.Category is not null)
            {
                add(In(categories, (month, marks.Category)));
                add(In(sales, (month, rep, marks.Category, marks.Channel)));
            }
        }

        public TruthAnswer Answer(DateTimeOffset now, long seed) => new(
            now, seed, California.Zone, "USD", from, to, total.Fill(new TruthRow()),
            Sorted(months.Select(pair => pair.Value.Fill(new TruthRow { Month = Name(pair.Key) }))),
            Sorted(channels.Select(pair => pair.Value.Fill(new TruthRow { Month = Name(pair.Key.Month), Channel = pair.Key.Channel }))),
            Sorted(campaigns.Select(pair => pair.Value.Fill(new TruthRow
            {
                Month = Name(pair.Key.Month),
                Campaign = pair.Key.Campaign,
                Channel = Catalogue.CampaignWith(pair.Key.Campaign)?.Channel,
            }))),
            Sorted(reps.Select(pair => pair.Value.Fill(new TruthRow { Month = Name(pair.Key.Month), Rep = pair.Key.Rep }))),
            Sorted(categories.Select(pair => pair.Value.Fill(new TruthRow { Month = Name(pair.Key.Month), Category = pair.Key.Category }))),
            Sorted(sales.Select(pair => pair.Value.Fill(new TruthRow
            {
                Month = Name(pair.Key.Month),
                Rep = pair.Key.Rep,
                Category = pair.Key.Category,
                Channel = pair.Key.Channel,
            }))));

        private static Tally In<TKey>(Dictionary<TKey, Tally> rows, TKey key)
            where TKey : notnull
        {
            if (!rows.TryGetValue(key, out var tally))
            {
                rows[key] = tally = new Tally();
            }

            return tally;
        }

        private static Dictionary<int, Tally> Months(DateOnly from, DateOnly to)
        {
            var all = new Dictionary<int, Tally>();
            for (var day = new DateOnly(from.Year, from.Month, 1); day <= to; day = day.AddMonths(1))
            {
                all[(day.Year * 100) + day.Month] = new Tally();
            }

            return all;
        }

        private static string Name(int month) => string.Create(CultureInfo.InvariantCulture, $"{month / 100:D4}-{month % 100:D2}");

        /// <summary>By month, then by whatever else the row carries.</summary>
        private static IReadOnlyList<TruthRow> Sorted(IEnumerable<TruthRow> rows) =>
        [
            .. rows.OrderBy(row => row.Month, StringComparer.Ordinal).ThenBy(row => row.Rep, StringComparer.Ordinal).ThenBy(row => row.Category, StringComparer.Ordinal)
                .ThenBy(row => row.Channel, StringComparer.Ordinal).ThenBy(row => row.Campaign, StringComparer.Ordinal),
        ];
    }

    private sealed class Tally
    {
        private AdFigures ads = AdFigures.None;
        private int leads;
        private int paidLeads;
        private int qualified;
        private int spam;
        private int calls;
        private int canceledCalls;
        private int designReviews;
        private int deals;
        private decimal revenue;
        private decimal attributedRevenue;

        public void Add(AdFigures figures) => ads += figures;

        public void Add(Lead lead, Qualification qualification)
        {
            if (qualification == Qualification.Spam)
            {
                spam++;
                return;
            }

            leads++;
            paidLeads += lead.Campaign is null ? 0 : 1;
            qualified += qualification == Qualification.Qualified ? 1 : 0;
        }

        public void Add(CallKind kind, bool canceled)
        {
            if (kind == CallKind.DesignReview)
            {
                designReviews += canceled ? 0 : 1;
            }
            else if (canceled)
            {
                canceledCalls++;
            }
            else
            {
                calls++;
            }
        }

        public void Add(Deal deal)
        {
            deals++;
            revenue += deal.Amount;
            attributedRevenue += deal.Campaign is null ? 0 : deal.Amount;
        }

        public TruthRow Fill(TruthRow row) => row with
        {
            Spend = ads.Spend,
            Impressions = ads.Impressions,
            Clicks = ads.Clicks,
            Leads = leads,
            Qualified = qualified,
            Spam = spam,
            Calls = calls,
            CanceledCalls = canceledCalls,
            DesignReviews = designReviews,
            Deals = deals,
            Revenue = revenue,
            AttributedRevenue = attributedRevenue,
            Roas = Ratio(attributedRevenue, ads.Spend),
            Conversion = Ratio(deals, leads),
            CostPerLead = Ratio(ads.Spend, paidLeads),
        };

        private static decimal? Ratio(decimal part, decimal whole) => whole == 0 ? null : decimal.Round(part / whole, 4, MidpointRounding.AwayFromZero);
    }
}

/// <summary>The answer of <c>GET /truth</c>. Days are California days; money is US dollars.</summary>
internal sealed record TruthAnswer(
    DateTimeOffset AsOf, long Seed, string TimeZone, string Currency, DateOnly From, DateOnly To, TruthRow Totals, IReadOnlyList<TruthRow> Months,
    IReadOnlyList<TruthRow> Channels, IReadOnlyList<TruthRow> Campaigns, IReadOnlyList<TruthRow> Reps, IReadOnlyList<TruthRow> Categories,
    IReadOnlyList<TruthRow> Sales)
{
    /// <summary>How the enquiries of the days come out, by form answer.</summary>
    public OutcomesAnswer? Outcomes { get; init; }

    /// <summary>Who wrote in these days and what became of them.</summary>
    public NewLeadsAnswer? NewLeads { get; init; }

    /// <summary>Calls by day and everything they can be filtered by.</summary>
    public CallsTruth? Calls { get; init; }

    /// <summary>What Google Ads says of its campaigns by now; the board may say something else.</summary>
    public IReadOnlyList<GoogleAdsTruth>? GoogleAds { get; init; }
}

/// <summary>One row of right answers: whichever marks it carries, then the measures. Ratios have four digits, null without a denominator.</summary>
internal sealed record TruthRow
{
    public string? Month { get; init; }

    public string? Channel { get; init; }

    public string? Campaign { get; init; }

    public string? Rep { get; init; }

    public string? Category { get; init; }

    public decimal Spend { get; init; }

    public long Impressions { get; init; }

    public long Clicks { get; init; }

    public int Leads { get; init; }

    public int Qualified { get; init; }

    public int Spam { get; init; }

    public int Calls { get; init; }

    public int CanceledCalls { get; init; }

    public int DesignReviews { get; init; }

    public int Deals { get; init; }

    public decimal Revenue { get; init; }

    public decimal AttributedRevenue { get; init; }

    public decimal? Roas { get; init; }

    public decimal? Conversion { get; init; }

    public decimal? CostPerLead { get; init; }
}
