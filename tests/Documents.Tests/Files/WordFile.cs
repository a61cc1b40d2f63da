using System.Text;
using System.Xml.Linq;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Validation;

namespace Teg.Platform.Documents.Tests.Files;

/// <summary>Word documents made of what a test is about.</summary>
internal static class WordFile
{
    public static readonly XNamespace W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

    private const string Spaces =
        "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\" " +
        "xmlns:wp=\"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing\" xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" " +
        "xmlns:pic=\"http://schemas.openxmlformats.org/drawingml/2006/picture\" xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\" " +
        "xmlns:wps=\"http://schemas.microsoft.com/office/word/2010/wordprocessingShape\" xmlns:v=\"urn:schemas-microsoft-com:vml\" " +
        "xmlns:w14=\"http://schemas.microsoft.com/office/word/2010/wordml\" mc:Ignorable=\"w14\"";

    private const string Page = "<w:pgSz w:w=\"12240\" w:h=\"15840\"/><w:pgMar w:top=\"1440\" w:right=\"1440\" w:bottom=\"1440\" w:left=\"1440\" w:header=\"720\" w:footer=\"720\" w:gutter=\"0\"/>";

    public static string P(string text, string properties = "") => $"<w:p>{properties}<w:r><w:t xml:space=\"preserve\">{text}</w:t></w:r></w:p>";

    public static string Cell(string text) => $"<w:tc><w:tcPr><w:tcW w:w=\"3000\" w:type=\"dxa\"/></w:tcPr>{P(text)}</w:tc>";

    public static string Row(params string[] cells) => $"<w:tr>{string.Concat(cells.Select(Cell))}</w:tr>";

    public static string Table(params string[] rows) =>
        $"<w:tbl><w:tblPr><w:tblW w:w=\"0\" w:type=\"auto\"/></w:tblPr><w:tblGrid>{string.Concat(Enumerable.Repeat("<w:gridCol w:w=\"3000\"/>", 3))}</w:tblGrid>{string.Concat(rows)}</w:tbl>{P("after")}";

    public static byte[] Of(
        string body, string? header = null, string? footnote = null, string? styles = null, string? numbering = null, byte[]? picture = null, string page = Page, string? settings = null)
    {
        using var stream = new MemoryStream();
        using (var document = WordprocessingDocument.Create(stream, WordprocessingDocumentType.Document))
        {
            var main = document.AddMainDocumentPart();
            var references = "";
            if (header is not null)
            {
                Feed(main.AddNewPart<HeaderPart>("rIdHeader"), $"<w:hdr {Spaces}>{header}</w:hdr>");
                references = "<w:headerReference w:type=\"default\" r:id=\"rIdHeader\"/>";
            }

            if (footnote is not null)
            {
                Feed(
                    main.AddNewPart<FootnotesPart>("rIdNotes"),
                    $"<w:footnotes {Spaces}><w:footnote w:type=\"separator\" w:id=\"-1\"><w:p><w:r><w:separator/></w:r></w:p></w:footnote><w:footnote w:id=\"1\">{footnote}</w:footnote></w:footnotes>");
            }

            if (styles is not null)
            {
                Feed(main.AddNewPart<StyleDefinitionsPart>("rIdStyles"), $"<w:styles {Spaces}>{styles}</w:styles>");
            }

            if (numbering is not null)
            {
                Feed(main.AddNewPart<NumberingDefinitionsPart>("rIdNumbering"), $"<w:numbering {Spaces}>{numbering}</w:numbering>");
            }

            if (settings is not null)
            {
                Feed(main.AddNewPart<DocumentSettingsPart>("rIdSettings"), $"<w:settings {Spaces}>{settings}</w:settings>");
            }

            if (picture is not null)
            {
                using var bytes = new MemoryStream(picture);
                main.AddImagePart(ImagePartType.Png, "rIdPicture").FeedData(bytes);
            }

            Feed(main, $"<w:document {Spaces}><w:body>{body}<w:sectPr>{references}{page}</w:sectPr></w:body></w:document>");
        }

        return stream.ToArray();
    }

    public static XElement Xml(byte[] file, string part = "word/document.xml") => XElement.Parse(Zip.Text(file, part), LoadOptions.PreserveWhitespace);

    public static XElement Part(byte[] file, string ending) => XElement.Parse(Zip.Text(file, Zip.Entries(file).Single(entry => entry.Name.EndsWith(ending, StringComparison.Ordinal)).Name), LoadOptions.PreserveWhitespace);

    /// <summary>The paragraphs a reader sees, text that was deleted or moved away left out.</summary>
    public static IReadOnlyList<string> Paragraphs(XElement root) => [.. root.Descendants(W + "p").Select(TextOf)];

    public static string TextOf(XElement paragraph)
    {
        var text = new StringBuilder();
        foreach (var piece in paragraph.Descendants().Where(piece => piece.Parent!.Name == W + "r" && !piece.Ancestors().Any(change => change.Name == W + "del" || change.Name == W + "moveFrom")))
        {
            text.Append(piece.Name.LocalName switch { "t" => piece.Value, "br" => "\n", "tab" => "\t", _ => "" });
        }

        return text.ToString();
    }

    public static void ShouldBeValid(byte[] file)
    {
        using var stream = new MemoryStream(file);
        using var document = WordprocessingDocument.Open(stream, isEditable: false);
        Valid.Errors(document).ShouldBeEmpty();
    }

    private static void Feed(OpenXmlPart part, string xml)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(xml));
        part.FeedData(stream);
    }
}

internal static class Valid
{
    public static IReadOnlyList<string> Errors(OpenXmlPackage package) =>
        [.. new OpenXmlValidator(FileFormatVersions.Office2019).Validate(package).Select(error => $"{error.Part?.Uri} {error.Path?.XPath}: {error.Description}")];
}
