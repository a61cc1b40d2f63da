namespace Teg.Platform.Sandbox.World;

/// <summary>Everything that is known about the business, past and to come. Immutable: a change makes a new one with a higher version.</summary>
internal sealed record WorldFacts(
    int Version, long Seed, DateOnly Start, DateOnly Through,
    IReadOnlyList<AdRow> AdRows, IReadOnlyList<Lead> Leads, IReadOnlyList<CallTimeline> Calls, IReadOnlyList<Deal> Deals)
{
    /// <summary>The lead that an address belongs to at this moment: the first enquiry under it that was not a repetition.</summary>
    public Lead? LeadOf(string? email, DateTimeOffset now)
    {
        var address = email?.Trim().ToLowerInvariant();
        return string.IsNullOrEmpty(address)
            ? null
            : Leads.FirstOrDefault(lead => !lead.IsDuplicate && lead.Email == address && lead.ReceivedAt <= now);
    }
}
