namespace Teg.Platform.Contracts;

/// <summary>Which channel a UTM source and medium mean, for leads of boards and of our own forms alike. An empty list matches anything; a trailing <c>*</c> matches a beginning.</summary>
public sealed record ChannelRule(string Channel, IReadOnlyList<string> Sources, IReadOnlyList<string> Mediums)
{
    private static readonly string[] Paid = ["cpc", "ppc", "paid*"];

    /// <summary>The rules a source starts with; first match wins.</summary>
    public static readonly IReadOnlyList<ChannelRule> Default =
    [
        new("google-ads", ["google", "adwords", "googleads"], Paid),
        new("meta-ads", ["facebook", "fb", "instagram", "ig", "meta"], Paid),
        new("linkedin-ads", ["linkedin"], Paid),
        new("pinterest-ads", ["pinterest"], Paid),
        new("microsoft-ads", ["bing", "microsoft"], Paid),
        new("organic-search", ["google", "bing", "duckduckgo"], ["organic"]),
        new("organic-social", ["instagram", "facebook", "tiktok", "pinterest", "linkedin"], ["social", "organic", "bio"]),
        new("email", [], ["email", "newsletter"]),
        new("referral", [], ["referral"]),
        new("referral", ["referral"], []),
    ];

    /// <summary>The channel of a lead. Both parts blank is a direct visit; what no rule knows is "other", never guessed.</summary>
    public static string Of(string? source, string? medium, IReadOnlyList<ChannelRule> rules)
    {
        var from = Key(source);
        var by = Key(medium);
        if (from.Length == 0 && by.Length == 0)
        {
            return Contracts.Channel.Direct;
        }

        return rules.FirstOrDefault(rule => Matches(rule.Sources, from) && Matches(rule.Mediums, by))?.Channel ?? Contracts.Channel.Other;
    }

    private static string Key(string? raw) => raw?.Trim().ToLowerInvariant() ?? "";

    private static bool Matches(IReadOnlyList<string> patterns, string value) =>
        patterns.Count == 0 || patterns.Any(pattern => pattern.EndsWith('*')
            ? value.StartsWith(pattern[..^1], StringComparison.Ordinal)
            : value == pattern);
}
