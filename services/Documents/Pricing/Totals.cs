using System.Globalization;

namespace Teg.Platform.Documents.Pricing;

/// <param name="Complimentary">What the free lines would have cost.</param>
internal sealed record Totals(decimal Subtotal, decimal Discount, decimal Total, decimal? Deposit, decimal? Balance, decimal Complimentary)
{
    /// <summary>Throws <see cref="TotalsDifferException"/> when a sheet says another amount than it should: a changed template lost a formula.</summary>
    public void MustBe(Totals expected)
    {
        if (this != expected)
        {
            throw new TotalsDifferException(this, expected);
        }
    }
}

/// <summary>The workbook does not say what its inputs come to. It is not handed out.</summary>
internal sealed class TotalsDifferException(Totals written, Totals expected) : Exception(string.Create(
    CultureInfo.InvariantCulture,
    $"The workbook says a total of {written.Total:0.00} after a discount of {written.Discount:0.00}, and it should say {expected.Total:0.00} after {expected.Discount:0.00}. A formula of the template is not as it was."));
