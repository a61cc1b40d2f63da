using System.ComponentModel.DataAnnotations;
using Dapper;
using Microsoft.AspNetCore.Http.HttpResults;
using Teg.Platform.ServiceDefaults;

namespace Teg.Platform.Sync.Runs;

/// <summary>History of runs, and one run with its streams and its certificate.</summary>
internal static class RunEndpoints
{
    public static void MapRuns(this IEndpointRouteBuilder routes)
    {
        var runs = routes.MapGroup("/runs").WithTags("Runs").RequireAuthorization(Roles.CompanyFigures);

        runs.MapGet("", List).WithName("ListRuns");
        runs.MapGet("/{id:guid}", Get).WithName("GetRun");
    }

    // Newest first; "after" is the id of the last run seen. Ids are in the order of time.
    private static async Task<Ok<RunPage>> List(Database database, CancellationToken ct, Guid? source = null, [Range(1, 200)] int limit = 50, Guid? after = null)
    {
        await using var connection = await database.OpenAsync(ct);
        var rows = (await connection.QueryAsync<RunRow>(new CommandDefinition(
            $"""
            select {Run.Columns}
            from sync.run r
            join sync.source s on s.org_id = r.org_id and s.id = r.source_id
            where r.org_id = warehouse.current_org() and (@source::uuid is null or r.source_id = @source) and (@after::uuid is null or r.id < @after)
            order by r.id desc
            limit @limit + 1
            """, new { source, after, limit }, cancellationToken: ct))).AsList();
        return TypedResults.Ok(new RunPage([.. rows.Take(limit).Select(row => row.ToSummary())], rows.Count > limit ? rows[limit - 1].Id : null));
    }

    private static async Task<Results<Ok<RunDetails>, NotFound>> Get(Guid id, Database database, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        var run = await connection.QuerySingleOrDefaultAsync<RunRow>(new CommandDefinition(Run.ById, new { id }, cancellationToken: ct));
        if (run is null)
        {
            return TypedResults.NotFound();
        }

        var streams = await connection.QueryAsync<StreamProgress>(new CommandDefinition(
            """
            select stream, name, rows, pages, done, quarantined
            from sync.checkpoint
            where org_id = warehouse.current_org() and run_id = @id
            order by position, stream
            """, new { id }, cancellationToken: ct));
        var lines = (await connection.QueryAsync<CertificateRow>(new CommandDefinition(
            """
            select stream, name, measure, label, source, ours
            from sync.certificate_line
            where org_id = warehouse.current_org() and run_id = @id
            order by position
            """, new { id }, cancellationToken: ct))).Select(row => row.ToLine()).ToList();

        var summary = run.ToSummary();
        return TypedResults.Ok(RunDetails.Of(summary, [.. streams], summary.Certificate is { } verdict ? new Certificate(verdict, lines) : null));
    }

    private sealed record CertificateRow(string Stream, string Name, string Measure, string Label, decimal? Source, decimal Ours)
    {
        public CertificateLine ToLine() =>
            new(Stream, Name, Enum.Parse<CertificateMeasure>(Measure, ignoreCase: true), Label, Source, Ours, Source is { } theirs ? Ours - theirs : null);
    }
}

/// <param name="Next">Pass it as "after" for the next page; null on the last one.</param>
public sealed record RunPage(IReadOnlyList<RunSummary> Items, Guid? Next);

/// <summary>A <see cref="RunSummary"/> with its streams and the whole certificate.</summary>
public sealed record RunDetails(
    Guid Id, Guid SourceId, string Source, RunMode Mode, RunStatus Status, RunTrigger Trigger, string? RequestedBy,
    DateTimeOffset RequestedAt, DateTimeOffset? StartedAt, DateTimeOffset? FinishedAt, DateTimeOffset? PublishedAt,
    long RowsRead, long? RowsExpected, long RowsPublished, int? RowsPerSecond, int Attempt, string? Reason, string? WayOut,
    IReadOnlyList<StreamProgress> Streams, Certificate? Certificate)
{
    internal static RunDetails Of(RunSummary run, IReadOnlyList<StreamProgress> streams, Certificate? certificate) => new(
        run.Id, run.SourceId, run.Source, run.Mode, run.Status, run.Trigger, run.RequestedBy, run.RequestedAt, run.StartedAt, run.FinishedAt, run.PublishedAt,
        run.RowsRead, run.RowsExpected, run.RowsPublished, run.RowsPerSecond, run.Attempt, run.Reason, run.WayOut, streams, certificate);
}

/// <summary>One board, or one list of the vendor, within a run.</summary>
public sealed record StreamProgress(string Stream, string Name, long Rows, int Pages, bool Done, bool Quarantined);

/// <summary>The vendor's counts and sums beside ours, read back after publishing.</summary>
public sealed record Certificate(CertificateVerdict Verdict, IReadOnlyList<CertificateLine> Lines);

/// <param name="Source">What the vendor says; null on a line that explains the one above it.</param>
public sealed record CertificateLine(string Stream, string Name, CertificateMeasure Measure, string Label, decimal? Source, decimal Ours, decimal? Difference);

public enum CertificateMeasure
{
    Rows,
    Sum,
}
