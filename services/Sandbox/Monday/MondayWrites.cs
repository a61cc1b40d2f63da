using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Teg.Platform.Sandbox.Journal;
using Teg.Platform.Sandbox.Monday.Boards;
using Teg.Platform.Sandbox.Monday.GraphQL;
using Teg.Platform.Sandbox.Webhooks;

namespace Teg.Platform.Sandbox.Monday;

/// <summary>Answers to the mutations. What they change is journalled and told to the subscribers.</summary>
internal sealed class MondayWrites(SandboxState state, MondayHooks hooks, IHttpClientFactory http)
{
    public IReadOnlyList<MondayHook> Hooks => state.Current.MondayHooks;

    public ItemSnapshot CreateItem(MondayRequest request, Arguments arguments)
    {
        var board = MondayReads.BoardOf(request, arguments.Text("board_id"));
        if (arguments.Text("group_id") is { } group && board.Groups.All(known => known.Id != group))
        {
            throw MondayException.Of("Group not found", "InvalidGroupIdException", new { group_id = group });
        }

        var cells = ColumnWriting.Read(board, arguments["column_values"], arguments.Flag("create_labels_if_missing"));
        var made = new ItemMade(request.Now, board.Id, request.Account.NextItemId(), arguments.Text("item_name")!, cells);
        state.Record(made);
        Announce(request, board, made.ItemId);
        return request.Account.Find(made.ItemId, request.Now)!;
    }

    public ItemSnapshot ChangeColumnValues(MondayRequest request, Arguments arguments) => Change(request, arguments, arguments["column_values"]);

    /// <summary>The value is JSON in a string, in the column type's own write shape.</summary>
    public ItemSnapshot ChangeColumnValue(MondayRequest request, Arguments arguments)
    {
        var value = arguments["value"] as string ?? Cell.Json(arguments["value"]);
        return Change(request, arguments, $"{{{Cell.Json(arguments.Text("column_id"))}:{value}}}");
    }

    /// <summary>The value is plain text: a label, a number, a date.</summary>
    public ItemSnapshot ChangeSimpleColumnValue(MondayRequest request, Arguments arguments) =>
        Change(request, arguments, $"{{{Cell.Json(arguments.Text("column_id"))}:{Cell.Json(arguments.Text("value"))}}}");

    private ItemSnapshot Change(MondayRequest request, Arguments arguments, object? columnValues)
    {
        var item = ItemOf(request, arguments.Text("item_id"));
        if (MondayRequest.IdOf(item.Board.Id) != arguments.Text("board_id"))
        {
            throw MondayException.Of("The board does not exist. Please check your board ID and try again", "InvalidBoardIdException", new { board_id = arguments.Text("board_id") });
        }

        var name = ColumnWriting.NameIn(columnValues);
        var cells = ColumnWriting.Read(item.Board, columnValues, arguments.Flag("create_labels_if_missing"));
        state.Record(new ItemWritten(request.Now, item.Id, name, cells));
        var written = request.Account.Find(item.Id, request.Now)!;
        foreach (var column in cells.Keys)
        {
            var slot = item.Board.SlotOf(column);
            hooks.Announce(new BoardEvent(item.Board, written, request.Now, slot, item.Cells.ElementAtOrDefault(slot) ?? Cell.Blank));
        }

        if (name is not null)
        {
            hooks.AnnounceName(written, item.Name);
        }

        return written;
    }

    public ItemUpdate CreateUpdate(MondayRequest request, Arguments arguments)
    {
        var item = ItemOf(request, arguments.Text("item_id"));
        var update = new ItemUpdate(request.Now.ToUnixTimeMilliseconds(), item.Id, arguments.Text("body")!, request.Now);
        hooks.AnnounceUpdate(item, update);
        return update;
    }

    /// <summary>The address must answer the challenge with the challenge; one that does not is refused without a reason, as by the vendor.</summary>
    public async Task<object?> CreateWebhookAsync(MondayRequest request, Arguments arguments)
    {
        var board = MondayReads.BoardOf(request, arguments.Text("board_id"));
        var url = arguments.Text("url")!;
        if (!await IsAnsweredAsync(url))
        {
            throw new GraphQLException(new GraphQLError("Internal Server Error", "INTERNAL_SERVER_ERROR") { StatusCode = 500 });
        }

        var hook = new MondayHook(
            73_000_000 + Hooks.Select(known => known.Id - 73_000_000).DefaultIfEmpty().Max() + 1, board.Id, url, arguments.Text("event")!,
            arguments["config"] switch { null => null, string text => text, var config => Cell.Json(config) },
            Signed: request.Token.StartsWith("app", StringComparison.Ordinal));
        state.Record(new MondayHookMade(request.Now, hook));
        return hook;
    }

    public MondayHook DeleteWebhook(MondayRequest request, Arguments arguments)
    {
        var hook = Hooks.FirstOrDefault(known => MondayRequest.IdOf(known.Id) == arguments.Text("id"))
            ?? throw MondayException.Of("Webhook not found", "ResourceNotFoundException", new { id = arguments.Text("id") }, 404);
        state.Record(new MondayHookDropped(request.Now, hook.Id));
        return hook;
    }

    private void Announce(MondayRequest request, Board board, long itemId)
    {
        foreach (var happened in request.Account.EventsBetween(board, request.Now.AddTicks(-1), request.Now).Where(happened => happened.Item.Id == itemId))
        {
            hooks.Announce(happened);
        }
    }

    private static ItemSnapshot ItemOf(MondayRequest request, string? id) =>
        (long.TryParse(id, CultureInfo.InvariantCulture, out var number) ? request.Account.Find(number, request.Now) : null)
        ?? throw MondayException.Of("Item not found", "InvalidItemIdException", new { item_id = id });

    private async Task<bool> IsAnsweredAsync(string url)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
        {
            return false;
        }

        var challenge = Guid.NewGuid().ToString("N");
        try
        {
            using var response = await http.CreateClient(WebhookSender.Client).PostAsJsonAsync(address, new { challenge });
            if (!response.IsSuccessStatusCode)
            {
                return false;
            }

            var answer = await response.Content.ReadFromJsonAsync<JsonElement>();
            return answer.ValueKind == JsonValueKind.Object && answer.TryGetProperty("challenge", out var echoed) && echoed.ValueEquals(challenge);
        }
        catch (Exception refused) when (refused is HttpRequestException or TaskCanceledException or JsonException)
        {
            return false;
        }
    }
}
