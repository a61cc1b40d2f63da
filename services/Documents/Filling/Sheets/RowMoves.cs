using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using Teg.Platform.Documents.Packages;

namespace Teg.Platform.Documents.Filling.Sheets;

/// <summary>Makes everything in a workbook that speaks of rows speak of where they are now.</summary>
internal sealed class RowMoves(OfficePackage package, List<Sheet> sheets)
{
    // Extensions of later Excels (sparklines, their own conditional formats) write references in elements of this namespace.
    private static readonly XNamespace Xm = "http://schemas.microsoft.com/office/excel/2006/main";

    public void Apply(XElement book, Relationships relationships)
    {
        foreach (var sheet in sheets)
        {
            MoveFormulas(sheet);
            if (sheet.Map.HasMoved)
            {
                MoveAreas(sheet);
                MoveTables(sheet);
                MoveDrawings(sheet);
                MoveComments(sheet);
                sheet.IsChanged = true;
            }
        }

        foreach (var name in book.Elements(Names.X + "definedNames").Elements())
        {
            name.Value = Move(name.Value, sheets[0], sheets[0].Map.Sheet, meansAll: false);
        }

        foreach (var chart in Drawings.ChartsOf(package))
        {
            foreach (var formula in package.Xml(chart).Descendants(Names.C + "f").ToList())
            {
                var moved = Move(formula.Value, sheets[0], sheets[0].Map.Sheet, meansAll: true);
                if (moved != formula.Value)
                {
                    formula.Value = moved;
                    package.Changed(chart);
                }
            }
        }

        // The order of calculation names cells that have moved; Excel makes it anew.
        if (relationships.All.FirstOrDefault(relationship => relationship.Type.EndsWith("/calcChain", StringComparison.Ordinal)) is { } chain)
        {
            relationships.Remove(chain.Id);
            package.Remove(chain.Target);
        }
    }

    private string Move(string formula, Sheet own, Round round, bool meansAll) => Formula.Move(formula, (reference, isAlone) =>
    {
        var sheet = reference.Sheet is null ? own : sheets.Find(candidate => string.Equals(candidate.Name, reference.Sheet, StringComparison.OrdinalIgnoreCase));
        return sheet is null ? reference : sheet.Map.Move(reference, sheet == own ? round : sheet.Map.Sheet, meansAll || isAlone);
    });

    private void MoveFormulas(Sheet sheet)
    {
        foreach (var row in sheet.Data.Elements())
        {
            var round = sheet.Rounds.GetValueOrDefault(row) ?? sheet.Map.Sheet;
            foreach (var formula in row.Elements().Elements(Names.X + "f"))
            {
                var moved = Move(formula.Value, sheet, round, meansAll: false);
                if (moved != formula.Value)
                {
                    formula.Value = moved;
                    sheet.IsChanged = true;
                }

                if (sheet.Map.HasMoved && (string?)formula.Attribute("ref") is { } area
                    && Formula.Area(area) is { } reference && sheet.Map.Move(reference, round, meansAll: false) is { } now)
                {
                    formula.SetAttributeValue("ref", now.ToString());
                }
            }
        }
    }

    private void MoveAreas(Sheet sheet)
    {
        var root = sheet.Root;
        foreach (var merge in root.Elements(Names.X + "mergeCells").Elements().ToList())
        {
            Replace(merge, sheet, joins: false);
        }

        if (root.Element(Names.X + "mergeCells") is { } merges)
        {
            merges.SetAttributeValue("count", merges.Elements().Count());
            if (!merges.HasElements)
            {
                merges.Remove();
            }
        }

        foreach (var link in root.Elements(Names.X + "hyperlinks").Elements().ToList())
        {
            Replace(link, sheet, joins: false);
        }

        foreach (var filter in root.Elements(Names.X + "autoFilter").ToList())
        {
            MoveWhole(filter, sheet);
        }

        foreach (var rule in root.Elements(Names.X + "conditionalFormatting").Concat(root.Elements(Names.X + "dataValidations").Elements())
                     .Concat(root.Elements(Names.X + "protectedRanges").Elements()).Concat(root.Elements(Names.X + "ignoredErrors").Elements()).ToList())
        {
            var areas = ((string?)rule.Attribute("sqref") ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries)
                .Select(Formula.Area).OfType<Reference>().SelectMany(area => sheet.Map.Areas(area, joins: true)).ToList();
            if (areas.Count == 0)
            {
                rule.Remove();
                continue;
            }

            rule.SetAttributeValue("sqref", string.Join(' ', areas.Select(area => Shown(area.Area))));
            foreach (var formula in rule.Descendants().Where(element => element.Name.LocalName is "formula" or "formula1" or "formula2"))
            {
                formula.Value = Move(formula.Value, sheet, areas[0].Round, meansAll: false);
            }
        }

        foreach (var formula in root.Descendants(Xm + "f"))
        {
            formula.Value = Move(formula.Value, sheet, sheet.Map.Sheet, meansAll: false);
        }

        foreach (var area in root.Descendants(Xm + "sqref"))
        {
            area.Value = string.Join(' ', area.Value.Split(' ', StringSplitOptions.RemoveEmptyEntries)
                .Select(Formula.Area).OfType<Reference>().SelectMany(one => sheet.Map.Areas(one, joins: true)).Select(one => Shown(one.Area)));
        }

        foreach (var stop in root.Elements(Names.X + "rowBreaks").Elements())
        {
            if (sheet.Map.Find(sheet.Map.Sheet, (int?)stop.Attribute("id") ?? 0) is { } row)
            {
                stop.SetAttributeValue("id", row.Last);
            }
        }

        // Empty containers are invalid.
        root.Elements().Where(element => element.Name.LocalName is "dataValidations" or "hyperlinks" or "protectedRanges" or "ignoredErrors"
            && !element.HasElements).Remove();
        root.Element(Names.X + "dataValidations")?.SetAttributeValue("count", root.Elements(Names.X + "dataValidations").Elements().Count());
    }

    private static string Shown(Reference area) => area.From == area.To ? area.From.ToString() : $"{area.From}:{area.To}";

    private static void Replace(XElement element, Sheet sheet, bool joins)
    {
        if (Formula.Area((string?)element.Attribute("ref") ?? "") is not { } area)
        {
            return;
        }

        foreach (var (now, _) in sheet.Map.Areas(area, joins))
        {
            var copy = new XElement(element);
            copy.SetAttributeValue("ref", Shown(now));
            element.AddBeforeSelf(copy);
        }

        element.Remove();
    }

    private static void MoveWhole(XElement element, Sheet sheet)
    {
        if (Formula.Area((string?)element.Attribute("ref") ?? "") is { } area && sheet.Map.Move(area, sheet.Map.Sheet, meansAll: true) is { } now)
        {
            element.SetAttributeValue("ref", Shown(now));
        }
    }

    private void MoveTables(Sheet sheet)
    {
        foreach (var table in package.RelationshipsOf(sheet.Part).Targets("table"))
        {
            var root = package.Xml(table).Root!;
            MoveWhole(root, sheet);
            foreach (var filter in root.Elements(Names.X + "autoFilter"))
            {
                MoveWhole(filter, sheet);
            }

            package.Changed(table);
        }
    }

    private void MoveDrawings(Sheet sheet)
    {
        foreach (var drawing in package.RelationshipsOf(sheet.Part).Targets("drawing"))
        {
            foreach (var anchor in package.Xml(drawing).Root!.Elements())
            {
                var from = anchor.Element(Names.Xdr + "from")?.Element(Names.Xdr + "row");
                if (from is null || sheet.Map.Find(sheet.Map.Sheet, (int)from + 1) is not { } row)
                {
                    continue;
                }

                // The picture keeps its height in rows.
                var shift = row.First - 1 - (int)from;
                from.Value = (row.First - 1).ToString(CultureInfo.InvariantCulture);
                if (anchor.Element(Names.Xdr + "to")?.Element(Names.Xdr + "row") is { } to)
                {
                    to.Value = ((int)to + shift).ToString(CultureInfo.InvariantCulture);
                }

                package.Changed(drawing);
            }
        }
    }

    // Old Excels wrote VML that is no XML (<br> without an end); such boxes stay where they are.
    private IEnumerable<XElement> Boxes(string part)
    {
        try
        {
            return package.Xml(part).Elements();
        }
        catch (XmlException)
        {
            return [];
        }
    }

    private void MoveComments(Sheet sheet)
    {
        foreach (var part in package.RelationshipsOf(sheet.Part).Targets("comments"))
        {
            foreach (var comment in package.Xml(part).Descendants(Names.X + "comment"))
            {
                MoveWhole(comment, sheet);
            }

            package.Changed(part);
        }

        // The boxes of comments are VML: <x:Row>4</x:Row> counts from 0, <x:Anchor> is "column, offset, row, offset, column, offset, row, offset".
        foreach (var part in package.RelationshipsOf(sheet.Part).Targets("vmlDrawing"))
        {
            foreach (var data in Boxes(part).Descendants().Where(element => element.Name.LocalName == "ClientData"))
            {
                var row = data.Elements().FirstOrDefault(element => element.Name.LocalName == "Row");
                if (row is null || !int.TryParse(row.Value, CultureInfo.InvariantCulture, out var number)
                    || sheet.Map.Find(sheet.Map.Sheet, number + 1) is not { } now)
                {
                    continue;
                }

                row.Value = (now.First - 1).ToString(CultureInfo.InvariantCulture);
                var anchor = data.Elements().FirstOrDefault(element => element.Name.LocalName == "Anchor");
                var numbers = anchor?.Value.Split(',').Select(text => int.Parse(text, CultureInfo.InvariantCulture)).ToArray();
                if (numbers is { Length: 8 })
                {
                    numbers[2] += now.First - 1 - number;
                    numbers[6] += now.First - 1 - number;
                    anchor!.Value = string.Join(", ", numbers.Select(one => one.ToString(CultureInfo.InvariantCulture)));
                }
            }

            package.Changed(part);
        }
    }
}
