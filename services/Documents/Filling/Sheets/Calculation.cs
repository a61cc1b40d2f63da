using System.Globalization;
using System.Xml.Linq;
using Teg.Platform.Documents.Packages;

namespace Teg.Platform.Documents.Filling.Sheets;

/// <summary>
/// Computes a filled workbook: every formula's shown value, and the values charts show. What uses a function the evaluator does not know loses its old value,
/// which belonged to the template, and is computed by Excel when the file is opened.
/// </summary>
internal sealed class Calculation : ICells
{
    // Formulas that refer to formulas recurse; longer chains than this are left to Excel.
    private const int DeepestChain = 400;

    private readonly OfficePackage package;
    private readonly List<Sheet> sheets;
    private readonly XElement book;
    private readonly Evaluator evaluator;
    private readonly Dictionary<(string Sheet, int Row, int Column), XElement> cells = [];
    private readonly Dictionary<XElement, object?> known = [];
    private readonly HashSet<XElement> unknown = [];
    private readonly HashSet<XElement> open = [];
    private readonly Dictionary<string, (int Rows, int Columns)> sizes = new(StringComparer.OrdinalIgnoreCase);
    private SharedStrings? strings;

    public Calculation(OfficePackage package, List<Sheet> sheets, XElement book)
    {
        this.package = package;
        this.sheets = sheets;
        this.book = book;
        evaluator = new Evaluator(this);
        foreach (var sheet in sheets)
        {
            var (rows, columns) = (0, 0);
            foreach (var cell in sheet.Data.Elements().SelectMany(row => row.Elements(Names.X + "c")))
            {
                var (row, column) = (Sheet.RowOf(cell.Parent!), Sheet.ColumnOf(cell));
                cells[(sheet.Name.ToUpperInvariant(), row, column)] = cell;
                (rows, columns) = (Math.Max(rows, row), Math.Max(columns, column));
            }

            sizes[sheet.Name] = (rows, columns);
        }
    }

    public void Apply(SharedStrings shared)
    {
        strings = shared;
        foreach (var sheet in sheets)
        {
            foreach (var cell in sheet.Data.Elements().Elements(Names.X + "c").Where(cell => cell.Element(Names.X + "f") is not null))
            {
                var (row, column) = (Sheet.RowOf(cell.Parent!), Sheet.ColumnOf(cell));
                if (Show(cell, TryValue(sheet.Name, row, column, out var value), value))
                {
                    package.Changed(sheet.Part);
                }
            }
        }

        foreach (var chart in Drawings.ChartsOf(package))
        {
            ShowChart(chart);
        }
    }

    public object? ValueOf(string sheet, int row, int column)
    {
        if (!cells.TryGetValue((sheet.ToUpperInvariant(), row, column), out var cell))
        {
            return sizes.ContainsKey(sheet) ? null : throw new NotEvaluableException(sheet);
        }

        if (cell.Element(Names.X + "f") is not { } formula)
        {
            return Stored(cell);
        }

        if (known.TryGetValue(cell, out var value))
        {
            return value;
        }

        if (unknown.Contains(cell) || open.Count >= DeepestChain || !open.Add(cell))
        {
            throw new NotEvaluableException("a chain or circle of formulas");
        }

        try
        {
            return known[cell] = evaluator.Evaluate(sheet, TextOf(formula, row, column)) ?? 0d;
        }
        catch (NotEvaluableException)
        {
            unknown.Add(cell);
            throw;
        }
        finally
        {
            open.Remove(cell);
        }
    }

    public (int Rows, int Columns) SizeOf(string sheet) => sizes.GetValueOrDefault(sheet);

    public string? NameOf(string sheet, string name)
    {
        var names = book.Elements(Names.X + "definedNames").Elements()
            .Where(entry => string.Equals((string?)entry.Attribute("name"), name, StringComparison.OrdinalIgnoreCase)).ToList();
        var index = sheets.FindIndex(candidate => string.Equals(candidate.Name, sheet, StringComparison.OrdinalIgnoreCase)).ToString(CultureInfo.InvariantCulture);
        return (names.Find(entry => (string?)entry.Attribute("localSheetId") == index) ?? names.Find(entry => entry.Attribute("localSheetId") is null))?.Value;
    }

    private bool TryValue(string sheet, int row, int column, out object? value)
    {
        try
        {
            value = ValueOf(sheet, row, column);
            return true;
        }
        catch (NotEvaluableException)
        {
            value = null;
            return false;
        }
    }

    // An array formula fills several cells from one; the evaluator computes one cell at a time.
    private static string TextOf(XElement formula, int row, int column)
    {
        switch ((string?)formula.Attribute("t"))
        {
            case "shared" when formula.Value.Length == 0:
                var master = formula.Parent!.Parent!.Parent!.Elements().Elements(Names.X + "c").Elements(Names.X + "f")
                    .FirstOrDefault(other => (string?)other.Attribute("si") == (string?)formula.Attribute("si") && other.Value.Length > 0)
                    ?? throw new NotEvaluableException("a shared formula without its text");
                return Formula.Shift(master.Value, row - Sheet.RowOf(master.Parent!.Parent!), column - Sheet.ColumnOf(master.Parent!));
            case "array" or "dataTable":
                throw new NotEvaluableException("an array formula");
            default:
                return formula.Value;
        }
    }

    private object? Stored(XElement cell)
    {
        var value = (string?)cell.Element(Names.X + "v");
        return (string?)cell.Attribute("t") switch
        {
            "inlineStr" => SharedStrings.TextOf(cell.Element(Names.X + "is") ?? new XElement("none")),
            "s" => strings![value ?? ""] is { } item ? SharedStrings.TextOf(item) : null,
            "str" => value ?? "",
            "b" => value == "1",
            "e" => new CellError(value ?? "#VALUE!"),
            _ => double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null,
        };
    }

    /// <summary>Writes what a formula's cell shows; false when it shows that already.</summary>
    private static bool Show(XElement cell, bool isKnown, object? value)
    {
        var shown = cell.Element(Names.X + "v");
        if (!isKnown)
        {
            var had = shown is not null;
            shown?.Remove();
            cell.SetAttributeValue("t", null);
            return had;
        }

        var (text, type) = value switch
        {
            // The fifteen digits that Excel shows: 0.1+0.2 is 0.3 for a reader that does not round.
            double number => (number.ToString("G15", CultureInfo.InvariantCulture), null),
            bool truth => (truth ? "1" : "0", "b"),
            CellError error => (error.Text, "e"),
            _ => ((string?)value ?? "", "str"),
        };
        if (shown is not null && (string?)cell.Attribute("t") == type && (shown.Value == text
                || (type is null && double.TryParse(shown.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var before) && before.Equals(value))))
        {
            return false;
        }

        shown?.Remove();
        cell.SetAttributeValue("t", type);
        cell.Element(Names.X + "f")!.AddAfterSelf(new XElement(Names.X + "v", text));
        return true;
    }

    private void ShowChart(string part)
    {
        foreach (var source in package.Xml(part).Descendants()
            .Where(element => element.Name.Namespace == Names.C && element.Name.LocalName is "numRef" or "strRef").ToList())
        {
            var cache = source.Elements().FirstOrDefault(element => element.Name.LocalName is "numCache" or "strCache");
            if (cache is null || Formula.Area(source.Element(Names.C + "f")?.Value ?? "") is not { Sheet: { } sheet } area || !sizes.ContainsKey(sheet))
            {
                continue;
            }

            var points = new List<XElement>();
            var count = 0;
            for (var row = area.From.Row; row <= area.To.Row; row++)
            {
                for (var column = area.From.Column; column <= area.To.Column && count < 10_000; column++, count++)
                {
                    if (TryValue(sheet, row, column, out var value) && value is not (null or CellError))
                    {
                        var text = value is double number ? number.ToString("G15", CultureInfo.InvariantCulture) : value.ToString()!;
                        points.Add(new XElement(Names.C + "pt", new XAttribute("idx", count), new XElement(Names.C + "v", text)));
                    }
                }
            }

            var before = cache.Elements(Names.C + "pt").Select(point => ((string?)point.Attribute("idx"), point.Value)).ToList();
            if (before.SequenceEqual(points.Select(point => ((string?)point.Attribute("idx"), point.Value))))
            {
                continue;
            }

            cache.Elements().Where(element => element.Name.LocalName is "pt" or "ptCount").Remove();
            var place = cache.Element(Names.C + "formatCode");
            var fresh = points.Prepend(new XElement(Names.C + "ptCount", new XAttribute("val", count)));
            if (place is null)
            {
                cache.AddFirst(fresh);
            }
            else
            {
                place.AddAfterSelf(fresh);
            }

            package.Changed(part);
        }
    }
}
