using Dapper;
using Npgsql;

namespace Teg.Platform.Sync.Runs;

/// <summary>A reading of one source, as people see it.</summary>
/// <param name="RowsExpected">What the vendor says there is; null until it has said so.</param>
/// <param name="RowsPublished">Records that differed from the mirror and were written.</param>
/// <param name="RowsPerSecond">Rows written per second of the publishing transaction.</param>
/// <param name="Attempt">How often a process took the run up.</param>
/// <param name="Reason">Why it failed or left something out.</param>
/// <param name="WayOut">What a person can do about it.</param>
/// <param name="Certificate">Whether the vendor's counts and sums are equal to ours; null until published.</param>
public sealed record RunSummary(
    Guid Id, Guid SourceId, string Source, RunMode Mode, RunStatus Status, RunTrigger Trigger, string? RequestedBy,
    DateTimeOffset RequestedAt, DateTimeOffset? StartedAt, DateTimeOffset? FinishedAt, DateTimeOffset? PublishedAt,
    long RowsRead, long? RowsExpected, long RowsPublished, int? RowsPerSecond, int Attempt, string? Reason, string? WayOut, CertificateVerdict? Certificate);

public enum RunMode
{
    Full,
    Incremental,
}

public enum RunStatus
{
    Queued,
    Running,
    Publishing,
    Succeeded,
    Failed,
    Quarantined,
}

public enum RunTrigger
{
    Schedule,
    Person,
    Webhook,
    Start,
}

public enum CertificateVerdict
{
    Equal,
    Different,
}

internal sealed record RunRow(
    Guid Id, Guid SourceId, string Source, string Mode, string Status, string Trigger, string? RequestedBy,
    DateTimeOffset RequestedAt, DateTimeOffset? StartedAt, DateTimeOffset? FinishedAt, DateTimeOffset? PublishedAt,
    long RowsRead, long? RowsExpected, long RowsPublished, int? RowsPerSecond, int Attempt, string? Reason, string? WayOut, string? Verdict)
{
    public RunSummary ToSummary() => new(
        Id, SourceId, Source, Enum.Parse<RunMode>(Mode, ignoreCase: true), Enum.Parse<RunStatus>(Status, ignoreCase: true), Enum.Parse<RunTrigger>(Trigger, ignoreCase: true),
        RequestedBy, RequestedAt, StartedAt, FinishedAt, PublishedAt, RowsRead, RowsExpected, RowsPublished, RowsPerSecond, Attempt, Reason, WayOut,
        Verdict is null ? null : Enum.Parse<CertificateVerdict>(Verdict, ignoreCase: true));
}

/// <summary>Words and statements of sync.run.</summary>
internal static class Run
{
    public const string Full = "full";
    public const string Incremental = "incremental";
    public const string ByWebhook = "webhook";

    public const string Columns =
        """
        r.id, r.source_id, s.name as source, r.mode, r.status, r.trigger, r.requested_by, r.requested_at, r.started_at, r.finished_at, r.published_at,
        r.rows_read, r.rows_expected, r.rows_published, r.rows_per_second, r.attempt, r.reason, r.way_out, r.verdict
        """;

    public const string ById =
        $"""
        select {Columns}
        from sync.run r
        join sync.source s on s.org_id = r.org_id and s.id = r.source_id
        where r.org_id = warehouse.current_org() and r.id = @id
        """;

    /// <summary>Queues a run unless one of the same lane is active: the unique index says so. Returns its id, or null when one is.</summary>
    public static Task<Guid?> QueueAsync(NpgsqlConnection connection, NpgsqlTransaction? transaction, Guid sourceId, string mode, string trigger, string? requestedBy, CancellationToken ct) =>
        connection.ExecuteScalarAsync<Guid?>(new CommandDefinition(
            """
            insert into sync.run (org_id, source_id, mode, trigger, requested_by, settings_version)
            select org_id, id, @mode, @trigger, @requestedBy, settings_version
            from sync.source
            where org_id = warehouse.current_org() and id = @sourceId
            on conflict do nothing
            returning id
            """, new { sourceId, mode, trigger, requestedBy }, transaction, cancellationToken: ct));
}
