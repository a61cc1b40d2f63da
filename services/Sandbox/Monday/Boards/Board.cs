namespace Teg.Platform.Sandbox.Monday.Boards;

/// <summary>A column as the board shows it. Labels are those of a status or dropdown column, in the order of their indexes.</summary>
internal sealed record BoardColumn(string Id, string Title, string Type, IReadOnlyList<string>? Labels = null)
{
    public static readonly BoardColumn Name = new("name", "Name", "name");

    public int IndexOf(string label)
    {
        for (var i = 0; i < (Labels?.Count ?? 0); i++)
        {
            if (Labels![i] == label)
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>What the cell reads as when the column has another type than the cell was written for.</summary>
    public Cell Show(Cell cell)
    {
        var fits = (cell, Type) is ({ IsBlank: true }, _) or (TextCell, "text" or "long_text") or (NumbersCell, "numbers") or (StatusCell, "status")
            or (DateCell, "date") or (EmailCell, "email") or (PhoneCell, "phone") or (LinkCell, "link") or (DropdownCell, "dropdown")
            or (CheckboxCell, "checkbox") or (PeopleCell, "people");
        if (fits)
        {
            return cell;
        }

        var text = cell.Text(this) ?? "";
        return Type switch
        {
            "text" or "long_text" => Cell.OfText(text),
            "status" => Cell.OfStatus(text),
            "dropdown" => Cell.OfDropdown(text),
            "numbers" => decimal.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var number) ? new NumbersCell(number) : Cell.Blank,
            "date" => DateOnly.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var date) ? new DateCell(date) : Cell.Blank,
            "email" => new EmailCell(text),
            _ => Cell.Blank,
        };
    }
}

internal sealed record BoardGroup(string Id, string Title, string Color);

/// <summary>One column of an item written at one moment. Slot is the column's place in the board's first layout.</summary>
internal sealed record CellChange(DateTimeOffset At, int Slot);

/// <summary>A row of a board. What it shows depends on the moment at which it is looked at.</summary>
internal abstract class BoardItem(long id, string name, DateTimeOffset createdAt)
{
    public long Id => id;

    public string Name => name;

    public DateTimeOffset CreatedAt => createdAt;

    /// <summary>Index of the group the item lies in.</summary>
    public virtual int Group => 0;

    public abstract Cell[] CellsAt(DateTimeOffset now);

    public abstract DateTimeOffset UpdatedAt(DateTimeOffset now);

    /// <summary>Changes in (from, to], the creation not among them.</summary>
    public abstract IEnumerable<CellChange> ChangesBetween(DateTimeOffset from, DateTimeOffset to);
}

/// <summary>An item with a handful of changes in its life.</summary>
internal sealed class StoryItem(long id, string name, DateTimeOffset createdAt, Cell[] first, IReadOnlyList<(DateTimeOffset At, int Slot, Cell Cell)> story)
    : BoardItem(id, name, createdAt)
{
    public override Cell[] CellsAt(DateTimeOffset now)
    {
        var cells = first;
        foreach (var (at, slot, cell) in story)
        {
            if (at <= now)
            {
                cells = ReferenceEquals(cells, first) ? [.. first] : cells;
                cells[slot] = cell;
            }
        }

        return cells;
    }

    public override DateTimeOffset UpdatedAt(DateTimeOffset now)
    {
        var updated = CreatedAt;
        foreach (var (at, _, _) in story)
        {
            if (at <= now && at > updated)
            {
                updated = at;
            }
        }

        return updated;
    }

    public override IEnumerable<CellChange> ChangesBetween(DateTimeOffset from, DateTimeOffset to)
    {
        foreach (var (at, slot, _) in story)
        {
            if (at > from && at <= to)
            {
                yield return new CellChange(at, slot);
            }
        }
    }
}

/// <summary>The items of a board in the order in which they were created.</summary>
internal abstract class BoardContent
{
    public abstract int CountAt(DateTimeOffset now);

    public abstract BoardItem At(int index);

    public abstract BoardItem? Find(long id);

    /// <summary>Items created or changed in (from, to].</summary>
    public abstract IEnumerable<BoardItem> TouchedBetween(DateTimeOffset from, DateTimeOffset to);
}

/// <summary>Items held in memory.</summary>
internal sealed class ListedContent : BoardContent
{
    private readonly BoardItem[] items;
    private readonly Dictionary<long, BoardItem> byId;

    public ListedContent(IEnumerable<BoardItem> unordered)
    {
        items = [.. unordered.OrderBy(item => item.CreatedAt).ThenBy(item => item.Id)];
        byId = items.ToDictionary(item => item.Id);
    }

    public override int CountAt(DateTimeOffset now)
    {
        var (low, high) = (0, items.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = items[middle].CreatedAt <= now ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    public override BoardItem At(int index) => items[index];

    public override BoardItem? Find(long id) => byId.GetValueOrDefault(id);

    public override IEnumerable<BoardItem> TouchedBetween(DateTimeOffset from, DateTimeOffset to) =>
        items.Take(CountAt(to)).Where(item => item.CreatedAt > from || item.ChangesBetween(from, to).Any());
}

/// <summary>A board's layout. The items come from <see cref="MondayAccount"/>, which knows what was changed by hand.</summary>
internal sealed record Board(long Id, string Name, DateTimeOffset CreatedAt, IReadOnlyList<BoardColumn> Layout, IReadOnlyList<BoardGroup> Groups)
{
    /// <summary>The columns as they are called now; a removed one is null. Same order as the layout.</summary>
    public IReadOnlyList<BoardColumn?> Columns { get; init; } = Layout;

    public int SlotOf(string columnId)
    {
        for (var i = 0; i < Columns.Count; i++)
        {
            if (Columns[i]?.Id == columnId)
            {
                return i;
            }
        }

        return -1;
    }
}

/// <summary>An item as it stands at one moment, changes by hand included.</summary>
internal sealed record ItemSnapshot(Board Board, long Id, string Name, int Group, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt, Cell[] Cells, string State = "active")
{
    public Cell CellOf(int slot) => Board.Columns[slot]!.Show(slot < Cells.Length ? Cells[slot] : Cell.Blank);
}
