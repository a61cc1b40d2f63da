using System.Text;

namespace Teg.Platform.Qualifier.Intake;

/// <summary>What people type, made safe to keep and to show; the words stay as they are.</summary>
internal static class Text
{
    /// <summary>One line: controls and line breaks become spaces, what turns the reading direction is left out, spaces are single.</summary>
    public static string Line(string text) => Clean(text, keepLines: false);

    /// <summary>Several lines, with tabs as spaces and at most one empty line between two.</summary>
    public static string Lines(string text) => Clean(text, keepLines: true);

    /// <summary>No longer than that, and no half of a character at the end.</summary>
    public static string Cut(string text, int length) =>
        text.Length <= length ? text : text[..(char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)];

    private static string Clean(string text, bool keepLines)
    {
        if (IsClean(text))
        {
            return text;
        }

        var clean = new StringBuilder(text.Length);
        var (breaks, space) = (0, false);
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value == '\n' && keepLines)
            {
                breaks++;
            }
            else if (rune.Value != '\r' && (Rune.IsControl(rune) || Rune.IsWhiteSpace(rune)))
            {
                space = true;
            }
            else if (rune.Value != '\r' && !TurnsOrHides(rune))
            {
                if (clean.Length > 0 && breaks > 0)
                {
                    clean.Append('\n', Math.Min(breaks, 2));
                }
                else if (clean.Length > 0 && space)
                {
                    clean.Append(' ');
                }

                (breaks, space) = (0, false);
                clean.Append(rune.ToString());
            }
            else if (rune.Value == '\r' && !keepLines)
            {
                space = true;
            }
        }

        return clean.ToString();
    }

    private static bool IsClean(string text)
    {
        if (text.Length == 0)
        {
            return true;
        }

        var previous = ' ';
        foreach (var letter in text)
        {
            if (letter is < ' ' or > '~' || (letter == ' ' && previous == ' '))
            {
                return false;
            }

            previous = letter;
        }

        return previous != ' ';
    }

    // Zero-width characters and directional overrides make a text look like another; nobody types them. Joiners stay: scripts and emoji need them.
    private static bool TurnsOrHides(Rune rune) =>
        rune.Value is 0x200B or 0x2060 or 0xFEFF or 0x200E or 0x200F or (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069) or (>= 0xE0000 and <= 0xE007F);
}
