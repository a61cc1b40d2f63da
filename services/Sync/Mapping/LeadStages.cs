namespace Teg.Platform.Sync.Mapping;

/// <summary>Where a lead stands, in the platform's words: new, contacted, call-booked, design-review, proposal, closed or lost.</summary>
internal static class LeadStages
{
    private const string New = "new";

    private static readonly Dictionary<string, string> Usual = new(StringComparer.Ordinal)
    {
        ["New Lead"] = New,
        ["Contacted"] = "contacted",
        ["Call Booked"] = "call-booked",
        ["Design Review"] = "design-review",
        ["Proposal"] = "proposal",
        ["Closed"] = "closed",
        ["Won"] = "closed",
        ["Lost"] = "lost",
    };

    /// <summary>By the board's own labels, or by the usual ones where it has none. A label that says nothing to us says no more than that the lead came in.</summary>
    public static string Of(string? label, IReadOnlyDictionary<string, string> own) =>
        Text.Tidy(label) is { } text ? (own.Count == 0 ? Usual : own).FirstOrDefault(known => Text.SameWords(known.Key, text)).Value ?? New : New;
}
