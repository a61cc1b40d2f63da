using Teg.Platform.Sandbox.World;

namespace Teg.Platform.Sandbox.Monday.Boards;

/// <summary>Something that happened on a board: an item was made, renamed, or one of its columns written.</summary>
internal sealed record BoardEvent(Board Board, ItemSnapshot Item, DateTimeOffset At, int? Slot, Cell? Before)
{
    public bool IsCreation => Slot is null;
}

/// <summary>The customer's Monday account: the world's boards, those the control plane added, and everything written by hand.</summary>
internal sealed class MondayAccount(World.World world)
{
    public const string AccountId = "4400001";
    public const long FirstHandMadeId = 9_500_000_000;

    private readonly Lock gate = new();
    private readonly List<Board> boards = [.. WorldBoards.Layouts(California.StartOf(world.Start.AddDays(-30)))];
    private readonly Dictionary<long, (int Version, ListedContent Content)> filled = [];
    private readonly Dictionary<long, FilledBoardContent> synthetic = [];
    private readonly Dictionary<long, List<BoardItem>> handMade = [];
    private readonly Dictionary<long, List<HandChange>> handChanges = [];
    private readonly Dictionary<long, long> boardOfHandMade = [];
    private int handVersion;

    private sealed record HandChange(DateTimeOffset At, string? ColumnId, Cell Cell, string? Name);

    public IReadOnlyList<Board> Boards
    {
        get
        {
            lock (gate)
            {
                return [.. boards];
            }
        }
    }

    public Board? BoardWith(string? id) => long.TryParse(id, out var number) ? Boards.FirstOrDefault(board => board.Id == number) : null;

    public BoardContent ContentOf(Board board, DateTimeOffset now)
    {
        var facts = world.At(now);
        lock (gate)
        {
            if (synthetic.TryGetValue(board.Id, out var made))
            {
                return made;
            }

            var version = (facts.Version * 1_000_000) + handVersion;
            if (filled.TryGetValue(board.Id, out var known) && known.Version == version)
            {
                return known.Content;
            }

            var content = new ListedContent(WorldBoards.ItemsOf(board.Id, facts).Concat(handMade.GetValueOrDefault(board.Id) ?? []));
            filled[board.Id] = (version, content);
            return content;
        }
    }

    /// <summary>The item as it stands now, or null when it does not exist yet.</summary>
    public ItemSnapshot? Find(long itemId, DateTimeOffset now)
    {
        foreach (var board in Boards)
        {
            if (ContentOf(board, now).Find(itemId) is { } item && item.CreatedAt <= now)
            {
                return Snapshot(board, item, now);
            }
        }

        return null;
    }

    public ItemSnapshot Snapshot(Board board, BoardItem item, DateTimeOffset now)
    {
        var cells = item.CellsAt(now);
        var updatedAt = item.UpdatedAt(now);
        var name = item.Name;
        foreach (var change in ChangesOf(item.Id))
        {
            if (change.At > now)
            {
                continue;
            }

            updatedAt = change.At > updatedAt ? change.At : updatedAt;
            name = change.Name ?? name;
            if (change.ColumnId is not null && board.SlotOf(change.ColumnId) is var slot and >= 0)
            {
                cells = [.. cells];
                Array.Resize(ref cells, Math.Max(cells.Length, slot + 1));
                cells[slot] = change.Cell;
            }
        }

        return new ItemSnapshot(board, item.Id, name, item.Group, item.CreatedAt, updatedAt, cells);
    }

    /// <summary>What happened on the board in (from, to], oldest first.</summary>
    public List<BoardEvent> EventsBetween(Board board, DateTimeOffset from, DateTimeOffset to)
    {
        var events = new List<BoardEvent>();
        var content = ContentOf(board, to);
        foreach (var item in content.TouchedBetween(from, to))
        {
            if (item.CreatedAt > from)
            {
                events.Add(new BoardEvent(board, Snapshot(board, item, item.CreatedAt), item.CreatedAt, null, null));
            }

            foreach (var change in item.ChangesBetween(from, to))
            {
                var before = Snapshot(board, item, change.At.AddTicks(-1)).Cells[change.Slot];
                events.Add(new BoardEvent(board, Snapshot(board, item, change.At), change.At, change.Slot, before));
            }
        }

        events.AddRange(HandEventsBetween(board, content, from, to));
        events.Sort((left, right) => left.At.CompareTo(right.At));
        return events;
    }

    public long NextItemId()
    {
        lock (gate)
        {
            return FirstHandMadeId + boardOfHandMade.Count;
        }
    }

    public void AddItem(long boardId, long itemId, string name, DateTimeOffset at, IReadOnlyDictionary<string, Cell> cells)
    {
        lock (gate)
        {
            var board = boards.First(candidate => candidate.Id == boardId);
            var row = new Cell[board.Columns.Count];
            Array.Fill(row, Cell.Blank);
            foreach (var (column, cell) in cells)
            {
                row[board.SlotOf(column)] = cell;
            }

            if (!handMade.TryGetValue(boardId, out var items))
            {
                handMade[boardId] = items = [];
            }

            items.Add(new StoryItem(itemId, name, at, row, []));
            boardOfHandMade[itemId] = boardId;
            handVersion++;
        }
    }

    public void Write(long itemId, DateTimeOffset at, string? name, IReadOnlyDictionary<string, Cell> cells)
    {
        lock (gate)
        {
            if (!handChanges.TryGetValue(itemId, out var changes))
            {
                handChanges[itemId] = changes = [];
            }

            if (name is not null)
            {
                changes.Add(new HandChange(at, null, Cell.Blank, name));
            }

            changes.AddRange(cells.Select(pair => new HandChange(at, pair.Key, pair.Value, null)));
        }
    }

    /// <summary>Renames, retypes or removes a column, as a colleague with an admin seat may do any afternoon.</summary>
    public void ChangeColumn(long boardId, string columnId, string? title, string? type, bool removed)
    {
        lock (gate)
        {
            var index = boards.FindIndex(board => board.Id == boardId);
            var board = boards[index];
            boards[index] = board with
            {
                Columns = [.. board.Columns.Select((column, slot) => column is null || column.Id != columnId
                    ? column
                    : removed ? null : column with { Title = title ?? column.Title, Type = type ?? column.Type, Labels = column.Labels ?? [] })],
            };
        }
    }

    public Board AddBoard(long id, string name, int items, DateTimeOffset at)
    {
        lock (gate)
        {
            var board = FilledBoardContent.LayoutOf(id, name, at);
            boards.Add(board);
            synthetic[id] = new FilledBoardContent(id, items, at);
            return board;
        }
    }

    private IEnumerable<BoardEvent> HandEventsBetween(Board board, BoardContent content, DateTimeOffset from, DateTimeOffset to)
    {
        List<(long Item, HandChange Change)> changes;
        lock (gate)
        {
            changes = [.. handChanges.SelectMany(pair => pair.Value.Where(change => change.At > from && change.At <= to).Select(change => (pair.Key, change)))];
        }

        foreach (var (id, change) in changes)
        {
            if (content.Find(id) is { } item && change.ColumnId is not null && board.SlotOf(change.ColumnId) is var slot and >= 0)
            {
                var before = Snapshot(board, item, change.At.AddTicks(-1));
                yield return new BoardEvent(board, Snapshot(board, item, change.At), change.At, slot, slot < before.Cells.Length ? before.Cells[slot] : Cell.Blank);
            }
        }
    }

    private List<HandChange> ChangesOf(long itemId)
    {
        lock (gate)
        {
            return handChanges.TryGetValue(itemId, out var changes) ? [.. changes] : [];
        }
    }
}
