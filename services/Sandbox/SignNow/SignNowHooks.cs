using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using Teg.Platform.Sandbox.Journal;
using Teg.Platform.Sandbox.Webhooks;

namespace Teg.Platform.Sandbox.SignNow;

/// <summary>Calls subscribers, signed with each subscription's key, and remembers what became of it.</summary>
internal sealed class SignNowHooks(SandboxState state, WebhookSender sender, IOptions<SignNowOptions> options, TimeProvider clock)
{
    private const int Kept = 200;

    private readonly Lock gate = new();
    private readonly List<SentCallback> sent = [];

    /// <summary>Every event is told of the document and, as <c>user.…</c>, of the user.</summary>
    /// <param name="more">What invite events say besides.</param>
    public void Announce(string happened, SignNowDocument document, JsonObject? more = null)
    {
        foreach (var hook in state.Current.SignNow.Hooks)
        {
            if ((hook.Event == happened && hook.EntityId == document.Id) || (hook.Event == "user." + happened && hook.EntityId == SignNowAccount.UserId)
                || (hook.IsOld && hook.Event == happened))
            {
                Send(hook, hook.Event, document, more);
            }
        }
    }

    public IReadOnlyList<SentCallback> CallbacksOf(string hookId)
    {
        lock (gate)
        {
            return [.. sent.Where(callback => callback.HookId == hookId)];
        }
    }

    /// <summary>The header <c>X-SignNow-Signature</c>: HMAC-SHA256 of the raw body in base64.</summary>
    internal static string Signature(string key, byte[] body) => Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(key), body));

    internal static byte[] Body(string happened, SignNowDocument document, string callback, DateTimeOffset at, JsonObject? more)
    {
        var content = new JsonObject { ["document_id"] = document.Id, ["document_name"] = document.Name, ["user_id"] = SignNowAccount.UserId };
        foreach (var (name, value) in more ?? [])
        {
            content[name] = value?.DeepClone();
        }

        return JsonSerializer.SerializeToUtf8Bytes(new JsonObject
        {
            ["meta"] = new JsonObject
            {
                ["timestamp"] = at.ToUnixTimeSeconds(),
                ["event"] = happened,
                ["environment"] = "https://api.signnow.com",
                ["initiator_id"] = SignNowAccount.UserId,
                ["callback_url"] = callback,
                ["access_token"] = "********",
            },
            ["content"] = content,
        });
    }

    private void Send(SignNowHook hook, string happened, SignNowDocument document, JsonObject? more)
    {
        IReadOnlyList<TimeSpan> retries = options.Value.WebhookRetries.Count > 0 ? [.. options.Value.WebhookRetries] : SignNowOptions.UsualRetries;
        var body = Body(happened, document, hook.Callback, state.Now, more);
        var url = hook.NamesDocument ? $"{hook.Callback}{(hook.Callback.Contains('?', StringComparison.Ordinal) ? '&' : '?')}document_id={document.Id}" : hook.Callback;
        var callback = new SentCallback(SignNowAccount.NewId(), hook.Id, happened, document.Id, clock.GetUtcNow());
        lock (gate)
        {
            sent.Add(callback);
            if (sent.Count > Kept)
            {
                sent.RemoveAt(0);
            }
        }

        sender.Send(new WebhookDelivery(
            url,
            _ => body,
            bytes =>
            [
                .. hook.Headers,
                .. hook.Secret is { Length: > 0 } key ? [new KeyValuePair<string, string>("X-SignNow-Signature", Signature(key, bytes))] : Array.Empty<KeyValuePair<string, string>>(),
            ])
        {
            MaxAttempts = retries.Count + 1,
            Pause = attempt => retries[attempt - 1],
            Ended = taken => callback.Taken = taken,
        });
    }
}

internal sealed record SentCallback(string Id, string HookId, string Event, string DocumentId, DateTimeOffset At)
{
    /// <summary>Null while it is under way.</summary>
    public bool? Taken { get; set; }
}
