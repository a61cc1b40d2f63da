namespace Teg.Platform.Sandbox.World;

/// <summary>
/// One day's arrivals with all that follows from them, whenever it happens. A pure function of the seed and the two days:
/// whoever looks at an instant leaves out what happens later.
/// </summary>
internal sealed record BusinessDay(
    DateOnly Day, IReadOnlyList<AdRow> AdRows, IReadOnlyList<Lead> Leads, IReadOnlyList<CallTimeline> Calls, IReadOnlyList<Deal> Deals)
{
    public static BusinessDay Of(long seed, DateOnly start, DateOnly day)
    {
        var rows = Advertising.On(seed, start, day);
        return Journeys.Follow(seed, start, day, rows, Enquiries.On(seed, start, day, rows));
    }
}
