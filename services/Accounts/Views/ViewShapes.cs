using System.ComponentModel.DataAnnotations;

namespace Teg.Platform.Accounts.Views;

/// <summary>A page whose filters stand in its address. Its path is the site's to know, so that no row can lead elsewhere.</summary>
public enum ViewPage
{
    Advertising,
    Sales,
    NewLeads,
    IntroCalls,
    DesignReviews,
    RepCalls,
    Enquiries,
    Outcomes,
    Documents,
    Audit,
}

/// <param name="Period">this-month, last-month, 30-days, 90-days, ytd, 12-months, this-week or today: it moves with the calendar. Null where the search says days, or none.</param>
/// <param name="Search">What stands behind the question mark of the page's address, without the period.</param>
/// <param name="Shared">Everybody in the organisation who may open the page sees it.</param>
public sealed record SaveView(
    [property: Required, MaxLength(80), RegularExpression(@"\P{Cc}*\S\P{Cc}*")] string Name, ViewPage Page,
    [property: AllowedValues(null, "this-month", "last-month", "30-days", "90-days", "ytd", "12-months", "this-week", "today")] string? Period,
    [property: Required(AllowEmptyStrings = true), MaxLength(2000), RegularExpression(@"[A-Za-z0-9._~!$&'()*+,;=:@/?%-]*")] string Search, bool Shared);

/// <summary>What is left out stays.</summary>
public sealed record ChangeView([property: MaxLength(80), RegularExpression(@"\P{Cc}*\S\P{Cc}*")] string? Name, bool? Shared);

/// <param name="Mine">The caller keeps it, and may rename, share and delete it.</param>
/// <param name="Owner">Who keeps it; null when they have left.</param>
public sealed record SavedView(Guid Id, string Name, ViewPage Page, string? Period, string Search, bool Shared, bool Mine, string? Owner);

/// <param name="Next">Pass it as "after" for the next page; null on the last one.</param>
public sealed record ViewList(IReadOnlyList<SavedView> Items, Guid? Next);
