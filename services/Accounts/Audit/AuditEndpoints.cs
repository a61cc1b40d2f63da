using System.ComponentModel.DataAnnotations;
using CsvHelper;
using Dapper;
using Microsoft.AspNetCore.Http.HttpResults;
using Teg.Platform.ServiceDefaults;

namespace Teg.Platform.Accounts.Audit;

/// <summary>Who did what and saw what in the organisation, as a list and as a file, and whether anybody touched the trail.</summary>
internal static class AuditEndpoints
{
    private static readonly CsvWriterOptions Format = new() { Injection = CsvInjection.Escape };

    public static void MapAudit(this IEndpointRouteBuilder routes)
    {
        var audit = routes.MapGroup("/audit").WithTags("Audit").RequireAuthorization(Roles.Admin);

        audit.MapGet("", List).WithName("ListAuditEvents");
        audit.MapGet("/verification", Verify).WithName("VerifyAudit").DisableRequestTimeout();
        routes.MapGet("/audit.csv", Export).WithName("ExportAuditEvents").WithTags("Audit").RequireAuthorization(Roles.Admin)
            .Produces<string>(contentType: "text/csv").DisableRequestTimeout();
    }

    // Newest first; "after" is the id of the last event seen. Ids are in the order of time.
    private static async Task<Ok<AuditPage>> List(
        [AsParameters] AuditFilter filter, Database database, CancellationToken ct, [Range(1, 200)] int limit = 50, Guid? after = null)
    {
        await using var connection = await database.OpenAsync(ct);
        var rows = (await connection.QueryAsync<AuditRow>(new CommandDefinition(AuditRow.Sql(filter, isPaged: true), filter.With(after, limit + 1), cancellationToken: ct))).AsList();
        return TypedResults.Ok(new AuditPage([.. rows.Take(limit).Select(row => row.ToItem())], rows.Count > limit ? rows[limit - 1].Id : null));
    }

    private static PushStreamHttpResult Export([AsParameters] AuditFilter filter, Database database, CancellationToken ct) =>
        TypedResults.Stream(
            async body =>
            {
                await using var connection = await database.OpenAsync(ct);
                await using var csv = CsvWriter.Create(body, Format, leaveOpen: true);
                await csv.WriteRecordsAsync(
                    connection.QueryUnbufferedAsync<AuditRow>(AuditRow.Sql(filter, isPaged: false), filter.With(null, null), commandTimeout: 0).Select(row => row.ToLine()), ct);
            },
            "text/csv; charset=utf-8", "audit.csv");

    private static async Task<Ok<AuditVerdict>> Verify(AuditVerification verification, Caller caller, CancellationToken ct) =>
        TypedResults.Ok(await verification.CheckAsync(caller.OrgId, ct));
}

/// <param name="From">Events at this moment and later.</param>
/// <param name="To">Events before this moment.</param>
/// <param name="Actor">Id of a person or machine.</param>
/// <param name="Action">An operation's id, such as StartRun.</param>
/// <param name="Subject">Id of what it was about.</param>
internal sealed record AuditFilter(
    DateTimeOffset? From = null, DateTimeOffset? To = null, Guid? Actor = null, [property: MaxLength(200)] string? Action = null, [property: MaxLength(400)] string? Subject = null)
{
    public object With(Guid? after, int? take) => new { From, To, Actor, Action, Subject, after, take };
}

internal sealed record AuditRow
{
    public required Guid Id { get; init; }

    public long? Seq { get; init; }

    public required DateTimeOffset At { get; init; }

    public required string Service { get; init; }

    public required string ActorKind { get; init; }

    public Guid? ActorId { get; init; }

    public required string Action { get; init; }

    public required string Method { get; init; }

    public required string Path { get; init; }

    public required int Status { get; init; }

    public required string Subjects { get; init; }

    public string? Changes { get; init; }

    public string? Name { get; init; }

    public string? Address { get; init; }

    public string? Device { get; init; }

    public string? Query { get; init; }

    /// <summary>Each filter is a range of a key that begins with the organisation: a page costs what it shows.</summary>
    public static string Sql(AuditFilter filter, bool isPaged) =>
        $"""
        with found as (
            select e.*
            from audit.event e
            {(filter.Subject is null ? "" : "join audit.mention m on m.org_id = e.org_id and m.event_id = e.id and m.subject_id = @Subject")}
            where e.org_id = warehouse.current_org()
              {(filter.From is null ? "" : "and e.id >= audit.first_id(@From)")}
              {(filter.To is null ? "" : "and e.id < audit.first_id(@To)")}
              {(filter.Actor is null ? "" : "and e.actor_id = @Actor")}
              {(filter.Action is null ? "" : "and e.action = @Action")}
              {(isPaged ? "and (@after::uuid is null or e.id < @after)" : "")}
            order by e.id desc
            {(isPaged ? "limit @take" : "")}
        )
        select f.id, s.seq, f.at, f.service, f.actor_kind, f.actor_id, f.action, f.method, f.path, f.status, f.subjects::text as subjects, f.changes::text as changes,
               f.personal ->> 'name' as name, f.personal ->> 'address' as address, f.personal ->> 'user_agent' as device, f.personal ->> 'query' as query
        from found f
        left join audit.seal s on s.org_id = f.org_id and s.event_id = f.id
        order by f.id desc
        """;

    public AuditItem ToItem() => new(
        Id, Seq, At, Service, new AuditedActor(ActorKind, ActorId, Name), Action, Method, Path, Status,
        AuditJson.Subjects(Subjects), AuditJson.Changes(Changes), Address, Device, Query);

    public AuditLine ToLine() => new(
        Seq, At.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", System.Globalization.CultureInfo.InvariantCulture), Service, ActorKind, ActorId, Name, Action, Method, Path, Status, Subjects, Changes, Address);
}

/// <param name="Next">Pass as "after" for the next page; null on the last one.</param>
public sealed record AuditPage(IReadOnlyList<AuditItem> Items, Guid? Next);

/// <summary>A request that somebody made.</summary>
/// <param name="Seq">Its number in the organisation's chain; null for the few seconds until it is sealed.</param>
/// <param name="Action">The operation's id in the service's OpenAPI document.</param>
/// <param name="Path">The route's template; its values are the subjects.</param>
/// <param name="Address">Null when the personal details were erased.</param>
/// <param name="Device">The browser or program, as it names itself.</param>
/// <param name="Query">What was searched for or filtered by.</param>
public sealed record AuditItem(
    Guid Id, long? Seq, DateTimeOffset At, string Service, AuditedActor Actor, string Action, string Method, string Path, int Status,
    IReadOnlyList<AuditedSubject> Subjects, IReadOnlyList<AuditedChange>? Changes, string? Address, string? Device, string? Query);

/// <param name="Kind">person, client or system.</param>
public sealed record AuditedActor(string Kind, Guid? Id, string? Name);

public sealed record AuditedSubject(string Kind, string Id);

/// <param name="Before">As JSON; null when it is new.</param>
/// <param name="After">As JSON; null when it is gone.</param>
public sealed record AuditedChange(string Kind, string Id, System.Text.Json.Nodes.JsonNode? Before, System.Text.Json.Nodes.JsonNode? After);

/// <summary>A row of the CSV.</summary>
[CsvRecord]
internal sealed partial record AuditLine(
    long? Seq, string At, string Service, string ActorKind, Guid? ActorId, string? ActorName, string Action, string Method, string Path, int Status,
    string Subjects, string? Changes, string? Address);
