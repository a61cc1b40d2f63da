using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Spreadsheet;

namespace Teg.Platform.Qualifier.Batches;

/// <summary>
/// Writes an .xlsx row by row; what is in memory does not grow with the table. The package is a plain zip written forwards, because System.IO.Packaging
/// keeps all parts in memory until the end. Text is only ever an inline string: Excel and LibreOffice do not read one as a formula, whatever it begins with.
/// </summary>
internal sealed partial class ResultWorkbook : IDisposable
{
    private const string ContentTypes =
        """
        <?xml version="1.0" encoding="UTF-8" standalone="yes"?>
        <Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/></Types>
        """;

    private const string PackageRelations =
        """
        <?xml version="1.0" encoding="UTF-8" standalone="yes"?>
        <Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>
        """;

    private const string WorkbookRelations =
        """
        <?xml version="1.0" encoding="UTF-8" standalone="yes"?>
        <Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>
        """;

    private const uint Bold = 1;

    private readonly ZipArchive zip;
    private readonly Stream part;
    private readonly OpenXmlWriter sheet;
    private uint row;

    /// <param name="to">Need not be seekable.</param>
    /// <param name="headers">Names and widths in characters.</param>
    public ResultWorkbook(Stream to, IReadOnlyList<(string Name, double Width)> headers)
    {
        zip = new ZipArchive(to, ZipArchiveMode.Create, leaveOpen: true);
        Write("[Content_Types].xml", ContentTypes);
        Write("_rels/.rels", PackageRelations);
        Write("xl/_rels/workbook.xml.rels", WorkbookRelations);
        Write("xl/workbook.xml", new Workbook(new Sheets(new DocumentFormat.OpenXml.Spreadsheet.Sheet { Name = "Result", SheetId = 1, Id = "rId1" })));
        Write("xl/styles.xml", new Stylesheet(
            new Fonts(new Font(), new Font(new Bold())),
            new Fills(new Fill(new PatternFill { PatternType = PatternValues.None }), new Fill(new PatternFill { PatternType = PatternValues.Gray125 })),
            new Borders(new Border()),
            new CellStyleFormats(new CellFormat()),
            new CellFormats(new CellFormat(), new CellFormat { FontId = 1, ApplyFont = true })));

        part = zip.CreateEntry("xl/worksheets/sheet1.xml", CompressionLevel.Fastest).Open();
        sheet = OpenXmlWriter.Create(part, Encoding.UTF8);
        sheet.WriteStartDocument();
        sheet.WriteStartElement(new Worksheet());
        // The header stays in sight.
        sheet.WriteElement(new SheetViews(new SheetView(
            new Pane { VerticalSplit = 1, TopLeftCell = "A2", ActivePane = PaneValues.BottomLeft, State = PaneStateValues.Frozen }) { TabSelected = true, WorkbookViewId = 0 }));
        sheet.WriteElement(new Columns(headers.Select((header, at) =>
            new Column { Min = (uint)at + 1, Max = (uint)at + 1, Width = header.Width, CustomWidth = true })));
        sheet.WriteStartElement(new SheetData());
        Add([.. headers.Select(header => (object?)header.Name)], Bold);
    }

    /// <param name="cells">A string, a decimal, an int or null each.</param>
    public void Add(IReadOnlyList<object?> cells) => Add(cells, style: 0);

    public void Dispose()
    {
        sheet.WriteEndElement();
        sheet.WriteEndElement();
        sheet.Dispose();
        part.Dispose();
        zip.Dispose();
    }

    private void Add(IReadOnlyList<object?> cells, uint style)
    {
        sheet.WriteStartElement(new Row { RowIndex = ++row });
        for (var column = 0; column < cells.Count; column++)
        {
            var cell = new Cell { CellReference = $"{NameOf(column)}{row}" };
            if (style != 0)
            {
                cell.StyleIndex = style;
            }

            switch (cells[column])
            {
                case null or "":
                    continue;
                case decimal or int:
                    cell.CellValue = new CellValue(Convert.ToString(cells[column], CultureInfo.InvariantCulture)!);
                    break;
                case var text:
                    cell.DataType = CellValues.InlineString;
                    cell.InlineString = new InlineString(new Text(Escape((string)text)) { Space = SpaceProcessingModeValues.Preserve });
                    break;
            }

            sheet.WriteElement(cell);
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
        var name = "";
        for (var rest = column + 1; rest > 0; rest = (rest - 1) / 26)
        {
            name = (char)('A' + ((rest - 1) % 26)) + name;
        }

        return name;
    }

    private void Write(string name, string content)
    {
        using var entry = zip.CreateEntry(name, CompressionLevel.Fastest).Open();
        entry.Write(Encoding.UTF8.GetBytes(content));
    }

    private void Write(string name, OpenXmlElement content)
    {
        using var entry = zip.CreateEntry(name, CompressionLevel.Fastest).Open();
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

/// <summary>What a synchronous writer has written, to be sent on in pieces: the server writes asynchronously only.</summary>
internal sealed class Outgoing : Stream
{
    private readonly MemoryStream waiting = new();

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public async Task SendAsync(Stream to, CancellationToken ct)
    {
        if (waiting.Length > 0)
        {
            await to.WriteAsync(waiting.GetBuffer().AsMemory(0, (int)waiting.Length), ct);
            waiting.SetLength(0);
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => waiting.Write(buffer, offset, count);

    public override void Write(ReadOnlySpan<byte> buffer) => waiting.Write(buffer);

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            waiting.Dispose();
        }

        base.Dispose(disposing);
    }
}
