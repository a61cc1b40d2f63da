namespace Teg.Platform.Sandbox.World;

/// <summary>What the campaigns of one day cost and brought.</summary>
internal static class Advertising
{
    private const int Stream = 1;

    public static List<AdRow> On(long seed, DateOnly start, DateOnly day)
    {
        var dayIndex = day.DayNumber - start.DayNumber;
        var running = Catalogue.Campaigns.Where(campaign => campaign.RunsOn(dayIndex)).ToList();
        var firstTurn = (int)(new Dice(seed, Stream, day.DayNumber).Next() % (ulong)running.Count);

        var (begins, ends) = (California.StartOf(day), California.StartOf(day.AddDays(1)));
        var rows = new List<AdRow>(running.Count);
        for (var i = 0; i < running.Count; i++)
        {
            rows.Add(Row(seed, running[i], (day, begins, ends), dayIndex, turn: (i + firstTurn) % running.Count, turns: running.Count));
        }

        return rows;
    }

    public static long ItemIdOf(int dayIndex, int campaign) => 3_000_000_000 + (dayIndex * 100L) + campaign;

    /// <summary>A day's final figures, before anybody writes them down.</summary>
    private static AdRow Row(long seed, Campaign campaign, (DateOnly Day, DateTimeOffset Begins, DateTimeOffset Ends) when, int dayIndex, int turn, int turns)
    {
        var day = when.Day;
        var dice = new Dice(seed, Stream, day.DayNumber, campaign.Index);
        var paused = dice.Chance(0.006);
        var spend = paused ? 0m : decimal.Round((decimal)(campaign.DailySpend * Catalogue.SeasonOf(day) * Catalogue.WeekdayOf(day) * dice.Around(0.35)), 2);
        var clicks = (int)((double)spend / campaign.CostPerClick * dice.Around(0.2));
        var impressions = (int)(clicks / campaign.ClickRate * dice.Around(0.2));

        // About one row in fifty is entered twice; of these every fourth because the platform corrected itself.
        var copied = dice.Chance(0.02);
        var corrected = copied && !paused && dice.Chance(0.25);

        return new AdRow(campaign, day, when.Begins, when.Ends, ItemIdOf(dayIndex, campaign.Index), new AdFigures(spend, clicks, impressions), turn, turns)
        {
            Style = Handwriting.Style(dice),
            CopiedAt = copied ? when.Ends.AddMinutes(dice.Between(480, 1900)) : null,
            FirstReported = corrected ? new AdFigures(decimal.Round(spend * 0.97m, 2), (int)(clicks * 0.98), impressions) : null,
        };
    }
}
