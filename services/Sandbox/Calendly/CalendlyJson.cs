using System.Globalization;
using Teg.Platform.Sandbox.World;

namespace Teg.Platform.Sandbox.Calendly;

/// <summary>Resources as the vendor writes them; every field of its specification is there, null where it may be.</summary>
internal sealed class CalendlyJson(string publicBase, DateTimeOffset now)
{
    public string Organization => $"{publicBase}/organizations/{CalendlyDirectory.OrganizationId}";

    public static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);

    public string UserUri(string id) => $"{publicBase}/users/{id}";

    public string EventTypeUri(string id) => $"{publicBase}/event_types/{id}";

    public string EventUri(string id) => $"{publicBase}/scheduled_events/{id}";

    public string InviteeUri(CallEvent call) => $"{publicBase}/scheduled_events/{call.Id}/invitees/{call.InviteeId}";

    public string NoShowUri(string id) => $"{publicBase}/invitee_no_shows/{id}";

    public Dictionary<string, object?> User(CalendlyUser user, bool withOrganization = true)
    {
        var json = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["uri"] = UserUri(user.Id),
            ["name"] = user.Name,
            ["slug"] = user.Slug,
            ["email"] = user.Email,
            ["scheduling_url"] = $"https://calendly.com/{user.Slug}",
            ["timezone"] = California.Zone,
            ["avatar_url"] = null,
            ["created_at"] = Time(CalendlyDirectory.Founded),
            ["updated_at"] = Time(CalendlyDirectory.Founded),
        };
        if (withOrganization)
        {
            json["current_organization"] = Organization;
        }

        return json;
    }

    public Dictionary<string, object?> Membership(CalendlyUser user) => new(StringComparer.Ordinal)
    {
        ["uri"] = $"{publicBase}/organization_memberships/{user.Id}",
        ["role"] = user.Role,
        ["user"] = User(user, withOrganization: false),
        ["organization"] = Organization,
        ["created_at"] = Time(CalendlyDirectory.Founded),
        ["updated_at"] = Time(CalendlyDirectory.Founded),
    };

    public Dictionary<string, object?> EventType(CalendlyEventType type) => new(StringComparer.Ordinal)
    {
        ["uri"] = EventTypeUri(type.Id),
        ["name"] = type.Name,
        ["active"] = true,
        ["booking_method"] = "instant",
        ["slug"] = type.Slug,
        ["scheduling_url"] = type.SchedulingUrl,
        ["duration"] = type.Minutes,
        ["kind"] = "solo",
        ["pooling_type"] = null,
        ["kind_description"] = "One-on-One",
        ["type"] = "StandardEventType",
        ["color"] = type.Color,
        ["created_at"] = Time(CalendlyDirectory.Founded),
        ["updated_at"] = Time(CalendlyDirectory.Founded),
        ["internal_note"] = null,
        ["description_plain"] = type.Name,
        ["description_html"] = $"<p>{type.Name}</p>",
        ["profile"] = new { type = "User", name = type.Owner.Name, owner = UserUri(type.Owner.Id) },
        ["secret"] = false,
        ["deleted_at"] = null,
        ["admin_managed"] = false,
        ["custom_questions"] = new[]
        {
            new { name = Question, type = "text", position = 0, enabled = true, required = false, answer_choices = Array.Empty<string>(), include_other = false },
        },
    };

    public Dictionary<string, object?> Event(EventInTimeline one)
    {
        var call = one.Event;
        var type = CalendlyDirectory.TypeOf(one.Timeline);
        var canceled = call.IsCanceledAt(now);
        var json = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["uri"] = EventUri(call.Id),
            ["name"] = type.Name,
            ["status"] = canceled ? "canceled" : "active",
            ["start_time"] = Time(call.Start),
            ["end_time"] = Time(call.End),
            ["event_type"] = EventTypeUri(type.Id),
            ["location"] = Location(one.Timeline.Kind, call),
            ["invitees_counter"] = new { total = 1, active = canceled ? 0 : 1, limit = 1 },
            ["created_at"] = Time(call.BookedAt),
            ["updated_at"] = Time(one.UpdatedAt(now)),
            ["event_memberships"] = new[] { new { user = UserUri(type.Owner.Id), user_email = type.Owner.Email, user_name = type.Owner.Name } },
            ["event_guests"] = Array.Empty<object>(),
            ["calendar_event"] = canceled ? null : new { kind = "google", external_id = call.Id.ToLowerInvariant() },
        };
        if (canceled)
        {
            json["cancellation"] = Cancellation(one);
        }

        return json;
    }

    public Dictionary<string, object?> Invitee(EventInTimeline one)
    {
        var (timeline, call) = (one.Timeline, one.Event);
        var canceled = call.IsCanceledAt(now);
        var json = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["uri"] = InviteeUri(call),
            ["email"] = timeline.InviteeEmail,
            ["first_name"] = null,
            ["last_name"] = null,
            ["name"] = timeline.InviteeName,
            ["status"] = canceled ? "canceled" : "active",
            ["questions_and_answers"] = timeline.Project.Length == 0 ? [] : new object[] { new { question = Question, answer = timeline.Project, position = 0 } },
            ["timezone"] = timeline.TimeZone,
            ["event"] = EventUri(call.Id),
            ["created_at"] = Time(call.BookedAt),
            ["updated_at"] = Time(one.UpdatedAt(now)),
            ["tracking"] = new
            {
                utm_campaign = timeline.UtmCampaign,
                utm_source = timeline.UtmSource,
                utm_medium = timeline.UtmMedium,
                utm_content = (string?)null,
                utm_term = (string?)null,
                salesforce_uuid = (string?)null,
            },
            ["text_reminder_number"] = null,
            ["rescheduled"] = one.MovedTo(now) is not null,
            ["old_invitee"] = one.MovedFrom is { } old ? InviteeUri(old) : null,
            ["new_invitee"] = one.MovedTo(now) is { } moved ? InviteeUri(moved) : null,
            ["cancel_url"] = $"https://calendly.com/cancellations/{call.InviteeId}",
            ["reschedule_url"] = $"https://calendly.com/reschedulings/{call.InviteeId}",
            ["routing_form_submission"] = null,
            ["payment"] = null,
            ["no_show"] = call.NoShowAt is { } missed && missed <= now ? new { uri = NoShowUri(call.NoShowId!), created_at = Time(missed) } : null,
            ["reconfirmation"] = null,
        };
        if (canceled)
        {
            json["cancellation"] = Cancellation(one);
        }

        return json;
    }

    public Dictionary<string, object?> NoShow(CallEvent call) => new(StringComparer.Ordinal)
    {
        ["uri"] = NoShowUri(call.NoShowId!),
        ["invitee"] = InviteeUri(call),
        ["created_at"] = Time(call.NoShowAt!.Value),
    };

    public Dictionary<string, object?> Subscription(CalendlySubscription subscription) => new(StringComparer.Ordinal)
    {
        ["uri"] = $"{publicBase}/webhook_subscriptions/{subscription.Id}",
        ["callback_url"] = subscription.Url,
        ["created_at"] = Time(subscription.CreatedAt),
        ["updated_at"] = Time(subscription.CreatedAt),
        ["retry_started_at"] = null,
        ["state"] = subscription.Disabled ? "disabled" : "active",
        ["events"] = subscription.Events,
        ["scope"] = subscription.Scope,
        ["organization"] = Organization,
        ["user"] = subscription.UserId is null ? null : UserUri(subscription.UserId),
        ["creator"] = UserUri(CalendlyDirectory.Owner.Id),
    };

    public static object Cancellation(EventInTimeline one) => new
    {
        canceled_by = one.Event.CanceledByHost ? CalendlyDirectory.TypeOf(one.Timeline).Owner.Name : one.Timeline.InviteeName,
        reason = one.Event.Reason,
        canceler_type = one.Event.CanceledByHost ? "host" : "invitee",
    };

    private const string Question = "What would you like to make?";

    private static object Location(CallKind kind, CallEvent call) => kind switch
    {
        CallKind.Intro => new { type = "google_conference", status = "pushed", join_url = $"https://calendly.com/events/{call.Id}/google_meet" },
        CallKind.DesignReview => new { type = "zoom_conference", status = "pushed", join_url = $"https://zoom.example/j/{call.Id}", data = (object?)null },
        _ => new { type = "physical", location = "The Evans Group, Los Angeles" },
    };
}
