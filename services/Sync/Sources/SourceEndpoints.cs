using Dapper;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using Teg.Platform.ServiceDefaults;
using Teg.Platform.Sync.Runs;

namespace Teg.Platform.Sync.Sources;

/// <summary>What is read from where, when it was last read, and reading it now.</summary>
internal static class SourceEndpoints
{
    public static void MapSources(this IEndpointRouteBuilder routes)
    {
        var sources = routes.MapGroup("/sources").WithTags("Sources");

        sources.MapGet("", List).WithName("ListSources").RequireAuthorization(Roles.Viewer);
        sources.MapPost("/{id:guid}/runs", Start).WithName("StartRun").RequireAuthorization(Roles.Manager);
    }

    // A tenant has a handful of sources; the list is cut at two hundred, not paged.
    private static async Task<Ok<SourceList>> List(Database database, Caller caller, TimeProvider clock, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        var rows = (await connection.QueryAsync<SourceRow>(new CommandDefinition(SourceRow.Sql, cancellationToken: ct))).AsList();
        var runs = (await connection.QueryAsync<RunRow>(new CommandDefinition(
            $"""
            select {Run.Columns}
            from sync.source s
            join lateral (
                select * from sync.run r
                where r.org_id = s.org_id and r.source_id = s.id and r.trigger <> 'webhook'
                order by r.requested_at desc limit 1
            ) r on true
            where s.org_id = warehouse.current_org()
            """, cancellationToken: ct))).ToDictionary(run => run.SourceId, run => run.ToSummary());

        var items = rows.Select(row => ToItem(row, runs.GetValueOrDefault(row.Id)));
        // A run counts everybody's rows; an agent learns how fresh a source is.
        return TypedResults.Ok(new SourceList(clock.GetUtcNow(), [.. caller.Role == Roles.Agent ? items.Select(item => item with { LastRun = null }) : items]));
    }

    private static async Task<Results<Accepted<RunSummary>, NotFound, ProblemHttpResult>> Start(
        Guid id, StartRun request, Database database, Caller caller, AuditTrail trail, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        var source = await connection.QuerySingleOrDefaultAsync<SourceState>(new CommandDefinition(
            "select name, enabled from sync.source where org_id = warehouse.current_org() and id = @id", new { id }, cancellationToken: ct));
        if (source is null)
        {
            return TypedResults.NotFound();
        }

        if (!source.Enabled)
        {
            return TypedResults.Problem(statusCode: 409, title: $"{source.Name} is switched off.", type: "source-disabled");
        }

        var mode = request.Mode is RunMode.Full ? Run.Full : Run.Incremental;
        if (await Run.QueueAsync(connection, null, id, mode, "person", caller.Name, ct) is not { } runId)
        {
            return TypedResults.Problem(statusCode: 409, type: "run-already-active", title: $"{source.Name} is being read already.",
                detail: "Wait for the active run to end; its progress is shown on the refresh panel.");
        }

        trail.Changed("run", runId.ToString(), null, new { mode });
        var run = await connection.QuerySingleAsync<RunRow>(new CommandDefinition(Run.ById, new { id = runId }, cancellationToken: ct));
        return TypedResults.Accepted($"/runs/{runId}", run.ToSummary());
    }

    private static SourceItem ToItem(SourceRow row, RunSummary? last) => new(
        row.Id, Word<SourceKind>.Parse(row.Kind, null).Value, row.Name, row.Enabled, row.EveryMinutes, row.LastPublishedAt, last,
        NextRunAt(row, last),
        Advice.Of(row.Name, row.Enabled, row.LastPublishedAt, last, row.OpenDrifts));

    private static DateTimeOffset? NextRunAt(SourceRow row, RunSummary? last) => row switch
    {
        { Enabled: false } => null,
        { DueAt: { } asked } => asked,
        _ => last?.FinishedAt is null ? null : DueRun.NextAt(last.RequestedAt, row.EveryMinutes),
    };

    private sealed record SourceState(string Name, bool Enabled);

    private sealed record SourceRow(Guid Id, string Kind, string Name, bool Enabled, int EveryMinutes, DateTimeOffset? DueAt, DateTimeOffset? LastPublishedAt, long OpenDrifts)
    {
        public const string Sql =
            """
            select s.id, s.kind, s.name, s.enabled, s.every_minutes, s.due_at,
                   (select r.published_at from sync.run r
                    where r.org_id = s.org_id and r.source_id = s.id and r.published_at is not null
                    order by r.published_at desc limit 1) as last_published_at,
                   (select count(*) from sync.drift d where d.org_id = s.org_id and d.source_id = s.id and d.status = 'open') as open_drifts
            from sync.source s
            where s.org_id = warehouse.current_org()
            order by s.kind, s.name
            limit 200
            """;
    }
}

public sealed record StartRun(RunMode Mode);

/// <param name="AsOf">When this was asked.</param>
public sealed record SourceList(DateTimeOffset AsOf, IReadOnlyList<SourceItem> Items);

/// <param name="LastRun">Null for agents, and before the first run.</param>
/// <param name="NextRunAt">When the schedule reads it next; null while a run is active or the source is switched off.</param>
/// <param name="Advice">What to do when there is nothing to see yet, or when something needs a person; otherwise null.</param>
public sealed record SourceItem(
    Guid Id, SourceKind Kind, string Name, bool Enabled, int EveryMinutes, DateTimeOffset? LastPublishedAt, RunSummary? LastRun, DateTimeOffset? NextRunAt, string? Advice);

public enum SourceKind
{
    Monday,
    Calendly,
    GoogleAds,
}
