using System.Globalization;
using Microsoft.Extensions.Options;
using Teg.Platform.Sandbox.Journal;
using Teg.Platform.Sandbox.Traffic;

namespace Teg.Platform.Sandbox.Calendly;

/// <summary>Calendly's address, reading side.</summary>
internal static class CalendlyEndpoints
{
    public static void MapCalendly(this IEndpointRouteBuilder routes)
    {
        var calendly = routes.MapGroup("").WithMetadata(new OnVendor(Vendor.Calendly)).ExcludeFromDescription();

        calendly.MapGet("/users/me", static (Answering answering) => new { resource = answering.Json.User(CalendlyDirectory.Owner) });
        calendly.MapGet("/users/{id}", GetUser);
        calendly.MapGet("/organization_memberships", ListMemberships);
        calendly.MapGet("/event_types", ListEventTypes);
        calendly.MapGet("/event_types/{id}", GetEventType);
        calendly.MapGet("/scheduled_events", ListEvents);
        calendly.MapGet("/scheduled_events/{id}", static (string id, Answering answering) => new { resource = answering.Json.Event(answering.Events.Find(id, answering.Now)) });
        calendly.MapGet("/scheduled_events/{id}/invitees", ListInvitees);
        calendly.MapGet("/scheduled_events/{id}/invitees/{inviteeId}", GetInvitee);
        calendly.MapCalendlyWrites();
    }

    /// <summary>What a handler needs to answer: the moment, the events, and the writer for the address that was asked.</summary>
    internal sealed class Answering(SandboxState state, CalendlyEvents events, IOptions<CalendlyOptions> options, IHttpContextAccessor accessor)
    {
        public HttpRequest Request => accessor.HttpContext!.Request;

        public DateTimeOffset Now { get; } = state.Now;

        public CalendlyEvents Events => events;

        public SandboxState State => state;

        public string PublicBase => options.Value.PublicBase?.TrimEnd('/') ?? $"{Request.Scheme}://{Request.Host}";

        public CalendlyJson Json => new(PublicBase, Now);

        public string? Query(string name) => Request.Query[name] is { Count: > 0 } values && values[0]!.Length > 0 ? values[0] : null;
    }

    private static object GetUser(string id, Answering answering) =>
        new { resource = answering.Json.User(CalendlyDirectory.UserWith(id) ?? throw CalendlyException.NotFound()) };

    private static object ListMemberships(Answering answering)
    {
        if (answering.Query("organization") is { } organization)
        {
            RequireOurs(organization);
        }

        var users = CalendlyDirectory.Users.AsEnumerable();
        if (answering.Query("user") is { } user)
        {
            var id = CalendlyDirectory.IdIn(user);
            users = users.Where(known => known.Id == id);
        }

        if (answering.Query("email") is { } email)
        {
            users = users.Where(known => known.Email.Equals(email, StringComparison.OrdinalIgnoreCase));
        }

        return CalendlyPage.Of(answering.Request, answering.PublicBase, users.OrderBy(known => known.Id, StringComparer.Ordinal), known => known.Id, descending: false, answering.Json.Membership);
    }

    private static object ListEventTypes(Answering answering)
    {
        var types = CalendlyDirectory.EventTypes.AsEnumerable();
        var user = UserFilter(answering, "Either organization or user is required");
        if (user is not null)
        {
            types = types.Where(type => type.Owner.Id == user);
        }

        if (answering.Query("active") is { } active)
        {
            types = active switch { "true" => types, "false" => [], _ => throw CalendlyException.Invalid("active", "must be a boolean") };
        }

        var descending = Sort(answering, "name");
        return CalendlyPage.Of(
            answering.Request, answering.PublicBase, Ordered(types, KeyOf, descending), KeyOf, descending, answering.Json.EventType);

        static string KeyOf(CalendlyEventType type) => $"{type.Name}/{type.Id}";
    }

    private static object GetEventType(string id, Answering answering) =>
        new { resource = answering.Json.EventType(CalendlyDirectory.EventTypes.FirstOrDefault(type => type.Id == id) ?? throw CalendlyException.NotFound()) };

    private static object ListEvents(Answering answering)
    {
        var now = answering.Now;
        var user = UserFilter(answering, "Either organization or user is required");
        var status = Status(answering);
        var earliest = Instant(answering, "min_start_time");
        var latest = Instant(answering, "max_start_time");
        var email = answering.Query("invitee_email");
        var descending = Sort(answering, "start_time");

        var found = answering.Events.BookedBy(now)
            .Where(one => user is null || CalendlyDirectory.TypeOf(one.Timeline).Owner.Id == user)
            .Where(one => status is null || one.Event.IsCanceledAt(now) == (status == "canceled"))
            .Where(one => earliest is null || one.Event.Start >= earliest)
            .Where(one => latest is null || one.Event.Start <= latest)
            .Where(one => email is null || one.Timeline.InviteeEmail.Equals(email, StringComparison.OrdinalIgnoreCase));
        return CalendlyPage.Of(
            answering.Request, answering.PublicBase, descending ? found.Reverse() : found, static one => one.SortKey, descending, answering.Json.Event);
    }

    private static object ListInvitees(string id, Answering answering)
    {
        var one = answering.Events.Find(id, answering.Now);
        var status = Status(answering);
        var email = answering.Query("email");
        var descending = Sort(answering, "created_at");
        var matches = (status is null || one.Event.IsCanceledAt(answering.Now) == (status == "canceled"))
            && (email is null || one.Timeline.InviteeEmail.Equals(email, StringComparison.OrdinalIgnoreCase));
        return CalendlyPage.Of<EventInTimeline>(
            answering.Request, answering.PublicBase, matches ? [one] : [], static found => found.SortKey, descending, answering.Json.Invitee);
    }

    private static object GetInvitee(string id, string inviteeId, Answering answering)
    {
        var one = answering.Events.Find(id, answering.Now);
        return one.Event.InviteeId == inviteeId ? new { resource = answering.Json.Invitee(one) } : throw CalendlyException.NotFound();
    }

    internal static void RequireOurs(string organization)
    {
        if (!Uri.TryCreate(organization, UriKind.Absolute, out _))
        {
            throw CalendlyException.Invalid("organization", "must be a valid URI");
        }

        if (CalendlyDirectory.IdIn(organization) != CalendlyDirectory.OrganizationId)
        {
            throw CalendlyException.Forbidden("You do not have permission to access this resource.");
        }
    }

    /// <summary>The user asked for, or null for the whole organisation. Somebody else's events are shown only within the organisation.</summary>
    private static string? UserFilter(Answering answering, string missing)
    {
        var organization = answering.Query("organization");
        if (organization is not null)
        {
            RequireOurs(organization);
        }

        if (answering.Query("user") is not { } user)
        {
            return organization is not null ? null : throw CalendlyException.Invalid("organization", missing);
        }

        if (!Uri.TryCreate(user, UriKind.Absolute, out _))
        {
            throw CalendlyException.Invalid("user", "must be a valid URI");
        }

        var id = CalendlyDirectory.IdIn(user);
        if (CalendlyDirectory.UserWith(id) is null)
        {
            throw CalendlyException.Forbidden("This user is not in your organization");
        }

        return organization is not null || id == CalendlyDirectory.Owner.Id
            ? id
            : throw CalendlyException.Forbidden("Please also specify organization when requesting events for a user within your organization.");
    }

    private static string? Status(Answering answering) => answering.Query("status") switch
    {
        null => null,
        "active" or "canceled" => answering.Query("status"),
        _ => throw CalendlyException.Invalid("status", "must be active or canceled"),
    };

    /// <summary>True for descending order.</summary>
    private static bool Sort(Answering answering, string field) => answering.Query("sort") switch
    {
        null => false,
        var sort when sort == field || sort == field + ":asc" => false,
        var sort when sort == field + ":desc" => true,
        _ => throw CalendlyException.Invalid("sort", $"supported fields are: {field}"),
    };

    private static DateTimeOffset? Instant(Answering answering, string name)
    {
        if (answering.Query(name) is not { } text)
        {
            return null;
        }

        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant)
            ? instant
            : throw CalendlyException.Invalid(name, "must be a valid timestamp");
    }

    private static IEnumerable<T> Ordered<T>(IEnumerable<T> items, Func<T, string> keyOf, bool descending) =>
        descending ? items.OrderByDescending(keyOf, StringComparer.Ordinal) : items.OrderBy(keyOf, StringComparer.Ordinal);
}
