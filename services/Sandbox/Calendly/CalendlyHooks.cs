using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Teg.Platform.Sandbox.Journal;
using Teg.Platform.Sandbox.Webhooks;

namespace Teg.Platform.Sandbox.Calendly;

/// <summary>A webhook subscription. <paramref name="PublicBase"/> is what URIs in its notifications begin with.</summary>
internal sealed record CalendlySubscription(
    string Id, string Url, IReadOnlyList<string> Events, string Scope, string? UserId, string? SigningKey, DateTimeOffset CreatedAt, string PublicBase, bool Disabled = false);

/// <summary>Tells subscribers about bookings and cancellations, signed with each subscription's key.</summary>
internal sealed class CalendlyHooks(SandboxState state, WebhookSender sender, IOptions<CalendlyOptions> options, TimeProvider clock)
{
    public const string InviteeCreated = "invitee.created";
    public const string InviteeCanceled = "invitee.canceled";
    public const string NoShowCreated = "invitee_no_show.created";
    public const string NoShowDeleted = "invitee_no_show.deleted";

    public void Announce(string happened, EventInTimeline one)
    {
        var now = state.Now;
        var host = CalendlyDirectory.TypeOf(one.Timeline).Owner.Id;
        foreach (var subscription in state.Current.Subscriptions)
        {
            if (!subscription.Disabled && subscription.Events.Contains(happened) && (subscription.UserId is null || subscription.UserId == host))
            {
                var json = new CalendlyJson(subscription.PublicBase, now);
                var payload = json.Invitee(one);
                payload["scheduled_event"] = json.Event(one);
                Send(subscription, JsonSerializer.SerializeToUtf8Bytes(new
                {
                    @event = happened,
                    created_at = CalendlyJson.Time(now),
                    created_by = json.UserUri(CalendlyDirectory.Owner.Id),
                    payload,
                }));
            }
        }
    }

    /// <summary><c>t=1763629976,v1=…</c>: lower-case hex HMAC-SHA256 of time, dot and raw body.</summary>
    internal static string Signature(string key, DateTimeOffset at, byte[] body)
    {
        var time = at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        byte[] signed = [.. Encoding.UTF8.GetBytes(time + "."), .. body];
        return $"t={time},v1={Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(key), signed))}";
    }

    private void Send(CalendlySubscription subscription, byte[] body)
    {
        IReadOnlyList<TimeSpan> retries = options.Value.WebhookRetries.Count > 0 ? [.. options.Value.WebhookRetries] : CalendlyOptions.UsualRetries;
        sender.Send(new WebhookDelivery(
            subscription.Url,
            _ => body,
            bytes => subscription.SigningKey is { Length: > 0 } key ? [new("Calendly-Webhook-Signature", Signature(key, clock.GetUtcNow(), bytes))] : [])
        {
            MaxAttempts = retries.Count + 1,
            Pause = attempt => retries[attempt - 1],
            Ended = taken =>
            {
                if (!taken && state.Current.Subscriptions.Contains(subscription))
                {
                    state.Record(new CalendlySubscribed(state.Now, subscription with { Disabled = true }));
                }
            },
        });
    }
}
