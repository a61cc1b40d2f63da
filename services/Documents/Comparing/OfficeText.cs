using System.Xml.Linq;
using Teg.Platform.Documents.Packages;
using Teg.Platform.Documents.Safety;

namespace Teg.Platform.Documents.Comparing;

/// <summary>What an Office file says, paragraph by paragraph in reading order; of a workbook, row by row. Paragraphs without text are left out.</summary>
internal static class OfficeText
{
    public static IReadOnlyList<string> Paragraphs(byte[] file)
    {
        if (file.Length == 0)
        {
            return [];
        }

        var package = OfficeFile.Open(file);
        var texts = package.Kind switch
        {
            OfficeKind.Word => Paragraphs(package.Xml(package.MainPart).Root!, Names.W),
            OfficeKind.PowerPoint => Related(package, "sldIdLst", "sldId", Names.P).SelectMany(part => Paragraphs(package.Xml(part).Root!, Names.A)),
            _ => Rows(package),
        };
        return [.. texts.Select(text => text.Trim()).Where(text => text.Length > 0)];
    }

    // A text box is a paragraph within a paragraph: each says its own words. What is drawn anew for old programs (Fallback) is said once.
    private static IEnumerable<string> Paragraphs(XElement root, XNamespace names) =>
        from paragraph in root.Descendants(names + "p")
        where !paragraph.Ancestors(Names.Mc + "Fallback").Any()
        select string.Concat(paragraph.Descendants().Where(element => element.Ancestors(names + "p").First() == paragraph && !element.Ancestors(Names.Mc + "Fallback").Any())
            .Select(element => element.Name.Namespace != names ? "" : element.Name.LocalName switch
            {
                "t" => element.Value,
                "tab" when element.Parent!.Name.LocalName == "r" => "\t",
                "br" or "cr" => "\n",
                _ => "",
            }));

    private static IEnumerable<string> Rows(OfficePackage package)
    {
        var shared = package.RelationshipsOf(package.MainPart).Targets("sharedStrings").FirstOrDefault() is { } part
            ? package.Xml(part).Root!.Elements(Names.X + "si").Select(Words).ToList()
            : [];
        return from sheet in Related(package, "sheets", "sheet", Names.X)
               from row in package.Xml(sheet).Root!.Elements(Names.X + "sheetData").Elements(Names.X + "row")
               select string.Join('\t', row.Elements(Names.X + "c").Select(cell => Value(cell, shared)).Where(value => value.Length > 0));
    }

    private static string Value(XElement cell, List<string> shared)
    {
        var value = cell.Element(Names.X + "v")?.Value ?? "";
        return (string?)cell.Attribute("t") switch
        {
            "s" => int.TryParse(value, out var index) && index < shared.Count ? shared[index] : "",
            "inlineStr" => cell.Element(Names.X + "is") is { } inline ? Words(inline) : "",
            _ => value,
        };
    }

    // <si><r><t>Silk </t></r><r><t>gown</t></r></si>; how it is pronounced (rPh) is not what it says.
    private static string Words(XElement text) => string.Concat(text.Descendants(Names.X + "t").Where(word => word.Parent!.Name.LocalName != "rPh").Select(word => word.Value));

    private static IEnumerable<string> Related(OfficePackage package, string list, string entry, XNamespace names)
    {
        var relationships = package.RelationshipsOf(package.MainPart);
        return package.Xml(package.MainPart).Root!.Elements(names + list).Elements(names + entry)
            .Select(element => relationships[(string?)element.Attribute(Names.R + "id")]?.Target).OfType<string>();
    }
}
