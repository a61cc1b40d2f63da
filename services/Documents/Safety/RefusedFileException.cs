namespace Teg.Platform.Documents.Safety;

/// <summary>A file that is not opened. The message is a sentence for the person who brought it; <see cref="Reason"/> is for programs to switch on.</summary>
public sealed class RefusedFileException(Refusal reason, string message) : Exception(message)
{
    public Refusal Reason { get; } = reason;
}

/// <summary>Why a file was refused.</summary>
public enum Refusal
{
    /// <summary>No zip file, or a zip file that is no Word, PowerPoint or Excel file.</summary>
    NotAnOfficeFile,

    /// <summary>The format of Office 97, or a variant of today's that the engine does not read (Strict Open XML).</summary>
    UnreadFormat,

    /// <summary>Protected by a password.</summary>
    Encrypted,

    /// <summary>Cut short or damaged: the zip directory, an entry or its XML does not come to its end.</summary>
    Damaged,

    /// <summary>Larger than <see cref="FileLimits"/> allow, packed or unpacked.</summary>
    TooLarge,

    /// <summary>Packed far tighter than documents are.</summary>
    ZipBomb,

    /// <summary>An entry whose name leads out of the file.</summary>
    PathOutside,

    /// <summary>Two entries of one name: two readers would see two documents.</summary>
    DuplicateEntry,

    /// <summary>VBA macros or the settings that belong to them.</summary>
    Macros,

    /// <summary>ActiveX controls.</summary>
    ActiveX,

    /// <summary>Embedded objects of other programs.</summary>
    EmbeddedObject,

    /// <summary>Something that is fetched from outside when the file is opened: linked pictures, templates, workbooks, data connections.</summary>
    OutsideLink,

    /// <summary>A document type definition: the door to entity bombs and external entities.</summary>
    DocumentType,

    /// <summary>More parts, paragraphs or nesting than a document of people has.</summary>
    TooComplex,
}

/// <summary>What a file may weigh. The defaults leave room for a deck of photographs and none for an attack.</summary>
public sealed record FileLimits
{
    public static FileLimits Default { get; } = new();

    /// <summary>Bytes of the file as it comes.</summary>
    public long PackedBytes { get; init; } = 64L * 1024 * 1024;

    /// <summary>Bytes of all entries together, unpacked, embedded files included.</summary>
    public long UnpackedBytes { get; init; } = 128L * 1024 * 1024;

    /// <summary>Bytes of all XML parts together: reading them is what takes time, about a second for 40 MB on two slow cores.</summary>
    public long XmlBytes { get; init; } = 32L * 1024 * 1024;

    /// <summary>Unpacked to packed, for entries above one megabyte. A sheet of equal rows reaches about 60, a bomb about 1000.</summary>
    public int Ratio { get; init; } = 150;

    public int Parts { get; init; } = 4000;

    /// <summary>Paragraphs, cells and shapes' paragraphs of all parts together.</summary>
    public int Paragraphs { get; init; } = 400_000;

    /// <summary>Elements inside elements.</summary>
    public int Depth { get; init; } = 200;

    /// <summary>Files inside files: the workbook behind a chart is one level.</summary>
    public int Nesting { get; init; } = 2;
}
