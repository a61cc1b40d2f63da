using System.Globalization;
using Teg.Platform.Sandbox.Monday.Boards;
using Teg.Platform.Sandbox.Monday.GraphQL;

namespace Teg.Platform.Sandbox.Monday;

/// <summary>Answers to the queries.</summary>
internal static class MondayReads
{
    private const int MaxItemIds = 100;

    /// <summary>Boards are paged by number. A board that does not exist, or is not the caller's, is simply missing.</summary>
    public static IEnumerable<Board> Boards(MondayRequest request, Arguments arguments)
    {
        if (arguments.Text("state") is "archived" or "deleted" || arguments.Text("board_kind") is "private" or "share")
        {
            return [];
        }

        var boards = arguments.List("ids") is { } ids
            ? ids.Select(id => request.Account.BoardWith(id as string)).OfType<Board>()
            : request.Account.Boards.OrderByDescending(board => board.Id);
        return Page(boards, arguments, 25);
    }

    public static IEnumerable<ItemSnapshot> Items(MondayRequest request, Arguments arguments)
    {
        if (arguments.List("ids") is not { } ids)
        {
            throw MondayException.Of("The items query needs ids; page through a board with items_page", "InvalidArgumentException", status: 400);
        }

        if (ids.Count > MaxItemIds)
        {
            throw MondayException.Of($"A maximum of {MaxItemIds} item ids is allowed", "InvalidArgumentException", new { ids = ids.Count }, 400);
        }

        var items = ids.Distinct().Select(id => long.TryParse(id as string, CultureInfo.InvariantCulture, out var number) ? request.Account.Find(number, request.Now) : null)
            .OfType<ItemSnapshot>();
        return Page(arguments.Flag("newest_first") ? items.OrderByDescending(item => item.CreatedAt) : items, arguments, 25);
    }

    public static ItemsPage ItemsPageOf(MondayRequest request, Board board, Arguments arguments, string? group)
    {
        var limit = arguments.Int("limit", 25);
        if (arguments.Text("cursor") is not { } cursor)
        {
            return ItemsPage.First(request.Account, board, request.Now, limit, arguments.Object("query_params"), group);
        }

        return arguments.Object("query_params") is null
            ? ItemsPage.Next(request.Account, request.Now, limit, cursor)
            : throw MondayException.Of("You cannot provide both cursor and query_params", "InvalidArgumentException", status: 400);
    }

    public static ItemsPage ItemsByColumnValues(MondayRequest request, Arguments arguments)
    {
        var limit = arguments.Int("limit", 25);
        if (arguments.Text("cursor") is { } cursor)
        {
            return arguments.List("columns") is null
                ? ItemsPage.Next(request.Account, request.Now, limit, cursor)
                : throw MondayException.Of("You cannot provide both cursor and columns", "InvalidArgumentException", status: 400);
        }

        var board = BoardOf(request, arguments.Text("board_id"));
        var rules = (arguments.List("columns") ?? []).OfType<IReadOnlyDictionary<string, object?>>().Select(column => (object?)new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["column_id"] = column["column_id"],
            ["compare_value"] = column["column_values"],
            ["operator"] = "any_of",
        }).ToList();
        return ItemsPage.First(request.Account, board, request.Now, limit, new Dictionary<string, object?>(StringComparer.Ordinal) { ["rules"] = rules });
    }

    public static Board BoardOf(MondayRequest request, string? id) =>
        request.Account.BoardWith(id) ?? throw MondayException.Of("The board does not exist. Please check your board ID and try again", "InvalidBoardIdException", new { board_id = id });

    public static IEnumerable<MondayUser> Users(Arguments arguments)
    {
        var users = MondayUser.All.AsEnumerable();
        if (arguments.List("ids") is { } ids)
        {
            users = users.Where(user => ids.Contains(MondayRequest.IdOf(user.Id)));
        }

        if (arguments.List("emails") is { } emails)
        {
            users = users.Where(user => emails.Contains(user.Email));
        }

        return Page(arguments.Text("name") is { } name ? users.Where(user => user.Name.Contains(name, StringComparison.OrdinalIgnoreCase)) : users, arguments, 200);
    }

    public static IEnumerable<BoardColumn> Columns(Board board, Arguments arguments)
    {
        var columns = board.Columns.OfType<BoardColumn>().Prepend(BoardColumn.Name);
        if (arguments.List("ids") is { } ids)
        {
            columns = columns.Where(column => ids.Contains(column.Id));
        }

        return arguments.List("types") is { } types ? columns.Where(column => types.Contains(column.Type)) : columns;
    }

    public static IEnumerable<GroupOnBoard> Groups(Board board, Arguments arguments)
    {
        var groups = board.Groups.Select((_, index) => new GroupOnBoard(board, index));
        return arguments.List("ids") is { } ids ? groups.Where(group => ids.Contains(group.Value.Id)) : groups;
    }

    public static List<CellOnItem> ColumnValues(ItemSnapshot item, Arguments arguments)
    {
        var ids = arguments.List("ids");
        var types = arguments.List("types");
        var values = new List<CellOnItem>(item.Board.Columns.Count);
        for (var slot = 0; slot < item.Board.Columns.Count; slot++)
        {
            if (item.Board.Columns[slot] is { } column && ids?.Contains(column.Id) != false && types?.Contains(column.Type) != false)
            {
                values.Add(new CellOnItem(item, column, item.CellOf(slot)));
            }
        }

        return values;
    }

    public static int ItemsCount(MondayRequest request, Board board) => request.Account.ContentOf(board, request.Now).CountAt(request.Now);

    public static string BoardUpdatedAt(MondayRequest request, Board board)
    {
        var content = request.Account.ContentOf(board, request.Now);
        var last = content.CountAt(request.Now);
        return MondayRequest.Iso(last == 0 ? board.CreatedAt : content.At(last - 1).UpdatedAt(request.Now));
    }

    private static IEnumerable<T> Page<T>(IEnumerable<T> all, Arguments arguments, int otherwise)
    {
        var limit = Math.Clamp(arguments.Int("limit", otherwise), 0, 1000);
        return all.Skip((Math.Max(1, arguments.Int("page", 1)) - 1) * limit).Take(limit);
    }
}
