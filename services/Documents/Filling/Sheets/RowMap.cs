namespace Teg.Platform.Documents.Filling.Sheets;

/// <summary>One round of a block: the rows it wrote, and the round it lies in. The outermost is the sheet itself.</summary>
internal sealed class Round(Round? outer, int from, int to)
{
    private readonly Dictionary<int, (int First, int Last)> rows = [];

    /// <summary>Says that a row of the template was written as a row of the result.</summary>
    public void Write(int row, int written)
    {
        for (var round = this; round is not null; round = round.Outer)
        {
            round.rows[row] = round.rows.TryGetValue(row, out var known) ? (Math.Min(known.First, written), Math.Max(known.Last, written)) : (written, written);
        }
    }

    private Round? Outer { get; } = outer;

    /// <summary>Where a row of the template is now, seen from this round: its own copy if the row is repeated with it, all copies otherwise. Null: left out.</summary>
    public (int First, int Last)? Find(int row)
    {
        var round = this;
        while (row < round.From || row > round.To)
        {
            round = round.Outer!;
        }

        return round.rows.TryGetValue(row, out var found) ? found : null;
    }

    private int From { get; } = from;

    private int To { get; } = to;
}

/// <summary>A row of the result: which row of the template it is a copy of, and for what.</summary>
internal sealed record WrittenRow(int Template, int Number, Round Round, Scope Scope);

/// <summary>Where the rows of a template's sheet have gone.</summary>
internal sealed class RowMap
{
    private readonly int lastRow;
    private readonly int shift;
    private readonly ILookup<int, WrittenRow> copies;

    public RowMap(Round sheet, int lastRow, IReadOnlyList<WrittenRow> written)
    {
        Sheet = sheet;
        this.lastRow = lastRow;
        shift = (written.Count == 0 ? 0 : written[^1].Number) - lastRow;
        copies = written.ToLookup(row => row.Template);
        HasMoved = written.Count != lastRow || written.Any(row => row.Template != row.Number);
    }

    public Round Sheet { get; }

    public bool HasMoved { get; }

    public (int First, int Last)? Find(Round round, int row) => row > lastRow ? (row + shift, row + shift) : round.Find(row);

    /// <summary>A reference as it reads now, for a formula in a round; null when all its rows were left out.</summary>
    /// <param name="meansAll">A reference to one repeated cell becomes the range of its copies.</param>
    public Reference? Move(Reference reference, Round round, bool meansAll)
    {
        if (!HasMoved || reference.IsWholeColumn)
        {
            return reference;
        }

        var (top, bottom) = (Math.Min(reference.From.Row, reference.To.Row), Math.Max(reference.From.Row, reference.To.Row));
        (int First, int Last)? first = null;
        (int First, int Last)? last = null;
        for (var row = top; row <= bottom && first is null; row++)
        {
            first = Find(round, row);
        }

        for (var row = bottom; row >= top && last is null && first is not null; row--)
        {
            last = Find(round, row);
        }

        if (first is null || last is null)
        {
            return null;
        }

        if (!reference.IsRange)
        {
            return meansAll && first.Value.Last > first.Value.First
                ? reference with { From = reference.From with { Row = first.Value.First }, To = reference.From with { Row = first.Value.Last }, IsRange = true }
                : reference with { From = reference.From with { Row = first.Value.First }, To = reference.To with { Row = first.Value.First } };
        }

        var isUpright = reference.From.Row <= reference.To.Row;
        return reference with
        {
            From = reference.From with { Row = isUpright ? first.Value.First : last.Value.Last },
            To = reference.To with { Row = isUpright ? last.Value.Last : first.Value.First },
        };
    }

    /// <summary>The areas that an area of the template has become: one for each copy of its first row, those that touch joined.</summary>
    /// <param name="joins">False for merged cells, which stay apart.</param>
    public IEnumerable<(Reference Area, Round Round)> Areas(Reference area, bool joins)
    {
        if (!HasMoved || area.IsWholeColumn || area.From.Row > lastRow)
        {
            if (Move(area, Sheet, meansAll: false) is { } moved)
            {
                yield return (moved, Sheet);
            }

            yield break;
        }

        (Reference Area, Round Round)? open = null;
        for (var row = area.From.Row; row <= area.To.Row && open is null; row++)
        {
            foreach (var copy in copies[row])
            {
                if (Move(area with { From = area.From with { Row = row } }, copy.Round, meansAll: false) is not { } moved)
                {
                    continue;
                }

                moved = moved with { From = moved.From with { Row = copy.Number } };
                if (open is { } previous && joins && moved.From.Row <= previous.Area.To.Row + 1)
                {
                    open = (previous.Area with { To = previous.Area.To with { Row = Math.Max(previous.Area.To.Row, moved.To.Row) }, IsRange = true },
                        previous.Round);
                    continue;
                }

                if (open is { } done)
                {
                    yield return done;
                }

                open = (moved, copy.Round);
            }
        }

        if (open is { } rest)
        {
            yield return rest;
        }
    }
}
