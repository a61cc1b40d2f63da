using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace Teg.Platform.Qualifier.Judging.Screening;

/// <summary>Text within text: base64, hexadecimal, bits, character codes, percent signs, entities, escapes.</summary>
internal static partial class Encodings
{
    /// <summary>Nobody describes a collection in base64 or bits: what comes out as words is an order whatever it says. Other codes have to say one.</summary>
    public static bool Instruct(string text)
    {
        foreach (var chunk in Base64().EnumerateMatches(text))
        {
            if (FromBase64(text.AsSpan(chunk.Index, chunk.Length)) is { } words && (SaysSomething(words) || (IsReadable(words) && words.Length < text.Length && Instruct(words))))
            {
                return true;
            }
        }

        return Bits().Matches(text).Any(run => SaysSomething(string.Concat(EightBits().Matches(run.Value).Select(bits => (char)Convert.ToInt32(bits.Value, 2)))))
            || Hex().Matches(text).Any(run => SaysSomething(FromHex(run.Value)))
            || Decoded(text).Any(decoded => Letters.Guises(Letters.Visible(decoded).Visible).Any(Instructions.Instructs));
    }

    private static IEnumerable<string> Decoded(string text)
    {
        if (Percent().IsMatch(text))
        {
            yield return Uri.UnescapeDataString(text.Replace('+', ' '));
        }

        if (Entity().IsMatch(text))
        {
            yield return WebUtility.HtmlDecode(text);
        }

        if (Escape().IsMatch(text))
        {
            yield return Escape().Replace(text, static code => ((char)int.Parse(code.Groups["code"].Value, NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToString());
        }

        foreach (Match run in Codes().Matches(text))
        {
            yield return string.Concat(Number().Matches(run.Value).Select(code => (char)int.Parse(code.Value, CultureInfo.InvariantCulture)));
        }
    }

    private static string? FromBase64(ReadOnlySpan<char> chunk)
    {
        var digits = chunk.TrimEnd('=').ToString().Replace('-', '+').Replace('_', '/');
        Span<byte> bytes = digits.Length <= 8192 ? new byte[digits.Length] : default;
        // One digit too many is a digit of what stands beside it.
        var whole = digits.Length % 4 == 1 ? digits[..^1] : digits;
        return Convert.TryFromBase64String(whole + new string('=', (4 - (whole.Length % 4)) % 4), bytes, out var length) ? Encoding.UTF8.GetString(bytes[..length]) : null;
    }

    private static string FromHex(string run)
    {
        var digits = string.Concat(Prefix().Replace(run, "").Where(char.IsAsciiHexDigit));
        return Encoding.UTF8.GetString(Convert.FromHexString(digits.AsSpan(0, digits.Length & ~1)));
    }

    // "36 38 40 42" comes out as letters too, but not as words.
    private static bool SaysSomething(string text) => IsReadable(text) && (text.Contains(' ', StringComparison.Ordinal) || Letters.Guises(text).Any(Instructions.Instructs));

    // Letters and spaces for the most part, and words among them.
    private static bool IsReadable(string text) =>
        text.Length >= 6 && !text.Contains('\uFFFD', StringComparison.Ordinal) && text.Count(letter => char.IsLetter(letter) || letter is ' ') >= text.Length * 7 / 10
            && !text.Any(letter => char.IsControl(letter) && letter is not ('\n' or '\r' or '\t'));

    [GeneratedRegex("(?<![A-Za-z0-9+/_-])(?=[A-Za-z+/_-]*[0-9A-Z+/])[A-Za-z0-9+/_-]{12,}={0,2}", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Base64();

    [GeneratedRegex(@"(?:[01]{8}[\s,]*){4,}", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Bits();

    [GeneratedRegex("[01]{8}", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex EightBits();

    [GeneratedRegex(@"(?<![0-9A-Za-z])(?:(?:0x|\\x)?[0-9a-fA-F]{2}[\s:,-]?){8,}(?![0-9A-Za-z])", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Hex();

    [GeneratedRegex(@"0x|\\x", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Prefix();

    [GeneratedRegex("%[0-9A-Fa-f]{2}", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Percent();

    [GeneratedRegex("&(?:#x?[0-9a-fA-F]{1,6}|[a-z]{2,8});", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Entity();

    [GeneratedRegex(@"\\u\{?(?<code>[0-9a-fA-F]{4})\}?|\\x(?<code>[0-9a-fA-F]{2})", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Escape();

    [GeneratedRegex(@"(?:\b\d{2,3}\b[\s,-]+){6,}\d{2,3}\b", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Codes();

    [GeneratedRegex(@"\d+", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Number();
}
