namespace Teg.Platform.Sandbox.World;

/// <summary>How a hurried person writes an amount.</summary>
internal enum AmountStyle
{
    Plain,
    Dollar,
    Suffixed,
    Grouped,
}

/// <summary>
/// A campaign's day on the ads board. While the day lasts the row grows: the campaigns of a day take turns by the minute, so each minute
/// one row changes. After midnight it holds the day's final figures.
/// </summary>
internal sealed class AdRow(Campaign campaign, DateOnly day, DateTimeOffset start, DateTimeOffset end, long itemId, AdFigures final, int turn, int turns)
{
    public Campaign Campaign => campaign;

    public DateOnly Day => day;

    public long ItemId => itemId;

    public AdFigures Final => final;

    public AmountStyle Style { get; init; }

    /// <summary>What the platform reported first, when it corrected itself in a second row a day later.</summary>
    public AdFigures? FirstReported { get; init; }

    /// <summary>When the same row was entered a second time (exactly, or corrected), or null.</summary>
    public DateTimeOffset? CopiedAt { get; init; }

    /// <summary>Figures that the control plane added, each at its moment.</summary>
    public IReadOnlyList<(DateTimeOffset At, AdFigures Figures)> Added { get; init; } = [];

    public long CopyItemId => itemId + 50;

    public DateTimeOffset CreatedAt => turns == 0 ? Added[0].At : start.AddMinutes(turn);

    private DateTimeOffset ClosedAt => end.AddSeconds(turn);

    /// <summary>A row that exists only because the control plane spent something on a campaign that did not run.</summary>
    public static AdRow Unplanned(Campaign campaign, DateOnly day, long itemId, IReadOnlyList<(DateTimeOffset At, AdFigures Figures)> added) =>
        new(campaign, day, California.StartOf(day), California.StartOf(day.AddDays(1)), itemId, AdFigures.None, 0, 0) { Added = added };

    public AdRow With(IReadOnlyList<(DateTimeOffset At, AdFigures Figures)> added) =>
        new(campaign, day, start, end, itemId, final, turn, turns) { Style = Style, FirstReported = FirstReported, CopiedAt = CopiedAt, Added = added };

    /// <summary>What stands in the row itself at this moment.</summary>
    public AdFigures At(DateTimeOffset now)
    {
        var figures = turns == 0 ? AdFigures.None : now >= ClosedAt ? FirstReported ?? final : SoFar(now);
        foreach (var (at, more) in Added)
        {
            if (at <= now)
            {
                figures += more;
            }
        }

        return figures;
    }

    /// <summary>The right figures at this moment: those of the copy once it corrected the row.</summary>
    public AdFigures TrueAt(DateTimeOffset now)
    {
        if (FirstReported is null || CopiedAt is null || now < CopiedAt)
        {
            return At(now);
        }

        return CopyAt(now);
    }

    /// <summary>What stands in the second row: the final figures, and whatever was added since.</summary>
    public AdFigures CopyAt(DateTimeOffset now)
    {
        var figures = final;
        foreach (var (at, more) in Added)
        {
            if (at <= now)
            {
                figures += more;
            }
        }

        return figures;
    }

    public DateTimeOffset CopyUpdatedAt(DateTimeOffset now)
    {
        var row = UpdatedAt(now);
        return row > CopiedAt ? row : CopiedAt!.Value;
    }

    public DateTimeOffset UpdatedAt(DateTimeOffset now)
    {
        var updated = turns == 0 ? CreatedAt : now >= ClosedAt ? ClosedAt : start.AddMinutes(TurnBefore(now));
        foreach (var (at, _) in Added)
        {
            if (at <= now && at > updated)
            {
                updated = at;
            }
        }

        return updated;
    }

    /// <summary>The moments in (from, to] at which the row changed after it was created.</summary>
    public IEnumerable<DateTimeOffset> ChangesBetween(DateTimeOffset from, DateTimeOffset to)
    {
        if (turns > 0 && to > start && from < end)
        {
            var first = from <= CreatedAt ? turn + turns : TurnBefore(from) + turns;
            for (var at = start.AddMinutes(first); at <= to && at < end; at = at.AddMinutes(turns))
            {
                yield return at;
            }
        }

        if (turns > 0 && ClosedAt > from && ClosedAt <= to)
        {
            yield return ClosedAt;
        }

        foreach (var (at, _) in Added)
        {
            if (at > from && at <= to && at > CreatedAt)
            {
                yield return at;
            }
        }
    }

    private int TurnBefore(DateTimeOffset now)
    {
        var instant = now < end ? now : end.AddTicks(-1);
        var minute = (int)(instant - start).TotalMinutes;
        return minute - ((minute - turn) % turns);
    }

    private AdFigures SoFar(DateTimeOffset now)
    {
        if (now < CreatedAt)
        {
            return AdFigures.None;
        }

        // Traffic is slow at night and in full swing by noon: a smooth step over the day.
        var passed = TurnBefore(now) / (end - start).TotalMinutes;
        var share = passed * passed * (3 - (2 * passed));
        return new AdFigures(
            decimal.Round(final.Spend * (decimal)share, 2), (int)(final.Clicks * share), (int)(final.Impressions * share));
    }
}
