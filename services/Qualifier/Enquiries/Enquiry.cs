using Teg.Platform.Qualifier.Decisions;

namespace Teg.Platform.Qualifier.Enquiries;

/// <summary>What somebody wrote, as it came: trimmed, bounded, otherwise untouched. Numbers stay text, because "4-6" and "not sure" are answers too.</summary>
/// <param name="Id">Made of the organisation and <paramref name="Submission"/>, so that the same form is the same enquiry wherever it arrives.</param>
/// <param name="Submission">SHA-256 over what was written, in lower-case hex: a form that is sent again has the same.</param>
/// <param name="SiteKeyId">The key of the page it was posted from; none for what was synced or imported.</param>
/// <param name="Answers">Whatever else the form asked: question and answer.</param>
public sealed record Enquiry(
    Guid OrgId, Guid Id, string Submission, EnquiryOrigin Origin, Guid? SiteKeyId, DateTimeOffset ReceivedAt, string Name, string? Email, string? Phone, string? Company,
    string? Project, string? Budget, string? Styles, string? PiecesPerStyle, string? Timeline, string? UtmSource, string? UtmMedium, string? UtmCampaign,
    string? UtmTerm, string? UtmContent, string? Gclid, string? LandingPage, IReadOnlyDictionary<string, string> Answers, Consent? Consent)
{
    /// <summary>Which lead it belongs to. Said only for a synced lead without an e-mail address; else it follows from the form.</summary>
    public string LeadIdentity { get; init; } = string.IsNullOrWhiteSpace(Email) ? Submission : Email.Trim().ToLowerInvariant();
}

/// <summary>An enquiry and what was decided of it; no decision yet leaves it waiting for one.</summary>
public sealed record JudgedEnquiry(Enquiry Enquiry, Decision? Decision);

/// <summary>What the person agreed to when the form was sent.</summary>
/// <param name="Text">The sentence beside the box, as the page said it.</param>
public sealed record Consent(bool Given, string? Text, DateTimeOffset At);

public enum EnquiryOrigin
{
    /// <summary>Posted by a website; becomes a lead.</summary>
    Website,

    /// <summary>A lead that another system already holds; judged, but a lead already.</summary>
    Synced,
}
