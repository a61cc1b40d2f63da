using System.Text.Json;
using Dapper;
using Npgsql;
using NpgsqlTypes;
using Teg.Platform.ServiceDefaults;
using Teg.Platform.Sync.Mapping;
using Teg.Platform.Sync.Runs;

namespace Teg.Platform.Sync.Landing;

/// <summary>
/// Lands pages and moves the checkpoint in one transaction, so a run that dies between two pages goes on with the next one.
/// Every write proves that the run is still ours: after a lost lease nothing more gets in.
/// </summary>
internal sealed class LandingWriter(Database database, TimeProvider clock)
{
    /// <summary>The stream's checkpoint: a new one, or the one that an earlier attempt has left.</summary>
    public async Task<Checkpoint> OpenAsync(RunLease run, StreamPlan plan, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(run.OrgId, ct);
        return await connection.QuerySingleAsync<Checkpoint>(new CommandDefinition(
            """
            with opened as (
                insert into sync.checkpoint (org_id, run_id, stream, position, name, kind, is_sweep, rows_expected, detail)
                values (warehouse.current_org(), @RunId, @Stream, @Position, @Name, @Kind, @IsSweep, @RowsExpected, coalesce(@detail::jsonb, '{}'))
                on conflict (org_id, run_id, stream) do nothing
                returning *
            )
            select stream, name, kind, is_sweep, cursor, pages, rows, rows_expected, restarts, done, quarantined, detail::text as detail
            from opened
            union all
            select stream, name, kind, is_sweep, cursor, pages, rows, rows_expected, restarts, done, quarantined, detail::text
            from sync.checkpoint
            where org_id = warehouse.current_org() and run_id = @RunId and stream = @Stream
            """,
            new { run.RunId, plan.Stream, plan.Position, plan.Name, plan.Kind, plan.IsSweep, plan.RowsExpected, detail = ToJson(plan.Detail) }, cancellationToken: ct));
    }

    /// <summary>Lands one or more pages that belong together.</summary>
    /// <exception cref="LeaseLostException">Another process has taken the run over; nothing was written.</exception>
    public async Task<RunCount> LandAsync(RunLease run, IReadOnlyList<LandedPage> pages, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(run.OrgId, ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await RunLease.ProveAsync(connection, transaction, run, ct);

        if (pages.Any(page => page.Rows.Count > 0))
        {
            await CopyAsync(connection, pages.SelectMany(page => page.Rows), ct);
            await connection.ExecuteAsync(new CommandDefinition(
                """
                insert into sync.landing as l (org_id, run_id, stream, external_id, removed, kind, key, group_key, parent_key, fields, payload, hash, fetched_at)
                select distinct on (p.stream, p.external_id)
                       warehouse.current_org(), @RunId, p.stream, p.external_id, p.payload is null, p.kind, p.key, p.group_key, p.parent_key, p.fields, p.payload,
                       sync.record_hash(p.payload, p.fields, p.key), @now
                from landed_page p
                order by p.stream, p.external_id, p.position desc
                on conflict (org_id, run_id, stream, external_id) do update set
                    removed = excluded.removed, kind = excluded.kind, key = excluded.key, group_key = excluded.group_key, parent_key = excluded.parent_key,
                    fields = excluded.fields, payload = excluded.payload, hash = excluded.hash, fetched_at = excluded.fetched_at
                """, new { run.RunId, now = clock.GetUtcNow() }, transaction, cancellationToken: ct));
        }

        foreach (var page in pages)
        {
            await connection.ExecuteAsync(new CommandDefinition(
                """
                update sync.checkpoint
                set cursor = @Cursor, done = @Done, pages = pages + 1, rows = rows + @rows,
                    rows_expected = coalesce(@RowsExpected, rows_expected), detail = coalesce(@detail::jsonb, detail)
                where org_id = warehouse.current_org() and run_id = @RunId and stream = @Stream
                """,
                new
                {
                    run.RunId, page.Stream, page.Cursor, page.Done, page.RowsExpected,
                    rows = page.Rows.Count(row => row.Payload is not null),
                    detail = ToJson(page.Detail),
                }, transaction, cancellationToken: ct));
        }

        var count = await CountAsync(connection, transaction, run, ct);
        await transaction.CommitAsync(ct);
        return count;
    }

    /// <summary>Forgets what was landed of a stream, so that it is read again from its first page.</summary>
    public async Task RestartAsync(RunLease run, string stream, bool asSweep, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(run.OrgId, ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await RunLease.ProveAsync(connection, transaction, run, ct);
        await connection.ExecuteAsync(new CommandDefinition(
            """
            delete from sync.landing where org_id = warehouse.current_org() and run_id = @RunId and stream = @stream;
            update sync.checkpoint
            set cursor = null, pages = 0, rows = 0, restarts = restarts + 1, is_sweep = is_sweep or @asSweep, started_at = @now
            where org_id = warehouse.current_org() and run_id = @RunId and stream = @stream
            """, new { run.RunId, stream, asSweep, now = clock.GetUtcNow() }, transaction, cancellationToken: ct));
        await CountAsync(connection, transaction, run, ct);
        await transaction.CommitAsync(ct);
    }

    /// <summary>How many records the stream will have once this run is published.</summary>
    public async Task<long> CountAfterPublishingAsync(RunLease run, string stream, bool isSweep, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(run.OrgId, ct);
        return await connection.ExecuteScalarAsync<long>(new CommandDefinition(
            """
            with landed as (
                select external_id, removed
                from sync.landing
                where org_id = warehouse.current_org() and run_id = @RunId and stream = @stream
            )
            select count(*)
            from landed l
            full join (
                select external_id
                from sync.record
                where org_id = warehouse.current_org() and source_id = @SourceId and stream = @stream and not @isSweep
            ) r on r.external_id = l.external_id
            where not coalesce(l.removed, false)
            """, new { run.RunId, run.SourceId, stream, isSweep }, cancellationToken: ct));
    }

    private static async Task<RunCount> CountAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, RunLease run, CancellationToken ct) =>
        await connection.QuerySingleAsync<RunCount>(new CommandDefinition(
            """
            with total as (
                select coalesce(sum(rows), 0)::bigint as rows, sum(rows_expected)::bigint as expected
                from sync.checkpoint
                where org_id = warehouse.current_org() and run_id = @RunId
            )
            update sync.run
            set rows_read = total.rows, rows_expected = total.expected
            from total
            where org_id = warehouse.current_org() and id = @RunId
            returning rows_read, rows_expected
            """, new { run.RunId }, transaction, cancellationToken: ct));

    // COPY goes through a temporary table: PostgreSQL refuses it on a table with row-level security.
    private static async Task CopyAsync(NpgsqlConnection connection, IEnumerable<LandedRow> rows, CancellationToken ct)
    {
        await connection.ExecuteAsync(new CommandDefinition(
            """
            create temporary table landed_page (
                position int, stream text, external_id text, kind text, key text, group_key text, parent_key text, fields jsonb, payload jsonb
            ) on commit drop
            """, cancellationToken: ct));

        await using var copy = await connection.BeginBinaryImportAsync(
            "copy landed_page (position, stream, external_id, kind, key, group_key, parent_key, fields, payload) from stdin (format binary)", ct);
        var position = 0;
        foreach (var row in rows)
        {
            await copy.StartRowAsync(ct);
            await copy.WriteAsync(position++, NpgsqlDbType.Integer, ct);
            await copy.WriteAsync(row.Stream, NpgsqlDbType.Text, ct);
            await copy.WriteAsync(row.ExternalId, NpgsqlDbType.Text, ct);
            await WriteAsync(copy, row.Mapped?.Kind, NpgsqlDbType.Text, ct);
            await WriteAsync(copy, row.Mapped?.Key, NpgsqlDbType.Text, ct);
            await WriteAsync(copy, row.Mapped?.GroupKey, NpgsqlDbType.Text, ct);
            await WriteAsync(copy, row.Mapped?.ParentKey, NpgsqlDbType.Text, ct);
            await WriteAsync(copy, row.Mapped?.Fields, NpgsqlDbType.Jsonb, ct);
            await (row.Payload is null ? copy.WriteNullAsync(ct) : copy.WriteAsync(row.Payload, NpgsqlDbType.Jsonb, ct));
        }

        await copy.CompleteAsync(ct);
    }

    private static string? ToJson(object? detail) => detail is null ? null : JsonSerializer.Serialize(detail, SettingsJson.Options);

    private static Task WriteAsync(NpgsqlBinaryImporter copy, string? value, NpgsqlDbType type, CancellationToken ct) =>
        value is null ? copy.WriteNullAsync(ct) : copy.WriteAsync(value, type, ct);
}

/// <summary>What a run has read so far, over all of its streams.</summary>
internal sealed record RunCount(long RowsRead, long? RowsExpected);
