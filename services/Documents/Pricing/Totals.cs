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
    $"The workbook says {Words(written)}, and it should say {Words(expected)}. A formula of the template is not as it was."))
{
    private static string Words(Totals totals) => string.Create(
        CultureInfo.InvariantCulture,
        $"{totals.Total:0.00} after {totals.Discount:0.00} off{(totals.Deposit is { } deposit ? $" with a deposit of {deposit:0.00}" : "")}");
}
