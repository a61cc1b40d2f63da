using System.Text;
using System.Xml.Linq;
using Teg.Platform.Documents.Packages;

namespace Teg.Platform.Documents.Filling;

/// <summary>A text as the runs of the three languages: WordprocessingML, DrawingML and the rich text of a cell.</summary>
internal static class RunWriter
{
    // CT_RPr is a sequence: what may follow w:rtl in it.
    private static readonly string[] AfterRtl = ["cs", "em", "lang", "eastAsianLayout", "specVanish", "oMath", "rPrChange"];

    public static IEnumerable<XElement> Write(XName paragraph, XElement? properties, string text)
    {
        if (text.Length == 0)
        {
            return [];
        }

        return paragraph.NamespaceName switch
        {
            _ when paragraph.Namespace == Names.W => Word(properties, text),
            _ when paragraph.Namespace == Names.A => Drawing(properties, text),
            _ => [new XElement(Names.X + "r", Copy(properties),
                new XElement(Names.X + "t", new XAttribute(XNamespace.Xml + "space", "preserve"), EscapeCell(text)))],
        };
    }

    /// <summary>Excel reads _x000D_ in a text as the character it names; a text that holds these letters has to say so.</summary>
    public static string EscapeCell(string text)
    {
        if (!text.Contains("_x", StringComparison.OrdinalIgnoreCase))
        {
            return text;
        }

        var escaped = new StringBuilder(text.Length + 8);
        for (var position = 0; position < text.Length; position++)
        {
            if (IsEscape(text.AsSpan(position)))
            {
                escaped.Append("_x005F");
            }

            escaped.Append(text[position]);
        }

        return escaped.ToString();
    }

    public static bool IsRightToLeft(Rune rune) =>
        rune.Value is >= 0x0590 and <= 0x08FF or >= 0xFB1D and <= 0xFDFF or >= 0xFE70 and <= 0xFEFF or >= 0x10800 and <= 0x10FFF or >= 0x1E800 and <= 0x1EFFF
        && Rune.IsLetter(rune);

    private static bool IsEscape(ReadOnlySpan<char> text) =>
        text.Length >= 7 && text[0] == '_' && text[1] is 'x' or 'X' && text[6] == '_'
        && char.IsAsciiHexDigit(text[2]) && char.IsAsciiHexDigit(text[3]) && char.IsAsciiHexDigit(text[4]) && char.IsAsciiHexDigit(text[5]);

    private static IEnumerable<XElement> Word(XElement? properties, string text)
    {
        foreach (var (part, isRightToLeft) in Directions(text))
        {
            var run = new XElement(Names.W + "r", isRightToLeft ? RightToLeft(properties) : Copy(properties));
            var start = 0;
            for (var position = 0; position <= part.Length; position++)
            {
                var letter = position < part.Length ? part[position] : '\0';
                if (position < part.Length && letter is not ('\n' or '\t'))
                {
                    continue;
                }

                if (position > start)
                {
                    run.Add(new XElement(Names.W + "t", new XAttribute(XNamespace.Xml + "space", "preserve"), part[start..position]));
                }

                if (position < part.Length)
                {
                    run.Add(new XElement(Names.W + (letter == '\n' ? "br" : "tab")));
                }

                start = position + 1;
            }

            yield return run;
        }
    }

    private static IEnumerable<XElement> Drawing(XElement? properties, string text)
    {
        var lines = text.Split('\n');
        for (var number = 0; number < lines.Length; number++)
        {
            if (number > 0)
            {
                yield return new XElement(Names.A + "br", Copy(properties));
            }

            if (lines[number].Length > 0)
            {
                yield return new XElement(Names.A + "r", Copy(properties), new XElement(Names.A + "t", lines[number]));
            }
        }
    }

    /// <summary>
    /// The text cut where its direction changes. What has no direction (spaces, digits, points) between two right-to-left letters goes with them;
    /// everything else stays as it is, so a text without such letters is one piece.
    /// </summary>
    private static IEnumerable<(string Text, bool IsRightToLeft)> Directions(string text)
    {
        var start = 0;
        var position = 0;
        while (position < text.Length)
        {
            var end = EndOfRightToLeft(text, position);
            if (end == position)
            {
                position += Rune.TryGetRuneAt(text, position, out var rune) ? rune.Utf16SequenceLength : 1;
                continue;
            }

            if (position > start)
            {
                yield return (text[start..position], false);
            }

            yield return (text[position..end], true);
            start = position = end;
        }

        if (start < text.Length)
        {
            yield return (text[start..], false);
        }
    }

    private static int EndOfRightToLeft(string text, int from)
    {
        var end = from;
        var position = from;
        while (position < text.Length && Rune.TryGetRuneAt(text, position, out var rune))
        {
            position += rune.Utf16SequenceLength;
            if (IsRightToLeft(rune))
            {
                end = position;
            }
            else if (end == from || Rune.IsLetter(rune))
            {
                break;
            }
        }

        return end;
    }

    private static XElement RightToLeft(XElement? properties)
    {
        var own = Copy(properties) ?? new XElement(Names.W + "rPr");
        if (own.Element(Names.W + "rtl") is not null)
        {
            return own;
        }

        var next = own.Elements().FirstOrDefault(element => element.Name.Namespace != Names.W || AfterRtl.Contains(element.Name.LocalName));
        if (next is null)
        {
            own.Add(new XElement(Names.W + "rtl"));
        }
        else
        {
            next.AddBeforeSelf(new XElement(Names.W + "rtl"));
        }

        return own;
    }

    private static XElement? Copy(XElement? properties) => properties is null ? null : new XElement(properties);
}
