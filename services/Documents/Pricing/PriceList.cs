using System.Text.Json;
using System.Text.Json.Serialization;

namespace Teg.Platform.Documents.Pricing;

/// <summary>
/// What the house asks for what it does, and the words its documents use of itself. One content per version, kept whole: a document names the version it was priced by.
/// </summary>
/// <param name="Name">"Development prices 2025".</param>
/// <param name="Currency">ISO 4217. Documents in another currency have to say every price themselves.</param>
internal sealed partial record PriceList(
    string Name, string Currency, HouseWords House, IReadOnlyList<Complexity> Complexities, IReadOnlyList<PriceItem> Items, IReadOnlyList<PricePackage> Packages,
    IReadOnlyList<ServiceColumn> Services)
{
    internal static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    /// <summary>Counted up by the store; 0 for the list an organisation starts with.</summary>
    [JsonIgnore]
    public int Version { get; init; }

    /// <summary>The content as it is stored and as <c>GET /prices</c> answers it.</summary>
    public JsonElement ToJson() => JsonSerializer.SerializeToElement(this, Json);

    /// <summary>Reads stored content, which was checked before it was stored.</summary>
    public static PriceList Read(JsonElement content, int version) =>
        content.Deserialize<PriceList>(Json)! with { Version = version };

    public PriceItem? Item(string? code) => Items.FirstOrDefault(item => item.Code == code);

    public PricePackage? Package(string? code) => Packages.FirstOrDefault(package => package.Code == code);

    public Complexity? ComplexityOf(string? code) => Complexities.FirstOrDefault(complexity => complexity.Code == code);
}

/// <summary>How the house writes of itself in contracts, decks and workbooks.</summary>
/// <param name="LegalName">The party of a contract; the organisation's name when null.</param>
/// <param name="Jurisdiction">Whose law governs contracts unless a contract says otherwise: "the State of California".</param>
internal sealed record HouseWords(
    string? LegalName, string? Street, string? City, string? Region, string? PostalCode, string? Country, string? Email, string? Phone, string? Website,
    string? SignatoryName, string? SignatoryTitle, string? Jurisdiction);

/// <param name="Multiplier">What a package's price per style is multiplied by; at least 0.1, at most 10, three decimals.</param>
internal sealed record Complexity(string Code, string Name, decimal Multiplier, string? Description = null);

/// <param name="Code">Lower case letters, digits and hyphens; unique in the list.</param>
/// <param name="UnitPrice">For one <paramref name="Unit"/>, two decimals.</param>
/// <param name="Tiers">Other prices from a quantity on, ascending; the unit price holds below the first.</param>
internal sealed record PriceItem(
    string Code, string Name, string Group, string Unit, decimal UnitPrice, string? Description = null, IReadOnlyList<PriceTier>? Tiers = null)
{
    public decimal PriceFor(decimal quantity) => Tiers?.LastOrDefault(tier => quantity >= tier.From)?.UnitPrice ?? UnitPrice;
}

internal sealed record PriceTier(decimal From, decimal UnitPrice);

/// <param name="PricePerStyle">For a style of multiplier 1.</param>
internal sealed record PricePackage(string Code, string Name, string? Summary, decimal PricePerStyle, IReadOnlyList<IncludedItem> Includes);

internal sealed record IncludedItem(string Item, decimal Quantity);

/// <summary>What a deck says of a service: one column.</summary>
internal sealed record ServiceColumn(string Code, string Name, string? Text, IReadOnlyList<string> Points);
