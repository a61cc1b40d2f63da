namespace Teg.Platform.Analytics.Standing;

/// <summary>A page that is made of what sources bring.</summary>
public enum FigurePage
{
    Advertising,
    Sales,
    NewLeads,
    Calls,
}

/// <summary>Why nothing is stored for a page.</summary>
public enum StandingCause
{
    NoSource,
    SwitchedOff,
    BeingRead,
    RunFailed,
    NeverRan,
    BoardLeftOut,
    NothingThere,
}

/// <summary>What stands between a page and its figures, and the way out.</summary>
/// <param name="Source">The source to run, where running it is the way out; null elsewhere.</param>
public sealed record PageStanding(StandingCause Cause, string Reason, string WayOut, Guid? Source)
{
    /// <summary>The first thing to be put right. A source that is well hides none that is not: its part of the page is there.</summary>
    /// <param name="mayKnow">Runs and boards speak of everybody's rows: an agent learns that, not why.</param>
    internal static PageStanding Of(FigurePage page, IReadOnlyList<SourceStanding> all, bool mayKnow)
    {
        var sources = all.Where(source => KindsOf(page).Contains(source.Kind, StringComparer.Ordinal)).ToList();
        if (sources.Count == 0)
        {
            return new(StandingCause.NoSource, $"No source brings {WordsOf(page)} yet.", $"An Admin connects {VendorsOf(page)} under Settings, Credentials.", null);
        }

        if (sources.Find(source => source.Enabled) is null)
        {
            return new(StandingCause.SwitchedOff, $"{sources[0].Name} is switched off.", "Switch it on, then run the sync.", null);
        }

        sources.RemoveAll(source => !source.Enabled);
        if (sources.Find(source => source.LastPublishedAt is null && source.IsActive) is { } active)
        {
            return new(StandingCause.BeingRead, $"{active.Name} is being read for the first time.", "The figures appear as soon as this run is published.", null);
        }

        if (sources.Find(source => source.Status == "failed") is { } failed)
        {
            return new(
                StandingCause.RunFailed, mayKnow ? $"The last run of {failed.Name} failed: {failed.Reason}" : $"The last run of {failed.Name} failed.",
                mayKnow ? $"{failed.WayOut} Then run the sync again." : "A Manager puts it right and runs the sync again.", failed.Id);
        }

        if (sources.Find(source => source.LastPublishedAt is null && source.LeftOutBoard is null) is { } unread)
        {
            return new(StandingCause.NeverRan, $"{unread.Name} has not been read yet.", "Run the sync; the figures appear as soon as it is published.", unread.Id);
        }

        // Of a board that matches no mapping any more it is not known which page it was for.
        if (sources.Find(source => source.LeftOutBoard is not null && (source.LeftOutKind is null || source.LeftOutKind == BoardOf(page))) is { } drifted)
        {
            return new(
                StandingCause.BoardLeftOut, mayKnow ? $"The board “{drifted.LeftOutBoard}” is left out: {drifted.Explanation}" : $"A board of {drifted.Name} is left out.",
                mayKnow ? "Decide on the proposal on the Data page, or put the board right; the next run brings it." : "A Manager decides on it on the Data page.", null);
        }

        return new(
            StandingCause.NothingThere, $"{sources[0].Name} was read and holds nothing that this page shows.",
            "See on the Data page what its last run brought. When the source has been filled since, run the sync.", sources[0].Id);
    }

    private static string[] KindsOf(FigurePage page) => page switch
    {
        FigurePage.Advertising => ["monday", "google-ads"],
        FigurePage.Calls => ["calendly"],
        _ => ["monday"],
    };

    private static string? BoardOf(FigurePage page) => page switch
    {
        FigurePage.Advertising => "ads",
        FigurePage.Sales => "sales",
        FigurePage.NewLeads => "leads",
        _ => null,
    };

    private static string VendorsOf(FigurePage page) => page switch
    {
        FigurePage.Advertising => "Monday.com or Google Ads",
        FigurePage.Calls => "Calendly",
        _ => "Monday.com",
    };

    private static string WordsOf(FigurePage page) => page switch
    {
        FigurePage.Advertising => "advertising",
        FigurePage.Sales => "sales",
        FigurePage.NewLeads => "leads",
        _ => "calls",
    };
}

/// <summary>How far a source has come; a row for each kind of board it leaves out.</summary>
/// <param name="Status">Of the last run that no webhook asked for; null before the first.</param>
/// <param name="LeftOutKind">ads, leads or sales; null where the mapping no longer knows the board.</param>
internal sealed record SourceStanding(
    Guid Id, string Kind, string Name, bool Enabled, string? Status, string? Reason, string? WayOut, DateTimeOffset? LastPublishedAt,
    string? LeftOutKind, string? LeftOutBoard, string? Explanation)
{
    public bool IsActive => Status is "queued" or "running" or "publishing";

    public const string Sql =
        """
        select id, kind, name, enabled, status, reason, way_out, last_published_at, left_out_kind, left_out_board, explanation
        from sync.standing()
        """;
}
