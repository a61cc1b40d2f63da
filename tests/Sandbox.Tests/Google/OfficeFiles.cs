using System.IO.Compression;
using System.Security;

namespace Teg.Platform.Sandbox.Tests.Google;

/// <summary>The smallest Office files that a conversion can be seen on.</summary>
internal static class OfficeFiles
{
    /// <summary>One slide; each text box is a list of runs.</summary>
    public static byte[] Deck(params string[][] boxes) => Zip(
        ("ppt/presentation.xml",
            """
            <p:presentation xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><p:sldIdLst><p:sldId id="256" r:id="rId1"/></p:sldIdLst><p:sldSz cx="12192000" cy="6858000"/></p:presentation>
            """),
        ("ppt/_rels/presentation.xml.rels", Relation("slides/slide1.xml", "rId1")),
        ("ppt/slides/slide1.xml",
            $"""
            <p:sld xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><p:cSld><p:spTree>{string.Concat(boxes.Select(runs =>
                $"<p:sp><p:spPr><a:xfrm><a:off x=\"100\" y=\"200\"/><a:ext cx=\"3000000\" cy=\"1000000\"/></a:xfrm></p:spPr><p:txBody><a:p>{string.Concat(runs.Select((run, index) => $"<a:r><a:rPr b=\"{index % 2}\"/><a:t>{SecurityElement.Escape(run)}</a:t></a:r>"))}</a:p></p:txBody></p:sp>"))}</p:spTree></p:cSld></p:sld>
            """));

    /// <summary>Styles 3, Total 1,234.50 as Excel shows it.</summary>
    public static byte[] Workbook() => Zip(
        ("xl/workbook.xml",
            """
            <workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Package" sheetId="1" r:id="rId1"/></sheets></workbook>
            """),
        ("xl/_rels/workbook.xml.rels", Relation("worksheets/sheet1.xml", "rId1")),
        ("xl/styles.xml", """<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="4"/></cellXfs></styleSheet>"""),
        ("xl/worksheets/sheet1.xml",
            """
            <worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>Styles</t></is></c><c r="B1"><v>3</v></c></row><row r="2"><c r="A2" t="inlineStr"><is><t>Total</t></is></c><c r="B2" s="1"><f>B1*411.5</f><v>1234.5</v></c></row></sheetData></worksheet>
            """));

    private static string Relation(string target, string id) =>
        $"""<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="{id}" Type="part" Target="{target}"/></Relationships>""";

    private static byte[] Zip(params (string Path, string Text)[] parts)
    {
        using var file = new MemoryStream();
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (path, text) in parts)
            {
                using var writer = new StreamWriter(zip.CreateEntry(path).Open());
                writer.Write(text);
            }
        }

        return file.ToArray();
    }
}
