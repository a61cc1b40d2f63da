using Teg.Platform.Qualifier.Decisions;
using Teg.Platform.Qualifier.Enquiries;

namespace Teg.Platform.Qualifier.Spool;

/// <summary>An enquiry that is on the disk and not yet known to be in the database. It is read again when it is stored, so that a day without a database fills the disk and not the memory.</summary>
internal sealed class SpooledEnquiry(Guid orgId, Guid enquiryId, Place place)
{
    public Guid OrgId { get; } = orgId;

    public Guid EnquiryId { get; } = enquiryId;

    public Place Place { get; } = place;

    /// <summary>Where its decision stands; null until there is one.</summary>
    public Place? DecisionPlace { get; set; }

    /// <summary>A decision that found no room on the disk. A restart before it is stored judges the enquiry again.</summary>
    public Decision? HeldDecision { get; set; }

    /// <exception cref="InvalidDataException">The record is not what was written.</exception>
    public Enquiry ReadEnquiry() => Frame.Value<Enquiry>(Place.Content());

    /// <returns>Null when there is none yet.</returns>
    public Decision? ReadDecision() => HeldDecision ?? (DecisionPlace is { } place ? Frame.Value<Decision>(place.Content()) : null);

    public bool IsDecided => DecisionPlace is not null || HeldDecision is not null;
}

/// <summary>The disk took nothing: full, broken, at the configured limit, or slower than what arrives.</summary>
internal sealed class SpoolUnavailableException(string message, Exception? inner = null) : Exception(message, inner);
