using System.Text.Json;
using Teg.Platform.Sandbox.Journal;
using Teg.Platform.Sandbox.Traffic;
using Teg.Platform.Sandbox.World;
using static Teg.Platform.Sandbox.Calendly.CalendlyEndpoints;

namespace Teg.Platform.Sandbox.Calendly;

/// <summary>Calendly's address, writing side: cancellations, no-shows, single-use links, webhook subscriptions.</summary>
internal static class CalendlyWrites
{
    private static readonly string[] KnownEvents =
        [CalendlyHooks.InviteeCreated, CalendlyHooks.InviteeCanceled, "routing_form_submission.created", CalendlyHooks.NoShowCreated, CalendlyHooks.NoShowDeleted];

    public static void MapCalendlyWrites(this IEndpointRouteBuilder calendly)
    {
        calendly.MapPost("/scheduled_events/{id}/cancellation", Cancel);
        calendly.MapPost("/invitee_no_shows", MarkNoShow);
        calendly.MapGet("/invitee_no_shows/{id}", static (string id, Answering answering) => new { resource = answering.Json.NoShow(NoShowWith(answering, id).Event) });
        calendly.MapDelete("/invitee_no_shows/{id}", UnmarkNoShow);
        calendly.MapPost("/scheduling_links", CreateLink);
        calendly.MapPost("/webhook_subscriptions", Subscribe);
        calendly.MapGet("/webhook_subscriptions", ListSubscriptions);
        calendly.MapGet("/webhook_subscriptions/{id}", static (string id, Answering answering) => new { resource = answering.Json.Subscription(SubscriptionWith(answering, id)) });
        calendly.MapDelete("/webhook_subscriptions/{id}", Unsubscribe);
    }

    private static IResult Cancel(string id, HttpContext context, Answering answering, CalendlyHooks hooks)
    {
        var one = answering.Events.Find(id, answering.Now);
        if (one.Event.IsCanceledAt(answering.Now))
        {
            throw CalendlyException.Forbidden("Event is already canceled");
        }

        if (one.Event.Start <= answering.Now)
        {
            throw CalendlyException.Forbidden("Event in the past");
        }

        var reason = BodyOf(context) is { ValueKind: JsonValueKind.Object } body ? Text(body, "reason") : null;
        if (reason?.Length > 10_000)
        {
            throw CalendlyException.Invalid("reason", "length must be less than or equal to 10000");
        }

        // What would have become of the booking later does not happen any more.
        var canceled = one.Event with { CanceledAt = answering.Now, CanceledByHost = true, Reason = reason, Rescheduled = false, NoShowAt = null, NoShowId = null };
        one = Change(answering, one, [.. one.Timeline.Events.Take(one.Index), canceled]);
        hooks.Announce(CalendlyHooks.InviteeCanceled, one);
        return TypedResults.Json(new { resource = CalendlyJson.Cancellation(one) }, statusCode: StatusCodes.Status201Created);
    }

    private static IResult MarkNoShow(HttpContext context, Answering answering, CalendlyHooks hooks)
    {
        var invitee = Required(BodyOf(context), "invitee");
        var inviteeId = CalendlyDirectory.IdIn(invitee);
        var one = answering.Events.BookedBy(answering.Now).FirstOrDefault(found => found.Event.InviteeId == inviteeId)
            ?? throw CalendlyException.NotFound();
        if (one.Event.NoShowAt is null || one.Event.NoShowAt > answering.Now)
        {
            var missed = one.Event with { NoShowAt = answering.Now, NoShowId = Guid.NewGuid().ToString() };
            one = Change(answering, one, [.. one.Timeline.Events.Take(one.Index), missed, .. one.Timeline.Events.Skip(one.Index + 1)]);
            hooks.Announce(CalendlyHooks.NoShowCreated, one);
        }

        return TypedResults.Json(new { resource = answering.Json.NoShow(one.Event) }, statusCode: StatusCodes.Status201Created);
    }

    private static IResult UnmarkNoShow(string id, Answering answering, CalendlyHooks hooks)
    {
        var one = NoShowWith(answering, id);
        var present = one.Event with { NoShowAt = null, NoShowId = null };
        one = Change(answering, one, [.. one.Timeline.Events.Take(one.Index), present, .. one.Timeline.Events.Skip(one.Index + 1)]);
        hooks.Announce(CalendlyHooks.NoShowDeleted, one);
        return TypedResults.NoContent();
    }

    private static IResult CreateLink(HttpContext context, Answering answering)
    {
        var body = BodyOf(context);
        var owner = Required(body, "owner");
        if (Required(body, "owner_type") != "EventType")
        {
            throw CalendlyException.Invalid("owner_type", "must be EventType");
        }

        if (!body!.Value.TryGetProperty("max_event_count", out var count) || !count.TryGetInt32(out var max) || max != 1)
        {
            throw CalendlyException.Invalid("max_event_count", "must be 1");
        }

        var id = CalendlyDirectory.IdIn(owner);
        var type = CalendlyDirectory.EventTypes.FirstOrDefault(known => known.Id == id) ?? throw CalendlyException.NotFound();
        var code = new Dice(answering.Now.Ticks, type.Id.Length).Code(12).ToLowerInvariant();
        return TypedResults.Json(
            new { resource = new { booking_url = $"https://calendly.com/d/{code[..4]}-{code[4..8]}-{code[8..]}/{type.Slug}", owner = answering.Json.EventTypeUri(type.Id), owner_type = "EventType" } },
            statusCode: StatusCodes.Status201Created);
    }

    private static IResult Subscribe(HttpContext context, Answering answering)
    {
        var body = BodyOf(context);
        var url = Required(body, "url");
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
        {
            throw CalendlyException.Invalid("url", "must be a valid URL");
        }

        RequireOurs(Required(body, "organization"));
        var scope = Required(body, "scope");
        if (scope is not ("user" or "organization"))
        {
            throw CalendlyException.Invalid("scope", "must be user or organization");
        }

        var user = Text(body!.Value, "user");
        if (scope == "user" && user is null)
        {
            throw CalendlyException.Invalid("user", "is required for scope user");
        }

        var events = body.Value.TryGetProperty("events", out var list) && list.ValueKind == JsonValueKind.Array ? list.EnumerateArray().Select(one => one.ToString()).Distinct().ToList() : [];
        if (events.Count == 0 || events.Exists(one => !KnownEvents.Contains(one)))
        {
            throw CalendlyException.Invalid("events", $"must be some of {string.Join(", ", KnownEvents)}");
        }

        if (answering.State.Current.Subscriptions.Any(known => known.Url == url && known.Scope == scope))
        {
            throw new CalendlyException(StatusCodes.Status409Conflict, "Already Exists", "Hook with this url already exists");
        }

        var subscription = new CalendlySubscription(
            Guid.NewGuid().ToString(), url, events, scope, scope == "user" ? CalendlyDirectory.IdIn(user!) : null, Text(body.Value, "signing_key"), answering.Now, answering.PublicBase);
        answering.State.Record(new CalendlySubscribed(answering.Now, subscription));
        return TypedResults.Json(new { resource = answering.Json.Subscription(subscription) }, statusCode: StatusCodes.Status201Created);
    }

    private static object ListSubscriptions(Answering answering)
    {
        RequireOurs(answering.Query("organization") ?? throw CalendlyException.Invalid("organization", "is required"));
        var scope = answering.Query("scope") ?? throw CalendlyException.Invalid("scope", "is required");
        var user = answering.Query("user") is { } uri ? CalendlyDirectory.IdIn(uri) : null;
        var found = answering.State.Current.Subscriptions.Where(known => known.Scope == scope && (user is null || known.UserId == user))
            .OrderBy(KeyOf, StringComparer.Ordinal);
        return CalendlyPage.Of(answering.Request, answering.PublicBase, found, KeyOf, descending: false, answering.Json.Subscription);

        static string KeyOf(CalendlySubscription known) => CalendlyJson.Time(known.CreatedAt) + known.Id;
    }

    private static IResult Unsubscribe(string id, Answering answering)
    {
        var subscription = SubscriptionWith(answering, id);
        answering.State.Record(new CalendlyUnsubscribed(answering.Now, subscription.Id));
        return TypedResults.NoContent();
    }

    private static CalendlySubscription SubscriptionWith(Answering answering, string id) =>
        answering.State.Current.Subscriptions.FirstOrDefault(known => known.Id == id) ?? throw CalendlyException.NotFound();

    private static EventInTimeline NoShowWith(Answering answering, string id) =>
        answering.Events.BookedBy(answering.Now).FirstOrDefault(one => one.Event.NoShowId == id && one.Event.NoShowAt <= answering.Now) ?? throw CalendlyException.NotFound();

    private static EventInTimeline Change(Answering answering, EventInTimeline one, IReadOnlyList<CallEvent> events)
    {
        var changed = one.Timeline with { Events = events };
        answering.State.Record(new CallChanged(answering.Now, changed));
        return new EventInTimeline(changed, one.Index);
    }

    private static JsonElement? BodyOf(HttpContext context)
    {
        var bytes = VendorTraffic.BodyOf(context);
        if (bytes.Length == 0)
        {
            return null;
        }

        try
        {
            using var json = JsonDocument.Parse(bytes);
            return json.RootElement.Clone();
        }
        catch (JsonException)
        {
            throw CalendlyException.Invalid("body", "must be JSON");
        }
    }

    private static string Required(JsonElement? body, string name) =>
        (body is { ValueKind: JsonValueKind.Object } given ? Text(given, name) : null) ?? throw CalendlyException.Invalid(name, "is required");

    private static string? Text(JsonElement body, string name) =>
        body.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
