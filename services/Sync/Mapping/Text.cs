using System.Text.RegularExpressions;

namespace Teg.Platform.Sync.Mapping;

/// <summary>How words typed by people are compared.</summary>
internal static partial class Text
{
    /// <summary>Trimmed, inner blanks collapsed; null when nothing is left. <c>" Burki  Akbulut "</c> → <c>"Burki Akbulut"</c></summary>
    public static string? Tidy(string? raw)
    {
        var tidy = raw is null ? "" : Blanks().Replace(raw, " ").Trim();
        return tidy.Length == 0 ? null : tidy;
    }

    /// <summary><see cref="Tidy"/> in lower case: the form keys are compared in.</summary>
    public static string? Key(string? raw) => Tidy(raw)?.ToLowerInvariant();

    public static bool SameWords(string? left, string? right) => Key(left) == Key(right);

    /// <summary><c>"Google Ads"</c> → <c>"google-ads"</c>; null when nothing is left.</summary>
    public static string? Slug(string? raw)
    {
        var slug = NotSlug().Replace(raw?.ToLowerInvariant() ?? "", "-").Trim('-');
        return slug.Length == 0 ? null : slug;
    }

    /// <summary>Cut to what a log line, a reason or a certificate has room for.</summary>
    public static string Shorten(string text, int length) => text.Length <= length ? text : string.Concat(text.AsSpan(0, length - 1), "…");

    [GeneratedRegex(@"[\s\0]+", RegexOptions.None, 1000)]
    private static partial Regex Blanks();

    [GeneratedRegex("[^a-z0-9]+", RegexOptions.None, 1000)]
    private static partial Regex NotSlug();
}
