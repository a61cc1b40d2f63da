using System.Globalization;
using System.Xml.Linq;

namespace Teg.Platform.Documents.Filling;

/// <summary>Says where in a table something stands, in a person's words.</summary>
internal static class Tables
{
    /// <summary>"row 2, column 'Price'"; a column without a heading is named by its number.</summary>
    public static string Place(XElement element, XElement table)
    {
        var rows = Of(table, Marks.IsRow).ToList();
        var row = rows.FindIndex(candidate => element.AncestorsAndSelf().Contains(candidate));
        if (row < 0)
        {
            return "between its rows";
        }

        var cells = Of(rows[row], Marks.IsCell).ToList();
        var cell = cells.FindIndex(candidate => element.AncestorsAndSelf().Contains(candidate));
        if (cell < 0)
        {
            return $"row {row + 1}";
        }

        var place = $"row {row + 1}, column {Column(rows, row, cells, cell)}";
        var inner = Of(cells[cell], Marks.IsTable).FirstOrDefault(candidate => element.AncestorsAndSelf().Contains(candidate));
        return inner is null ? place : $"{place}, inner table, {Place(element, inner)}";
    }

    private static string Column(List<XElement> rows, int row, List<XElement> cells, int cell)
    {
        var number = (cell + 1).ToString(CultureInfo.InvariantCulture);
        var headings = Of(rows[0], Marks.IsCell).ToList();
        if (row == 0 || headings.Count != cells.Count)
        {
            return number;
        }

        var heading = string.Concat(headings[cell].Descendants().Where(text => text.Name.LocalName == "t").Select(text => text.Value)).Trim();
        return heading.Length is 0 or > 40 || heading.Contains("{{", StringComparison.Ordinal) ? number : $"'{heading}'";
    }

    // Content controls may lie between a table and its rows, or a row and its cells.
    private static IEnumerable<XElement> Of(XElement parent, Func<XElement, bool> wanted)
    {
        foreach (var child in parent.Elements())
        {
            if (wanted(child))
            {
                yield return child;
            }
            else if (child.Name.LocalName is "sdt" or "sdtContent" or "customXml" or "ins")
            {
                foreach (var inner in Of(child, wanted))
                {
                    yield return inner;
                }
            }
        }
    }
}
