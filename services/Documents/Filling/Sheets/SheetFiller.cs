using System.Globalization;
using System.Xml.Linq;
using Teg.Platform.Documents.Packages;

namespace Teg.Platform.Documents.Filling.Sheets;

/// <summary>Marks and fills the cells of one sheet and writes its rows as often as its blocks say.</summary>
internal sealed class SheetFiller(Job job, Isolation isolation, Sheet sheet, SharedStrings strings, CellStyles styles, bool is1904)
{
    private const int LongestText = 32_767;

    private readonly Dictionary<Block, (int From, int? Else, int To)> blocks = [];
    private readonly Dictionary<int, XElement> templates = [];
    private readonly HashSet<int> tagRows = [];
    private bool hasMarks;
    private int lastRow;

    public void Mark()
    {
        foreach (var cell in sheet.Data.Elements().Elements(Names.X + "c"))
        {
            Isolate(cell);
        }

        isolation.MarkOnly(sheet.Data, PlaceOf);
        var rest = new XElement(sheet.Root.Name, sheet.Root.Elements().Where(element => element.Name.LocalName is not ("sheetData" or "headerFooter")));
        isolation.MarkOnly(rest, _ => $"sheet {sheet.Name}");

        var tokens = sheet.Data.Descendants(Marks.Token).ToList();
        hasMarks = tokens.Count > 0;
        job.Match(tokens.Select(job.Of));
        foreach (var row in sheet.Data.Elements(Names.X + "row"))
        {
            templates[Sheet.RowOf(row)] = row;
        }

        lastRow = templates.Keys.DefaultIfEmpty(0).Max();
        FindBlocks(tokens);
        new Filler(job, sheet.Part).CheckSpans(sheet.Data);
    }

    public void Fill(Scope data)
    {
        FillPageTexts(data);
        if (!hasMarks && blocks.Count == 0)
        {
            return;
        }

        sheet.IsChanged = true;
        if (blocks.Count == 0)
        {
            foreach (var cell in Marked(sheet.Data.Elements()))
            {
                FillCell(cell, data);
            }

            return;
        }

        Unshare();
        var top = new Round(null, 1, int.MaxValue);
        var written = new List<WrittenRow>();
        Write(1, lastRow, data, top, [.. blocks.Keys.OrderBy(block => blocks[block].From).ThenBy(block => block.Open)], written);
        sheet.Map = new RowMap(top, lastRow, written);

        var rows = new List<XElement>();
        foreach (var row in written)
        {
            if (!templates.TryGetValue(row.Template, out var template))
            {
                continue;
            }

            // Cells are filled in their copies; the template stays as it is for the next round.
            var copy = new XElement(template);
            rows.Add(copy);
            sheet.Rounds.Add(copy, row.Round);
            foreach (var cell in Marked([copy]))
            {
                FillCell(cell, row.Scope);
            }

            Number(copy, row.Number);
        }

        if (rows.Count > 0 && written[^1].Number > Reference.LastRow)
        {
            job.Report("", $"sheet {sheet.Name}", $"it would have {written[^1].Number} rows, more than a sheet can hold");
        }

        sheet.Data.RemoveNodes();
        sheet.Data.Add(rows);
    }

    private static List<XElement> Marked(IEnumerable<XElement> rows) =>
        [.. rows.Elements(Names.X + "c").Where(cell => cell.Element(Names.X + "is")?.Descendants(Marks.Token).Any() == true)];

    private static void Number(XElement row, int number)
    {
        row.SetAttributeValue("r", number);
        foreach (var cell in row.Elements(Names.X + "c"))
        {
            cell.SetAttributeValue("r", $"{Corner.LettersOf(Sheet.ColumnOf(cell))}{number.ToString(CultureInfo.InvariantCulture)}");
        }
    }

    private string PlaceOf(XElement element)
    {
        var cell = element.AncestorsAndSelf(Names.X + "c").FirstOrDefault();
        return cell is null ? $"sheet {sheet.Name}" : $"sheet {sheet.Name}, cell {(string?)cell.Attribute("r")}";
    }

    /// <summary>A cell with a placeholder gets its text to itself, as runs.</summary>
    private void Isolate(XElement cell)
    {
        var type = (string?)cell.Attribute("t");
        var text = type switch
        {
            "s" => strings[(string?)cell.Element(Names.X + "v") ?? ""],
            "inlineStr" => cell.Element(Names.X + "is"),
            _ => null,
        };
        if (text is null || !SharedStrings.TextOf(text).Contains("{{", StringComparison.Ordinal))
        {
            return;
        }

        var own = type == "s" ? strings.Take(text) : text;
        foreach (var plain in own.Elements(Names.X + "t").ToList())
        {
            plain.ReplaceWith(new XElement(Names.X + "r", new XElement(plain)));
        }

        if (type == "s")
        {
            cell.Element(Names.X + "v")?.Remove();
            cell.SetAttributeValue("t", "inlineStr");
            cell.Add(own);
        }
    }

    private void FindBlocks(List<XElement> tokens)
    {
        var places = tokens.ToDictionary(Marks.NumberOf, token => (Row: Sheet.RowOf(token.Ancestors(Names.X + "row").First()), Token: token));
        foreach (var (number, (from, open)) in places.OrderBy(place => place.Key))
        {
            if (job.BlockOf(job[number]) is not { } block || Marks.ParagraphOf(open) == Marks.ParagraphOf(places[block.Close].Token))
            {
                continue;
            }

            var to = places[block.Close].Row;
            var middle = block.Else is { } otherwise ? places[otherwise].Row : (int?)null;
            if (middle is not null && (middle == from || middle == to || !IsTagRow(middle.Value, [block.Else!.Value])))
            {
                job.Break(job[number], "{{else}} of a block over rows has to stand in a row of its own");
                continue;
            }

            if (blocks.Any(other => other.Key.Close < block.Open && other.Value.To >= from))
            {
                job.Break(job[number], $"two blocks over rows share row {from} without one lying inside the other");
                continue;
            }

            blocks.Add(block, (from, middle, to));
        }

        // Rows that hold nothing but the tags of such blocks are there for the tags.
        var tags = blocks.Keys.SelectMany(block => new[] { block.Open, block.Close }.Concat(block.Else is { } otherwise ? [otherwise] : [])).ToHashSet();
        foreach (var row in tags.Select(tag => places[tag].Row).Distinct().Where(row => IsTagRow(row, tags)))
        {
            tagRows.Add(row);
        }

        foreach (var tag in tags)
        {
            places[tag].Token.Remove();
        }
    }

    private bool IsTagRow(int row, IReadOnlyCollection<int> tags) => templates[row].Elements(Names.X + "c").All(cell =>
        cell.Element(Names.X + "f") is null
        && (cell.Element(Names.X + "v") is null)
        && cell.Descendants(Marks.Token).All(token => tags.Contains(Marks.NumberOf(token)))
        && !cell.Descendants(Names.X + "t").Any(text => text.Value.Trim().Length > 0));

    private void Write(int from, int to, Scope scope, Round round, List<Block> inside, List<WrittenRow> written)
    {
        for (var row = from; row <= to; row++)
        {
            var block = inside.Find(candidate => blocks[candidate].From == row && blocks[candidate].To <= to);
            if (block is not null)
            {
                var (_, middle, end) = blocks[block];
                var inner = inside.Where(other => other != block && blocks[other].From >= row && blocks[other].To <= end).ToList();
                var (rounds, isElse) = job.Rounds(job[block.Open], scope);
                var (first, last) = isElse ? ((middle ?? end) + 1, end) : (row, (middle ?? end + 1) - 1);
                foreach (var next in rounds)
                {
                    Write(first, last, next, new Round(round, row, end), inner, written);
                }

                row = end;
                continue;
            }

            if (tagRows.Contains(row))
            {
                continue;
            }

            var number = written.Count + 1;
            written.Add(new WrittenRow(row, number, round, scope));
            round.Write(row, number);
        }
    }

    private void FillCell(XElement cell, Scope scope)
    {
        var text = cell.Element(Names.X + "is")!;
        var tokens = text.Descendants(Marks.Token).ToList();
        if (tokens.Count == 1 && job.Of(tokens[0]).Tag is ValueTag { Format: not { Name: "text" or "upper" or "lower" } } tag
            && SharedStrings.TextOf(text).Length == 0)
        {
            FillTyped(cell, job.Of(tokens[0]), tag, scope);
            return;
        }

        new Filler(job, sheet.Part).Fill([text], scope);
        WriteText(cell, text);
    }

    /// <summary>A number stays a number, so that formulas can use it; how it looks is the cell's format.</summary>
    private void FillTyped(XElement cell, Placeholder placeholder, ValueTag tag, Scope scope)
    {
        // The format has no say in what is stored, but it says which kind was expected.
        var shown = "";
        if (!job.TryValue(placeholder, tag.Path, scope, out var value)
            || ((value is not FlagValue || tag.Format is not null) && !job.TryText(placeholder, scope, out shown)))
        {
            return;
        }

        var style = (int?)cell.Attribute("s") ?? 0;
        switch (value)
        {
            case NumberValue number:
                WriteValue(cell, number.Number, null);
                break;
            case MoneyValue money:
                WriteValue(cell, money.Amount, null);
                break;
            case FlagValue flag:
                WriteValue(cell, flag.Flag ? 1 : 0, "b");
                break;
            case DateValue date:
                WriteValue(cell, date.Date.DayNumber - new DateOnly(1899, 12, 30).DayNumber - (is1904 ? 1462 : 0), null);
                SetStyle(cell, styles.ForDate(style));
                break;
            default:
                var text = cell.Element(Names.X + "is")!;
                text.Descendants(Marks.Token).First().ReplaceWith(RunWriter.Write(text.Name, Marks.PropertiesOf(text.Descendants(Marks.Token).First()), shown));
                WriteText(cell, text);
                break;
        }
    }

    private static void WriteValue(XElement cell, decimal value, string? type)
    {
        cell.Elements().Where(element => element.Name.LocalName is "is" or "v").Remove();
        cell.SetAttributeValue("t", type);
        cell.Add(new XElement(Names.X + "v", value.ToString("0.############################", CultureInfo.InvariantCulture)));
    }

    private void WriteText(XElement cell, XElement text)
    {
        var whole = SharedStrings.TextOf(text);
        sheet.Written.Add(cell);
        if (whole.Length > LongestText)
        {
            job.Report("", PlaceOf(cell), $"the text has {whole.Length} characters, a cell holds {LongestText}");
        }

        if (whole.Length == 0 && !text.Elements().Any())
        {
            cell.SetAttributeValue("t", null);
            text.Remove();
            return;
        }

        // One run without a format of its own is plain text.
        if (text.Elements().All(run => run.Name.LocalName == "r" && run.Element(Names.X + "rPr") is null))
        {
            text.ReplaceNodes(new XElement(Names.X + "t", new XAttribute(XNamespace.Xml + "space", "preserve"), whole));
        }

        if (whole.Contains('\n', StringComparison.Ordinal))
        {
            SetStyle(cell, styles.ForLines((int?)cell.Attribute("s") ?? 0));
        }
    }

    private static void SetStyle(XElement cell, int style)
    {
        if (style != 0 || cell.Attribute("s") is not null)
        {
            cell.SetAttributeValue("s", style);
        }
    }

    /// <summary>Headers and footers of the page: one line of text with &amp;-codes, so a value's own &amp; is doubled.</summary>
    private void FillPageTexts(Scope data)
    {
        foreach (var line in sheet.Root.Elements(Names.X + "headerFooter").Elements())
        {
            var text = line.Value;
            if (!text.Contains("{{", StringComparison.Ordinal))
            {
                continue;
            }

            var place = $"sheet {sheet.Name}, page {(line.Name.LocalName.EndsWith("Header", StringComparison.Ordinal) ? "header" : "footer")}";
            foreach (var range in Isolation.Find(text, open => job.Report(open, place, "the placeholder is not closed by }}")).Reverse().ToList())
            {
                if (job.TryText(job.Add(text[range], place), data, out var value))
                {
                    text = string.Concat(text.AsSpan(0, range.Start.Value), value.Replace("&", "&&", StringComparison.Ordinal), text.AsSpan(range.End.Value));
                }
            }

            line.Value = text;
            sheet.IsChanged = true;
        }
    }

    /// <summary>Formulas that are written once for many cells are written out: their cells will not stay together.</summary>
    private void Unshare()
    {
        var masters = new Dictionary<string, (string Formula, int Row, int Column)>(StringComparer.Ordinal);
        foreach (var cell in sheet.Data.Elements().Elements(Names.X + "c"))
        {
            if (cell.Element(Names.X + "f") is not { } formula || (string?)formula.Attribute("t") != "shared")
            {
                continue;
            }

            var (row, column) = (Sheet.RowOf(cell.Parent!), Sheet.ColumnOf(cell));
            var index = (string?)formula.Attribute("si") ?? "";
            if (formula.Value.Length > 0)
            {
                masters[index] = (formula.Value, row, column);
            }
            else if (masters.TryGetValue(index, out var master))
            {
                formula.Value = Formula.Shift(master.Formula, row - master.Row, column - master.Column);
            }

            formula.Attributes().Where(attribute => attribute.Name.LocalName is "t" or "si" or "ref").Remove();
        }
    }
}
