using System.Text.Json;
using Dapper;
using Microsoft.Extensions.Options;
using Npgsql;
using Teg.Platform.Documents.Conversion;
using Teg.Platform.Documents.Files;
using Teg.Platform.Documents.Google;
using Teg.Platform.Documents.Images;
using Teg.Platform.Documents.Library;
using Teg.Platform.Documents.Packages;
using Teg.Platform.Documents.Writing;
using Teg.Platform.ServiceDefaults;

namespace Teg.Platform.Documents.Jobs;

/// <summary>Makes the files of one document, from its snapshot alone.</summary>
internal sealed class DocumentWork(Database database, Preparation preparation, PdfConverter converter, WorkbookPdf sheets, JobProgress progress, IOptions<JobOptions> options)
{
    /// <summary>
    /// Writes, converts and stores. Nothing is kept before the end, which is one transaction under the document's lock: killed before it, the document is
    /// made again from the same snapshot; after it, the document is ready and nobody takes it any more.
    /// </summary>
    /// <exception cref="LeaseLostException">The document is wanted no more, or another process makes it; nothing was kept.</exception>
    public async Task DoAsync(JobLease lease, CancellationToken ct)
    {
        Tell(lease, "writing");
        var (kind, snapshot) = await ReadAsync(lease, ct);
        var written = await preparation.WriterOf(kind).WriteAsync(snapshot, new StoredImages(database, lease.OrgId), ct);

        var pdf = options.Value.Pdf ? await PrintedBeforeAsync(lease, FileStore.HashOf(written.Content), ct) : null;
        if (options.Value.Pdf && pdf is null)
        {
            await BeginAsync(lease, "converting", ct);
            pdf = written.Kind == OfficeKind.Excel && sheets.IsWanted(lease.OrgId)
                ? await sheets.PrintAsync(lease.OrgId, lease.DocumentId, written.Content, ct)
                : await converter.OfficeToPdfAsync(written.Content, written.Name, new Position(progress, lease), ct);
        }

        await BeginAsync(lease, "storing", ct);
        await EndAsync(lease, written, pdf, ct);
        progress.Tell(lease.OrgId, lease.DocumentId, "ready", null, null);
    }

    private async Task<(DocumentKind Kind, JsonElement Snapshot)> ReadAsync(JobLease lease, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(lease.OrgId, ct);
        var (kind, snapshot) = await connection.QuerySingleOrDefaultAsync<(string?, string?)>(new CommandDefinition(
            "select kind, snapshot::text from documents.document where org_id = warehouse.current_org() and id = @DocumentId", new { lease.DocumentId }, cancellationToken: ct));
        // Deleted or erased since it was taken.
        return kind is null || snapshot is null ? throw new LeaseLostException(lease.DocumentId) : (DocumentKinds.Of(kind)!.Value, JsonElement.Parse(snapshot));
    }

    private async Task<byte[]?> PrintedBeforeAsync(JobLease lease, string office, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(lease.OrgId, ct);
        return await PdfOfAsync(connection, null, office, ct) is { } hash ? await FileStore.ReadAsync(connection, hash, ct) : null;
    }

    // An engine numbers glyphs as they came before it, so it prints the same file a little differently another time. Who asks again gets the same bytes, and at once.
    private static Task<string?> PdfOfAsync(NpgsqlConnection connection, NpgsqlTransaction? transaction, string office, CancellationToken ct) =>
        connection.ExecuteScalarAsync<string?>(new CommandDefinition(
            """
            select p.hash
            from documents.document_file o
            join documents.document_file p on p.org_id = o.org_id and p.document_id = o.document_id and p.format = 'pdf'
            where o.org_id = warehouse.current_org() and o.hash = @office and o.format = 'office'
            order by o.document_id
            limit 1
            """, new { office }, transaction, cancellationToken: ct));

    private async Task BeginAsync(JobLease lease, string step, CancellationToken ct)
    {
        await using (var connection = await database.OpenAsync(lease.OrgId, ct))
        {
            await lease.KeepAsync(connection, step, ct);
        }

        Tell(lease, step);
    }

    private async Task EndAsync(JobLease lease, WrittenFile written, byte[]? pdf, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(lease.OrgId, ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        // The lock on the document comes first: whoever holds it while the lease is theirs is the only one who gives it files.
        var ended = await connection.ExecuteAsync(new CommandDefinition(
            """
            update documents.document
            set state = 'ready', step = null, finished_at = now(), leased_until = null, reason = null, way_out = null
            where org_id = warehouse.current_org() and id = @DocumentId and leased_by = @Worker and state = 'working'
            """, new { lease.DocumentId, lease.Worker }, transaction, cancellationToken: ct));
        if (ended == 0)
        {
            throw new LeaseLostException(lease.DocumentId);
        }

        var office = await FileStore.StoreAsync(connection, transaction, written.Content, MediaTypes.Of(written.Kind), ct);
        await NameAsync("office", office, written.Name);
        if (pdf is not null)
        {
            // The Office file's row is locked until the commit, so that of two at once the second sees the first.
            await NameAsync("pdf", await PdfOfAsync(connection, transaction, office, ct) ?? await FileStore.StoreAsync(connection, transaction, pdf, MediaTypes.Pdf, ct), Path.ChangeExtension(written.Name, ".pdf"));
        }

        await transaction.CommitAsync(ct);

        Task NameAsync(string format, string hash, string name) => connection.ExecuteAsync(new CommandDefinition(
            """
            insert into documents.document_file (org_id, document_id, format, hash, name)
            values (warehouse.current_org(), @DocumentId, @format, @hash, @name)
            """, new { lease.DocumentId, format, hash, name }, transaction, cancellationToken: ct));
    }

    private void Tell(JobLease lease, string step) => progress.Tell(lease.OrgId, lease.DocumentId, "working", step, null);

    // In the order in which it is told, which Progress<T> does not promise.
    private sealed class Position(JobProgress progress, JobLease lease) : IProgress<int>
    {
        public void Report(int value) => progress.Tell(lease.OrgId, lease.DocumentId, "working", "converting", value);
    }
}
