using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Teg.Platform.Qualifier.Rules;

/// <summary>How many styles somebody plans, as typed.</summary>
/// <param name="To">Null when there is no upper end ("15+").</param>
public sealed partial record StyleCount(int From, int? To)
{
    /// <summary>More than anybody can have made here; a slip of the finger or a joke.</summary>
    private const int Absurd = 10_000;

    private static readonly string[] Words =
        ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];

    /// <summary>The whole range lies below: "1–4" does for 5, "4–6" does not.</summary>
    public bool IsBelow(int count) => To < count;

    /// <summary>Reads "5", "4-6", "5+", "at least 5", "under 5", "up to ten", "about 8 styles", "two or three looks", "a dozen".</summary>
    /// <returns>Null for everything else: "not sure", "a few", fractions, negative and absurd counts, sentences.</returns>
    public static StyleCount? Parse(string? text)
    {
        if (string.IsNullOrWhiteSpace(text) || text.Length > 60 || text.Any(char.IsSurrogate))
        {
            return null;
        }

        var match = Written().Match(text.Normalize(NormalizationForm.FormKC).ToLowerInvariant());
        if (!match.Success || NumberOf(match.Groups["first"].Value) is not { } first)
        {
            return null;
        }

        if (match.Groups["second"].Success)
        {
            return !match.Groups["edge"].Success && !match.Groups["open"].Success && NumberOf(match.Groups["second"].Value) is { } second && first <= second
                ? new StyleCount(first, second)
                : null;
        }

        return (match.Groups["edge"].Value, match.Groups["open"].Success) switch
        {
            ("", false) => new StyleCount(first, first),
            ("", true) or ("at least" or "min" or "minimum" or "from" or ">=" or "≥", false) => new StyleCount(first, null),
            ("over" or "more than" or "above" or ">", false) => new StyleCount(first + 1, null),
            ("up to" or "at most" or "max" or "maximum" or "<=" or "≤", false) => new StyleCount(0, first),
            ("under" or "below" or "less than" or "fewer than" or "<", false) when first > 0 => new StyleCount(0, first - 1),
            _ => null,
        };
    }

    private static int? NumberOf(string written)
    {
        var number = written.EndsWith("dozen", StringComparison.Ordinal) ? 12
            : Array.IndexOf(Words, written) is >= 0 and var word ? word
            : int.TryParse(written.Split('.')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var digits) ? digits : Absurd;
        return number < Absurd ? number : null;
    }

    [GeneratedRegex(@"\A\s*(?:(?:about|around|approx\.?|roughly|circa|ca\.?|~)\s*)?(?:(?<edge>at least|at most|up to|more than|less than|fewer than|under|below|over|above|minimum|maximum|min|max|from|<=|>=|<|>|≤|≥)\s*)?(?<first>\d{1,6}(?:\.0+)?|(?:a )?dozen|[a-z]+)(?:\s*(?:[-‐‑‒–—−~]|to|or(?! more)|bis)\s*(?<second>\d{1,6}(?:\.0+)?|[a-z]+))?(?:\s*(?<open>\+|or more|and up|plus))?\s*(?:styles?|looks?|designs?|garments?)?\s*\.?\s*\z",
        RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Written();
}
