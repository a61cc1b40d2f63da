namespace Teg.Platform.Contracts;

/// <summary>Where a lead came from. Ids are what the warehouse stores and URLs carry; names are what people read.</summary>
public static class Channel
{
    public const string Direct = "direct";

    public const string Other = "other";

    private static readonly Dictionary<string, string> Names = new(StringComparer.Ordinal)
    {
        ["google-ads"] = "Google Ads",
        ["meta-ads"] = "Meta Ads",
        ["linkedin-ads"] = "LinkedIn Ads",
        ["pinterest-ads"] = "Pinterest Ads",
        ["microsoft-ads"] = "Microsoft Ads",
        ["organic-search"] = "Organic search",
        ["organic-social"] = "Organic social",
        ["email"] = "E-mail",
        ["referral"] = "Referral",
        [Direct] = "Direct",
        [Other] = "Other",
    };

    /// <summary>The name people read; an id nobody named is shown as it is.</summary>
    public static string NameOf(string id) => Names.GetValueOrDefault(id, id);
}
