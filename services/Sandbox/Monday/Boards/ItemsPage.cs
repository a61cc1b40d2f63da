using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Teg.Platform.Sandbox.Monday.GraphQL;

namespace Teg.Platform.Sandbox.Monday.Boards;

/// <summary>A page of a board's items and the token for the next one.</summary>
internal sealed record ItemsPage(string? Cursor, IReadOnlyList<ItemSnapshot> Items)
{
    public const int MaxLimit = 500;

    public static readonly TimeSpan CursorLife = TimeSpan.FromMinutes(60);

    public static ItemsPage First(MondayAccount account, Board board, DateTimeOffset now, int limit, IReadOnlyDictionary<string, object?>? query, string? group = null) =>
        Read(account, board, now, limit, new Position(board.Id, 0, now.ToUnixTimeSeconds(), query, group));

    /// <exception cref="GraphQLException">The cursor is older than an hour, or is none of ours.</exception>
    public static ItemsPage Next(MondayAccount account, DateTimeOffset now, int limit, string cursor)
    {
        var position = Position.Parse(cursor);
        if (position is null || account.BoardWith(position.Board.ToString(System.Globalization.CultureInfo.InvariantCulture)) is not { } board)
        {
            throw MondayException.Of("CursorError: the cursor provided is invalid", "CursorException");
        }

        if (now.ToUnixTimeSeconds() - position.IssuedAt > CursorLife.TotalSeconds)
        {
            throw Expired();
        }

        return Read(account, board, now, limit, position);
    }

    public static GraphQLException Expired() => MondayException.Of(
        "CursorExpiredError: The cursor provided for pagination has expired. Please refresh your query and obtain a new cursor", "CursorException");

    private static ItemsPage Read(MondayAccount account, Board board, DateTimeOffset now, int limit, Position position)
    {
        if (limit is < 1 or > MaxLimit)
        {
            throw MondayException.Of($"The limit must be between 1 and {MaxLimit}", "InvalidArgumentException", new { limit }, 400);
        }

        var content = account.ContentOf(board, now);
        var query = ItemsQuery.Of(board, position.Query);
        var items = query.OrderBy.Count > 0 || query.Ids is not null
            ? Arranged(account, board, content, now, query, position)
            : InOrder(account, board, content, now, query, position);

        var page = new List<ItemSnapshot>(limit);
        var next = position.Next;
        foreach (var (after, item) in items)
        {
            if (page.Count == limit)
            {
                return new ItemsPage((position with { Next = next, IssuedAt = now.ToUnixTimeSeconds() }).ToString(), page);
            }

            page.Add(item);
            next = after;
        }

        return new ItemsPage(null, page);
    }

    private static IEnumerable<(int After, ItemSnapshot Item)> InOrder(
        MondayAccount account, Board board, BoardContent content, DateTimeOffset now, ItemsQuery query, Position position)
    {
        var count = content.CountAt(now);
        for (var index = position.Next; index < count; index++)
        {
            var item = account.Snapshot(board, content.At(index), now);
            if (InGroup(item, position) && query.Matches(item))
            {
                yield return (index + 1, item);
            }
        }
    }

    private static IEnumerable<(int After, ItemSnapshot Item)> Arranged(
        MondayAccount account, Board board, BoardContent content, DateTimeOffset now, ItemsQuery query, Position position)
    {
        var candidates = query.Ids is not null
            ? query.Ids.Select(content.Find).OfType<BoardItem>().Where(item => item.CreatedAt <= now)
            : Enumerable.Range(0, content.CountAt(now)).Select(content.At);
        var items = candidates.Select(item => account.Snapshot(board, item, now)).Where(item => InGroup(item, position) && query.Matches(item));
        foreach (var (column, descending) in query.OrderBy.Reverse())
        {
            var order = Comparer<string>.Create(ItemsRule.Compare);
            items = descending
                ? items.OrderByDescending(item => ItemsRule.TextOf(item, column), order)
                : items.OrderBy(item => ItemsRule.TextOf(item, column), order);
        }

        return items.Select((item, index) => (index + 1, item)).Skip(position.Next);
    }

    private static bool InGroup(ItemSnapshot item, Position position) => position.Group is null || item.Board.Groups[item.Group].Id == position.Group;

    /// <summary>Where to go on. The token holds it whole, so a cursor outlives a restart and costs no memory.</summary>
    private sealed record Position(
        [property: JsonPropertyName("b")] long Board, [property: JsonPropertyName("n")] int Next, [property: JsonPropertyName("t")] long IssuedAt,
        [property: JsonIgnore] IReadOnlyDictionary<string, object?>? Query, [property: JsonPropertyName("g")] string? Group)
    {
        [JsonPropertyName("q")]
        public JsonElement? QueryJson => Query is null ? null : JsonSerializer.SerializeToElement(Query);

        public override string ToString() => Convert.ToBase64String(JsonSerializer.SerializeToUtf8Bytes(this));

        public static Position? Parse(string cursor)
        {
            try
            {
                using var json = JsonDocument.Parse(Encoding.UTF8.GetString(Convert.FromBase64String(cursor)));
                var root = json.RootElement;
                var query = root.GetProperty("q").ValueKind == JsonValueKind.Null ? null : Coercion.Plain(root.GetProperty("q")) as IReadOnlyDictionary<string, object?>;
                return new Position(root.GetProperty("b").GetInt64(), root.GetProperty("n").GetInt32(), root.GetProperty("t").GetInt64(), query, root.GetProperty("g").GetString());
            }
            catch (Exception refused) when (refused is FormatException or JsonException or KeyNotFoundException or InvalidOperationException)
            {
                return null;
            }
        }
    }
}
