using System.Globalization;
using System.Xml.Linq;
using Teg.Platform.Documents.Packages;

namespace Teg.Platform.Documents.Filling.Sheets;

/// <summary>
/// Excel does not fit a row that has a height of its own. Where a text that was written into a wrapped cell needs more lines than the height holds, the row grows;
/// it never shrinks. How many letters go on a line is estimated, and rather too few than too many: the reader's fonts are not here.
/// </summary>
internal sealed class RowHeights(OfficePackage package, Relationships relationships)
{
    // What Excel takes for a column nobody has touched, in digits of the normal font, and the highest row it has, in points.
    private const double UsualWidth = 8.43;
    private const double Highest = 409;

    private readonly XElement? styles = relationships.Targets("styles").FirstOrDefault() is { } part ? package.Xml(part).Root : null;

    public void Fit(Sheet sheet)
    {
        foreach (var row in sheet.Data.Elements().Where(row => (string?)row.Attribute("customHeight") is "1" or "true" && row.Attribute("ht") is not null))
        {
            var needed = row.Elements().Where(sheet.Written.Contains).Select(cell => HeightOf(sheet, cell)).DefaultIfEmpty(0).Max();
            if (needed > (double)row.Attribute("ht")!)
            {
                row.SetAttributeValue("ht", Math.Min(Math.Ceiling(needed), Highest).ToString(CultureInfo.InvariantCulture));
            }
        }
    }

    private double HeightOf(Sheet sheet, XElement cell)
    {
        var format = styles?.Element(Names.X + "cellXfs")?.Elements().ElementAtOrDefault((int?)cell.Attribute("s") ?? 0);
        if (cell.Element(Names.X + "is") is not { } text || (string?)format?.Element(Names.X + "alignment")?.Attribute("wrapText") is not ("1" or "true"))
        {
            return 0;
        }

        var size = SizeOf((int?)format.Attribute("fontId") ?? 0);
        var perLine = Math.Max(1, WidthOf(sheet, cell) * SizeOf(0) / size);
        var lines = SharedStrings.TextOf(text).Split('\n').Sum(line => Math.Max(1, Math.Ceiling(LettersOf(line) / perLine)));
        return lines == 1 ? 0 : (lines * size * 1.3) + 5;
    }

    private double SizeOf(int font) => (double?)styles?.Element(Names.X + "fonts")?.Elements().ElementAtOrDefault(font)?.Element(Names.X + "sz")?.Attribute("val") ?? 11;

    /// <summary>East Asian letters are twice as wide as digits.</summary>
    private static double LettersOf(string line) => line.Sum(letter => letter is >= '\u2E80' and < '\uFE00' ? 2 : 1);

    private static double WidthOf(Sheet sheet, XElement cell)
    {
        var (first, row) = (Sheet.ColumnOf(cell), Sheet.RowOf(cell.Parent!));
        var merged = sheet.Root.Elements(Names.X + "mergeCells").Elements()
            .Select(entry => Formula.Area((string?)entry.Attribute("ref") ?? ""))
            .FirstOrDefault(area => area is not null && area.From.Row == row && area.From.Column == first);
        var last = merged?.To.Column ?? first;
        return Enumerable.Range(first, last - first + 1).Sum(column => sheet.Root.Elements(Names.X + "cols").Elements()
            .Where(entry => (int?)entry.Attribute("min") <= column && (int?)entry.Attribute("max") >= column)
            .Select(entry => (double?)entry.Attribute("width"))
            .FirstOrDefault() ?? (double?)sheet.Root.Element(Names.X + "sheetFormatPr")?.Attribute("defaultColWidth") ?? UsualWidth);
    }
}
