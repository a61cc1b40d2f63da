using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Teg.Platform.Qualifier.Rules;

/// <summary>A budget as somebody typed it, in the currency of the thresholds.</summary>
/// <param name="From">Smallest amount that was meant; 0 when only an upper end was named.</param>
/// <param name="To">Largest amount; null when there is none ("over $100k", "5k+").</param>
/// <param name="ToIncluded">False for "under $5k": the amount itself is not meant.</param>
public sealed partial record BudgetRange(decimal From, decimal? To, bool ToIncluded = true)
{
    /// <summary>Nobody has a billion for a collection: such a number is a slip of the finger or a joke.</summary>
    private const decimal Absurd = 1_000_000_000m;

    private const int LongestText = 120;

    /// <summary>The whole range lies below: "under $5k" does for $5,000, "$4k–$6k" does not.</summary>
    public bool IsBelow(decimal amount) => To < amount || (To == amount && !ToIncluded);

    /// <summary>The whole range lies between the two, both included.</summary>
    public bool IsWithin(decimal from, decimal to) => From >= from && To <= to;

    /// <summary>
    /// Reads what forms and people write: "$4,999.99", "5k", "10k-20k", "5-10k" (both are thousands), "Under $10k", "Over $100k", "€5,000", "5.000 €", "USD 12 000",
    /// "between 10 and 20 thousand", "2 lakh INR", "1,5 Mio EUR". A separator before exactly three digits groups thousands, before one or two it is the decimal sign.
    /// </summary>
    /// <returns>
    /// Null for everything else, because a guess would route a person: numbers in words ("ten thousand"), "not sure", "n/a", negative amounts, amounts per piece or month,
    /// a billion and more, two different currencies, a currency without a rate, and sentences with words that might change the meaning.
    /// </returns>
    public static BudgetRange? Parse(string? text, string currency, IReadOnlyDictionary<string, decimal> rates)
    {
        if (string.IsNullOrWhiteSpace(text) || text.Length > LongestText || text.Any(char.IsSurrogate))
        {
            return null;
        }

        var reading = new Reading();
        var rest = text.Normalize(NormalizationForm.FormKC).ToLowerInvariant().Trim();
        while (rest.Length > 0)
        {
            var match = Token().Match(rest);
            if (!match.Success || !reading.Take(match))
            {
                return null;
            }

            rest = rest[match.Length..];
        }

        return RateOf(reading.Currency, currency, rates) is { } rate ? reading.Range(rate) : null;
    }

    /// <summary>"$" is the dollar of the thresholds when they are in one, else the American.</summary>
    private static decimal? RateOf(string? written, string own, IReadOnlyDictionary<string, decimal> rates)
    {
        var code = written == "$" ? own.EndsWith('D') ? own : "USD" : written ?? own;
        return code == own ? 1 : rates.TryGetValue(code, out var rate) && rate > 0 ? rate : null;
    }

    private enum Edge
    {
        None,
        Below,
        UpTo,
        AtLeast,
        Above,
    }

    private sealed class Reading
    {
        private readonly List<(decimal Number, decimal? Times)> amounts = [];
        private Edge edge;
        private bool joined;
        private bool saysFrom;

        public string? Currency { get; private set; }

        public bool Take(Match token)
        {
            if (token.Groups["number"].Success)
            {
                return TakeAmount(token.Groups["number"].Value, token.Groups["times"].Value);
            }

            if (token.Groups["symbol"].Success)
            {
                return TakeCurrency(CodeOf(token.Groups["symbol"].Value));
            }

            if (token.Groups["dash"].Success)
            {
                return Join();
            }

            if (token.Groups["plus"].Success)
            {
                return amounts.Count > 0 && TakeEdge(Edge.AtLeast);
            }

            if (token.Groups["sign"].Success)
            {
                return amounts.Count == 0 && TakeEdge(token.Groups["sign"].Value switch { "<" => Edge.Below, "<=" or "≤" => Edge.UpTo, ">" => Edge.Above, _ => Edge.AtLeast });
            }

            return !token.Groups["word"].Success || TakeWord(token.Groups["word"].Value);
        }

        public BudgetRange? Range(decimal rate)
        {
            if (amounts.Count is 0 or > 2 || (amounts.Count == 2) != joined || (amounts.Count == 2 && edge != Edge.None))
            {
                return null;
            }

            var (last, lastTimes) = amounts[^1];
            var to = Amount(last, lastTimes, rate);
            if (amounts.Count == 2)
            {
                // "5-10k": the thousand is said once and meant twice. "500-10k" cannot mean 500 thousand.
                var (first, firstTimes) = amounts[0];
                var from = Amount(first, firstTimes ?? (first <= last ? lastTimes : null), rate);
                return from is null || to is null || from > to ? null : new BudgetRange(from.Value, to);
            }

            return (to, edge) switch
            {
                (null, _) => null,
                (_, Edge.Below) => new BudgetRange(0, to, ToIncluded: false),
                (_, Edge.UpTo) => new BudgetRange(0, to),
                (_, Edge.AtLeast or Edge.Above) or (_, Edge.None) when saysFrom || edge != Edge.None => new BudgetRange(to.Value, null),
                _ => new BudgetRange(to.Value, to),
            };
        }

        private static decimal? Amount(decimal number, decimal? times, decimal rate) =>
            number < Absurd && number * (times ?? 1) is var amount && amount < Absurd && rate < Absurd && amount * rate < Absurd ? amount * rate : null;

        private bool TakeAmount(string written, string times)
        {
            if (NumberOf(written, times.Length > 0) is not { } number || (amounts.Count == 1 && !joined))
            {
                return false;
            }

            amounts.Add((number, times switch
            {
                "" => null,
                "k" or "thousand" or "tsd" or "grand" => 1_000m,
                "lakh" or "lakhs" or "lac" => 100_000m,
                "crore" or "crores" => 10_000_000m,
                _ => 1_000_000m,
            }));
            return true;
        }

        private bool TakeWord(string word)
        {
            switch (word)
            {
                case "under" or "below" or "unter" or "less" or "fewer":
                    return TakeEdge(amounts.Count == 0 ? Edge.Below : Edge.UpTo);
                case "upto" or "max" or "maximum" or "most":
                    return TakeEdge(Edge.UpTo);
                case "over" or "above" or "exceeding" or "more" or "über":
                    return TakeEdge(Edge.Above);
                case "least" or "min" or "minimum" or "starting" or "plus":
                    return TakeEdge(Edge.AtLeast);
                case "to" or "and" or "bis" or "through":
                    return amounts.Count == 0 || Join();
                case "up" or "at" or "than" or "between" or "about" or "around" or "approx" or "approximately" or "roughly" or "circa" or "ca" or "budget" or "total"
                    or "our" or "my" or "is" or "of" or "the" or "a" or "sterling" or "or":
                    // "up to" is two words: the first already says which side is open.
                    return word != "up" || TakeEdge(Edge.UpTo);
                case "from":
                    saysFrom = true;
                    return amounts.Count == 0;
                default:
                    return CodeOf(word) is { } code && TakeCurrency(code);
            }
        }

        private bool TakeEdge(Edge named)
        {
            var first = edge == Edge.None || edge == named;
            edge = named;
            return first;
        }

        private bool TakeCurrency(string? code)
        {
            var fits = code is not null && (Currency is null || Currency == code || Currency == "$" || code == "$");
            Currency = Currency is null or "$" ? code : Currency;
            return fits;
        }

        // Before the first amount a dash is a minus, and nobody has a negative budget.
        private bool Join()
        {
            var possible = amounts.Count == 1 && !joined;
            joined = true;
            return possible;
        }
    }

    /// <summary>"4,999.99", "4.999,99", "12 000", "1'000", "1,00,000", "10,5".</summary>
    private static decimal? NumberOf(string written, bool hasTimes)
    {
        var digits = written.Replace(" ", "", StringComparison.Ordinal).Replace("'", "", StringComparison.Ordinal).Replace("’", "", StringComparison.Ordinal);
        var last = digits.LastIndexOfAny(['.', ',']);
        if (last >= 0)
        {
            var sign = digits[last];
            var other = sign == '.' ? ',' : '.';
            var after = digits.Length - last - 1;
            var alone = digits.IndexOf(sign, StringComparison.Ordinal) == last;
            var mixed = digits.Contains(other, StringComparison.Ordinal);
            var decimals = alone && after is 1 or 2;
            var groups = decimals ? digits[..last].Split(other) : digits.Split(sign);
            // "1.500k" may be fifteen hundred or a million and a half.
            if ((!decimals && (mixed || after != 3 || (hasTimes && alone))) || !AreGroups(groups))
            {
                return null;
            }

            digits = string.Concat(groups) + (decimals ? "." + digits[(last + 1)..] : "");
        }

        return digits.Length <= 15 && decimal.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    // Thousands everywhere, or the Indian way: three digits at the end, two before.
    private static bool AreGroups(string[] groups) =>
        groups.Length == 1 || (groups[0].Length is 1 or 2 or 3 && groups[0] != "0" && groups[^1].Length == 3
            && (groups[1..^1].All(group => group.Length == 3) || (groups[0].Length <= 2 && groups[1..^1].All(group => group.Length == 2))));

    private static string? CodeOf(string written) => written switch
    {
        "$" or "dollar" or "dollars" or "bucks" => "$",
        "us$" or "usd" => "USD",
        "€" or "eur" or "euro" or "euros" => "EUR",
        "£" or "gbp" or "pound" or "pounds" or "quid" => "GBP",
        "ca$" or "c$" or "cad" => "CAD",
        "a$" or "au$" or "aud" => "AUD",
        "nz$" or "nzd" => "NZD",
        "hk$" or "hkd" => "HKD",
        "s$" or "sgd" => "SGD",
        "¥" or "jpy" or "yen" => "JPY",
        "₹" or "inr" or "rs" or "rupees" => "INR",
        "chf" or "francs" or "franken" => "CHF",
        "rmb" or "cny" or "yuan" => "CNY",
        "₺" or "try" or "lira" => "TRY",
        "₩" or "krw" or "won" => "KRW",
        "sek" or "nok" or "dkk" or "pln" or "czk" or "huf" or "mxn" or "brl" or "aed" or "sar" or "zar" or "ils" or "thb" or "vnd" or "idr" or "php" => written.ToUpperInvariant(),
        _ => null,
    };

    // A number may be grouped by single spaces, but only in threes: in "5 10k" the five stands alone.
    [GeneratedRegex(@"\A(?:(?<number>\d{1,3}(?:[ ']\d{3})+(?!\d)(?:[.,]\d{1,2}(?!\d))?|\d+(?:[.,'’]\d+)*)(?:\s*(?<times>k|thousand|tsd|grand|millions?|mio|mln|m|lakhs?|lac|crores?)(?![\w]))?(?:[.,][-–—]{1,2}(?=\s*\z))?|(?<symbol>(?:us|ca|c|au|a|nz|hk|s)?\$|€|£|¥|₹|₺|₩)|(?<dash>\s*[-‐‑‒–—−~]+\s*)|(?<plus>\+)|(?<sign><=|>=|<|>|≤|≥)|(?<word>\p{L}+)\.?|[\s.,:~≈()]+)",
        RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Token();
}
