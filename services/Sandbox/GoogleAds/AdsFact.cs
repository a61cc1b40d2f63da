using Teg.Platform.Sandbox.World;

namespace Teg.Platform.Sandbox.GoogleAds;

/// <summary>A campaign of the account. Its URL suffix carries the UTM marks under which everybody else knows it.</summary>
internal sealed record AdsCampaign(int Index, string Name, string Status, string ChannelType, string Utm)
{
    public long Id => 21_400_000_001 + (Index * 17L);

    public string UrlSuffix => $"utm_source=google&utm_medium=cpc&utm_campaign={Utm}";
}

/// <summary>An ad group and the share of the campaign that it gets.</summary>
internal sealed record AdsAdGroup(AdsCampaign Campaign, int Number, string Name, double Share, IReadOnlyList<AdsKeyword> Keywords)
{
    public long Id => 170_300_000_000 + (Campaign.Index * 100L) + Number;
}

/// <summary>A keyword and the share of its ad group that it gets.</summary>
internal sealed record AdsKeyword(int Number, string Text, string MatchType, double Share)
{
    public long Id => 330_100_000_000 + Number;
}

/// <summary>An action that counts as a conversion.</summary>
internal sealed record AdsConversionAction(long Id, string Name, string Status, string Category, int LookbackDays);

/// <summary>Money in cents: what the vendor writes in micros is a whole number of them.</summary>
internal sealed record AdsSums(long Cents, long Clicks, long Impressions, double Conversions, double Value)
{
    public static readonly AdsSums None = new(0, 0, 0, 0, 0);

    public bool IsNothing => Cents == 0 && Clicks == 0 && Impressions == 0 && Conversions == 0;

    public static AdsSums operator +(AdsSums left, AdsSums right) => Add(left, right);

    public static AdsSums Add(AdsSums left, AdsSums right) => new(
        left.Cents + right.Cents, left.Clicks + right.Clicks, left.Impressions + right.Impressions, left.Conversions + right.Conversions, left.Value + right.Value);

    public static AdsSums Of(AdFigures figures) => new((long)decimal.Round(figures.Spend * 100), figures.Clicks, figures.Impressions, 0, 0);

    /// <summary>Cuts the countable part into shares; the last one takes what is left over, so that the parts add up to the whole. Conversions are not cut.</summary>
    public IReadOnlyList<AdsSums> Cut(IReadOnlyList<double> shares)
    {
        var parts = new List<AdsSums>(shares.Count);
        var rest = this with { Conversions = 0, Value = 0 };
        foreach (var share in shares.SkipLast(1))
        {
            var part = new AdsSums((long)(Cents * share), (long)(Clicks * share), (long)(Impressions * share), 0, 0);
            parts.Add(part);
            rest = new AdsSums(rest.Cents - part.Cents, rest.Clicks - part.Clicks, rest.Impressions - part.Impressions, 0, 0);
        }

        parts.Add(rest);
        return parts;
    }
}

/// <summary>One line of what a query may look at: an entity, on a day where the day matters.</summary>
internal sealed record AdsFact(AdsCampaign? Campaign, AdsAdGroup? AdGroup, AdsKeyword? Keyword, DateOnly Day, AdsSums Sums)
{
    public string? Gclid { get; init; }

    public AdsConversionAction? Action { get; init; }
}
