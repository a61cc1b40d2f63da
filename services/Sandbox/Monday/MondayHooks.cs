using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Security.Cryptography;
using System.Buffers.Text;
using Microsoft.Extensions.Options;
using Teg.Platform.Sandbox.Journal;
using Teg.Platform.Sandbox.Monday.Boards;
using Teg.Platform.Sandbox.Webhooks;

namespace Teg.Platform.Sandbox.Monday;

/// <summary>A subscription. Signed ones belong to an app, the others to a personal token.</summary>
internal sealed record MondayHook(long Id, long BoardId, string Url, string Event, string? Config, bool Signed);

internal sealed record ItemUpdate(long Id, long ItemId, string Body, DateTimeOffset At);

/// <summary>Tells subscribers what happened on a board, in the vendor's own words: <c>create_pulse</c>, <c>update_column_value</c>.</summary>
internal sealed class MondayHooks(SandboxState state, WebhookSender sender, IOptions<MondayOptions> options, TimeProvider clock)
{
    public static readonly IReadOnlyList<string> EventTypes =
    [
        "change_column_value", "change_name", "change_specific_column_value", "change_status_column_value", "change_subitem_column_value", "change_subitem_name",
        "create_column", "create_item", "create_subitem", "create_subitem_update", "create_update", "delete_update", "edit_update", "item_archived", "item_deleted",
        "item_moved_to_any_group", "item_moved_to_specific_group", "item_restored", "move_subitem", "subitem_archived", "subitem_deleted",
    ];

    public void Announce(BoardEvent happened)
    {
        foreach (var hook in state.Current.MondayHooks.Where(hook => hook.BoardId == happened.Board.Id && Wants(hook, happened)))
        {
            Send(hook, Describe(happened));
        }
    }

    /// <summary>The item's new name is told to those who asked for names; the column events know nothing of it.</summary>
    public void AnnounceName(ItemSnapshot item, string before)
    {
        foreach (var hook in state.Current.MondayHooks.Where(hook => hook.BoardId == item.Board.Id && hook.Event == "change_name"))
        {
            Send(hook, Common(item, "update_name", state.Now).With("value", new { name = item.Name }).With("previousValue", new { name = before }));
        }
    }

    public void AnnounceUpdate(ItemSnapshot item, ItemUpdate update)
    {
        foreach (var hook in state.Current.MondayHooks.Where(hook => hook.BoardId == item.Board.Id && hook.Event == "create_update"))
        {
            Send(hook, Common(item, "create_update", update.At).With("body", update.Body).With("textBody", update.Body).With("updateId", update.Id).With("replyId", null));
        }
    }

    /// <summary>The body of a notification about the item, as a trial needs it.</summary>
    public static byte[] Sample(ItemSnapshot item, int? slot, DateTimeOffset at) => JsonSerializer.SerializeToUtf8Bytes(
        new { @event = Describe(new BoardEvent(item.Board, item, at, slot, null)).With("subscriptionId", 1).With("isRetry", false).Fields }, MondayJson.Relaxed);

    private static bool Wants(MondayHook hook, BoardEvent happened) => (hook.Event, happened.Slot) switch
    {
        ("create_item", null) => true,
        ("change_column_value", { }) => true,
        ("change_specific_column_value" or "change_status_column_value", { } slot) => ColumnOf(hook) == happened.Board.Columns[slot]?.Id,
        _ => false,
    };

    private static string? ColumnOf(MondayHook hook)
    {
        if (hook.Config is null)
        {
            return null;
        }

        using var config = JsonDocument.Parse(hook.Config);
        return config.RootElement.TryGetProperty("columnId", out var column) ? column.GetString() : null;
    }

    private static Payload Describe(BoardEvent happened)
    {
        if (happened.Slot is not { } slot)
        {
            return Common(happened.Item, "create_pulse", happened.At).With("columnValues", new { });
        }

        var column = happened.Board.Columns[slot] ?? happened.Board.Layout[slot];
        return Common(happened.Item, "update_column_value", happened.At)
            .With("columnId", column.Id)
            .With("columnType", column.Type switch { "status" => "color", "numbers" => "numeric", "people" => "multiple-person", "checkbox" => "boolean", var other => other })
            .With("columnTitle", column.Title)
            .With("value", Value(happened.Item.Cells[slot], column, happened.At))
            .With("previousValue", Value(happened.Before ?? Cell.Blank, column, happened.At))
            .With("changedAt", happened.At.ToUnixTimeMilliseconds() / 1000.0);
    }

    private static object? Value(Cell cell, BoardColumn column, DateTimeOffset at) => cell switch
    {
        { IsBlank: true } => null,
        StatusCell status => new { label = new { index = column.IndexOf(status.Label), text = status.Label } },
        TextCell text => new { value = text.Content },
        NumbersCell number => new { value = number.Number },
        _ => ActivityLogs.Raw(cell, column, at),
    };

    private static Payload Common(ItemSnapshot item, string type, DateTimeOffset at) => new Payload()
        .With("app", "monday")
        .With("type", type)
        .With("triggerTime", at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture))
        .With("userId", MondayUser.Integration.Id)
        .With("originalTriggerUuid", null)
        .With("boardId", item.Board.Id)
        .With("groupId", item.Board.Groups[item.Group].Id)
        .With("pulseId", item.Id)
        .With("pulseName", item.Name)
        .With("isTopGroup", item.Group == 0)
        .With("triggerUuid", Guid.NewGuid().ToString("N"));

    private void Send(MondayHook hook, Payload payload)
    {
        var settings = options.Value;
        sender.Send(new WebhookDelivery(
            hook.Url,
            attempt => JsonSerializer.SerializeToUtf8Bytes(
                new { @event = payload.With("subscriptionId", hook.Id).With("isRetry", attempt > 0).Fields }, MondayJson.Relaxed),
            _ => hook.Signed && settings.SigningSecret is { Length: > 0 } secret
                ? [new("Authorization", Token(secret, hook.Url, clock.GetUtcNow()))]
                : [])
        {
            MaxAttempts = settings.WebhookRetries + 1,
            Pause = _ => settings.WebhookRetryEvery,
        });
    }

    /// <summary>JWT, HS256, signed with the app's signing secret; good for five minutes.</summary>
    internal static string Token(string secret, string audience, DateTimeOffset now)
    {
        var header = Base64Url.EncodeToString("""{"alg":"HS256","typ":"JWT"}"""u8);
        var claims = Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(new
        {
            accountId = long.Parse(MondayAccount.AccountId, CultureInfo.InvariantCulture),
            userId = MondayUser.Integration.Id,
            aud = audience,
            iat = now.ToUnixTimeSeconds(),
            exp = now.AddMinutes(5).ToUnixTimeSeconds(),
        }));
        var signature = HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.ASCII.GetBytes($"{header}.{claims}"));
        return $"{header}.{claims}.{Base64Url.EncodeToString(signature)}";
    }

    private sealed class Payload
    {
        public Dictionary<string, object?> Fields { get; } = new(StringComparer.Ordinal);

        public Payload With(string name, object? value)
        {
            Fields[name] = value;
            return this;
        }
    }
}
