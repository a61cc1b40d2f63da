using Dapper;
using Npgsql;

namespace Teg.Platform.Documents.Jobs;

/// <summary>A document as this process holds it.</summary>
internal sealed record JobLease(Guid OrgId, Guid DocumentId, int Attempt, Guid Worker, TimeSpan Length)
{
    /// <summary>Prolongs the lease, and notes the step where one begins.</summary>
    /// <exception cref="LeaseLostException">The document belongs to another process, was canceled, erased or is gone.</exception>
    public async Task KeepAsync(NpgsqlConnection connection, string? step, CancellationToken ct)
    {
        var kept = await connection.ExecuteAsync(new CommandDefinition(
            """
            update documents.document
            set leased_until = now() + @Length, step = coalesce(@step, step)
            where org_id = warehouse.current_org() and id = @DocumentId and leased_by = @Worker and state = 'working'
            """, new { DocumentId, Worker, Length, step }, cancellationToken: ct));
        if (kept == 0)
        {
            throw new LeaseLostException(DocumentId);
        }
    }
}

/// <summary>Whatever this process was about to write for the document is no longer wanted.</summary>
internal sealed class LeaseLostException(Guid documentId) : Exception($"The lease of document {documentId} was lost.");
