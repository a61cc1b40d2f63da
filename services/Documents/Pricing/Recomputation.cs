using System.Numerics;
using System.Text.Json;

namespace Teg.Platform.Documents.Pricing;

/// <summary>
/// Reckons a workbook's totals once more from the quantities and prices in its snapshot, in whole hundred-thousandths of a cent and without a line of the code that
/// wrote it: nothing that is wrong in the one can be wrong in the other for the same reason.
/// </summary>
internal static class Recomputation
{
    private const int Scale = 7;

    public static Totals Of(JsonElement snapshot) => snapshot.GetProperty("kind").GetString() switch
    {
        "workbook" => Workbook(snapshot),
        "a-la-carte" => ALaCarte(snapshot),
        var other => throw new ArgumentException($"A document of kind '{other}' has no totals of its own.", nameof(snapshot)),
    };

    private static Totals Workbook(JsonElement snapshot)
    {
        var package = Number(snapshot.GetProperty("package"), "price");
        var multipliers = snapshot.GetProperty("complexities").EnumerateArray()
            .ToDictionary(complexity => complexity.GetProperty("name").GetString()!, complexity => Number(complexity, "multiplier"), StringComparer.Ordinal);

        var sum = BigInteger.Zero;
        foreach (var style in snapshot.GetProperty("styles").EnumerateArray())
        {
            var each = Cents(package * multipliers[style.GetProperty("complexity").GetString()!], 2 * Scale);
            sum += Cents(each * Number(style, "quantity"), 2 + Scale);
        }

        foreach (var line in snapshot.GetProperty("lines").EnumerateArray())
        {
            sum += Cents(Number(line, "quantity") * Number(line, "unitPrice"), 2 * Scale);
        }

        var off = DiscountOn(sum, snapshot);
        var deposit = Cents((sum - off) * Number(snapshot, "depositPercent"), 2 + Scale + 2);
        return new Totals(Money(sum), Money(off), Money(sum - off), Money(deposit), Money(sum - off - deposit), 0);
    }

    private static Totals ALaCarte(JsonElement snapshot)
    {
        var (sum, free) = (BigInteger.Zero, BigInteger.Zero);
        foreach (var line in snapshot.GetProperty("lines").EnumerateArray())
        {
            var value = Cents(Number(line, "quantity") * Number(line, "unitPrice"), 2 * Scale);
            if (line.GetProperty("free").GetBoolean())
            {
                free += value;
            }
            else
            {
                sum += value;
            }
        }

        var off = DiscountOn(sum, snapshot);
        return new Totals(Money(sum), Money(off), Money(sum - off), null, null, Money(free));
    }

    private static BigInteger DiscountOn(BigInteger sum, JsonElement snapshot)
    {
        var discount = snapshot.GetProperty("discount");
        var off = Cents(sum * Number(discount, "percent"), 2 + Scale + 2) + Cents(Number(discount, "amount"), Scale);
        return BigInteger.Min(sum, off);
    }

    /// <summary>"148.5" is 1485000000: the digits as they are written, moved to seven decimals.</summary>
    private static BigInteger Number(JsonElement group, string name)
    {
        var text = group.GetProperty(name).GetRawText();
        var point = text.IndexOf('.', StringComparison.Ordinal);
        var decimals = point < 0 ? "" : text[(point + 1)..].TrimEnd('0');
        return BigInteger.Parse((point < 0 ? text : text[..point]) + decimals.PadRight(Scale, '0'), System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>From so many decimals to two, half upwards; nothing here is negative.</summary>
    private static BigInteger Cents(BigInteger number, int decimals)
    {
        var unit = BigInteger.Pow(10, decimals - 2);
        return ((2 * number) + unit) / (2 * unit);
    }

    private static decimal Money(BigInteger cents) => (decimal)cents / 100;
}
