using System.Text;
using Teg.Platform.Qualifier.Enquiries;
using Teg.Platform.Qualifier.Rules;

namespace Teg.Platform.Qualifier.Routing;

/// <summary>Where a person goes next. Always one of the organisation's three pages: what was typed only ever becomes a value in its query.</summary>
internal static class Destination
{
    // Calendly answers 414 beyond some 4 KB, and the beginning of a description is enough to recognise it.
    private const int LongestProject = 600;

    /// <param name="score">0 and 1: thank you. 2: a lighter talk. 3: the introductory call, with name, e-mail address and project filled in.</param>
    public static Uri Of(Pages pages, Enquiry enquiry, int score, Uri ownAddress)
    {
        var page = score switch { 3 => pages.IntroCall, 2 => pages.LetsChat, _ => pages.ThankYou };

        // Our own neutral pages book nothing, and a name in their address would only end up in somebody's log.
        if (score < 2 || (page.Authority == ownAddress.Authority && page.AbsolutePath.StartsWith("/qualify/", StringComparison.Ordinal)))
        {
            return page;
        }

        var address = new UriBuilder(page);
        var query = new StringBuilder(address.Query.TrimStart('?'));
        if (score == 3)
        {
            Add(query, "name", enquiry.Name);
            Add(query, "email", enquiry.Email);
            // Calendly's first question of the booking form.
            Add(query, "a1", enquiry.Project is null ? null : Intake.Text.Cut(enquiry.Project, LongestProject));
        }

        Add(query, "utm_source", enquiry.UtmSource);
        Add(query, "utm_medium", enquiry.UtmMedium);
        Add(query, "utm_campaign", enquiry.UtmCampaign);
        Add(query, "utm_term", enquiry.UtmTerm);
        Add(query, "utm_content", enquiry.UtmContent);
        address.Query = query.ToString();
        return address.Uri;
    }

    // Calendly reads "+" as a plus: spaces are %20, which EscapeDataString writes.
    private static void Add(StringBuilder query, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            query.Append(query.Length > 0 ? "&" : "").Append(name).Append('=').Append(Uri.EscapeDataString(value));
        }
    }
}
