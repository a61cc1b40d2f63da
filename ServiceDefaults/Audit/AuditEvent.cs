using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;

namespace Teg.Platform.ServiceDefaults;

/// <summary>What an event was about.</summary>
/// <param name="Kind">As the route names it ("sources", "people"), or the business's word a handler gave ("membership").</param>
public sealed record AuditSubject(string Kind, string Id);

/// <summary>What a write changed; null before is new, null after is gone.</summary>
public sealed record AuditChange(string Kind, string Id, object? Before, object? After);

/// <summary>Who did it.</summary>
/// <param name="Kind">person, client or system.</param>
/// <param name="Name">Kept among the personal details, which can be erased.</param>
public sealed record AuditActor(Guid OrgId, string Kind, Guid? Id, string? Name)
{
    public const string Person = "person";
    public const string Client = "client";
    public const string System = "system";

    // Says that the token is a machine's; Accounts writes it.
    private const string ClientClaim = "client";

    /// <returns>Null when nobody is signed in.</returns>
    internal static AuditActor? Of(ClaimsPrincipal user) =>
        user.Identity is { IsAuthenticated: true } && Guid.TryParse(user.FindFirst(TokenClaims.Organisation)?.Value, out var orgId)
            ? new AuditActor(
                orgId,
                string.Equals(user.FindFirst(ClientClaim)?.Value, "true", StringComparison.OrdinalIgnoreCase) ? Client : Person,
                Guid.TryParse(user.FindFirst(TokenClaims.Subject)?.Value, out var id) ? id : null,
                user.FindFirst(TokenClaims.Name)?.Value)
            : null;
}

/// <summary>A row of audit.event as a service writes it; the names of the JSON are those of the columns.</summary>
internal sealed record AuditEvent
{
    private const int Longest = 400;

    public required Guid OrgId { get; init; }

    public required Guid Id { get; init; }

    public required DateTimeOffset At { get; init; }

    public required string Service { get; init; }

    public required string ActorKind { get; init; }

    public Guid? ActorId { get; init; }

    public required string Action { get; init; }

    public required string Method { get; init; }

    public required string Path { get; init; }

    public required int Status { get; init; }

    public required IReadOnlyList<AuditSubject> Subjects { get; init; }

    public IReadOnlyList<AuditChange>? Changes { get; init; }

    public required AuditPersonal Personal { get; init; }

    public static AuditEvent Of(HttpContext http, AuditActor actor, string service, int status, AuditTrail trail, DateTimeOffset now)
    {
        var endpoint = http.GetEndpoint();
        var route = (endpoint as RouteEndpoint)?.RoutePattern;
        return new AuditEvent
        {
            OrgId = actor.OrgId,
            Id = Guid.CreateVersion7(now),
            At = now,
            Service = service,
            ActorKind = actor.Kind,
            ActorId = actor.Id,
            // What nobody answers is named by that; the address itself is among the personal details.
            Action = endpoint?.Metadata.GetMetadata<IEndpointNameMetadata>()?.EndpointName ?? (route is null ? "no-such-address" : $"{http.Request.Method} {PathOf(route)}"),
            Method = Cut(http.Request.Method, 20)!,
            Path = PathOf(route),
            Status = status,
            Subjects = [.. SubjectsOf(route, http.Request.RouteValues).Concat(trail.Subjects).Distinct()],
            // What a failed request meant to change did not change.
            Changes = trail.Changes.Count > 0 && status < StatusCodes.Status400BadRequest ? trail.Changes : null,
            Personal = new AuditPersonal(
                Cut(actor.Name, Longest),
                http.Connection.RemoteIpAddress?.ToString(),
                Cut(http.Request.Headers.UserAgent.ToString(), Longest),
                Cut(route is null ? $"{http.Request.Path}{http.Request.QueryString}" : http.Request.QueryString.ToString(), Longest)),
        };
    }

    /// <summary>"/sources/{id:guid}/runs" is "/sources/{id}/runs", as the service's OpenAPI document names it; a group's own "/profile/" is "/profile".</summary>
    internal static string PathOf(RoutePattern? route) => route is null ? "" : '/' + string.Join('/', route.PathSegments.Select(segment => string.Concat(segment.Parts.Select(part => part switch
    {
        RoutePatternLiteralPart literal => literal.Content,
        RoutePatternSeparatorPart separator => separator.Content,
        RoutePatternParameterPart parameter => $"{{{parameter.Name}}}",
        _ => "",
    }))));

    /// <summary>"/sources/{id:guid}/runs" is about one of "sources": a value's kind is the word before it.</summary>
    internal static IEnumerable<AuditSubject> SubjectsOf(RoutePattern? route, RouteValueDictionary values)
    {
        var kind = "";
        foreach (var segment in route?.PathSegments ?? [])
        {
            foreach (var part in segment.Parts)
            {
                switch (part)
                {
                    case RoutePatternLiteralPart literal:
                        kind = literal.Content;
                        break;
                    case RoutePatternParameterPart parameter when values.TryGetValue(parameter.Name, out var value) && value?.ToString() is { Length: > 0 } id:
                        yield return new AuditSubject(kind, Cut(id, Longest)!);
                        break;
                }
            }
        }
    }

    // PostgreSQL takes no NUL, and a header may be as long as its sender likes.
    private static string? Cut(string? text, int longest) =>
        string.IsNullOrEmpty(text) ? null : (text.Length > longest ? text[..longest] : text).Replace("\0", "", StringComparison.Ordinal);
}

/// <summary>What can be erased without breaking the chain.</summary>
internal sealed record AuditPersonal(string? Name, string? Address, string? UserAgent, string? Query);
