using Dapper;
using Teg.Platform.Contracts.Messages;
using Teg.Platform.ServiceDefaults;
using Teg.Platform.Sync.Mapping;
using Teg.Platform.Sync.Runs;

namespace Teg.Platform.Sync.Drift;

internal sealed record DriftedBoard(string Stream, string Name, string Mapping);

/// <summary>Writes down what no longer matches the mapping. The board is left out of the run; its last good data stays.</summary>
internal sealed class DriftBook(Database database, Outbox outbox, TimeProvider clock)
{
    /// <summary>The field of a drift that concerns the board itself.</summary>
    public const string WholeBoard = "board";

    public async Task QuarantineAsync(RunLease run, DriftedBoard board, IReadOnlyList<ColumnDrift> drifts, string source, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(run.OrgId, ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await RunLease.ProveAsync(connection, transaction, run, ct);

        var now = clock.GetUtcNow();
        foreach (var drift in drifts)
        {
            // One open row per field: a run that finds the same again renews it. What a person has dismissed is not asked again.
            var isNew = await connection.ExecuteScalarAsync<bool>(new CommandDefinition(
                """
                insert into sync.drift as d (org_id, source_id, run_id, stream, board_name, mapping, kind, field, expected_title, expected_type,
                                             proposed_title, proposed_type, explanation, found_at)
                select warehouse.current_org(), @SourceId, @RunId, @Stream, @Name, @Mapping, @kind, @Field, @ExpectedTitle, @ExpectedType,
                       @proposedTitle, @proposedType, @Explanation, @now
                where not exists (
                    select from sync.drift
                    where org_id = warehouse.current_org() and source_id = @SourceId and stream = @Stream and field = @Field and kind = @kind
                      and status = 'dismissed' and resolved_by is not null and proposed_title is not distinct from @proposedTitle
                      and proposed_type is not distinct from @proposedType)
                on conflict (org_id, source_id, stream, field) where status = 'open' do update set
                    run_id = excluded.run_id, kind = excluded.kind, board_name = excluded.board_name, expected_title = excluded.expected_title,
                    expected_type = excluded.expected_type, proposed_title = excluded.proposed_title, proposed_type = excluded.proposed_type,
                    explanation = excluded.explanation
                returning d.found_at = @now
                """,
                new
                {
                    run.SourceId, run.RunId, board.Stream, board.Name, board.Mapping, drift.Field, drift.ExpectedTitle, drift.ExpectedType, drift.Explanation, now,
                    kind = drift.Kind.ToString().ToLowerInvariant(),
                    proposedTitle = drift.Proposal?.Title,
                    proposedType = drift.Proposal?.Type,
                }, transaction, cancellationToken: ct));
            if (isNew)
            {
                await outbox.AddAsync(connection, transaction, run.OrgId,
                    new DriftFound(run.OrgId, run.RunId, run.SourceId, board.Stream, $"{source}, board \"{board.Name}\": {drift.Explanation}", now), ct);
            }
        }

        await connection.ExecuteAsync(new CommandDefinition(
            """
            delete from sync.landing where org_id = warehouse.current_org() and run_id = @RunId and stream = @Stream;
            update sync.checkpoint
            set quarantined = true, done = true, is_sweep = false
            where org_id = warehouse.current_org() and run_id = @RunId and stream = @Stream
            """, new { run.RunId, board.Stream }, transaction, cancellationToken: ct));
        await transaction.CommitAsync(ct);
    }

    /// <summary>The board matches again, because the mapping or the board was put right: nothing is left to decide.</summary>
    public async Task HealAsync(RunLease run, string stream, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(run.OrgId, ct);
        await connection.ExecuteAsync(new CommandDefinition(
            """
            update sync.drift
            set status = 'dismissed', resolved_at = @now
            where org_id = warehouse.current_org() and source_id = @SourceId and stream = @stream and status = 'open'
            """, new { run.SourceId, stream, now = clock.GetUtcNow() }, cancellationToken: ct));
    }
}
