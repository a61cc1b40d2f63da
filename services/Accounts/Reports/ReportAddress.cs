using System.Text.RegularExpressions;

namespace Teg.Platform.Accounts.Reports;

public enum ReportKind
{
    LookerStudio,
    GoogleSheet,
}

/// <summary>Where an embedded report lives. It is put together anew from the parts that are known, so nothing of what was typed reaches a frame unread.</summary>
/// <param name="Embed">What the frame loads.</param>
/// <param name="Open">The same report in a tab of its own.</param>
internal sealed partial record ReportAddress(ReportKind Kind, string Embed, string Open)
{
    // The Gateway's content security policy allows frames of these two and nothing else.
    public const string LookerStudio = "lookerstudio.google.com";

    public const string GoogleDocs = "docs.google.com";

    /// <summary>The address in its embed form, or why it is refused.</summary>
    public static (ReportAddress? Address, string? Refusal) Of(string typed)
    {
        typed = typed.Trim();
        if (!Uri.TryCreate(typed, UriKind.Absolute, out var address) || typed.Any(char.IsControl))
        {
            return (null, "it is no web address. Copy the whole of it from the address bar");
        }

        if (address is not { Scheme: "https", IsDefaultPort: true, UserInfo: "" })
        {
            return (null, "only plain https addresses are embedded");
        }

        return address.Host switch
        {
            LookerStudio => OfLookerStudio(address),
            GoogleDocs => OfSheet(address),
            _ => (null, $"only reports of {LookerStudio} and spreadsheets of {GoogleDocs} are embedded, not {address.IdnHost}"),
        };
    }

    /// <summary>The same address, read back.</summary>
    public static ReportAddress Stored(string embed) => Of(embed).Address ?? throw new InvalidOperationException("A stored report has an address that is not embedded.");

    // /embed/reporting/{report}/page/{page}, /reporting/{report}, /u/0/reporting/{report}/page/{page}/edit
    private static (ReportAddress?, string?) OfLookerStudio(Uri address)
    {
        if (LookerStudioPath().Match(address.AbsolutePath) is not { Success: true } path)
        {
            return (null, address.AbsolutePath.StartsWith("/s/", StringComparison.Ordinal)
                ? "it is a short link. Open it, and copy the address of the report itself"
                : "it is no report. Open the report, choose Share and Embed report, and copy the address from there");
        }

        var report = $"reporting/{path.Groups["report"].Value}{(path.Groups["page"] is { Success: true } page ? $"/page/{page.Value}" : "")}";
        return (new ReportAddress(ReportKind.LookerStudio, $"https://{LookerStudio}/embed/{report}", $"https://{LookerStudio}/{report}"), null);
    }

    // /spreadsheets/d/{id}/edit?gid=0#gid=0, or published to the web: /spreadsheets/d/e/{id}/pubhtml?gid=0&single=true
    private static (ReportAddress?, string?) OfSheet(Uri address)
    {
        if (SheetPath().Match(address.AbsolutePath) is not { Success: true } path)
        {
            return (null, "it is no spreadsheet. Open the spreadsheet in Google Sheets and copy its address");
        }

        var id = path.Groups["id"].Value;
        var sheet = SheetNumber().Match($"{address.Query}&{address.Fragment}") is { Success: true } gid ? gid.Groups["gid"].Value : null;
        if (path.Groups["published"].Success)
        {
            var published = $"https://{GoogleDocs}/spreadsheets/d/e/{id}/pubhtml";
            var one = sheet is null ? "" : $"gid={sheet}&single=true";
            return (new ReportAddress(
                ReportKind.GoogleSheet, $"{published}?{(one.Length == 0 ? "" : $"{one}&")}widget=true&headers=false", one.Length == 0 ? published : $"{published}?{one}"), null);
        }

        var own = $"https://{GoogleDocs}/spreadsheets/d/{id}";
        return (new ReportAddress(ReportKind.GoogleSheet, sheet is null ? $"{own}/preview" : $"{own}/preview?gid={sheet}", sheet is null ? $"{own}/edit" : $"{own}/edit?gid={sheet}"), null);
    }

    [GeneratedRegex(@"^(?:/embed)?(?:/u/\d{1,2})?/reporting/(?<report>[A-Za-z0-9_-]{10,80})(?:/page/(?<page>[A-Za-z0-9_]{1,60}))?(?:/edit)?/?$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex LookerStudioPath();

    [GeneratedRegex(@"^/spreadsheets(?:/u/\d{1,2})?/d/(?<published>e/)?(?<id>[A-Za-z0-9_-]{20,200})(?:/(?:edit|view|preview|pub|pubhtml|htmlview|htmlembed|copy)?)?$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SheetPath();

    [GeneratedRegex(@"[?&#]gid=(?<gid>\d{1,12})(?:$|[&#])", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SheetNumber();
}
