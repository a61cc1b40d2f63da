using System.IO.Compression;
using System.Text;

namespace Teg.Platform.Qualifier.Tests.Batches;

/// <summary>Workbooks as a test writes them, part by part, honest or not.</summary>
internal static class Packed
{
    private const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

    public const string Workbook =
        $"""<workbook xmlns="{Main}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Hidden" sheetId="1" state="hidden" r:id="rId9"/><sheet name="Leads" sheetId="2" r:id="rId1"/></sheets></workbook>""";

    public const string Relations =
        """<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>""";

    public static string Sheet(string rows) => $"""<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="{Main}"><sheetData>{rows}</sheetData></worksheet>""";

    public static string Strings(params string[] strings) =>
        $"""<sst xmlns="{Main}">{string.Concat(strings.Select(text => $"<si>{text}</si>"))}</sst>""";

    /// <summary>Style 1 shows a date by a number of Excel's own, style 2 by a format of the workbook, style 3 a number with a "d" in quotes.</summary>
    public const string Styles =
        $"""<styleSheet xmlns="{Main}"><numFmts><numFmt numFmtId="164" formatCode="dd/mm/yyyy hh:mm"/><numFmt numFmtId="165" formatCode="0&quot;days&quot;"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/></cellXfs></styleSheet>""";

    /// <summary>A cell with an inline string.</summary>
    public static string Text(string reference, string text) => $"""<c r="{reference}" t="inlineStr"><is><t>{text}</t></is></c>""";

    public static byte[] Xlsx(string sheet, params (string Name, string Content)[] others) =>
        Zip([("xl/workbook.xml", Workbook), ("xl/_rels/workbook.xml.rels", Relations), ("xl/worksheets/sheet1.xml", sheet), .. others]);

    public static byte[] Zip(params (string Name, string Content)[] parts)
    {
        using var file = new MemoryStream();
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in parts)
            {
                using var entry = zip.CreateEntry(name).Open();
                entry.Write(Encoding.UTF8.GetBytes(content));
            }
        }

        return file.ToArray();
    }
}
