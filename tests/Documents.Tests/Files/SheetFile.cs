using System.Globalization;
using System.Text;
using System.Xml.Linq;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;

namespace Teg.Platform.Documents.Tests.Files;

/// <summary>Workbooks made of what a test is about.</summary>
internal static class SheetFile
{
    public static readonly XNamespace X = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

    private const string Spaces =
        "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"";

    /// <summary>Style 1 is a date, style 2 an amount, style 0 plain.</summary>
    private const string Styles =
        $"<styleSheet {Spaces}><numFmts count=\"1\"><numFmt numFmtId=\"164\" formatCode=\"&quot;$&quot;#,##0.00\"/></numFmts><fonts count=\"2\"><font><sz val=\"11\"/><name val=\"Calibri\"/></font><font><b/><sz val=\"11\"/><name val=\"Calibri\"/></font></fonts>" +
        "<fills count=\"2\"><fill><patternFill patternType=\"none\"/></fill><fill><patternFill patternType=\"gray125\"/></fill></fills><borders count=\"1\"><border><left/><right/><top/><bottom/><diagonal/></border></borders>" +
        "<cellStyleXfs count=\"1\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\"/></cellStyleXfs><cellXfs count=\"3\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\"/>" +
        "<xf numFmtId=\"14\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyNumberFormat=\"1\"/><xf numFmtId=\"164\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyNumberFormat=\"1\"/></cellXfs>" +
        "<cellStyles count=\"1\"><cellStyle name=\"Normal\" xfId=\"0\" builtinId=\"0\"/></cellStyles><dxfs count=\"1\"><dxf><font><b/></font></dxf></dxfs></styleSheet>";

    /// <param name="rows">Cells from A on: "=…" is a formula with a stale value, "n:5" a number, "i:…" a text in the cell, "" no cell, anything else a shared text.</param>
    /// <param name="rest">What follows sheetData.</param>
    public static byte[] Of(string[][] rows, string rest = "", string names = "", params (string Name, string[][] Rows)[] others)
    {
        using var stream = new MemoryStream();
        using (var book = SpreadsheetDocument.Create(stream, SpreadsheetDocumentType.Workbook))
        {
            var main = book.AddWorkbookPart();
            var strings = new List<string>();
            var entries = new StringBuilder();
            var number = 0;
            foreach (var (name, cells) in others.Prepend(("Package", rows)))
            {
                number++;
                Feed(main.AddNewPart<WorksheetPart>($"rIdSheet{number}"), $"<worksheet {Spaces}><dimension ref=\"A1:D9\"/><sheetData>{Data(cells, strings)}</sheetData>{(number == 1 ? rest : "")}</worksheet>");
                entries.Append(CultureInfo.InvariantCulture, $"<sheet name=\"{name}\" sheetId=\"{number}\" r:id=\"rIdSheet{number}\"/>");
            }

            Feed(main.AddNewPart<WorkbookStylesPart>("rIdStyles"), Styles);
            Feed(
                main.AddNewPart<SharedStringTablePart>("rIdStrings"),
                $"<sst {Spaces}>{string.Concat(strings.Select(text => text.StartsWith("<r>", StringComparison.Ordinal) ? $"<si>{text}</si>" : $"<si><t xml:space=\"preserve\">{text}</t></si>"))}</sst>");
            Feed(main, $"<workbook {Spaces}><sheets>{entries}</sheets>{(names.Length > 0 ? $"<definedNames>{names}</definedNames>" : "")}</workbook>");
        }

        return stream.ToArray();
    }

    /// <summary>Adds a chart and a table to the first sheet, whose rest has to name them rIdDrawing and rIdTable.</summary>
    public static byte[] WithChartAndTable(byte[] file, string title, string categories, string values, string table)
    {
        using var stream = new MemoryStream();
        stream.Write(file);
        using (var book = SpreadsheetDocument.Open(stream, isEditable: true))
        {
            var sheet = (WorksheetPart)book.WorkbookPart!.GetPartById("rIdSheet1");
            Feed(
                sheet.AddNewPart<TableDefinitionPart>("rIdTable"),
                $"<table xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" id=\"1\" name=\"Lines\" displayName=\"Lines\" ref=\"{table}\" totalsRowShown=\"0\"><autoFilter ref=\"{table}\"/><tableColumns count=\"2\"><tableColumn id=\"1\" name=\"Item\"/><tableColumn id=\"2\" name=\"Price\"/></tableColumns></table>");
            var drawing = sheet.AddNewPart<DrawingsPart>("rIdDrawing");
            const string Corners = "<xdr:from><xdr:col>5</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>3</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:from><xdr:to><xdr:col>9</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>13</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:to>";
            Feed(
                drawing,
                $"<xdr:wsDr xmlns:xdr=\"http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing\" xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\"><xdr:twoCellAnchor>{Corners}<xdr:graphicFrame macro=\"\"><xdr:nvGraphicFramePr><xdr:cNvPr id=\"2\" name=\"Chart 1\"/><xdr:cNvGraphicFramePr/></xdr:nvGraphicFramePr>" +
                "<xdr:xfrm><a:off x=\"0\" y=\"0\"/><a:ext cx=\"0\" cy=\"0\"/></xdr:xfrm><a:graphic><a:graphicData uri=\"http://schemas.openxmlformats.org/drawingml/2006/chart\"><c:chart xmlns:c=\"http://schemas.openxmlformats.org/drawingml/2006/chart\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\" r:id=\"rIdChart\"/></a:graphicData></a:graphic></xdr:graphicFrame><xdr:clientData/></xdr:twoCellAnchor></xdr:wsDr>");
            Feed(
                drawing.AddNewPart<ChartPart>("rIdChart"),
                "<c:chartSpace xmlns:c=\"http://schemas.openxmlformats.org/drawingml/2006/chart\" xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\"><c:chart>" +
                $"<c:title><c:tx><c:rich><a:bodyPr/><a:p><a:r><a:t>{title}</a:t></a:r></a:p></c:rich></c:tx></c:title><c:plotArea><c:barChart><c:barDir val=\"col\"/><c:grouping val=\"clustered\"/><c:ser><c:idx val=\"0\"/><c:order val=\"0\"/>" +
                $"<c:cat><c:strRef><c:f>{categories}</c:f><c:strCache><c:ptCount val=\"1\"/><c:pt idx=\"0\"><c:v>old</c:v></c:pt></c:strCache></c:strRef></c:cat><c:val><c:numRef><c:f>{values}</c:f><c:numCache><c:formatCode>General</c:formatCode><c:ptCount val=\"1\"/><c:pt idx=\"0\"><c:v>-1</c:v></c:pt></c:numCache></c:numRef></c:val></c:ser>" +
                "<c:axId val=\"1\"/><c:axId val=\"2\"/></c:barChart><c:catAx><c:axId val=\"1\"/><c:scaling/><c:axPos val=\"b\"/><c:crossAx val=\"2\"/></c:catAx><c:valAx><c:axId val=\"2\"/><c:scaling/><c:axPos val=\"l\"/><c:crossAx val=\"1\"/></c:valAx></c:plotArea></c:chart></c:chartSpace>");
        }

        return stream.ToArray();
    }

    private static string Data(string[][] rows, List<string> strings)
    {
        var data = new StringBuilder();
        for (var row = 0; row < rows.Length; row++)
        {
            data.Append(CultureInfo.InvariantCulture, $"<row r=\"{row + 1}\" ht=\"{20 + row}\" customHeight=\"1\">");
            for (var column = 0; column < rows[row].Length; column++)
            {
                var (cell, address) = (rows[row][column], $"{(char)('A' + column)}{row + 1}");
                data.Append(cell switch
                {
                    "" => "",
                    _ when cell[0] == '=' => $"<c r=\"{address}\" s=\"2\"><f>{cell[1..].Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal)}</f><v>-1</v></c>",
                    _ when cell.StartsWith("n:", StringComparison.Ordinal) => $"<c r=\"{address}\"><v>{cell[2..]}</v></c>",
                    _ when cell.StartsWith("i:", StringComparison.Ordinal) => $"<c r=\"{address}\" t=\"inlineStr\"><is><t>{cell[2..]}</t></is></c>",
                    _ => $"<c r=\"{address}\" t=\"s\"><v>{Index(strings, cell)}</v></c>",
                });
            }

            data.Append("</row>");
        }

        return data.ToString();
    }

    private static int Index(List<string> strings, string text)
    {
        if (!strings.Contains(text))
        {
            strings.Add(text);
        }

        return strings.IndexOf(text);
    }

    public static XElement Xml(byte[] file, int sheet = 1)
    {
        using var stream = new MemoryStream(file);
        using var book = SpreadsheetDocument.Open(stream, isEditable: false);
        var entry = book.WorkbookPart!.Workbook.Sheets!.Elements<DocumentFormat.OpenXml.Spreadsheet.Sheet>().ElementAt(sheet - 1);
        using var content = book.WorkbookPart.GetPartById(entry.Id!).GetStream();
        return XElement.Load(content, LoadOptions.PreserveWhitespace);
    }

    /// <summary>What a reader that does not calculate sees, and the formula behind a bar.</summary>
    public static string Cell(byte[] file, string address, int sheet = 1)
    {
        var cell = Xml(file, sheet).Descendants(X + "c").SingleOrDefault(cell => (string?)cell.Attribute("r") == address);
        if (cell is null)
        {
            return "";
        }

        var value = (string?)cell.Attribute("t") switch
        {
            "inlineStr" => string.Concat(cell.Descendants(X + "t").Select(text => text.Value)),
            "s" => WordFile.Part(file, "sharedStrings.xml").Elements(X + "si").ElementAt((int)cell.Element(X + "v")!).Value,
            _ => (string?)cell.Element(X + "v") ?? "",
        };
        return cell.Element(X + "f") is { } formula ? $"{value} | {formula.Value}" : value;
    }

    public static void ShouldBeValid(byte[] file)
    {
        using var stream = new MemoryStream(file);
        using var book = SpreadsheetDocument.Open(stream, isEditable: false);
        Valid.Errors(book).ShouldBeEmpty();
    }

    private static void Feed(OpenXmlPart part, string xml)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(xml));
        part.FeedData(stream);
    }
}
