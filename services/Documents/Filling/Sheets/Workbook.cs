using System.Globalization;
using System.Xml.Linq;
using Teg.Platform.Documents.Packages;

namespace Teg.Platform.Documents.Filling.Sheets;

/// <summary>
/// A workbook. A cell that is one placeholder takes the value's own type; blocks whose tags stand in different cells repeat the rows from the first to the
/// last, and everything that speaks of rows follows: formulas of all sheets, names, print areas, merged cells, conditional formats, validations, links,
/// tables, drawings, charts. Formulas are computed here and Excel is told to compute them again.
/// </summary>
internal sealed class Workbook(Job job)
{
    private readonly OfficePackage package = job.Package;
    private readonly Isolation isolation = new(job);
    private readonly List<Sheet> sheets = [];

    public void Fill(Scope data)
    {
        var book = package.Xml(package.MainPart).Root!;
        var relationships = package.RelationshipsOf(package.MainPart);
        var strings = new SharedStrings(package, relationships);
        var styles = new CellStyles(package, relationships);
        foreach (var entry in book.Elements(Names.X + "sheets").Elements(Names.X + "sheet"))
        {
            var part = relationships[(string?)entry.Attribute(Names.R + "id")]?.Target;
            // A chart sheet has no cells; its chart is filled with the others.
            if (part is not null && package.Xml(part).Root!.Name == Names.X + "worksheet")
            {
                sheets.Add(new Sheet((string)entry.Attribute("name")!, part, package.Xml(part).Root!));
            }
        }

        var isFirst1904 = (string?)book.Element(Names.X + "workbookPr")?.Attribute("date1904") is "1" or "true";
        var fillers = sheets.Select(sheet => new SheetFiller(job, isolation, sheet, strings, styles, isFirst1904)).ToList();
        foreach (var filler in fillers)
        {
            filler.Mark();
        }

        foreach (var filler in fillers)
        {
            filler.Fill(data);
        }

        strings.End();
        styles.End();
        foreach (var sheet in sheets)
        {
            foreach (var drawing in package.RelationshipsOf(sheet.Part).Targets("drawing"))
            {
                Drawings.FillPart(job, isolation, drawing, data, $"sheet {sheet.Name}, drawing");
            }
        }

        Drawings.FillCharts(job, isolation, data, chart => $"chart {chart}");
        if (job.Problems.Count > 0 || !sheets.Exists(sheet => sheet.IsChanged))
        {
            return;
        }

        if (sheets.Exists(sheet => sheet.Map.HasMoved))
        {
            new RowMoves(package, sheets).Apply(book, relationships);
        }

        var heights = new RowHeights(package, relationships);
        foreach (var sheet in sheets.Where(sheet => sheet.IsChanged))
        {
            heights.Fit(sheet);
            sheet.Measure();
            package.Changed(sheet.Part);
        }

        new Calculation(package, sheets, book).Apply(strings);
        CalculateOnLoad(book);
        package.Changed(package.MainPart);
    }

    private static void CalculateOnLoad(XElement book)
    {
        var settings = book.Element(Names.X + "calcPr");
        if (settings is null)
        {
            settings = new XElement(Names.X + "calcPr");
            // CT_Workbook is a sequence: calcPr follows these.
            var before = book.Elements().LastOrDefault(element => element.Name.LocalName is
                "fileVersion" or "fileSharing" or "workbookPr" or "workbookProtection" or "bookViews" or "sheets" or "functionGroups" or "externalReferences" or "definedNames");
            before!.AddAfterSelf(settings);
        }

        settings.SetAttributeValue("fullCalcOnLoad", 1);
    }
}

/// <summary>One sheet on its way from template to result.</summary>
internal sealed class Sheet(string name, string part, XElement root)
{
    public string Name { get; } = name;

    public string Part { get; } = part;

    public XElement Root { get; } = root;

    public XElement Data { get; } = root.Element(Names.X + "sheetData")!;

    public bool IsChanged { get; set; }

    public RowMap Map { get; set; } = new(new Round(null, 1, int.MaxValue), 0, []);

    /// <summary>The cells that got a text.</summary>
    public HashSet<XElement> Written { get; } = [];

    /// <summary>Written rows by their elements, while formulas are still those of the template.</summary>
    public Dictionary<XElement, Round> Rounds { get; } = [];

    public static int RowOf(XElement row) => (int?)row.Attribute("r") ?? row.ElementsBeforeSelf(row.Name).Count() + 1;

    public static int ColumnOf(XElement cell) => (string?)cell.Attribute("r") is { } address
        ? Corner.ColumnOf(address.AsSpan().TrimEnd("0123456789"))
        : cell.ElementsBeforeSelf(cell.Name).Count() + 1;

    public void Measure()
    {
        var dimension = Root.Element(Names.X + "dimension");
        var columns = Data.Elements().Elements(Names.X + "c").Select(ColumnOf).DefaultIfEmpty(1).ToList();
        var rows = Data.Elements().Where(row => row.HasElements).Select(RowOf).DefaultIfEmpty(1).ToList();
        dimension?.SetAttributeValue("ref", $"{Corner.LettersOf(columns.Min())}{rows.Min()}:{Corner.LettersOf(columns.Max())}{rows.Max()}");
    }
}

internal sealed class SharedStrings
{
    private readonly OfficePackage package;
    private readonly string? part;
    private readonly List<XElement> items;
    private readonly HashSet<int> taken = [];

    public SharedStrings(OfficePackage package, Relationships relationships)
    {
        this.package = package;
        part = relationships.Targets("sharedStrings").FirstOrDefault();
        items = part is null ? [] : [.. package.Xml(part).Root!.Elements(Names.X + "si")];
    }

    public static string TextOf(XElement item) =>
        string.Concat(item.Descendants(Names.X + "t").Where(text => text.Parent!.Name.LocalName != "rPh").Select(text => text.Value));

    public XElement? this[string index] =>
        int.TryParse(index, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number < items.Count ? items[number] : null;

    /// <summary>The text of a cell that will have its own.</summary>
    public XElement Take(XElement item)
    {
        taken.Add(items.IndexOf(item));
        return new XElement(Names.X + "is", item.Elements().Where(element => element.Name.LocalName is "t" or "r"));
    }

    /// <summary>Placeholders do not stay behind in the table of texts; the places are kept, because cells count them.</summary>
    public void End()
    {
        foreach (var index in taken)
        {
            items[index].ReplaceNodes(new XElement(Names.X + "t"));
            package.Changed(part!);
        }
    }
}

/// <summary>Cell formats that a value needs and the template's cell lacks: a date that is shown as one, a text that may have several lines.</summary>
internal sealed class CellStyles(OfficePackage package, Relationships relationships)
{
    private readonly string? part = relationships.Targets("styles").FirstOrDefault();
    private readonly Dictionary<(int Style, bool IsDate), int> made = [];

    public int ForDate(int style) => Formats is { } formats && !ShowsDate(formats, style) ? Make(formats, style, isDate: true) : style;

    public int ForLines(int style) => Formats is { } formats
        && (string?)At(formats, style)?.Element(Names.X + "alignment")?.Attribute("wrapText") is not ("1" or "true")
        ? Make(formats, style, isDate: false)
        : style;

    public void End()
    {
        if (made.Count > 0)
        {
            package.Changed(part!);
        }
    }

    private XElement? Formats => part is null ? null : package.Xml(part).Root!.Element(Names.X + "cellXfs");

    private static XElement? At(XElement formats, int style) => formats.Elements(Names.X + "xf").ElementAtOrDefault(style);

    private bool ShowsDate(XElement formats, int style)
    {
        var number = (int?)At(formats, style)?.Attribute("numFmtId") ?? 0;
        if (number is (>= 14 and <= 22) or (>= 45 and <= 47))
        {
            return true;
        }

        var code = (string?)package.Xml(part!).Root!.Elements(Names.X + "numFmts").Elements()
            .FirstOrDefault(format => (int?)format.Attribute("numFmtId") == number)?.Attribute("formatCode") ?? "";
        var isQuoted = false;
        foreach (var letter in code)
        {
            isQuoted ^= letter == '"';
            if (!isQuoted && letter is 'd' or 'y' or 'D' or 'Y')
            {
                return true;
            }
        }

        return false;
    }

    private int Make(XElement formats, int style, bool isDate)
    {
        if (made.TryGetValue((style, isDate), out var known))
        {
            return known;
        }

        var format = new XElement(At(formats, style)
            ?? new XElement(Names.X + "xf", new XAttribute("numFmtId", 0), new XAttribute("fontId", 0), new XAttribute("fillId", 0), new XAttribute("borderId", 0)));
        if (isDate)
        {
            format.SetAttributeValue("numFmtId", 14);
            format.SetAttributeValue("applyNumberFormat", 1);
        }
        else
        {
            var alignment = format.Element(Names.X + "alignment");
            if (alignment is null)
            {
                alignment = new XElement(Names.X + "alignment");
                format.AddFirst(alignment);
            }

            alignment.SetAttributeValue("wrapText", 1);
            format.SetAttributeValue("applyAlignment", 1);
        }

        formats.Add(format);
        var index = formats.Elements(Names.X + "xf").Count() - 1;
        formats.SetAttributeValue("count", index + 1);
        return made[(style, isDate)] = index;
    }
}
