using Teg.Platform.Documents.Writing;

namespace Teg.Platform.Documents.Pricing;

/// <summary>How the house reckons: every line is rounded to cents, half away from zero, and totals are sums of rounded lines.</summary>
internal static class Amounts
{
    // Excel keeps fifteen digits: a total with its cents stays far inside.
    public const decimal Most = 1_000_000_000m;

    public static decimal Round(decimal amount) => decimal.Round(amount, 2, MidpointRounding.AwayFromZero) + 0.00m;

    public static decimal Of(decimal quantity, decimal price) => Round(quantity * price);

    public static decimal Share(decimal amount, decimal percent) => Round(amount * percent / 100);

    public static void CheckTotal(decimal total, Fields inputs, string field)
    {
        if (total > Most)
        {
            inputs.Problem(field, "The total is more than 1,000,000,000.");
        }
    }
}

/// <param name="Percent">0 to 100.</param>
/// <param name="Amount">Fixed; one of the two is 0.</param>
internal sealed record Discount(decimal Percent, decimal Amount, string? Reason)
{
    public static Discount None { get; } = new(0, 0, null);

    /// <summary>What is taken off: never more than there is.</summary>
    public decimal Of(decimal subtotal) => Math.Min(subtotal, Amounts.Share(subtotal, Percent) + Amount);

    public static Discount Read(Fields inputs)
    {
        if (inputs.OptionalGroup("discount") is not { } discount)
        {
            return None;
        }

        var (percent, amount) = (discount.Percent("percent"), discount.OptionalMoney("amount"));
        if (percent is not null && amount is not null)
        {
            discount.Problem("", "A discount is a percentage or an amount, not both.");
        }

        return new Discount(percent ?? 0, percent is null ? amount ?? 0 : 0, discount.OptionalText("reason"));
    }
}
