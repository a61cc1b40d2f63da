namespace Teg.Platform.Sandbox.World;

/// <summary>
/// The business from a year before the anchor day to now, and on. Days are generated when they are first asked for and kept;
/// what the control plane and the vendors' own users add lies beside them.
/// </summary>
internal sealed class World(long seed, DateOnly anchor)
{
    private readonly Lock gate = new();
    private readonly List<BusinessDay> days = [];
    private readonly List<Lead> addedLeads = [];
    private readonly List<Deal> addedDeals = [];
    private readonly List<CallTimeline> addedCalls = [];
    private readonly Dictionary<long, CallTimeline> changedCalls = [];
    private readonly Dictionary<(int Campaign, DateOnly Day), List<(DateTimeOffset At, AdFigures Figures)>> addedSpend = [];
    private WorldFacts? facts;
    private int version;

    public long Seed => seed;

    public DateOnly Anchor => anchor;

    /// <summary>The first day of the year of business that ends on the anchor day.</summary>
    public DateOnly Start { get; } = anchor.AddYears(-1).AddDays(1);

    /// <summary>The same world without anything that was done to it. What was generated is kept: it would only come out the same.</summary>
    public World Pristine()
    {
        lock (gate)
        {
            var pristine = new World(seed, anchor);
            pristine.days.AddRange(days);
            return pristine;
        }
    }

    public WorldFacts At(DateTimeOffset now)
    {
        var today = California.DayOf(now);
        lock (gate)
        {
            if (facts is null || facts.Through < today)
            {
                for (var day = Start.AddDays(days.Count); day <= today; day = day.AddDays(1))
                {
                    days.Add(BusinessDay.Of(seed, Start, day));
                }

                Compose();
            }

            return facts!;
        }
    }

    public void Add(Lead lead) => Change(() => addedLeads.Add(lead));

    public void Add(Deal deal) => Change(() => addedDeals.Add(deal));

    public void Add(CallTimeline timeline) => Change(() => addedCalls.Add(timeline));

    public void Replace(CallTimeline timeline) => Change(() => changedCalls[timeline.Key] = timeline);

    public void AddSpend(Campaign campaign, DateOnly day, DateTimeOffset at, AdFigures figures) => Change(() =>
    {
        if (!addedSpend.TryGetValue((campaign.Index, day), out var added))
        {
            addedSpend[(campaign.Index, day)] = added = [];
        }

        added.Add((at, figures));
    });

    private void Change(Action change)
    {
        lock (gate)
        {
            change();
            if (facts is not null)
            {
                Compose();
            }
        }
    }

    private void Compose()
    {
        var rows = days.SelectMany(day => day.AdRows).Select(WithAddedSpend).ToList();
        foreach (var ((campaign, day), added) in addedSpend)
        {
            var dayIndex = day.DayNumber - Start.DayNumber;
            if (!Catalogue.Campaigns[campaign].RunsOn(dayIndex) || day < Start)
            {
                rows.Add(AdRow.Unplanned(Catalogue.Campaigns[campaign], day, Advertising.ItemIdOf(dayIndex, campaign), [.. added]));
            }
        }

        facts = new WorldFacts(
            ++version, seed, Start, Start.AddDays(days.Count - 1), rows,
            [.. days.SelectMany(day => day.Leads), .. addedLeads],
            [.. days.SelectMany(day => day.Calls).Concat(addedCalls).Select(call => changedCalls.GetValueOrDefault(call.Key, call))],
            [.. days.SelectMany(day => day.Deals), .. addedDeals]);
    }

    private AdRow WithAddedSpend(AdRow row) =>
        addedSpend.TryGetValue((row.Campaign.Index, row.Day), out var added) ? row.With([.. added]) : row;
}
