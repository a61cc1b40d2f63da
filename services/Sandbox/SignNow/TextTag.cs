using System.Globalization;
using System.Text.RegularExpressions;

namespace Teg.Platform.Sandbox.SignNow;

/// <summary>A field written into the text: <c>{{t:s;r:y;o:"Signer 1";w:100;h:15;}}</c>.</summary>
internal sealed partial record TextTag(string Type, bool Required, string Role, string? Label, string? Options, double Width, double Height)
{
    public const string UsualRole = "Signer 1";

    /// <summary>The tags in a text with the places where they begin. What is no tag is left alone.</summary>
    public static IEnumerable<(int At, int Length, TextTag Tag)> In(string text)
    {
        foreach (Match match in Tag().Matches(text))
        {
            var keys = match.Groups["inside"].Value.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                .Select(pair => pair.Split(':', 2, StringSplitOptions.TrimEntries)).Where(pair => pair.Length == 2)
                .GroupBy(pair => pair[0], StringComparer.Ordinal).ToDictionary(pair => pair.Key, pair => pair.First()[1].Trim('"', '“', '”'), StringComparer.Ordinal);
            var type = keys.GetValueOrDefault("t") switch
            {
                "s" => "signature",
                "i" => "initials",
                "t" => "text",
                "d" => "enumeration",
                "c" => "checkbox",
                "f" => "attachment",
                _ => null,
            };
            if (type is not null)
            {
                yield return (match.Index, match.Length, new TextTag(
                    type, keys.GetValueOrDefault("r") == "y", keys.GetValueOrDefault("o") ?? UsualRole, keys.GetValueOrDefault("l"), keys.GetValueOrDefault("dd"),
                    Size(keys.GetValueOrDefault("w"), type == "checkbox" ? 12 : 150), Size(keys.GetValueOrDefault("h"), type == "signature" ? 30 : 15)));
            }
        }
    }

    private static double Size(string? text, double usual) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var size) && size is > 0 and < 2000 ? size : usual;

    [GeneratedRegex(@"\{\{\s*(?<inside>t\s*:[^{}]{1,400})\}\}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 2000)]
    private static partial Regex Tag();
}
