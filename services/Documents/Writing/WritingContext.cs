using Teg.Platform.Documents.Pricing;

namespace Teg.Platform.Documents.Writing;

/// <summary>What a document takes from the organisation and the day it is asked for.</summary>
/// <param name="Organisation">The name the organisation is known by; its legal name, where it differs, is in <see cref="PriceList.House"/>.</param>
/// <param name="Currency">ISO 4217; what amounts are in unless the price list or the inputs say otherwise.</param>
/// <param name="Culture">How dates and numbers are written: <c>en-US</c>.</param>
/// <param name="Today">The day in the organisation's time zone.</param>
internal sealed record WritingContext(string Organisation, string Currency, string Culture, string TimeZone, DateOnly Today, PriceList Prices)
{
    /// <summary>The content hash of each picture the inputs may name, by its id. A picture that is not here is a problem of the inputs.</summary>
    public IReadOnlyDictionary<Guid, string> Images { get; init; } = new Dictionary<Guid, string>();
}
