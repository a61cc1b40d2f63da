using System.Text.Json;
using Dapper;
using Npgsql;
using Teg.Platform.Contracts.Messages;
using Teg.Platform.Documents.Jobs;
using Teg.Platform.Documents.Writing;
using Teg.Platform.ServiceDefaults;

namespace Teg.Platform.Documents.Library;

/// <param name="Before">Any version of the series it continues; null begins a series.</param>
internal sealed record Wanted(string RequestKey, DocumentKind Kind, JsonElement Inputs, Guid? LeadId, Guid? DealId, DocumentRow? Before);

/// <param name="IsSame">The same was asked for; otherwise the key is another document's.</param>
internal sealed record KnownRequest(Guid Id, bool IsSame);

/// <summary>Puts documents into the queue.</summary>
internal sealed class Requests(Outbox outbox, Caller caller, AuditTrail trail, JobProgress progress, TimeProvider clock)
{
    /// <returns>What was asked for with this key before; null when nothing was, or when it is not shown to the caller.</returns>
    public static Task<KnownRequest?> FindAsync(NpgsqlConnection connection, Wanted wanted, CancellationToken ct) =>
        connection.QuerySingleOrDefaultAsync<KnownRequest>(new CommandDefinition(
            """
            select id, kind = @kind and inputs is not distinct from @inputs::jsonb and (@series::uuid is null or series_id = @series) as is_same
            from documents.document
            where org_id = warehouse.current_org() and request_key = @RequestKey
            """, new { wanted.RequestKey, kind = wanted.Kind.Name(), inputs = wanted.Inputs.GetRawText(), series = wanted.Before?.SeriesId }, cancellationToken: ct));

    /// <summary>The document's row and the message that wakes a worker are there together, or not at all; the key keeps a second one from being made.</summary>
    /// <returns>Null when the key is used already.</returns>
    public async Task<Guid?> AddAsync(NpgsqlConnection connection, Wanted wanted, Prepared prepared, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var id = Guid.CreateVersion7(now);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        if (wanted.Before is not null)
        {
            // Two new versions at once are numbered one after the other.
            await connection.ExecuteAsync(new CommandDefinition(
                "select pg_advisory_xact_lock(hashtextextended('document-series:' || @SeriesId::text, 0))", new { wanted.Before.SeriesId }, transaction, cancellationToken: ct));
        }

        var version = await connection.ExecuteScalarAsync<int?>(new CommandDefinition(
            """
            insert into documents.document (org_id, id, kind, title, inputs, snapshot, snapshot_hash, prices, total, currency, request_key, series_id, version, owner_id,
                                            lead_id, deal_id, requested_by, requested_by_name, requested_at)
            select warehouse.current_org(), @id, @kind, @title, @inputs::jsonb, s.snapshot, encode(sha256(convert_to(s.snapshot::text, 'UTF8')), 'hex'), @prices::jsonb, @total, @currency,
                   @RequestKey, @series, coalesce((select max(o.version) from documents.document o where o.org_id = warehouse.current_org() and o.series_id = @series), 0) + 1, @owner,
                   @LeadId, @DealId, @UserId, @Name, @now
            from (select @snapshot::jsonb as snapshot) s
            on conflict (org_id, request_key) do nothing
            returning version
            """,
            new
            {
                id, kind = wanted.Kind.Name(), title = Cut(prepared.Title), inputs = wanted.Inputs.GetRawText(), snapshot = prepared.Snapshot!.Value.GetRawText(),
                prices = Prices.Of(prepared.Prices)?.Write(), total = prepared.Prices?.Total, currency = prepared.Prices?.Currency, wanted.RequestKey,
                series = wanted.Before?.SeriesId ?? id, owner = wanted.Before?.OwnerId ?? caller.UserId, wanted.LeadId, wanted.DealId, caller.UserId, caller.Name, now,
            }, transaction, cancellationToken: ct));
        if (version is null)
        {
            return null;
        }

        await outbox.AddAsync(connection, transaction, caller.OrgId, new DocumentRequested(caller.OrgId, id, now), ct);
        trail.Changed("document", $"{id}", null, new { kind = wanted.Kind.Name(), version });
        await trail.WriteAsync(transaction, StatusCodes.Status202Accepted, ct);
        await transaction.CommitAsync(ct);
        progress.Tell(caller.OrgId, id, "queued", null, await connection.ExecuteScalarAsync<int>(new CommandDefinition("select documents.ahead_of(@id)", new { id }, cancellationToken: ct)));
        return id;
    }

    private static string Cut(string title) => title.Length > 400 ? title[..400] : title;
}
