using System.Globalization;
using Teg.Platform.Sandbox.World;

namespace Teg.Platform.Sandbox.Monday.Boards;

/// <summary>
/// A board of any size for trying out the limits of a reader: a leads board whose items are made up page by page from their number,
/// so a hundred thousand of them take no memory here.
/// </summary>
internal sealed class FilledBoardContent(long boardId, int count, DateTimeOffset at) : BoardContent
{
    public static Board LayoutOf(long id, string name, DateTimeOffset at)
    {
        var leads = WorldBoards.Layouts(at).First(board => board.Id == WorldBoards.NewLeads);
        return new Board(id, name, at, leads.Layout, leads.Groups);
    }

    public override int CountAt(DateTimeOffset now) => now >= at ? count : 0;

    public override BoardItem At(int index)
    {
        var dice = new Dice(boardId, index);
        var first = dice.Pick(Catalogue.FirstNames);
        var last = dice.Pick(Catalogue.LastNames);
        var receivedAt = at.AddMinutes(-(count - index));
        return new StoryItem(IdOf(index), $"{first} {last}", at,
        [
            new EmailCell(string.Create(CultureInfo.InvariantCulture, $"filled{index}@board{boardId}.example")), Cell.Blank, Cell.OfText(last + " Studio"),
            Cell.OfText(dice.Pick(Catalogue.Projects)), Cell.OfDropdown(dice.Pick(Catalogue.Budgets)), Cell.OfNumber(dice.Between(1, 18)), Cell.Blank, Cell.Blank,
            Cell.Blank, Cell.Blank, Cell.Blank, Cell.Blank, Cell.Blank, DateCell.Of(receivedAt), Cell.OfStatus("New Lead"), Cell.Blank, Cell.Blank,
        ], []);
    }

    public override BoardItem? Find(long id) => id - IdOf(0) is >= 0 and var index && index < count ? At((int)index) : null;

    public override IEnumerable<BoardItem> TouchedBetween(DateTimeOffset from, DateTimeOffset to) =>
        at > from && at <= to ? Enumerable.Range(0, Math.Min(count, 10_000)).Select(At) : [];

    private long IdOf(int index) => (boardId * 10_000_000) + index;
}
