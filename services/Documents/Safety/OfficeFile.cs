using System.IO.Compression;
using System.Text;
using System.Xml;
using Teg.Platform.Documents.Packages;

namespace Teg.Platform.Documents.Safety;

/// <summary>
/// The door: every file from outside comes in here, is looked at whole and is either a plain Word, PowerPoint or Excel file or refused.
/// Nothing is written to disk and nothing is fetched. Reading stops at the first limit, so a refusal costs no more than the limit.
/// </summary>
public static class OfficeFile
{
    private static readonly (string ContentType, OfficeKind Kind)[] MainTypes =
    [
        ("application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml", OfficeKind.Word),
        ("application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml", OfficeKind.PowerPoint),
        ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml", OfficeKind.Excel),
    ];

    // OLE compound file: password-protected Office files and everything of Office 97.
    private static ReadOnlySpan<byte> Compound => [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];

    // Fields that fetch or start something when Word updates them.
    private static readonly string[] FetchingFields = ["DDE", "DDEAUTO", "INCLUDETEXT", "INCLUDEPICTURE", "INCLUDE", "IMPORT", "DATABASE", "LINK", "RD"];

    /// <summary>Looks at a file whole. Throws <see cref="RefusedFileException"/>; returns what it is.</summary>
    public static OfficeKind Inspect(ReadOnlyMemory<byte> file, FileLimits? limits = null) => Open(file, limits).Kind;

    internal static OfficePackage Open(ReadOnlyMemory<byte> file, FileLimits? limits = null)
    {
        limits ??= FileLimits.Default;
        return Read(file, new Budget(limits), level: 0);
    }

    private static OfficePackage Read(ReadOnlyMemory<byte> file, Budget budget, int level)
    {
        var limits = budget.Limits;
        if (level > limits.Nesting)
        {
            throw Refuse(Refusal.TooComplex, "The file holds files inside files inside files.");
        }

        if (file.Length > limits.PackedBytes)
        {
            throw Refuse(Refusal.TooLarge, $"The file is larger than {limits.PackedBytes / 1024 / 1024} MB.");
        }

        if (file.Span.StartsWith(Compound))
        {
            throw file.Span.IndexOf(Encoding.Unicode.GetBytes("EncryptedPackage")) >= 0
                ? Refuse(Refusal.Encrypted, "The file is protected by a password. Save it without one and bring it again.")
                : Refuse(Refusal.UnreadFormat, "The file is in the format of Office 97. Save it as .docx, .pptx or .xlsx and bring it again.");
        }

        if (!file.Span.StartsWith("PK\u0003\u0004"u8))
        {
            throw Refuse(Refusal.NotAnOfficeFile, "The file is not a Word, PowerPoint or Excel file.");
        }

        var entries = Unpack(file, budget);
        var names = entries.Select(entry => entry.Key).ToHashSet(StringComparer.OrdinalIgnoreCase);
        if (!names.Contains("[Content_Types].xml") || !names.Contains("_rels/.rels"))
        {
            throw Refuse(Refusal.NotAnOfficeFile, "The file is a zip archive, but not a Word, PowerPoint or Excel file.");
        }

        foreach (var (name, bytes) in entries)
        {
            RefuseByName(name);
            if (IsXml(name, bytes.Span))
            {
                Scan(name, bytes, budget);
            }
            else if (bytes.Span.StartsWith("PK\u0003\u0004"u8))
            {
                Read(bytes, budget, level + 1);
            }
            else if (bytes.Span.StartsWith(Compound))
            {
                throw Refuse(Refusal.EmbeddedObject, $"The file holds an embedded object of another program ({name}). Replace it with a picture.");
            }
        }

        var package = new OfficePackage(OfficeKind.Word, "", entries);
        return new OfficePackage(KindOf(package, out var main), main, entries);
    }

    private static List<KeyValuePair<string, ReadOnlyMemory<byte>>> Unpack(ReadOnlyMemory<byte> file, Budget budget)
    {
        var limits = budget.Limits;
        try
        {
            using var zip = new ZipArchive(new MemoryStream(file.ToArray(), writable: false), ZipArchiveMode.Read);
            var entries = new List<KeyValuePair<string, ReadOnlyMemory<byte>>>(zip.Entries.Count);
            var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
            if (zip.Entries.Count > budget.Parts)
            {
                throw Refuse(Refusal.TooComplex, $"The file has more than {limits.Parts} parts.");
            }

            budget.Parts -= zip.Entries.Count;

            // All claims are weighed before the first byte is unpacked.
            foreach (var entry in zip.Entries)
            {
                RefuseByPath(entry.FullName);
                if (!names.Add(entry.FullName))
                {
                    throw Refuse(Refusal.DuplicateEntry, $"The file holds the entry {Quoted(entry.FullName)} twice.");
                }

                if (entry.IsEncrypted)
                {
                    throw Refuse(Refusal.Encrypted, "The file is protected by a password. Save it without one and bring it again.");
                }

                if (entry.Length < 0 || entry.CompressedLength < 0)
                {
                    throw new InvalidDataException();
                }

                if (entry.Length > 1024 * 1024 && entry.Length / Math.Max(1, entry.CompressedLength) > limits.Ratio)
                {
                    throw Refuse(Refusal.ZipBomb, $"The entry {Quoted(entry.FullName)} unpacks to {entry.Length / Math.Max(1, entry.CompressedLength)} times its size.");
                }

                budget.Bytes -= entry.Length;
                if (budget.Bytes < 0)
                {
                    throw Refuse(Refusal.TooLarge, $"The file unpacks to more than {limits.UnpackedBytes / 1024 / 1024} MB.");
                }
            }

            foreach (var entry in zip.Entries.Where(entry => !entry.FullName.EndsWith('/')))
            {
                entries.Add(new(entry.FullName, Unpack(entry)));
            }

            return entries;
        }
        catch (Exception broken) when (broken is InvalidDataException or EndOfStreamException or ArgumentException or NotSupportedException or IOException)
        {
            throw Refuse(Refusal.Damaged, "The file is cut short or damaged.");
        }
    }

    private static byte[] Unpack(ZipArchiveEntry entry)
    {
        // The buffer is what the directory claims; an entry that holds more or less is not what it says.
        var bytes = new byte[entry.Length];
        using var stream = entry.Open();
        stream.ReadExactly(bytes);
        if (stream.ReadByte() >= 0 || Crc32.Of(bytes) != entry.Crc32)
        {
            throw new InvalidDataException();
        }

        return bytes;
    }

    private static void RefuseByPath(string name)
    {
        var isOutside = name.Length is 0 or > 400
            || name[0] == '/'
            || name.Contains('\\', StringComparison.Ordinal)
            || name.Contains(':', StringComparison.Ordinal)
            || name.Any(char.IsControl)
            || name.Split('/').Any(segment => segment is ".." or ".");
        if (isOutside)
        {
            throw Refuse(Refusal.PathOutside, $"The file holds an entry whose name leads out of it: {Quoted(name)}.");
        }
    }

    private static void RefuseByName(string name)
    {
        var lower = name.ToLowerInvariant();
        if (lower.EndsWith("vbaproject.bin", StringComparison.Ordinal) || lower.EndsWith("vbadata.xml", StringComparison.Ordinal)
            || lower.Contains("/macrosheets/", StringComparison.Ordinal) || lower.Contains("/dialogsheets/", StringComparison.Ordinal))
        {
            throw Macros();
        }

        if (lower.Contains("/activex/", StringComparison.Ordinal))
        {
            throw Refuse(Refusal.ActiveX, "The file holds ActiveX controls. Remove them (Developer, Design Mode) and bring it again.");
        }
    }

    private static bool IsXml(string name, ReadOnlySpan<byte> bytes)
    {
        if (OfficePackage.ExtensionOf(name).ToUpperInvariant() is "XML" or "RELS" or "VML")
        {
            return true;
        }

        // By its beginning too: a part may carry XML under any name. UTF-16 begins with its byte order mark.
        return bytes.StartsWith("<?xml"u8) || bytes.StartsWith("\uFEFF<?xml"u8) || bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE, 0x3C, 0x00])
            || bytes.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF, 0x00, 0x3C]);
    }

    private static void Scan(string name, ReadOnlyMemory<byte> bytes, Budget budget)
    {
        var limits = budget.Limits;
        budget.XmlBytes -= bytes.Length;
        if (budget.XmlBytes < 0)
        {
            throw Refuse(Refusal.TooLarge, $"The file holds more than {limits.XmlBytes / 1024 / 1024} MB of text and structure.");
        }

        var isRelationships = name.EndsWith(".rels", StringComparison.OrdinalIgnoreCase);
        var isTypes = string.Equals(name, "[Content_Types].xml", StringComparison.OrdinalIgnoreCase);
        var instruction = new StringBuilder();
        var settings = new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, MaxCharactersInDocument = limits.XmlBytes };
        try
        {
            using var stream = new MemoryStream(bytes.ToArray(), writable: false);
            using var reader = XmlReader.Create(stream, settings);
            while (reader.Read())
            {
                if (reader.Depth > limits.Depth)
                {
                    throw Refuse(Refusal.TooComplex, $"{Quoted(name)} is nested deeper than {limits.Depth} levels.");
                }

                if (reader.NodeType != XmlNodeType.Element)
                {
                    continue;
                }

                if (reader.NamespaceURI.StartsWith("http://purl.oclc.org/ooxml/", StringComparison.Ordinal))
                {
                    throw Refuse(Refusal.UnreadFormat, "The file is saved as Strict Open XML. Save it in the ordinary format and bring it again.");
                }

                if (isRelationships && reader.LocalName == "Relationship")
                {
                    RefuseByRelationship(reader.GetAttribute("Type") ?? "", reader.GetAttribute("Target") ?? "", reader.GetAttribute("TargetMode") == "External");
                }
                else if (isTypes)
                {
                    RefuseByContentType(reader.GetAttribute("ContentType") ?? "");
                }
                else if (reader.LocalName is "p" or "c" && --budget.Paragraphs < 0)
                {
                    throw Refuse(Refusal.TooComplex, $"The file has more than {limits.Paragraphs} paragraphs and cells.");
                }
                else if (reader.LocalName == "fldSimple")
                {
                    RefuseByField(reader.GetAttribute("instr", Names.W.NamespaceName) ?? "");
                }
                else if (reader.LocalName == "fldChar")
                {
                    RefuseByField(instruction.ToString());
                    instruction.Clear();
                }
                else if (reader is { LocalName: "instrText", IsEmptyElement: false } && reader.Read() && reader.HasValue)
                {
                    instruction.Append(reader.Value);
                }
            }
        }
        catch (XmlException broken)
        {
            // .NET says only in words that a DTD was met; the word is in the file as well.
            var hasDocumentType = bytes.Span.IndexOf("<!DOCTYPE"u8) >= 0 || bytes.Span.IndexOf(Encoding.Unicode.GetBytes("<!DOCTYPE")) >= 0
                || broken.Message.Contains("DTD", StringComparison.Ordinal);
            if (!hasDocumentType && name.EndsWith(".vml", StringComparison.OrdinalIgnoreCase))
            {
                // Office itself has written VML that is no XML.
                return;
            }

            throw hasDocumentType
                ? Refuse(Refusal.DocumentType, $"{Quoted(name)} declares a document type, which Office files never do.")
                : Refuse(Refusal.Damaged, $"{Quoted(name)} is not well-formed XML.");
        }
    }

    private static void RefuseByRelationship(string type, string target, bool isExternal)
    {
        var kind = type[(type.LastIndexOf('/') + 1)..];
        switch (kind)
        {
            case "vbaProject" or "wordVbaData" or "xlMacrosheet" or "xlIntlMacrosheet":
                throw Macros();
            case "control" or "activeXControlBinary":
                throw Refuse(Refusal.ActiveX, "The file holds ActiveX controls. Remove them (Developer, Design Mode) and bring it again.");
            case "oleObject" or "aFChunk":
                throw Refuse(Refusal.EmbeddedObject, "The file holds an embedded object of another program. Replace it with a picture.");
            case "connections" or "queryTable" or "externalLink" or "externalLinkPath":
                throw Refuse(Refusal.OutsideLink, "The workbook is linked to other workbooks or data. Break the links (Data, Edit Links) and bring it again.");
        }

        if (!isExternal)
        {
            if (target.Contains("://", StringComparison.Ordinal) || target.StartsWith("\\\\", StringComparison.Ordinal))
            {
                throw Refuse(Refusal.OutsideLink, $"The file points outside itself: {Quoted(target)}.");
            }

            return;
        }

        var isLink = kind == "hyperlink"
            && (target.StartsWith('#')
                || (Uri.TryCreate(target, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" or "mailto"));
        if (!isLink)
        {
            throw kind == "attachedTemplate"
                ? Refuse(Refusal.OutsideLink, "The document is attached to a template outside it. Detach it (Developer, Document Template) and bring it again.")
                : Refuse(Refusal.OutsideLink, $"The file fetches something from outside ({kind}): {Quoted(target)}. Embed it, or link to an http, https or mailto address.");
        }
    }

    private static void RefuseByContentType(string type)
    {
        if (type.Contains("macroEnabled", StringComparison.OrdinalIgnoreCase) || type.Contains("vbaProject", StringComparison.OrdinalIgnoreCase))
        {
            throw Macros();
        }

        if (type.Contains("activeX", StringComparison.OrdinalIgnoreCase))
        {
            throw Refuse(Refusal.ActiveX, "The file holds ActiveX controls. Remove them (Developer, Design Mode) and bring it again.");
        }
    }

    private static void RefuseByField(string instruction)
    {
        var words = instruction.Split([' ', '\t', '\n', '"'], 2, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (words.Length > 0 && FetchingFields.Contains(words[0], StringComparer.OrdinalIgnoreCase))
        {
            throw Refuse(Refusal.OutsideLink, $"The document holds a field that fetches from outside ({words[0].ToUpperInvariant()}). Replace it with its result.");
        }
    }

    private static OfficeKind KindOf(OfficePackage package, out string main)
    {
        main = package.RelationshipsOf("").Targets("officeDocument").FirstOrDefault() ?? "";
        if (!package.Has(main))
        {
            throw Refuse(Refusal.NotAnOfficeFile, "The file is a zip archive, but not a Word, PowerPoint or Excel file.");
        }

        var type = package.ContentTypeOf(main);
        foreach (var (known, kind) in MainTypes)
        {
            if (string.Equals(known, type, StringComparison.OrdinalIgnoreCase))
            {
                return kind;
            }
        }

        throw Refuse(Refusal.NotAnOfficeFile, "The file is not a Word document, PowerPoint presentation or Excel workbook (.docx, .pptx, .xlsx).");
    }

    private static RefusedFileException Macros() =>
        Refuse(Refusal.Macros, "The file holds macros. Save it as .docx, .pptx or .xlsx without them and bring it again.");

    private static RefusedFileException Refuse(Refusal reason, string message) => new(reason, message);

    /// <summary>A name from inside the file, made harmless for a sentence.</summary>
    private static string Quoted(string name)
    {
        var plain = new string([.. name.Select(letter => char.IsControl(letter) ? '?' : letter)]);
        return $"'{(plain.Length > 80 ? plain[..80] + "…" : plain)}'";
    }

    private sealed class Budget(FileLimits limits)
    {
        public FileLimits Limits { get; } = limits;

        public long Bytes { get; set; } = limits.UnpackedBytes;

        public long XmlBytes { get; set; } = limits.XmlBytes;

        public int Parts { get; set; } = limits.Parts;

        public int Paragraphs { get; set; } = limits.Paragraphs;
    }
}
