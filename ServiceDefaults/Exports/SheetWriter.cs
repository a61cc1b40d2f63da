using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml;

namespace Teg.Platform.ServiceDefaults;

/// <summary>
/// Writes an .xlsx row by row; what is in memory does not grow with the table. The package is a plain zip written forwards, because System.IO.Packaging
/// keeps all parts in memory until the end. Text is only ever an inline string: Excel and LibreOffice do not read one as a formula, whatever it begins with.
/// </summary>
public sealed partial class SheetWriter : IDisposable
{
    /// <summary>Rows that Excel shows on one sheet, the header among them; what comes after stands on the next.</summary>
    public const int MostRows = 1_048_576;

    private const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private const string Office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private const string Package = "http://schemas.openxmlformats.org/package/2006/relationships";
    private const string Types = "http://schemas.openxmlformats.org/package/2006/content-types";
    private const string Spreadsheet = "application/vnd.openxmlformats-officedocument.spreadsheetml";

    // The second is a header's; the third shows a number as a day, by the reader's own habits (14 is built in).
    private const string Styles =
        $"""
        <?xml version="1.0" encoding="UTF-8" standalone="yes"?>
        <styleSheet xmlns="{Main}"><fonts count="2"><font/><font><b/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="3"><xf/><xf fontId="1" applyFont="1"/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>
        """;

    // What is no character of XML never gets this far.
    private static readonly XmlWriterSettings Format = new() { Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), CheckCharacters = false, CloseOutput = true };

    private readonly ZipArchive zip;
    private readonly string name;
    private readonly IReadOnlyList<(string Name, double Width)> headers;
    private readonly int mostRows;
    private readonly List<string> sheets = [];
    private XmlWriter sheet;
    private int row;

    /// <param name="to">Need not be seekable.</param>
    /// <param name="name">Of the sheet: at most 25 characters, none of <c>[ ] : * ? / \</c>.</param>
    /// <param name="headers">Names and widths in characters.</param>
    /// <param name="mostRows">Of a sheet, its header included.</param>
    public SheetWriter(Stream to, string name, IReadOnlyList<(string Name, double Width)> headers, int mostRows = MostRows)
    {
        (this.name, this.headers, this.mostRows) = (name, headers, mostRows);
        zip = new ZipArchive(to, ZipArchiveMode.Create, leaveOpen: true);
        Begin();
    }

    /// <param name="cells">A string, a whole or decimal number, a day or null each.</param>
    public void Add(IReadOnlyList<object?> cells)
    {
        if (row == mostRows)
        {
            End();
            Begin();
        }

        Write(cells, style: 0);
    }

    public void Dispose()
    {
        End();
        WriteParts();
        zip.Dispose();
    }

    [MemberNotNull(nameof(sheet))]
    private void Begin()
    {
        sheets.Add(sheets.Count == 0 ? name : string.Create(CultureInfo.InvariantCulture, $"{name} {sheets.Count + 1}"));
        row = 0;
        sheet = XmlWriter.Create(zip.CreateEntry($"xl/worksheets/sheet{sheets.Count}.xml", CompressionLevel.Fastest).Open(), Format);
        sheet.WriteStartDocument(standalone: true);
        sheet.WriteStartElement("worksheet", Main);
        // The header stays in sight.
        sheet.WriteRaw($"""<sheetViews><sheetView {(sheets.Count == 1 ? "tabSelected=\"1\" " : "")}workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>""");
        for (var at = 0; at < headers.Count; at++)
        {
            sheet.WriteRaw(string.Create(CultureInfo.InvariantCulture, $"<col min=\"{at + 1}\" max=\"{at + 1}\" width=\"{headers[at].Width}\" customWidth=\"1\"/>"));
        }

        sheet.WriteRaw("</cols>");
        sheet.WriteStartElement("sheetData", Main);
        Write([.. headers.Select(header => (object?)header.Name)], style: 1);
    }

    private void End()
    {
        sheet.WriteEndDocument();
        sheet.Dispose();
    }

    private void Write(IReadOnlyList<object?> cells, int style)
    {
        row++;
        sheet.WriteStartElement("row", Main);
        sheet.WriteAttributeString("r", row.ToString(CultureInfo.InvariantCulture));
        for (var column = 0; column < cells.Count; column++)
        {
            if (cells[column] is not (null or ""))
            {
                Write(cells[column]!, column, style);
            }
        }

        sheet.WriteEndElement();
    }

    private void Write(object value, int column, int style)
    {
        sheet.WriteStartElement("c", Main);
        sheet.WriteAttributeString("r", string.Create(CultureInfo.InvariantCulture, $"{NameOf(column)}{row}"));
        style = value is DateOnly ? 2 : style;
        if (style != 0)
        {
            sheet.WriteAttributeString("s", style.ToString(CultureInfo.InvariantCulture));
        }

        switch (value)
        {
            case decimal or int or long:
                sheet.WriteElementString("v", Main, Convert.ToString(value, CultureInfo.InvariantCulture)!);
                break;
            case DateOnly day:
                // Days since the one before 1900 began, as Excel counts them.
                sheet.WriteElementString("v", Main, day.ToDateTime(TimeOnly.MinValue).ToOADate().ToString(CultureInfo.InvariantCulture));
                break;
            default:
                sheet.WriteAttributeString("t", "inlineStr");
                sheet.WriteStartElement("is", Main);
                sheet.WriteStartElement("t", Main);
                sheet.WriteAttributeString("xml", "space", null, "preserve");
                sheet.WriteString(Escape((string)value));
                sheet.WriteEndElement();
                sheet.WriteEndElement();
                break;
        }

        sheet.WriteEndElement();
    }

    /// <summary>What XML cannot hold is written as _xHHHH_ (ECMA-376, 22.9.2.19), and what looks like that already is written so that it stays.</summary>
    internal static string Escape(string text)
    {
        var escaped = LooksEscaped().Replace(text, "_x005F_");
        return NotInXml().Replace(escaped, letter => $"_x{(int)letter.Value[0]:X4}_");
    }

    private static string NameOf(int column)
    {
        var letters = "";
        for (var rest = column + 1; rest > 0; rest = (rest - 1) / 26)
        {
            letters = (char)('A' + ((rest - 1) % 26)) + letters;
        }

        return letters;
    }

    // Last, when it is known how many sheets there are.
    private void WriteParts()
    {
        Part("[Content_Types].xml", xml =>
        {
            xml.WriteStartElement("Types", Types);
            Element(xml, Types, "Default", ("Extension", "rels"), ("ContentType", "application/vnd.openxmlformats-package.relationships+xml"));
            Element(xml, Types, "Default", ("Extension", "xml"), ("ContentType", "application/xml"));
            Element(xml, Types, "Override", ("PartName", "/xl/workbook.xml"), ("ContentType", $"{Spreadsheet}.sheet.main+xml"));
            Element(xml, Types, "Override", ("PartName", "/xl/styles.xml"), ("ContentType", $"{Spreadsheet}.styles+xml"));
            for (var number = 1; number <= sheets.Count; number++)
            {
                Element(xml, Types, "Override", ("PartName", $"/xl/worksheets/sheet{number}.xml"), ("ContentType", $"{Spreadsheet}.worksheet+xml"));
            }
        });
        Part("_rels/.rels", xml =>
        {
            xml.WriteStartElement("Relationships", Package);
            Element(xml, Package, "Relationship", ("Id", "rId1"), ("Type", $"{Office}/officeDocument"), ("Target", "xl/workbook.xml"));
        });
        Part("xl/_rels/workbook.xml.rels", xml =>
        {
            xml.WriteStartElement("Relationships", Package);
            Element(xml, Package, "Relationship", ("Id", "styles"), ("Type", $"{Office}/styles"), ("Target", "styles.xml"));
            for (var number = 1; number <= sheets.Count; number++)
            {
                Element(xml, Package, "Relationship", ("Id", $"rId{number}"), ("Type", $"{Office}/worksheet"), ("Target", $"worksheets/sheet{number}.xml"));
            }
        });
        Part("xl/workbook.xml", xml =>
        {
            xml.WriteStartElement("workbook", Main);
            xml.WriteStartElement("sheets", Main);
            for (var number = 1; number <= sheets.Count; number++)
            {
                xml.WriteStartElement("sheet", Main);
                xml.WriteAttributeString("name", sheets[number - 1]);
                xml.WriteAttributeString("sheetId", number.ToString(CultureInfo.InvariantCulture));
                xml.WriteAttributeString("r", "id", Office, $"rId{number}");
                xml.WriteEndElement();
            }
        });
        using var styles = zip.CreateEntry("xl/styles.xml", CompressionLevel.Fastest).Open();
        styles.Write(Encoding.UTF8.GetBytes(Styles));
    }

    private void Part(string path, Action<XmlWriter> write)
    {
        using var xml = XmlWriter.Create(zip.CreateEntry(path, CompressionLevel.Fastest).Open(), Format);
        xml.WriteStartDocument(standalone: true);
        write(xml);
        xml.WriteEndDocument();
    }

    private static void Element(XmlWriter xml, string space, string element, params ReadOnlySpan<(string Name, string Value)> attributes)
    {
        xml.WriteStartElement(element, space);
        foreach (var (attribute, value) in attributes)
        {
            xml.WriteAttributeString(attribute, value);
        }

        xml.WriteEndElement();
    }

    // Controls but tab and line feed, halves of characters, and the two that are none. Excel writes a carriage return like this too.
    [GeneratedRegex(@"[\x00-\x08\x0B-\x1F\uFFFE\uFFFF]|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex NotInXml();

    // The underscore alone is replaced; the rest of the match stays behind it.
    [GeneratedRegex("_(?=x[0-9A-Fa-f]{4}_)", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex LooksEscaped();
}
