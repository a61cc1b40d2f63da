using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Dapper;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using Teg.Platform.Documents.Files;
using Teg.Platform.Documents.Jobs;
using Teg.Platform.Documents.Writing;
using Teg.Platform.ServiceDefaults;

namespace Teg.Platform.Documents.Library;

/// <summary>Documents: asked for, followed, fetched, asked for again with other inputs.</summary>
internal static class DocumentEndpoints
{
    // Revalidated each time, so that who may no longer see it does not; the hash spares sending it again.
    private const string AskAgain = "private, no-cache";

    public static void MapDocuments(this IEndpointRouteBuilder routes)
    {
        var documents = routes.MapGroup("/documents").WithTags("Documents").RequireAuthorization(Roles.Viewer);

        documents.MapGet("", List).WithName("ListDocuments");
        documents.MapGet("/search", Search).WithName("SearchDocuments");
        documents.MapPost("", Ask).WithName("AskForDocument").RequireAuthorization(Roles.Agent);
        documents.MapPost("/preview", Preview).WithName("PreviewDocument").RequireAuthorization(Roles.Agent);
        documents.MapGet("/{id:guid}", Get).WithName("GetDocument");
        documents.MapDelete("/{id:guid}", Delete).WithName("DeleteDocument").RequireAuthorization(Roles.Manager);
        documents.MapGet("/{id:guid}/files/{format}", Download).WithName("DownloadDocument")
            .Produces(StatusCodes.Status200OK, contentType: MediaTypes.Pdf).DisableRequestTimeout();
        documents.MapPost("/{id:guid}/versions", AskAnew).WithName("AskForVersion").RequireAuthorization(Roles.Agent);
        documents.MapPost("/{id:guid}/cancellation", Cancel).WithName("CancelDocument").RequireAuthorization(Roles.Agent);
    }

    // Newest first; ids are in the order of time.
    private static async Task<Ok<DocumentPage>> List(
        Database database, CancellationToken ct, Word<DocumentKind>? kind = null, Word<DocumentState>? state = null, Word<SignatureFilter>? signature = null,
        [MaxLength(200)] string? text = null, Guid? lead = null, Guid? deal = null, [Range(1, 200)] int limit = 50, Guid? after = null)
    {
        await using var connection = await database.OpenAsync(ct);
        var rows = (await connection.QueryAsync<DocumentRow>(new CommandDefinition(
            $"""
            select {DocumentRow.Columns}
            from documents.document d
            where d.org_id = warehouse.current_org() and (@after::uuid is null or d.id < @after)
              and (@kind::text is null or d.kind = @kind) and (@state::text is null or d.state = @state)
              and (@lead::uuid is null or d.lead_id = @lead) and (@deal::uuid is null or d.deal_id = @deal)
              and (@signatures::text[] is null or exists (
                  select from documents.signature s where s.org_id = d.org_id and s.document_id = d.id and s.state = any (@signatures)))
              and (@text::text is null or position(lower(@text) in lower(d.title)) > 0)
            order by d.id desc
            limit @limit + 1
            """, new { after, kind = kind?.ToString(), state = state?.ToString(), signatures = StatesOf(signature?.Value), lead, deal, text = string.IsNullOrWhiteSpace(text) ? null : text.Trim(), limit }, cancellationToken: ct))).AsList();
        return TypedResults.Ok(new DocumentPage([.. rows.Take(limit).Select(row => row.ToItem())], rows.Count > limit ? rows[limit - 1].Id : null));
    }

    // By how title, client or project begin: some from each index and no more, of a document with many versions the newest.
    private static async Task<Ok<FoundDocuments>> Search([Required, MinLength(2), MaxLength(100)] string text, Database database, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        var rows = await connection.QueryAsync<FoundRow>(new CommandDefinition(
            """
            with found as (
                (select id from documents.document where org_id = warehouse.current_org() and title_key >= lower(@text) and title_key < lower(@text) || chr(1114111) order by title_key, id desc limit 24)
                union
                (select id from documents.document where org_id = warehouse.current_org() and client_key >= lower(@text) and client_key < lower(@text) || chr(1114111) order by client_key, id desc limit 24)
                union
                (select id from documents.document where org_id = warehouse.current_org() and project_key >= lower(@text) and project_key < lower(@text) || chr(1114111) order by project_key, id desc limit 24)
            ),
            newest as (
                select distinct on (d.series_id) d.id, d.kind, d.title, d.version, d.state
                from found f
                join documents.document d on d.org_id = warehouse.current_org() and d.id = f.id
                order by d.series_id, d.version desc
            )
            select id, kind, title, version, state from newest order by id desc limit 8
            """, new { text = text.Trim() }, cancellationToken: ct));
        return TypedResults.Ok(new FoundDocuments([.. rows.Select(row => new FoundDocument(row.Id, DocumentKinds.Of(row.Kind)!.Value, row.Title, row.Version, DocumentRow.StateOf(row.State)))]));
    }

    private static string[]? StatesOf(SignatureFilter? signature) => signature switch
    {
        SignatureFilter.Waiting => ["sending", "sent"],
        SignatureFilter.Signed => ["completing", "completed"],
        SignatureFilter.Stopped => ["declined", "expired", "voiding", "voided", "failed"],
        _ => null,
    };

    private static async Task<Results<Ok<DocumentPreview>, ValidationProblem>> Preview(
        PreviewDocument request, Database database, Preparation preparation, AuditTrail trail, CancellationToken ct)
    {
        trail.About("document", "preview");
        await using var connection = await database.OpenAsync(ct);
        var prepared = await preparation.PrepareAsync(connection, request.Kind, request.Inputs, ct);
        return TypedResults.Ok(new DocumentPreview(prepared.Title, Prices.Of(prepared.Prices), prepared.Problems));
    }

    private static async Task<Results<Accepted<DocumentAsked>, Ok<DocumentAsked>, ValidationProblem, ProblemHttpResult>> Ask(
        AskForDocument request, Database database, Preparation preparation, Requests requests, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        var wanted = new Wanted(request.RequestKey, request.Kind, request.Inputs, request.LeadId, request.DealId, null);
        return await KeepAsync(requests, preparation, connection, wanted, ct);
    }

    private static async Task<Results<Accepted<DocumentAsked>, Ok<DocumentAsked>, ValidationProblem, NotFound, ProblemHttpResult>> AskAnew(
        Guid id, AskForVersion request, Database database, Preparation preparation, Requests requests, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        if (await DocumentRow.FindAsync(connection, id, ct) is not { } row)
        {
            return TypedResults.NotFound();
        }

        var stored = await connection.ExecuteScalarAsync<string?>(new CommandDefinition(
            "select inputs::text from documents.document where org_id = warehouse.current_org() and id = @id", new { id }, cancellationToken: ct));
        var inputs = request.Inputs is { ValueKind: not JsonValueKind.Null and not JsonValueKind.Undefined } given ? given : stored is null ? (JsonElement?)null : JsonElement.Parse(stored);
        if (row.ErasedAt is not null || inputs is null)
        {
            return TypedResults.Problem(
                "Ask for a new document instead.", statusCode: StatusCodes.Status409Conflict, type: "document-erased", title: "What it was made from was erased.");
        }

        var wanted = new Wanted(request.RequestKey, row.ToKind(), inputs.Value, row.LeadId, row.DealId, row);
        return Answer(await KeepAsync(requests, preparation, connection, wanted, ct));
    }

    private static async Task<Results<Ok<DocumentDetails>, NotFound>> Get(Guid id, Database database, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        if (await DocumentRow.FindAsync(connection, id, ct) is not { } row)
        {
            return TypedResults.NotFound();
        }

        await using var asked = await connection.QueryMultipleAsync(new CommandDefinition(
            """
            select inputs::text as inputs, prices::text as prices, case state when 'queued' then documents.ahead_of(id) end as queue_position
            from documents.document
            where org_id = warehouse.current_org() and id = @Id;

            select id, version, state, requested_by_name, requested_at, total, currency::text as currency
            from documents.document
            where org_id = warehouse.current_org() and series_id = @SeriesId
            order by version desc
            limit 200
            """, new { row.Id, row.SeriesId }, cancellationToken: ct));
        var (inputs, prices, queuePosition) = await asked.ReadSingleAsync<(string?, string?, int?)>();
        var versions = (await asked.ReadAsync<VersionRow>()).Select(version => version.ToVersion()).ToList();
        return TypedResults.Ok(row.ToDetails(inputs, prices, queuePosition, versions));
    }

    private static async Task<Results<FileStreamHttpResult, NotFound>> Download(
        Guid id, Word<FileFormat> format, Database database, HttpResponse response, CancellationToken ct, bool inline = false)
    {
        var connection = await database.OpenAsync(ct);
        try
        {
            if (await connection.QuerySingleOrDefaultAsync<StoredFile>(new CommandDefinition(
                """
                select f.hash, f.name, c.media_type, c.bytes
                from documents.document_file f
                join documents.file c on c.org_id = f.org_id and c.hash = f.hash
                where f.org_id = warehouse.current_org() and f.document_id = @id and f.format = @format
                """, new { id, format = $"{format}" }, cancellationToken: ct)) is { } file)
            {
                // A browser shows a PDF; what Office opens is always saved.
                var answer = Downloads.Answer(response, connection, file, inline && format.Value != FileFormat.Office, AskAgain);
                connection = null;
                return answer;
            }

            return TypedResults.NotFound();
        }
        finally
        {
            if (connection is not null)
            {
                await connection.DisposeAsync();
            }
        }
    }

    private static async Task<Results<NoContent, NotFound, ProblemHttpResult>> Cancel(Guid id, Database database, Caller caller, AuditTrail trail, JobProgress progress, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var before = await connection.ExecuteScalarAsync<string?>(new CommandDefinition(
            "select state from documents.document where org_id = warehouse.current_org() and id = @id for update", new { id }, transaction, cancellationToken: ct));
        switch (before)
        {
            case null:
                return TypedResults.NotFound();
            case not ("queued" or "working"):
                return TypedResults.Problem(statusCode: StatusCodes.Status409Conflict, type: "document-over", title: "There is nothing left to cancel: it is over.");
        }

        await connection.ExecuteAsync(new CommandDefinition(
            """
            update documents.document
            set state = 'canceled', step = null, finished_at = now(), leased_until = null
            where org_id = warehouse.current_org() and id = @id
            """, new { id }, transaction, cancellationToken: ct));
        trail.Changed("document", $"{id}", new { state = before }, new { state = "canceled" });
        await trail.WriteAsync(transaction, StatusCodes.Status204NoContent, ct);
        await transaction.CommitAsync(ct);
        progress.Tell(caller.OrgId, id, "canceled", null, null);
        return TypedResults.NoContent();
    }

    private static async Task<Results<NoContent, NotFound, ProblemHttpResult>> Delete(Guid id, Database database, AuditTrail trail, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        try
        {
            // Its files go with it once nothing else names them.
            var deleted = await connection.QuerySingleOrDefaultAsync<Deleted>(new CommandDefinition(
                "delete from documents.document where org_id = warehouse.current_org() and id = @id returning kind, version", new { id }, transaction, cancellationToken: ct));
            if (deleted is null)
            {
                return TypedResults.NotFound();
            }

            trail.Changed("document", $"{id}", new { deleted.Kind, deleted.Version }, null);
            await trail.WriteAsync(transaction, StatusCodes.Status204NoContent, ct);
            await transaction.CommitAsync(ct);
            return TypedResults.NoContent();
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.ForeignKeyViolation)
        {
            return TypedResults.Problem(
                "What people were asked to sign is kept.", statusCode: StatusCodes.Status409Conflict, type: "document-sent", title: "The document was sent for signature.");
        }
    }

    private static async Task<Results<Accepted<DocumentAsked>, Ok<DocumentAsked>, ValidationProblem, ProblemHttpResult>> KeepAsync(
        Requests requests, Preparation preparation, NpgsqlConnection connection, Wanted wanted, CancellationToken ct)
    {
        try
        {
            if (await Requests.FindAsync(connection, wanted, ct) is { } before)
            {
                return Known(before);
            }

            var prepared = await preparation.PrepareAsync(connection, wanted.Kind, wanted.Inputs, ct);
            var problems = prepared.Problems.Concat(await OriginProblemsAsync(connection, wanted, ct)).ToDictionary(StringComparer.Ordinal);
            if (problems.Count > 0)
            {
                return TypedResults.ValidationProblem(problems);
            }

            if (await requests.AddAsync(connection, wanted, prepared, ct) is { } id)
            {
                return TypedResults.Accepted($"/documents/{id}", new DocumentAsked(id));
            }
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.UntranslatableCharacter or PostgresErrorCodes.InvalidTextRepresentation or PostgresErrorCodes.NumericValueOutOfRange)
        {
            // Half a character, U+0000, a number without end: JSON can say them and nothing can keep them.
            return TypedResults.ValidationProblem(new Dictionary<string, string[]>(StringComparer.Ordinal) { ["inputs"] = ["There is a character or a number in it that cannot be kept."] });
        }

        // The same key at the same moment: whoever came first has made the document.
        return await Requests.FindAsync(connection, wanted, ct) is { } known ? Known(known) : KeyUsed();
    }

    private static Results<Accepted<DocumentAsked>, Ok<DocumentAsked>, ValidationProblem, ProblemHttpResult> Known(KnownRequest known) =>
        known.IsSame ? TypedResults.Ok(new DocumentAsked(known.Id)) : KeyUsed();

    private static ProblemHttpResult KeyUsed() => TypedResults.Problem(
        "Choose a new key for another document.", statusCode: StatusCodes.Status409Conflict, type: "request-key-used", title: "Something else was asked for with this key.");

    private static Results<Accepted<DocumentAsked>, Ok<DocumentAsked>, ValidationProblem, NotFound, ProblemHttpResult> Answer(
        Results<Accepted<DocumentAsked>, Ok<DocumentAsked>, ValidationProblem, ProblemHttpResult> answer) => answer.Result switch
    {
        Accepted<DocumentAsked> accepted => accepted,
        Ok<DocumentAsked> known => known,
        ValidationProblem invalid => invalid,
        var problem => (ProblemHttpResult)problem,
    };

    // An agent has own leads and deals alone, as everywhere.
    private static async Task<IEnumerable<KeyValuePair<string, string[]>>> OriginProblemsAsync(NpgsqlConnection connection, Wanted wanted, CancellationToken ct)
    {
        if (wanted.Before is not null)
        {
            // Checked when the series began; the lead or the deal may be gone by now.
            return [];
        }

        var (lead, deal) = await connection.QuerySingleAsync<(bool, bool)>(new CommandDefinition(
            """
            select @LeadId::uuid is null or exists (select from crm.lead where org_id = warehouse.current_org() and id = @LeadId),
                   @DealId::uuid is null or exists (select from warehouse.deal where org_id = warehouse.current_org() and id = @DealId)
            """, new { wanted.LeadId, wanted.DealId }, cancellationToken: ct));
        var problems = new Dictionary<string, string[]>(StringComparer.Ordinal);
        if (!lead)
        {
            problems.Add("leadId", ["There is no such lead."]);
        }

        if (!deal)
        {
            problems.Add("dealId", ["There is no such deal."]);
        }

        return problems;
    }

    private sealed record FoundRow(Guid Id, string Kind, string Title, int Version, string State);

    private sealed record Deleted(string Kind, int Version);

    private sealed record VersionRow(Guid Id, int Version, string State, string RequestedByName, DateTimeOffset RequestedAt, decimal? Total, string? Currency)
    {
        public DocumentVersion ToVersion() => new(Id, Version, DocumentRow.StateOf(State), RequestedByName, RequestedAt, Total, Currency);
    }
}

/// <param name="RequestKey">Chosen by who asks, new for each document: asked again with it, the same document is answered.</param>
/// <param name="Inputs">What a document of that kind is made from.</param>
/// <param name="LeadId">Whom it is for, if it was begun from a lead.</param>
public sealed record AskForDocument(
    [property: Required, MinLength(1), MaxLength(100)] string RequestKey, DocumentKind Kind, JsonElement Inputs, Guid? LeadId = null, Guid? DealId = null);

/// <param name="Inputs">Left out, the document is made from the same inputs, under the prices and on the date of today.</param>
public sealed record AskForVersion([property: Required, MinLength(1), MaxLength(100)] string RequestKey, JsonElement? Inputs = null);

public sealed record PreviewDocument(DocumentKind Kind, JsonElement Inputs);

public sealed record DocumentAsked(Guid Id);

/// <param name="Prices">As far as they could be worked out; null for documents without prices.</param>
/// <param name="Problems">Sentences by field path: <c>inputs.lines[2].quantity</c>. Empty when the document can be asked for.</param>
public sealed record DocumentPreview(string Title, Prices? Prices, IReadOnlyDictionary<string, string[]> Problems);

/// <summary>At most eight.</summary>
public sealed record FoundDocuments(IReadOnlyList<FoundDocument> Items);

public sealed record FoundDocument(Guid Id, DocumentKind Kind, string Title, int Version, DocumentState State);

/// <param name="Next">Pass it as "after" for the next page; null on the last one.</param>
public sealed record DocumentPage(IReadOnlyList<DocumentItem> Items, Guid? Next);
