using System.IO.Compression;
using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace Teg.Platform.Documents.Packages;

/// <summary>
/// An Office file as the parts it is made of. A part nobody changes is written with the very bytes it came with; that is why this is not
/// the Open XML SDK, which writes anew what it has loaded and makes ids by chance. Equal parts give equal bytes: order and times are fixed.
/// </summary>
internal sealed class OfficePackage
{
    private const string TypesPart = "[Content_Types].xml";

    // The earliest time a zip file can say. The document's own dates are in docProps/core.xml.
    private static readonly DateTimeOffset Epoch = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly List<Part> parts;
    private readonly Dictionary<string, Part> byName;

    public OfficePackage(OfficeKind kind, string mainPart, IEnumerable<KeyValuePair<string, ReadOnlyMemory<byte>>> entries)
    {
        Kind = kind;
        MainPart = mainPart;
        parts = [.. entries.Select(entry => new Part(entry.Key, entry.Value))];
        byName = parts.ToDictionary(part => part.Name, StringComparer.OrdinalIgnoreCase);
    }

    public OfficeKind Kind { get; }

    /// <summary><c>word/document.xml</c> in a file that Word wrote; others choose their own names.</summary>
    public string MainPart { get; }

    public IEnumerable<string> PartNames => parts.Select(part => part.Name);

    public IEnumerable<KeyValuePair<string, ReadOnlyMemory<byte>>> Entries => parts.Select(part => KeyValuePair.Create(part.Name, part.Bytes()));

    public bool Has(string name) => byName.ContainsKey(name);

    public ReadOnlyMemory<byte> Bytes(string name) => byName[name].Bytes();

    /// <summary>The part's XML, to be read. What is changed in it is lost unless <see cref="Changed"/> says so.</summary>
    public XDocument Xml(string name) => byName[name].Xml();

    public void Changed(string name) => byName[name].IsChanged = true;

    public bool IsChanged(string name) => byName[name].IsChanged;

    /// <summary>Adds a part, with its content type.</summary>
    public void Add(string name, ReadOnlyMemory<byte> bytes, string contentType)
    {
        var part = new Part(name, bytes);
        parts.Add(part);
        byName.Add(name, part);
        Declare(name, contentType);
    }

    public void Add(string name, XDocument xml, string contentType) => Add(name, Write(xml), contentType);

    /// <summary>Removes a part, its relationships and its content type. Who pointed at it is the caller's to know.</summary>
    public void Remove(string name)
    {
        foreach (var gone in new[] { name, Relationships.PartOf(name) })
        {
            if (byName.Remove(gone, out var part))
            {
                parts.Remove(part);
            }
        }

        var types = Xml(TypesPart).Root!;
        var declared = types.Elements(Names.Types + "Override").Where(entry => Same((string?)entry.Attribute("PartName"), "/" + name)).ToList();
        if (declared.Count > 0)
        {
            declared.Remove();
            Changed(TypesPart);
        }
    }

    public string? ContentTypeOf(string name)
    {
        var types = Xml(TypesPart).Root!;
        var own = types.Elements(Names.Types + "Override").FirstOrDefault(entry => Same((string?)entry.Attribute("PartName"), "/" + name));
        var kind = own ?? types.Elements(Names.Types + "Default").FirstOrDefault(entry => Same((string?)entry.Attribute("Extension"), ExtensionOf(name)));
        return (string?)kind?.Attribute("ContentType");
    }

    /// <summary>What a part points at; empty when it points at nothing.</summary>
    public Relationships RelationshipsOf(string name) => new(this, name);

    /// <summary>A name that no part has yet: <c>word/media/image7.png</c>, counted up from the pattern <c>word/media/image{0}.png</c>.</summary>
    public string FreeName(string folder, string stem, string extension)
    {
        for (var number = 1; ; number++)
        {
            var name = $"{folder}{stem}{number}{extension}";
            // Word and PowerPoint count across extensions: image1.png and image1.jpg would confuse a person, not a program.
            if (!byName.ContainsKey(name))
            {
                return name;
            }
        }
    }

    internal void AddRelationshipsPart(string name, XDocument xml)
    {
        var part = new Part(name, Write(xml));
        parts.Add(part);
        byName.Add(name, part);
    }

    public byte[] Save()
    {
        using var file = new MemoryStream();
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            // Readers expect the content types first; everything else keeps the template's order.
            foreach (var part in parts.OrderBy(part => Same(part.Name, TypesPart) ? 0 : 1))
            {
                var entry = zip.CreateEntry(part.Name, IsPacked(part.Name) ? CompressionLevel.NoCompression : CompressionLevel.Optimal);
                entry.LastWriteTime = Epoch;
                using var stream = entry.Open();
                stream.Write(part.Bytes().Span);
            }
        }

        return file.ToArray();
    }

    public static XDocument Parse(ReadOnlyMemory<byte> bytes)
    {
        using var stream = new MemoryStream(bytes.ToArray(), writable: false);
        using var reader = XmlReader.Create(stream, new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
        return XDocument.Load(reader, LoadOptions.PreserveWhitespace);
    }

    public static byte[] Write(XDocument xml)
    {
        using var stream = new MemoryStream();
        var settings = new XmlWriterSettings
        {
            Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
            // A carriage return inside a text must come back as one; as itself a reader would turn it into a line feed.
            NewLineHandling = NewLineHandling.Entitize,
        };
        using (var writer = XmlWriter.Create(stream, settings))
        {
            xml.Declaration = new XDeclaration("1.0", "UTF-8", "yes");
            xml.Save(writer);
        }

        return stream.ToArray();
    }

    public static string FolderOf(string name) => name[..(name.LastIndexOf('/') + 1)];

    public static string ExtensionOf(string name) => Path.GetExtension(name).TrimStart('.');

    private void Declare(string name, string contentType)
    {
        if (Same(ContentTypeOf(name), contentType))
        {
            return;
        }

        var types = Xml(TypesPart).Root!;
        var extension = ExtensionOf(name);
        var taken = types.Elements(Names.Types + "Default").Any(entry => Same((string?)entry.Attribute("Extension"), extension));
        if (!taken && contentType.StartsWith("image/", StringComparison.Ordinal))
        {
            types.AddFirst(new XElement(Names.Types + "Default", new XAttribute("Extension", extension), new XAttribute("ContentType", contentType)));
        }
        else
        {
            types.Add(new XElement(Names.Types + "Override", new XAttribute("PartName", "/" + name), new XAttribute("ContentType", contentType)));
        }

        Changed(TypesPart);
    }

    private static bool Same(string? one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);

    private static bool IsPacked(string name) =>
        ExtensionOf(name).ToUpperInvariant() is "PNG" or "JPG" or "JPEG" or "GIF" or "XLSX" or "MP4" or "ODTTF" or "FNTDATA";

    private sealed class Part(string name, ReadOnlyMemory<byte> bytes)
    {
        private XDocument? xml;

        public string Name { get; } = name;

        public bool IsChanged { get; set; }

        public XDocument Xml() => xml ??= Parse(bytes);

        public ReadOnlyMemory<byte> Bytes() => IsChanged && xml is not null ? Write(xml) : bytes;
    }
}
