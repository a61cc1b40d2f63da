using System.Globalization;
using System.Text.Json;
using Teg.Platform.Sync.Landing;
using Teg.Platform.Sync.Mapping;

namespace Teg.Platform.Sync.Calendly;

/// <summary>Calendly's resources turned into rows for landing. Their URI is their identity.</summary>
internal sealed class CalendlyRows(CalendlySettings settings)
{
    public const string EventTypes = "event-types";
    public const string Events = "scheduled-events";
    public const string Invitees = "invitees";

    private readonly RepNames reps = new(settings.Reps);

    public LandedRow EventType(JsonElement type)
    {
        var uri = String(type, "uri")!;
        var fields = new EventTypeFields(settings.KindOf(String(type, "scheduling_url")), reps.Of(type.TryGetProperty("profile", out var profile) ? String(profile, "name") : null));
        return LandedRow.Of(EventTypes, uri, MappedRow.Of("event-type", uri, null, fields), type);
    }

    public LandedRow Event(JsonElement meeting)
    {
        var uri = String(meeting, "uri")!;
        var fields = new EventFields(String(meeting, "status") ?? "active", Instant(meeting, "start_time"), Instant(meeting, "end_time"), reps.Of(HostOf(meeting)));
        return LandedRow.Of(Events, uri, MappedRow.Of("event", uri, String(meeting, "event_type"), fields), meeting);
    }

    public static LandedRow Invitee(JsonElement invitee)
    {
        var uri = String(invitee, "uri")!;
        var cancellation = Object(invitee, "cancellation");
        var tracking = Object(invitee, "tracking");
        var fields = new InviteeFields(
            Text.Key(String(invitee, "email")), Text.Tidy(String(invitee, "name")), String(invitee, "status") ?? "active", Instant(invitee, "created_at"),
            cancellation is { } c ? Instant(c, "created_at") ?? Instant(invitee, "updated_at") : null,
            cancellation is { } d ? String(d, "canceler_type") : null, cancellation is { } e ? Text.Tidy(String(e, "reason")) : null,
            Object(invitee, "no_show") is { } missed ? Instant(missed, "created_at") : null,
            String(invitee, "new_invitee"),
            tracking is { } s ? Text.Key(String(s, "utm_source")) : null, tracking is { } m ? Text.Key(String(m, "utm_medium")) : null,
            tracking is { } u ? Text.Key(String(u, "utm_campaign")) : null);
        return LandedRow.Of(Invitees, uri, MappedRow.Of("invitee", uri, String(invitee, "event"), fields, String(invitee, "old_invitee")), invitee);
    }

    /// <summary>How many people the vendor counts for an event, cancelled ones included.</summary>
    public static long InviteesOf(JsonElement meeting) =>
        Object(meeting, "invitees_counter") is { } counter && counter.TryGetProperty("total", out var total) && total.ValueKind == JsonValueKind.Number ? total.GetInt64() : 0;

    public static string? String(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    // Newer answers name the host; where they do not, the event type's profile does.
    private static string? HostOf(JsonElement meeting) =>
        meeting.TryGetProperty("event_memberships", out var members) && members.ValueKind == JsonValueKind.Array && members.GetArrayLength() > 0
            ? String(members[0], "user_name")
            : null;

    private static JsonElement? Object(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Object ? value : null;

    private static DateTimeOffset? Instant(JsonElement parent, string name) =>
        DateTimeOffset.TryParse(String(parent, name), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var instant) ? instant : null;

    private sealed record EventTypeFields(string CallKind, string? Rep);

    private sealed record EventFields(string Status, DateTimeOffset? StartsAt, DateTimeOffset? EndsAt, string? Rep);

    private sealed record InviteeFields(string? Email, string? Name, string Status, DateTimeOffset? CreatedAt, DateTimeOffset? CanceledAt, string? Canceler,
        string? CancelReason, DateTimeOffset? NoShowAt, string? NewInvitee, string? UtmSource, string? UtmMedium, string? UtmCampaign);
}
