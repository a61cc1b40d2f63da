using Dapper;
using Npgsql;

namespace Teg.Platform.Documents.Signing;

/// <summary>One step of one document as this process holds it. Whatever it records, it records under the condition that the step is still this process's.</summary>
internal sealed record SignatureLease(Guid OrgId, Guid DocumentId, Guid Worker, SignatureRow Row)
{
    private const string Held = "org_id = warehouse.current_org() and document_id = @DocumentId and leased_by = @Worker and step = @Step and round = @Round";

    private object Key(object? more = null)
    {
        var key = new DynamicParameters(new { DocumentId, Worker, Row.Step, Row.Round });
        key.AddDynamicParams(more);
        return key;
    }

    /// <summary>Before the vendor is asked for what cannot be asked twice.</summary>
    public Task BeginAsync(NpgsqlConnection connection, CancellationToken ct) =>
        MoveAsync(connection, null, "begun_at = now()", null, ct);

    /// <summary>The step is done and the next one is due at once.</summary>
    public Task NextAsync(NpgsqlConnection connection, NpgsqlTransaction? transaction, string step, string state, CancellationToken ct, string? vendorId = null) =>
        MoveAsync(
            connection, transaction,
            """
            step = @next, state = @state, vendor_id = coalesce(@vendorId, vendor_id), begun_at = null, tries = 0, reason = null, way_out = null, leased_until = null, next_at = now(),
            sent_at = case when @state = 'sent' then coalesce(sent_at, now()) else sent_at end
            """, new { next = step, state, vendorId }, ct);

    /// <summary>There is nothing left to do.</summary>
    public Task EndAsync(NpgsqlConnection connection, NpgsqlTransaction? transaction, string state, string? reason, string? wayOut, CancellationToken ct) =>
        // What may have happened at the vendor stays noted where it failed: a resend looks first.
        MoveAsync(
            connection, transaction,
            """
            step = null, state = @state, begun_at = case when @state = 'failed' then begun_at end, reason = coalesce(@reason, reason), way_out = @wayOut, leased_until = null, next_at = null,
            finished_at = now()
            """, new { state, reason, wayOut }, ct);

    /// <summary>The same step again later.</summary>
    public Task LaterAsync(NpgsqlConnection connection, NpgsqlTransaction? transaction, TimeSpan pause, int tries, string? reason, CancellationToken ct, bool nothingWasDone = false) =>
        MoveAsync(
            connection, transaction,
            // A webhook may have made it due while it was looked at.
            """
            next_at = case when next_at > @seenNext then next_at else now() + @pause end, tries = @tries, reason = @reason, leased_until = null,
            begun_at = case when @nothingWasDone then null else begun_at end
            """, new { pause, tries, reason, nothingWasDone, seenNext = Row.NextAt }, ct);

    private async Task MoveAsync(NpgsqlConnection connection, NpgsqlTransaction? transaction, string set, object? values, CancellationToken ct)
    {
        if (await connection.ExecuteAsync(new CommandDefinition($"update documents.signature set {set} where {Held}", Key(values), transaction, cancellationToken: ct)) == 0)
        {
            throw new SignatureLostException(DocumentId);
        }
    }

    /// <summary>Lets go of it without having changed anything.</summary>
    public Task ReleaseAsync(NpgsqlConnection connection, CancellationToken ct) => connection.ExecuteAsync(new CommandDefinition(
        "update documents.signature set leased_until = null where org_id = warehouse.current_org() and document_id = @DocumentId and leased_by = @Worker",
        new { DocumentId, Worker }, cancellationToken: ct));

    public static Task NoteAsync(NpgsqlConnection connection, NpgsqlTransaction? transaction, Guid documentId, string key, string kind, string? role, string? detail, CancellationToken ct) =>
        connection.ExecuteAsync(new CommandDefinition(
            """
            insert into documents.signature_event (org_id, document_id, key, kind, role, detail)
            values (warehouse.current_org(), @documentId, @key, @kind, @role, @detail)
            on conflict (org_id, document_id, key) do nothing
            """, new { documentId, key, kind, role, detail = detail is { Length: > 1000 } ? detail[..1000] : detail }, transaction, cancellationToken: ct));
}

/// <summary>The step belongs to another process, or is no longer wanted: nothing more is done for it.</summary>
internal sealed class SignatureLostException(Guid documentId) : Exception($"The signature of document {documentId} is no longer this process's.");

/// <summary>A row of documents.signature as the work needs it.</summary>
internal sealed record SignatureRow(
    string State, string Step, int Round, string VendorName, string? VendorId, DateTimeOffset? BegunAt, TimeSpan? BegunAgo, string? Subject, string? Message, int Tries, string? Reason,
    DateTimeOffset NextAt)
{
    public const string Sql =
        """
        select state, step, round, vendor_name, vendor_id, begun_at, now() - begun_at as begun_ago, subject, message, tries, reason, next_at
        from documents.signature
        where org_id = warehouse.current_org() and document_id = @documentId and leased_by = @worker and step is not null
        """;
}

internal sealed record SignerRow(int Position, string Role, string Name, string Email, string State, string? InviteId);
