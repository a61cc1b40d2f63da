using System.Globalization;
using System.Text;

namespace Teg.Platform.Sandbox.Pdf;

/// <summary>Writes onto a PDF without touching a byte of it: new and changed objects follow behind, as when a document is saved again. The font is /SandboxFont.</summary>
internal sealed class PdfAddition(PdfFile file)
{
    private readonly SortedDictionary<int, byte[]> written = [];
    private readonly List<object?> morePages = [];
    private int next = file.NextNumber;
    private int font;

    public void Write(PdfPage page, string operators)
    {
        // What was there may leave the page turned or scaled.
        List<object?> contents = [Stream("q\n"), .. Contents(page), Stream($"\nQ\nq\n{operators}\nQ\n")];
        var dictionary = new Dictionary<string, object?>(page.Dictionary, StringComparer.Ordinal) { ["Resources"] = WithFont(page.Resources), ["Contents"] = contents };
        Put(page.Number, Text(dictionary));
    }

    public void Append(double width, double height, string operators)
    {
        var number = next++;
        Put(number, Text(new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["Type"] = new PdfName("Page"), ["Parent"] = file.PagesReference, ["MediaBox"] = new List<object?> { 0d, 0d, width, height }, ["Resources"] = WithFont([]),
            ["Contents"] = Stream(operators),
        }));
        morePages.Add(new PdfReference(number));
    }

    public byte[] Save()
    {
        if (morePages.Count > 0)
        {
            var pages = new Dictionary<string, object?>(file.DictionaryOf(file.PagesReference), StringComparer.Ordinal);
            List<object?> kids = [.. file.ArrayOf(pages.GetValueOrDefault("Kids")), .. morePages];
            pages["Kids"] = kids;
            pages["Count"] = (double)(file.Pages.Count + morePages.Count);
            Put(file.PagesReference.Number, Text(pages));
        }

        using var saved = new MemoryStream();
        saved.Write(file.Bytes);
        Ascii(saved, "\n");
        var offsets = new SortedDictionary<int, long>();
        foreach (var (number, content) in written)
        {
            offsets[number] = saved.Position;
            Ascii(saved, string.Create(CultureInfo.InvariantCulture, $"{number} 0 obj\n"));
            saved.Write(content);
            Ascii(saved, "\nendobj\n");
        }

        var xref = saved.Position;
        Ascii(saved, "xref\n");
        foreach (var (number, offset) in offsets)
        {
            Ascii(saved, string.Create(CultureInfo.InvariantCulture, $"{number} 1\n{offset:0000000000} 00000 n \n"));
        }

        Ascii(saved, string.Create(CultureInfo.InvariantCulture, $"trailer\n<< /Size {next} /Root {file.RootReference.Number} 0 R /Prev {file.StartXref} >>\nstartxref\n{xref}\n%%EOF\n"));
        return saved.ToArray();
    }

    private IEnumerable<object?> Contents(PdfPage page) => page.Dictionary.GetValueOrDefault("Contents") switch
    {
        null => [],
        PdfReference one when file.Find(one)?.Content is not null => [one],
        var several => file.ArrayOf(several),
    };

    private Dictionary<string, object?> WithFont(Dictionary<string, object?> resources)
    {
        if (font == 0)
        {
            font = next++;
            Put(font, "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Oblique /Encoding /WinAnsiEncoding >>"u8.ToArray());
        }

        return new Dictionary<string, object?>(resources, StringComparer.Ordinal)
        {
            ["Font"] = new Dictionary<string, object?>(file.DictionaryOf(resources.GetValueOrDefault("Font")), StringComparer.Ordinal) { ["SandboxFont"] = new PdfReference(font) },
        };
    }

    private PdfReference Stream(string operators)
    {
        var number = next++;
        Put(number, Encoding.Latin1.GetBytes(string.Create(CultureInfo.InvariantCulture, $"<< /Length {operators.Length} >>\nstream\n{operators}\nendstream")));
        return new PdfReference(number);
    }

    private void Put(int number, byte[] content) => written[number] = content;

    private static void Ascii(MemoryStream stream, string text) => stream.Write(Encoding.ASCII.GetBytes(text));

    private static byte[] Text(object? value)
    {
        var text = new StringBuilder();
        Append(text, value);
        return Encoding.Latin1.GetBytes(text.ToString());
    }

    private static void Append(StringBuilder text, object? value)
    {
        switch (value)
        {
            case null: text.Append("null"); break;
            case bool flag: text.Append(flag ? "true" : "false"); break;
            case double number: text.Append(number.ToString("0.#####", CultureInfo.InvariantCulture)); break;
            case PdfReference reference: text.Append(CultureInfo.InvariantCulture, $"{reference.Number} 0 R"); break;
            case PdfName name: text.Append('/').Append(string.Concat(name.Text.Select(letter => char.IsAsciiLetterOrDigit(letter) || "+-_.,".Contains(letter, StringComparison.Ordinal) ? $"{letter}" : $"#{(int)letter:X2}"))); break;
            case byte[] bytes: text.Append('<').Append(Convert.ToHexString(bytes)).Append('>'); break;
            case List<object?> items:
                text.Append("[ ");
                foreach (var item in items)
                {
                    Append(text, item);
                    text.Append(' ');
                }

                text.Append(']');
                break;
            case Dictionary<string, object?> pairs:
                text.Append("<< ");
                foreach (var (name, inner) in pairs)
                {
                    Append(text, new PdfName(name));
                    text.Append(' ');
                    Append(text, inner);
                    text.Append(' ');
                }

                text.Append(">>");
                break;
            default: throw new InvalidDataException($"{value.GetType().Name} cannot be written.");
        }
    }
}
