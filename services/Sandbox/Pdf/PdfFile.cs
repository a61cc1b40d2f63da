using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace Teg.Platform.Sandbox.Pdf;

internal sealed record PdfName(string Text);

internal sealed record PdfReference(int Number);

/// <param name="Content">As it stands in the file; null when it is no stream.</param>
internal sealed record PdfObject(object? Value, byte[]? Content)
{
    public Dictionary<string, object?> Dictionary => Value as Dictionary<string, object?> ?? [];
}

/// <summary>A page with what it inherits.</summary>
internal sealed record PdfPage(int Number, Dictionary<string, object?> Dictionary, Dictionary<string, object?> Resources, double Width, double Height);

/// <summary>
/// Reads the PDFs that LibreOffice, Chromium and the Sandbox itself write, object by object from the front; a later object of a number goes before an earlier one.
/// Numbers are double, texts byte[], arrays lists. What is encrypted is not read.
/// </summary>
internal sealed class PdfFile
{
    private const int LargestStream = 100_000_000;

    private readonly byte[] bytes;
    private readonly Dictionary<int, PdfObject> objects = [];
    private Dictionary<string, object?> trailer = [];

    /// <exception cref="InvalidDataException">It is no PDF, or one that is not read.</exception>
    public PdfFile(byte[] bytes)
    {
        this.bytes = bytes;
        if (!bytes.AsSpan().StartsWith("%PDF-"u8))
        {
            throw new InvalidDataException("no PDF");
        }

        Scan();
        Unpack();
        if (trailer.ContainsKey("Encrypt") || Root.Count == 0)
        {
            throw new InvalidDataException("not readable");
        }

        var pages = new List<PdfPage>();
        Walk(Root.GetValueOrDefault("Pages"), [], null, pages, 0);
        Pages = pages.Count > 0 ? pages : throw new InvalidDataException("no pages");
    }

    public IReadOnlyList<PdfPage> Pages { get; }

    public ReadOnlySpan<byte> Bytes => bytes;

    public int NextNumber => objects.Keys.Max() + 1;

    public PdfReference RootReference => trailer.GetValueOrDefault("Root") as PdfReference ?? throw new InvalidDataException("no root");

    public PdfReference PagesReference => Root.GetValueOrDefault("Pages") as PdfReference ?? throw new InvalidDataException("no pages");

    /// <summary>Where the newest list of objects stands.</summary>
    public int StartXref
    {
        get
        {
            var at = bytes.AsSpan().LastIndexOf("startxref"u8);
            return at < 0 ? 0 : int.TryParse(Encoding.ASCII.GetString(bytes.AsSpan(at + 9)).Trim().Split('\n', '\r', ' ')[0], CultureInfo.InvariantCulture, out var offset) ? offset : 0;
        }
    }

    private Dictionary<string, object?> Root => DictionaryOf(trailer.GetValueOrDefault("Root"));

    public PdfObject? Find(object? value) => value is PdfReference reference ? objects.GetValueOrDefault(reference.Number) : null;

    public Dictionary<string, object?> DictionaryOf(object? value) => Find(value)?.Dictionary ?? value as Dictionary<string, object?> ?? [];

    public List<object?> ArrayOf(object? value) => (Find(value)?.Value ?? value) as List<object?> ?? [];

    /// <summary>What a stream says, unpacked.</summary>
    public byte[] ContentOf(object? value)
    {
        if (Find(value) is not { Content: { } content } found)
        {
            return [];
        }

        var filters = found.Dictionary.GetValueOrDefault("Filter") switch { PdfName one => [one], var several => ArrayOf(several).OfType<PdfName>().ToList() };
        foreach (var filter in filters)
        {
            if (filter.Text != "FlateDecode")
            {
                return [];
            }

            using var zlib = new ZLibStream(new MemoryStream(content), CompressionMode.Decompress);
            using var unpacked = new MemoryStream();
            var piece = new byte[81_920];
            int read;
            while ((read = zlib.Read(piece)) > 0)
            {
                unpacked.Write(piece.AsSpan(0, read));
                if (unpacked.Length > LargestStream)
                {
                    throw new InvalidDataException("too large");
                }
            }

            content = unpacked.ToArray();
        }

        return content;
    }

    /// <summary>All that is written on the page, in its order.</summary>
    public byte[] ContentOf(PdfPage page)
    {
        var contents = page.Dictionary.GetValueOrDefault("Contents");
        return Find(contents)?.Content is not null
            ? ContentOf(contents)
            : [.. ArrayOf(contents).SelectMany(part => ContentOf(part).Append((byte)'\n'))];
    }

    private void Scan()
    {
        var at = 0;
        var mark = Next("trailer"u8, 0);
        while (Next("obj"u8, at) is var found && (found < bytes.Length || mark < bytes.Length))
        {
            mark = mark < at ? Next("trailer"u8, at) : mark;
            if (mark < found)
            {
                var reader = new PdfReader(bytes, mark + 7);
                foreach (var (name, value) in reader.Read() as Dictionary<string, object?> ?? [])
                {
                    trailer[name] = value;
                }

                at = Math.Max(reader.At, mark + 7);
                mark = Next("trailer"u8, at);
                continue;
            }

            if (found >= bytes.Length)
            {
                return;
            }

            at = Number(found) is { } number ? Object(number, found + 3) : found + 3;
        }
    }

    // Where it stands next; the file's end when it stands nowhere.
    private int Next(ReadOnlySpan<byte> word, int from) =>
        from < bytes.Length && bytes.AsSpan(from).IndexOf(word) is >= 0 and var place ? from + place : bytes.Length;

    // "12 0 obj": the number before, or null when this is no object's beginning.
    private int? Number(int at)
    {
        var line = Encoding.ASCII.GetString(bytes, Math.Max(0, at - 24), at - Math.Max(0, at - 24));
        var words = line.Split([' ', '\n', '\r', '\t'], StringSplitOptions.RemoveEmptyEntries);
        return words is [.., var number, var generation] && int.TryParse(generation, NumberStyles.None, CultureInfo.InvariantCulture, out _)
            ? int.TryParse(new string([.. number.Reverse().TakeWhile(char.IsAsciiDigit).Reverse()]), NumberStyles.None, CultureInfo.InvariantCulture, out var parsed) ? parsed : null
            : null;
    }

    private int Object(int number, int at)
    {
        var reader = new PdfReader(bytes, at);
        var value = reader.Read();
        reader.SkipBlanks();
        at = reader.At;
        if (value is not Dictionary<string, object?> dictionary || !bytes.AsSpan(at).StartsWith("stream"u8))
        {
            objects[number] = new PdfObject(value, null);
            return at;
        }

        at += 6;
        at += bytes.AsSpan(at).StartsWith("\r\n"u8) ? 2 : 1;
        var length = dictionary.GetValueOrDefault("Length") is double said && at + (int)said <= bytes.Length && bytes.AsSpan(at + (int)said, Math.Min(20, bytes.Length - at - (int)said)).IndexOf("endstream"u8) >= 0
            ? (int)said
            : bytes.AsSpan(at).IndexOf("endstream"u8);
        if (length < 0)
        {
            throw new InvalidDataException("truncated");
        }

        objects[number] = new PdfObject(dictionary, bytes.AsSpan(at, length).ToArray());
        if (dictionary.GetValueOrDefault("Type") is PdfName { Text: "XRef" })
        {
            foreach (var (name, one) in dictionary)
            {
                trailer[name] = one;
            }
        }

        return at + length + 9;
    }

    // Objects may be packed into streams: "5 0 6 12 …" and then the objects themselves.
    private void Unpack()
    {
        foreach (var (number, packed) in objects.Where(known => known.Value.Dictionary.GetValueOrDefault("Type") is PdfName { Text: "ObjStm" }).ToList())
        {
            var content = ContentOf(new PdfReference(number));
            var reader = new PdfReader(content, 0);
            var first = packed.Dictionary.GetValueOrDefault("First") is double offset ? (int)offset : 0;
            var count = packed.Dictionary.GetValueOrDefault("N") is double n ? (int)n : 0;
            for (var index = 0; index < count && reader.Read() is double inner && reader.Read() is double place; index++)
            {
                objects[(int)inner] = new PdfObject(new PdfReader(content, first + (int)place).Read(), null);
            }
        }
    }

    private void Walk(object? node, Dictionary<string, object?> resources, List<object?>? box, List<PdfPage> pages, int depth)
    {
        var dictionary = DictionaryOf(node);
        if (depth > 30 || pages.Count > 2000 || dictionary.Count == 0)
        {
            return;
        }

        resources = dictionary.TryGetValue("Resources", out var own) ? DictionaryOf(own) : resources;
        box = dictionary.TryGetValue("MediaBox", out var size) ? ArrayOf(size) : box;
        if (dictionary.TryGetValue("Kids", out var kids))
        {
            foreach (var kid in ArrayOf(kids))
            {
                Walk(kid, resources, box, pages, depth + 1);
            }

            return;
        }

        var (width, height) = box is [double left, double bottom, double right, double top] ? (right - left, top - bottom) : (612, 792);
        pages.Add(new PdfPage((node as PdfReference)?.Number ?? 0, dictionary, resources, width, height));
    }
}
