using System.Globalization;

namespace Teg.Platform.Qualifier.Batches;

/// <summary>An upload with its columns recognised; the rows are still to be read.</summary>
/// <param name="Rows">Those below the header that are not blank, each as wide as the header.</param>
internal sealed record UploadedTable(BatchFormat Format, IReadOnlyList<string> Headers, BatchColumns Columns, IEnumerable<SheetRow> Rows)
{
    // A title and a remark or two may stand above the table.
    private const int HeaderWithin = 10;

    public static UploadedTable Of(BatchFormat format, IEnumerable<SheetRow> rows)
    {
        var all = rows.Where(row => row.Problem is not null || !row.IsBlank).GetEnumerator();
        List<SheetRow> first = [];
        while (first.Count < HeaderWithin && all.MoveNext())
        {
            first.Add(all.Current);
        }

        // The row of which most is understood; the uppermost of equals.
        var header = first.Select(row => new { Row = row, Columns = BatchColumns.Of(HeadersOf(row)) }).Where(found => found.Columns.Project >= 0).MaxBy(found => found.Columns.Known);
        if (header is null)
        {
            all.Dispose();
            throw new FileRefusedException(
                "batch-no-description", "No column holds the description of the project.",
                "Name one \"Project description\" in the header row. Others that are understood: Name, E-mail, Budget, Styles.");
        }

        var headers = HeadersOf(header.Row);
        return new UploadedTable(format, headers, header.Columns, Below(first.SkipWhile(row => row != header.Row).Skip(1), all, headers.Count, format));
    }

    private static List<string> HeadersOf(SheetRow row)
    {
        var width = row.Cells.Count;
        while (width > 0 && row.Cells[width - 1] is null or "")
        {
            width--;
        }

        return [.. Enumerable.Range(0, width).Select(column => row.Text(column) ?? $"Column {column + 1}")];
    }

    private static IEnumerable<SheetRow> Below(IEnumerable<SheetRow> first, IEnumerator<SheetRow> rest, int width, BatchFormat format)
    {
        using (rest)
        {
            var read = 0;
            foreach (var row in first)
            {
                read++;
                yield return Fitted(row, width, format);
            }

            while (rest.MoveNext())
            {
                if (++read > Sheet.MostRows)
                {
                    throw FileRefusedException.TooMuch($"The table has more than {Sheet.MostRows.ToString("#,##0", CultureInfo.InvariantCulture)} rows.");
                }

                yield return Fitted(rest.Current, width, format);
            }
        }
    }

    private static SheetRow Fitted(SheetRow row, int width, BatchFormat format)
    {
        // In Excel, what stands right of the table is a note. In CSV it means that a separator within text cut a cell in two.
        var problem = row.Problem ?? (format == BatchFormat.Csv && row.Cells.Skip(width).Any(cell => cell is not null)
            ? new RowProblem($"The row has {row.Cells.Count} cells, the header has {width}.", "Put text that holds the separator between quotation marks.")
            : null);
        return row with { Cells = [.. row.Cells.Take(width), .. Enumerable.Repeat<object?>(null, Math.Max(0, width - row.Cells.Count))], Problem = problem };
    }
}
