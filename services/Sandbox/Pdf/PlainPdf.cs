using System.Globalization;
using System.Text;

namespace Teg.Platform.Sandbox.Pdf;

/// <summary>A PDF of lines of text in the reader's own Helvetica: enough to be read, searched and checked. Letters outside Windows-1252 become question marks.</summary>
internal static class PlainPdf
{
    public const double Margin = 56;

    private const double LineHeight = 14;

    /// <summary>Each text begins a page; a text that is longer than its page goes on on the next.</summary>
    public static byte[] Of(IEnumerable<IReadOnlyList<string>> texts, double width = 595, double height = 842)
    {
        var perPage = Math.Max(1, (int)((height - (2 * Margin)) / LineHeight));
        var letters = Math.Max(20, (int)((width - (2 * Margin)) / 5));
        var pages = texts.SelectMany(lines =>
        {
            var wrapped = lines.SelectMany(line => Wrap(line, letters)).ToList();
            return wrapped.Count == 0 ? [[]] : wrapped.Chunk(perPage);
        }).ToList();
        if (pages.Count == 0)
        {
            pages.Add([]);
        }

        var objects = new List<string>
        {
            "<< /Type /Catalog /Pages 2 0 R >>",
            $"<< /Type /Pages /Kids [{string.Join(' ', pages.Select((_, index) => $"{4 + (2 * index)} 0 R"))}] /Count {pages.Count} >>",
            "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        };
        foreach (var page in pages)
        {
            var content = Lines(page, Margin, height - Margin, 10);
            objects.Add(string.Create(CultureInfo.InvariantCulture,
                $"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {width:0.##} {height:0.##}] /Resources << /Font << /F1 3 0 R >> >> /Contents {objects.Count + 2} 0 R >>"));
            objects.Add($"<< /Length {Encoding.Latin1.GetByteCount(content)} >>\nstream\n{content}\nendstream");
        }

        var file = new StringBuilder("%PDF-1.4\n");
        var offsets = new List<int>();
        for (var index = 0; index < objects.Count; index++)
        {
            offsets.Add(file.Length);
            file.Append(CultureInfo.InvariantCulture, $"{index + 1} 0 obj\n{objects[index]}\nendobj\n");
        }

        var xref = file.Length;
        file.Append(CultureInfo.InvariantCulture, $"xref\n0 {objects.Count + 1}\n0000000000 65535 f \n");
        foreach (var offset in offsets)
        {
            file.Append(CultureInfo.InvariantCulture, $"{offset:0000000000} 00000 n \n");
        }

        file.Append(CultureInfo.InvariantCulture, $"trailer\n<< /Size {objects.Count + 1} /Root 1 0 R >>\nstartxref\n{xref}\n%%EOF\n");
        return Encoding.Latin1.GetBytes(file.ToString());
    }

    /// <summary>Operators that write lines below each other, the first at the given place; the font is /F1.</summary>
    public static string Lines(IEnumerable<string> lines, double x, double y, double size)
    {
        var content = new StringBuilder();
        content.Append(CultureInfo.InvariantCulture, $"BT /F1 {size:0.##} Tf {LineHeight} TL {x:0.##} {y:0.##} Td\n");
        foreach (var line in lines)
        {
            content.Append(CultureInfo.InvariantCulture, $"({Escaped(line)}) Tj T*\n");
        }

        return content.Append("ET").ToString();
    }

    private static string Escaped(string line)
    {
        var text = new StringBuilder();
        foreach (var letter in line)
        {
            text.Append(letter switch
            {
                '(' or ')' or '\\' => "\\" + letter,
                '€' => "\x80",
                '‘' => "\x91",
                '’' => "\x92",
                '“' => "\x93",
                '”' => "\x94",
                '•' => "\x95",
                '–' => "\x96",
                '—' => "\x97",
                '…' => "\x85",
                '\t' => "    ",
                < ' ' => " ",
                (>= ' ' and <= '~') or (>= '\xa0' and <= '\xff') => letter.ToString(),
                _ => "?",
            });
        }

        return text.ToString();
    }

    private static IEnumerable<string> Wrap(string line, int letters)
    {
        while (line.Length > letters)
        {
            var at = line.LastIndexOf(' ', letters);
            at = at <= 0 ? letters : at;
            yield return line[..at];
            line = line[at..].TrimStart();
        }

        yield return line;
    }
}
