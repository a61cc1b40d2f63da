using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Spreadsheet;

namespace Teg.Platform.ServiceDefaults;

/// <summary>
/// Writes an .xlsx row by row; what is in memory does not grow with the table. The package is a plain zip written forwards, because System.IO.Packaging
/// keeps all parts in memory until the end. Text is only ever an inline string: Excel and LibreOffice do not read one as a formula, whatever it begins with.
/// </summary>
public sealed partial class SheetWriter : IDisposable
{
    /// <summary>Rows that Excel shows on one sheet, the header among them; what comes after stands on the next.</summary>
    public const int MostRows = 1_048_576;

    private const string Relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private const string Spreadsheet = "application/vnd.openxmlformats-officedocument.spreadsheetml";

    private const string PackageRelations =
        $"""
        <?xml version="1.0" encoding="UTF-8" standalone="yes"?>
        <Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="{Relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>
        """;

    private const uint Bold = 1;
    private const uint Day = 2;

    private readonly ZipArchive zip;
    private readonly string name;
    private readonly IReadOnlyList<(string Name, double Width)> headers;
    private readonly int mostRows;
    private Stream part;
    private OpenXmlWriter sheet;
    private int sheets;
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

    [MemberNotNull(nameof(part), nameof(sheet))]
    private void Begin()
    {
        (sheets, row) = (sheets + 1, 0);
        part = zip.CreateEntry($"xl/worksheets/sheet{sheets}.xml", CompressionLevel.Fastest).Open();
        sheet = OpenXmlWriter.Create(part, Encoding.UTF8);
        sheet.WriteStartDocument();
        sheet.WriteStartElement(new Worksheet());
        // The header stays in sight.
        sheet.WriteElement(new SheetViews(new SheetView(
            new Pane { VerticalSplit = 1, TopLeftCell = "A2", ActivePane = PaneValues.BottomLeft, State = PaneStateValues.Frozen }) { TabSelected = sheets == 1, WorkbookViewId = 0 }));
        sheet.WriteElement(new Columns(headers.Select((header, at) =>
            new Column { Min = (uint)at + 1, Max = (uint)at + 1, Width = header.Width, CustomWidth = true })));
        sheet.WriteStartElement(new SheetData());
        Write([.. headers.Select(header => (object?)header.Name)], Bold);
    }

    private void End()
    {
        sheet.WriteEndElement();
        sheet.WriteEndElement();
        sheet.Dispose();
        part.Dispose();
    }

    private void Write(IReadOnlyList<object?> cells, uint style)
    {
        sheet.WriteStartElement(new Row { RowIndex = (uint)++row });
        for (var column = 0; column < cells.Count; column++)
        {
            if (cells[column] is not (null or "") and var value)
            {
                sheet.WriteElement(CellOf(value, string.Create(CultureInfo.InvariantCulture, $"{NameOf(column)}{row}"), style));
            }
        }

        sheet.WriteEndElement();
    }

    private static Cell CellOf(object value, string place, uint style)
    {
        var cell = new Cell { CellReference = place };
        switch (value)
        {
            case decimal or int or long:
                cell.CellValue = new CellValue(Convert.ToString(value, CultureInfo.InvariantCulture)!);
                break;
            case DateOnly day:
                // Days since the one before 1900 began, as Excel counts them.
                cell.CellValue = new CellValue(day.ToDateTime(TimeOnly.MinValue).ToOADate().ToString(CultureInfo.InvariantCulture));
                style = Day;
                break;
            default:
                cell.DataType = CellValues.InlineString;
                cell.InlineString = new InlineString(new Text(Escape((string)value)) { Space = SpaceProcessingModeValues.Preserve });
                break;
        }

        if (style != 0)
        {
            cell.StyleIndex = style;
        }

        return cell;
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
        var numbers = Enumerable.Range(1, sheets).ToList();
        Write("[Content_Types].xml",
            $"""
            <?xml version="1.0" encoding="UTF-8" standalone="yes"?>
            <Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="{Spreadsheet}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="{Spreadsheet}.styles+xml"/>{string.Concat(numbers.Select(number => $"""<Override PartName="/xl/worksheets/sheet{number}.xml" ContentType="{Spreadsheet}.worksheet+xml"/>"""))}</Types>
            """);
        Write("_rels/.rels", PackageRelations);
        Write("xl/_rels/workbook.xml.rels",
            $"""
            <?xml version="1.0" encoding="UTF-8" standalone="yes"?>
            <Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="styles" Type="{Relations}/styles" Target="styles.xml"/>{string.Concat(numbers.Select(number => $"""<Relationship Id="rId{number}" Type="{Relations}/worksheet" Target="worksheets/sheet{number}.xml"/>"""))}</Relationships>
            """);
        Write("xl/workbook.xml", new Workbook(new Sheets(numbers.Select(number => new Sheet
        {
            Name = number == 1 ? name : string.Create(CultureInfo.InvariantCulture, $"{name} {number}"), SheetId = (uint)number, Id = $"rId{number}",
        }))));
        // The second is a header's; the third shows a number as a day, by the reader's own habits (14 is built in).
        Write("xl/styles.xml", new Stylesheet(
            new Fonts(new Font(), new Font(new Bold())),
            new Fills(new Fill(new PatternFill { PatternType = PatternValues.None }), new Fill(new PatternFill { PatternType = PatternValues.Gray125 })),
            new Borders(new Border()),
            new CellStyleFormats(new CellFormat()),
            new CellFormats(new CellFormat(), new CellFormat { FontId = 1, ApplyFont = true }, new CellFormat { NumberFormatId = 14, ApplyNumberFormat = true })));
    }

    private void Write(string path, string content)
    {
        using var entry = zip.CreateEntry(path, CompressionLevel.Fastest).Open();
        entry.Write(Encoding.UTF8.GetBytes(content));
    }

    private void Write(string path, OpenXmlElement content)
    {
        using var entry = zip.CreateEntry(path, CompressionLevel.Fastest).Open();
        using var writer = OpenXmlWriter.Create(entry, Encoding.UTF8);
        writer.WriteStartDocument();
        writer.WriteElement(content);
    }

    // Controls but tab and line feed, halves of characters, and the two that are none. Excel writes a carriage return like this too.
    [GeneratedRegex(@"[\x00-\x08\x0B-\x1F\uFFFE\uFFFF]|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex NotInXml();

    // The underscore alone is replaced; the rest of the match stays behind it.
    [GeneratedRegex("_(?=x[0-9A-Fa-f]{4}_)", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex LooksEscaped();
}
