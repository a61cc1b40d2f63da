using System.Globalization;
using System.IO.Compression;
using System.Text.Json.Nodes;
using System.Xml;
using System.Xml.Linq;
using Teg.Platform.Sandbox.Google.Sheets;
using Teg.Platform.Sandbox.Google.Slides;

namespace Teg.Platform.Sandbox.Google;

/// <summary>What a conversion takes over of an Office file: the texts and where they stand, the sheets with their values.</summary>
internal static class OfficeReading
{
    public const string Pptx = "application/vnd.openxmlformats-officedocument.presentationml.presentation";
    public const string Xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    public const string Docx = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

    private const long LargestPart = 100_000_000;

    private static readonly XNamespace P = "http://schemas.openxmlformats.org/presentationml/2006/main";
    private static readonly XNamespace A = "http://schemas.openxmlformats.org/drawingml/2006/main";
    private static readonly XNamespace R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private static readonly XNamespace S = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private static readonly XNamespace W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

    /// <exception cref="GoogleException">It is no such file.</exception>
    public static JsonObject Presentation(byte[] file, string id, string title) => Reading(file, zip =>
    {
        var whole = Part(zip, "ppt/presentation.xml");
        var relations = Relations(zip, "ppt/presentation.xml");
        var size = whole.Root!.Element(P + "sldSz");
        var presentation = SlidesModel.Empty(id, title, Long(size?.Attribute("cx")) ?? 12_192_000, Long(size?.Attribute("cy")) ?? 6_858_000);
        var slides = (JsonArray)presentation["slides"]!;
        foreach (var path in whole.Descendants(P + "sldId").Select(slide => relations.GetValueOrDefault((string?)slide.Attribute(R + "id") ?? "")).OfType<string>())
        {
            var slideId = $"slide_{slides.Count + 1:000}";
            var elements = new JsonArray();
            foreach (var shape in Part(zip, path).Descendants().Where(element => element.Name == P + "sp" || element.Name == P + "pic" || element.Name == P + "graphicFrame"))
            {
                if (Element(shape, $"{slideId}_e{elements.Count + 1:00}") is { } element)
                {
                    elements.Add(element);
                }
            }

            slides.Add(SlidesModel.Slide(slideId, elements));
        }

        return presentation;
    });

    /// <exception cref="GoogleException">It is no such file.</exception>
    public static Spreadsheet Spreadsheet(byte[] file, string title) => Reading(file, zip =>
    {
        var relations = Relations(zip, "xl/workbook.xml");
        var shared = zip.GetEntry("xl/sharedStrings.xml") is null
            ? []
            : Part(zip, "xl/sharedStrings.xml").Root!.Elements(S + "si").Select(item => string.Concat(item.Descendants(S + "t").Where(text => text.Parent!.Name != S + "rPh").Select(text => text.Value))).ToList();
        var formats = Formats(zip);
        var sheets = new List<SheetTab>();
        foreach (var sheet in Part(zip, "xl/workbook.xml").Descendants(S + "sheet"))
        {
            if (!relations.TryGetValue((string?)sheet.Attribute(R + "id") ?? "", out var path))
            {
                continue;
            }

            var tab = new SheetTab(sheets.Count + 1, (string?)sheet.Attribute("name") ?? $"Sheet{sheets.Count + 1}", []);
            foreach (var cell in Part(zip, path).Descendants(S + "c"))
            {
                if (CellRange.CellOf((string?)cell.Attribute("r") ?? "") is var (row, column) && row >= 0 && Cell(cell, shared, formats) is { } value)
                {
                    tab.Set(row, column, value);
                }
            }

            sheets.Add(tab);
        }

        return new Spreadsheet(title, sheets);
    });

    /// <exception cref="GoogleException">It is no such file.</exception>
    public static IReadOnlyList<string> Paragraphs(byte[] file) => Reading(file, zip =>
        (IReadOnlyList<string>)[.. Part(zip, "word/document.xml").Descendants(W + "p").Select(paragraph => string.Concat(paragraph.Descendants(W + "t").Select(text => text.Value)))]);

    private static JsonObject? Element(XElement shape, string id)
    {
        var off = shape.Descendants(A + "off").FirstOrDefault() ?? shape.Descendants(P + "xfrm").Elements(A + "off").FirstOrDefault();
        var ext = shape.Descendants(A + "ext").FirstOrDefault(element => element.Attribute("cx") is not null);
        var element = SlidesModel.Element(id, Long(off?.Attribute("x")) ?? 0, Long(off?.Attribute("y")) ?? 0, Long(ext?.Attribute("cx")) ?? 3_000_000, Long(ext?.Attribute("cy")) ?? 3_000_000);
        if (shape.Name == P + "pic")
        {
            element["image"] = new JsonObject { ["contentUrl"] = "", ["imageProperties"] = new JsonObject() };
            return element;
        }

        if (shape.Name == P + "graphicFrame")
        {
            var rows = shape.Descendants(A + "tr").ToList();
            if (rows.Count == 0)
            {
                return null;
            }

            element["table"] = new JsonObject
            {
                ["rows"] = rows.Count,
                ["columns"] = rows.Max(row => row.Elements(A + "tc").Count()),
                ["tableRows"] = new JsonArray([.. rows.Select(row => (JsonNode)new JsonObject
                {
                    ["tableCells"] = new JsonArray([.. row.Elements(A + "tc").Select(cell => (JsonNode)new JsonObject { ["text"] = Text(cell).ToJson() })]),
                })]),
            };
            return element;
        }

        var type = shape.Descendants(P + "ph").Any() ? "TEXT_BOX" : (string?)shape.Descendants(A + "prstGeom").FirstOrDefault()?.Attribute("prst") is "ellipse" ? "ELLIPSE" : "TEXT_BOX";
        element["shape"] = new JsonObject { ["shapeType"] = type, ["shapeProperties"] = new JsonObject() };
        if (shape.Element(P + "txBody") is { } body && Text(body) is { IsEmpty: false } text)
        {
            element["shape"]!["text"] = text.ToJson();
        }

        return element;
    }

    private static SlideText Text(XElement body)
    {
        var text = new SlideText();
        foreach (var paragraph in body.Descendants(A + "p"))
        {
            foreach (var run in paragraph.Elements().Where(element => element.Name == A + "r" || element.Name == A + "br" || element.Name == A + "fld"))
            {
                var style = new JsonObject();
                if ((string?)run.Element(A + "rPr")?.Attribute("b") is "1" or "true")
                {
                    style["bold"] = true;
                }

                text.Append(run.Name == A + "br" ? "\v" : run.Element(A + "t")?.Value ?? "", style);
            }

            text.Append("\n", new JsonObject());
        }

        return text;
    }

    private static SheetCell? Cell(XElement cell, IReadOnlyList<string> shared, IReadOnlyList<string> formats)
    {
        var raw = cell.Element(S + "v")?.Value;
        switch ((string?)cell.Attribute("t"))
        {
            case "s" when int.TryParse(raw, CultureInfo.InvariantCulture, out var index) && index < shared.Count: return SheetCell.Of(shared[index]);
            case "inlineStr": return SheetCell.Of(string.Concat(cell.Descendants(S + "t").Select(text => text.Value)));
            case "str" or "e": return raw is null ? null : SheetCell.Of(raw);
            case "b": return new SheetCell(JsonValue.Create(raw == "1"), raw == "1" ? "TRUE" : "FALSE");
            default:
                if (!double.TryParse(raw, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
                {
                    return null;
                }

                var style = int.TryParse((string?)cell.Attribute("s"), CultureInfo.InvariantCulture, out var at) && at < formats.Count ? formats[at] : "";
                return new SheetCell(JsonValue.Create(number), NumberFormat.Show(number, style));
        }
    }

    // The format code of each cell style.
    private static List<string> Formats(ZipArchive zip)
    {
        if (zip.GetEntry("xl/styles.xml") is null)
        {
            return [];
        }

        var styles = Part(zip, "xl/styles.xml").Root!;
        var own = styles.Descendants(S + "numFmt").GroupBy(format => (string?)format.Attribute("numFmtId") ?? "", StringComparer.Ordinal)
            .ToDictionary(format => format.Key, format => (string?)format.First().Attribute("formatCode") ?? "", StringComparer.Ordinal);
        return [.. styles.Elements(S + "cellXfs").Elements(S + "xf").Select(xf =>
        {
            var number = (string?)xf.Attribute("numFmtId") ?? "0";
            return own.TryGetValue(number, out var code) ? code : NumberFormat.BuiltIn(number);
        })];
    }

    private static T Reading<T>(byte[] file, Func<ZipArchive, T> read)
    {
        try
        {
            using var zip = new ZipArchive(new MemoryStream(file));
            return read(zip);
        }
        catch (Exception broken) when (broken is InvalidDataException or XmlException or FileNotFoundException)
        {
            throw new GoogleException(400, "Bad Request. The file could not be converted.", "INVALID_ARGUMENT", "badRequest");
        }
    }

    private static XDocument Part(ZipArchive zip, string path)
    {
        var entry = zip.GetEntry(path) ?? throw new FileNotFoundException(path);
        if (entry.Length > LargestPart)
        {
            throw new InvalidDataException(path);
        }

        using var stream = entry.Open();
        using var reader = XmlReader.Create(stream, new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
        return XDocument.Load(reader);
    }

    private static Dictionary<string, string> Relations(ZipArchive zip, string path)
    {
        var folder = path[..path.LastIndexOf('/')];
        var document = Part(zip, $"{folder}/_rels/{path[(folder.Length + 1)..]}.rels");
        return document.Root!.Elements().ToDictionary(
            relation => (string?)relation.Attribute("Id") ?? "",
            relation => (string?)relation.Attribute("Target") is ['/', .. var whole] ? whole : $"{folder}/{(string?)relation.Attribute("Target")}", StringComparer.Ordinal);
    }

    private static long? Long(XAttribute? attribute) => long.TryParse(attribute?.Value, NumberStyles.Integer, CultureInfo.InvariantCulture, out var value) ? value : null;
}
