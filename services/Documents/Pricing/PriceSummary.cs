namespace Teg.Platform.Documents.Pricing;

/// <summary>What a document says about money. Amounts have two decimals, rounded half away from zero, line by line.</summary>
/// <param name="Discount">What is taken off, not negative; never more than the subtotal.</param>
/// <param name="Complimentary">What the free lines would have cost.</param>
/// <param name="Deposit">What is due first; null where the document says nothing of it.</param>
internal sealed record PriceSummary(
    IReadOnlyList<PriceLine> Lines, decimal Subtotal, decimal Discount, decimal Total, string Currency,
    decimal Complimentary = 0, decimal? Deposit = null, decimal? Balance = null);

/// <param name="Amount">Zero for a free line, whose unit price is still said.</param>
internal sealed record PriceLine(string Name, decimal Quantity, string? Unit, decimal UnitPrice, decimal Amount, bool Free);
