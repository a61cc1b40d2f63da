using System.Globalization;
using System.Text.RegularExpressions;

namespace Teg.Platform.Sync.Mapping;

/// <summary>Money and counts as people type them into a board.</summary>
internal static partial class Amount
{
    /// <summary>
    /// Reads <c>$1,200.50</c>, <c>1200.5</c>, <c> 1,200.50 USD</c>, <c>1.200,50 €</c>, <c>(300)</c>; a blank cell is 0.
    /// Rounded to cents. False when it is not an amount.
    /// </summary>
    public static bool TryParse(string? text, out decimal amount)
    {
        amount = 0;
        var tidy = Text.Tidy(text);
        if (tidy is null)
        {
            return true;
        }

        var match = Written().Match(tidy);
        if (!match.Success)
        {
            return false;
        }

        var digits = WithPointOnly(match.Groups["digits"].Value.Replace(" ", "", StringComparison.Ordinal));
        if (digits is null || !decimal.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out amount))
        {
            return false;
        }

        var isNegative = match.Groups["minus"].Success || match.Groups["open"].Success;
        amount = Math.Round(isNegative ? -amount : amount, 2, MidpointRounding.AwayFromZero);
        return true;
    }

    /// <summary>A whole number such as <c>1,204</c>; a blank cell is 0. False when it is not one.</summary>
    public static bool TryParseCount(string? text, out long count)
    {
        count = 0;
        if (!TryParse(text, out var amount) || amount != Math.Truncate(amount) || amount < 0)
        {
            return false;
        }

        count = (long)amount;
        return true;
    }

    // The separator that comes last is the decimal one when both are there; a lone comma before exactly three digits separates thousands.
    private static string? WithPointOnly(string digits)
    {
        var comma = digits.LastIndexOf(',');
        var point = digits.LastIndexOf('.');
        if (comma < 0)
        {
            return digits.Count(c => c == '.') > 1 ? digits.Replace(".", "", StringComparison.Ordinal) : digits;
        }

        if (point > comma)
        {
            return digits.Replace(",", "", StringComparison.Ordinal);
        }

        var isThousands = point < 0 && digits.Length - comma - 1 == 3;
        return isThousands
            ? digits.Replace(",", "", StringComparison.Ordinal)
            : digits.Count(c => c == ',') > 1 ? null : digits.Replace(".", "", StringComparison.Ordinal).Replace(',', '.');
    }

    [GeneratedRegex(
        @"^(?<open>\()?\s*(?<minus>[-−])?\s*(?:[$€£]|[A-Za-z]{3}\s)?\s*(?<minus>[-−])?(?<digits>\d[\d., ]*|\.\d+)\s*(?:[$€£]|[A-Za-z]{3})?\s*(?(open)\)|)$",
        RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Written();
}
