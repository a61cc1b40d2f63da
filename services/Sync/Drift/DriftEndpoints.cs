using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Dapper;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using Teg.Platform.ServiceDefaults;
using Teg.Platform.Sync.Mapping;
using Teg.Platform.Sync.Runs;

namespace Teg.Platform.Sync.Drift;

/// <summary>Columns that no longer match the mapping, and a person's decision about each.</summary>
internal static class DriftEndpoints
{
    public static void MapDrift(this IEndpointRouteBuilder routes)
    {
        var drift = routes.MapGroup("/drift").WithTags("Drift");

        drift.MapGet("", List).WithName("ListDrift").RequireAuthorization(Roles.CompanyFigures);
        drift.MapPost("/{id:guid}/acceptance", Accept).WithName("AcceptDrift").RequireAuthorization(Roles.Manager);
        drift.MapPost("/{id:guid}/dismissal", Dismiss).WithName("DismissDrift").RequireAuthorization(Roles.Manager);
    }

    private static async Task<Ok<DriftPage>> List(
        Database database, CancellationToken ct, Word<DriftStatus>? status = null, [Range(1, 200)] int limit = 50, Guid? after = null)
    {
        await using var connection = await database.OpenAsync(ct);
        var rows = (await connection.QueryAsync<DriftRow>(new CommandDefinition(
            """
            select d.id, d.source_id, s.name as source, d.stream, d.board_name, d.mapping, d.kind, d.field, d.expected_title, d.expected_type,
                   d.proposed_title, d.proposed_type, d.found_at, d.status, d.explanation
            from sync.drift d
            join sync.source s on s.org_id = d.org_id and s.id = d.source_id
            where d.org_id = warehouse.current_org() and d.status = @status and (@after::uuid is null or d.id < @after)
            order by d.id desc
            limit @limit + 1
            """, new { status = (status ?? new(DriftStatus.Open)).ToString(), after, limit }, cancellationToken: ct))).AsList();
        return TypedResults.Ok(new DriftPage([.. rows.Take(limit).Select(row => row.ToItem())], rows.Count > limit ? rows[limit - 1].Id : null));
    }

    /// <summary>The mapping learns the new title or type, and the board is read again at once.</summary>
    private static async Task<Results<NoContent, NotFound, ProblemHttpResult>> Accept(
        Guid id, Database database, Caller caller, AuditTrail trail, TimeProvider clock, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var drift = await OpenAsync(connection, transaction, id, ct);
        if (drift is null)
        {
            return TypedResults.NotFound();
        }

        if (drift.Status != "open")
        {
            return AlreadyDecided(drift);
        }

        if (drift.ProposedTitle is null || drift.ProposedType is null)
        {
            return TypedResults.Problem(statusCode: 409, type: "drift-without-proposal", title: "There is no proposal to accept.",
                detail: "Put the column back in Monday, or dismiss this and change the mapping of the source.");
        }

        var settings = await connection.ExecuteScalarAsync<string>(new CommandDefinition(
            "select settings::text from sync.source where org_id = warehouse.current_org() and id = @SourceId for update", new { drift.SourceId }, transaction, cancellationToken: ct));
        var accepted = Learn(MondaySettings.Parse(settings!), drift.Mapping, drift.Field, drift.ProposedTitle, drift.ProposedType);

        // The settings' version stays: only this board is read again, not the whole account.
        await connection.ExecuteAsync(new CommandDefinition(
            """
            update sync.source set settings = @settings::jsonb, due_at = @now where org_id = warehouse.current_org() and id = @SourceId;
            update sync.board set synced_to = null where org_id = warehouse.current_org() and source_id = @SourceId and id = @Stream;
            update sync.drift set status = 'accepted', resolved_at = @now, resolved_by = @name where org_id = warehouse.current_org() and id = @id
            """,
            new { settings = JsonSerializer.Serialize(accepted, SettingsJson.Options), now = clock.GetUtcNow(), drift.SourceId, drift.Stream, id, name = caller.Name },
            transaction, cancellationToken: ct));

        // When a run is active, due_at lets the schedule start the next one right after it.
        await Run.QueueAsync(connection, transaction, drift.SourceId, Run.Incremental, "person", caller.Name, ct);
        trail.Changed("drift", id.ToString(), new { status = "open" }, new { status = "accepted" });
        trail.Changed(
            "mapping", $"{drift.Mapping} {drift.Field}", new { title = drift.ExpectedTitle, type = drift.ExpectedType }, new { title = drift.ProposedTitle, type = drift.ProposedType });
        await trail.WriteAsync(transaction, StatusCodes.Status204NoContent, ct);
        await transaction.CommitAsync(ct);
        return TypedResults.NoContent();
    }

    private static async Task<Results<NoContent, NotFound, ProblemHttpResult>> Dismiss(
        Guid id, Database database, Caller caller, AuditTrail trail, TimeProvider clock, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var drift = await OpenAsync(connection, transaction, id, ct);
        if (drift is null)
        {
            return TypedResults.NotFound();
        }

        if (drift.Status != "open")
        {
            return AlreadyDecided(drift);
        }

        await connection.ExecuteAsync(new CommandDefinition(
            "update sync.drift set status = 'dismissed', resolved_at = @now, resolved_by = @name where org_id = warehouse.current_org() and id = @id",
            new { id, now = clock.GetUtcNow(), name = caller.Name }, transaction, cancellationToken: ct));
        trail.Changed("drift", id.ToString(), new { status = "open" }, new { status = "dismissed" });
        await trail.WriteAsync(transaction, StatusCodes.Status204NoContent, ct);
        await transaction.CommitAsync(ct);
        return TypedResults.NoContent();
    }

    /// <summary>Adds the title and type to the field of the mapping; for the board itself, its new name to the aliases.</summary>
    internal static MondaySettings Learn(MondaySettings settings, string mapping, string field, string title, string type) => settings with
    {
        Boards =
        [
            .. settings.Boards.Select(board => board.Name != mapping ? board
                : field == DriftBook.WholeBoard ? board with { Aliases = [.. board.Aliases.Append(title).Distinct(StringComparer.Ordinal)] }
                : board with { Columns = board.Columns.ToDictionary(column => column.Key, column => column.Key == field ? Learn(column.Value, title, type) : column.Value, StringComparer.Ordinal) }),
        ],
    };

    private static ColumnMapping Learn(ColumnMapping column, string title, string type) => new()
    {
        Titles = [.. column.Titles.Append(title).Distinct(StringComparer.Ordinal)],
        Types = [.. column.Types.Append(type).Distinct(StringComparer.Ordinal)],
    };

    private static Task<DriftRow?> OpenAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, Guid id, CancellationToken ct) =>
        connection.QuerySingleOrDefaultAsync<DriftRow?>(new CommandDefinition(
            """
            select d.id, d.source_id, '' as source, d.stream, d.board_name, d.mapping, d.kind, d.field, d.expected_title, d.expected_type,
                   d.proposed_title, d.proposed_type, d.found_at, d.status, d.explanation
            from sync.drift d
            where d.org_id = warehouse.current_org() and d.id = @id
            for update
            """, new { id }, transaction, cancellationToken: ct));

    private static ProblemHttpResult AlreadyDecided(DriftRow drift) =>
        TypedResults.Problem(statusCode: 409, type: "drift-already-decided", title: $"This was {drift.Status} before.");

    private sealed record DriftRow(Guid Id, Guid SourceId, string Source, string Stream, string BoardName, string Mapping, string Kind, string Field, string ExpectedTitle,
        string ExpectedType, string? ProposedTitle, string? ProposedType, DateTimeOffset FoundAt, string Status, string Explanation)
    {
        public DriftItem ToItem() => new(
            Id, SourceId, Source, Stream, BoardName, Enum.Parse<DriftReason>(Kind, ignoreCase: true), Field, new ColumnShape(ExpectedTitle, ExpectedType),
            ProposedTitle is null || ProposedType is null ? null : new ColumnShape(ProposedTitle, ProposedType), FoundAt, Enum.Parse<DriftStatus>(Status, ignoreCase: true), Explanation);
    }
}

public sealed record DriftPage(IReadOnlyList<DriftItem> Items, Guid? Next);

/// <param name="Board">The vendor's id of the board.</param>
/// <param name="Field">What the column means to us; "board" when it is the board itself.</param>
/// <param name="Proposal">The column that most likely took its place; null when none does.</param>
public sealed record DriftItem(
    Guid Id, Guid SourceId, string Source, string Board, string BoardName, DriftReason Kind, string Field, ColumnShape Expected, ColumnShape? Proposal,
    DateTimeOffset FoundAt, DriftStatus Status, string Explanation);

public sealed record ColumnShape(string Title, string Type);

public enum DriftReason
{
    Renamed,
    Retyped,
    Missing,
}

public enum DriftStatus
{
    Open,
    Accepted,
    Dismissed,
}
