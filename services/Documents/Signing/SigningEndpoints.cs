using System.Security.Cryptography;
using System.Text.Json;
using Dapper;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using Npgsql;
using Teg.Platform.Documents.Jobs;
using Teg.Platform.ServiceDefaults;

namespace Teg.Platform.Documents.Signing;

/// <summary>Sends documents for signature, says how far they are, takes them back, sends them again; and hears from SignNow.</summary>
internal static class SigningEndpoints
{
    private const int BodyLimit = 1024 * 1024;

    public static void MapSigning(this IEndpointRouteBuilder routes)
    {
        var signature = routes.MapGroup("/documents/{id:guid}/signature").WithTags("Signatures").RequireAuthorization(Roles.Viewer);

        signature.MapGet("", Get).WithName("GetSignature");
        signature.MapPost("", Send).WithName("SendForSignature").RequireAuthorization(Roles.Agent);
        signature.MapPost("/void", Void).WithName("VoidSignature").RequireAuthorization(Roles.Agent);
        signature.MapPost("/resend", Resend).WithName("ResendForSignature").RequireAuthorization(Roles.Agent);

        routes.MapPost("/webhooks/signnow/{org:guid}", Receive).WithName("ReceiveSignNowWebhook").WithTags("Webhooks").AllowAnonymous()
            .WithMetadata(new RequestSizeLimitAttribute(BodyLimit));
    }

    private static async Task<Results<Ok<SignatureDetails>, NotFound>> Get(Guid id, Database database, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        return await SignatureDetails.FindAsync(connection, id, ct) is { } details ? TypedResults.Ok(details) : TypedResults.NotFound();
    }

    private static async Task<Results<Accepted<SignatureDetails>, NotFound, ValidationProblem, ProblemHttpResult>> Send(
        Guid id, SendForSignature request, Database database, Caller caller, AuditTrail trail, SigningSignal signal, JobProgress progress, CancellationToken ct)
    {
        if (request.Problems() is { Count: > 0 } problems)
        {
            return TypedResults.ValidationProblem(problems);
        }

        await using var connection = await database.OpenAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        // The lock keeps the document from being erased or deleted meanwhile, and two who send it at once apart.
        var document = await connection.QuerySingleOrDefaultAsync<SignableRow>(new CommandDefinition(
            "select kind, title, state, erased_at from documents.document where org_id = warehouse.current_org() and id = @id for update", new { id }, transaction, cancellationToken: ct));
        if (document is null)
        {
            return TypedResults.NotFound();
        }

        if (document.Kind != "contract")
        {
            return Conflict("document-not-signable", "Only agreements are signed.", "Send it by mail instead.");
        }

        if (document.State != "ready" || document.ErasedAt is not null)
        {
            return Conflict("document-not-ready", "The document is not ready to be signed.", document.ErasedAt is null ? "Wait until it is ready, or make it again." : "What it was made from was erased.");
        }

        var signers = request.Signers.Select((signer, index) => new { position = index + 1, role = signer.Role.Trim(), name = signer.Name.Trim(), email = signer.Email.Trim() }).ToList();
        if (await SignatureDetails.FindAsync(connection, id, ct) is { } known)
        {
            return known.State is SignatureState.Sending or SignatureState.Sent && known.Signers.Select(signer => (signer.Role, signer.Name, signer.Email)).SequenceEqual(signers.Select(signer => (signer.role, signer.name, signer.email)))
                // Pressed twice: it is on its way already.
                ? TypedResults.Accepted($"/documents/{id}/signature", known)
                : Conflict("signature-exists", "The document was sent for signature before.", "Resend it, or make a new version and send that.");
        }

        await connection.ExecuteAsync(new CommandDefinition(
            """
            insert into documents.signature (org_id, document_id, step, vendor_name, subject, message, requested_by, requested_by_name)
            values (warehouse.current_org(), @id, 'upload', @vendorName, @subject, @message, @UserId, @Name);
            insert into documents.signature_signer (org_id, document_id, position, role, name, email)
            select warehouse.current_org(), @id, s.position, s.role, s.name, s.email
            from jsonb_to_recordset(@signers::jsonb) as s (position int, role text, name text, email text)
            """,
            new
            {
                id, vendorName = VendorName(document.Title, id), subject = NullIfBlank(request.Subject) ?? document.Title[..Math.Min(document.Title.Length, 200)], message = NullIfBlank(request.Message),
                caller.UserId, caller.Name, signers = JsonSerializer.Serialize(signers),
            }, transaction, cancellationToken: ct));
        await SignatureLease.NoteAsync(connection, transaction, id, "requested:1", "requested", null, caller.Name, ct);
        trail.Changed("signature", $"{id}", null, new { state = "sending", signers = signers.Count });
        await trail.WriteAsync(transaction, StatusCodes.Status202Accepted, ct);
        await transaction.CommitAsync(ct);
        signal.Wake();
        progress.Tell(caller.OrgId, id, "ready", "signature-sending", null);
        return TypedResults.Accepted($"/documents/{id}/signature", await SignatureDetails.FindAsync(connection, id, ct));
    }

    private static async Task<Results<Accepted<SignatureDetails>, NotFound, ProblemHttpResult>> Void(
        Guid id, VoidSignature request, Database database, Caller caller, AuditTrail trail, SigningSignal signal, JobProgress progress, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        if (await LockAsync(connection, transaction, id, ct) is not { } row)
        {
            return TypedResults.NotFound();
        }

        if (row.State is not ("sending" or "sent" or "voiding"))
        {
            return Conflict("signature-over", row.State is "completed" or "completing" ? "Everybody has signed." : "There is no open invitation.", "There is nothing to take back.");
        }

        if (row.State != "voiding")
        {
            // A step that is under way finds its row changed and records nothing; the taking back waits until it has let go.
            await connection.ExecuteAsync(new CommandDefinition(
                """
                update documents.signature
                set state = 'voiding', step = 'cancel', reason = @Reason, way_out = null, tries = 0, next_at = now()
                where org_id = warehouse.current_org() and document_id = @id
                """, new { id, request.Reason }, transaction, cancellationToken: ct));
            await SignatureLease.NoteAsync(connection, transaction, id, $"voiding:{row.Round}", "voiding", null, request.Reason, ct);
            trail.Changed("signature", $"{id}", new { state = row.State }, new { state = "voiding" });
        }

        await trail.WriteAsync(transaction, StatusCodes.Status202Accepted, ct);
        await transaction.CommitAsync(ct);
        signal.Wake();
        progress.Tell(caller.OrgId, id, "ready", "signature-voiding", null);
        return TypedResults.Accepted($"/documents/{id}/signature", await SignatureDetails.FindAsync(connection, id, ct));
    }

    private static async Task<Results<Accepted<SignatureDetails>, NotFound, ProblemHttpResult>> Resend(
        Guid id, ResendForSignature request, Database database, Caller caller, AuditTrail trail, SigningSignal signal, JobProgress progress, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        if (await LockAsync(connection, transaction, id, ct) is not { } row)
        {
            return TypedResults.NotFound();
        }

        if (row.ErasedAt is not null)
        {
            return Conflict("document-erased", "What it was made from was erased.", "Ask for a new document instead.");
        }

        if (row.State is not ("sent" or "declined" or "expired" or "voided" or "failed"))
        {
            return row.State is "completed" or "completing"
                ? Conflict("signature-over", "Everybody has signed.", "Make a new version and send that.")
                : Conflict("signature-busy", "It is being sent or taken back at the moment.", "Wait a moment and try again.");
        }

        await connection.ExecuteAsync(new CommandDefinition(
            """
            update documents.signature
            set state = 'sending', step = case when vendor_id is null then 'upload' else 'recall' end, round = round + 1, reason = null, way_out = null, tries = 0, finished_at = null, next_at = now()
            where org_id = warehouse.current_org() and document_id = @id;
            update documents.signature_signer
            set state = 'waiting', invite_id = null, reason = null, changed_at = now()
            where org_id = warehouse.current_org() and document_id = @id
            """, new { id }, transaction, cancellationToken: ct));
        await SignatureLease.NoteAsync(connection, transaction, id, $"requested:{row.Round + 1}", "requested", null, NullIfBlank(request.Reason) ?? caller.Name, ct);
        trail.Changed("signature", $"{id}", new { state = row.State }, new { state = "sending", round = row.Round + 1 });
        await trail.WriteAsync(transaction, StatusCodes.Status202Accepted, ct);
        await transaction.CommitAsync(ct);
        signal.Wake();
        progress.Tell(caller.OrgId, id, "ready", "signature-sending", null);
        return TypedResults.Accepted($"/documents/{id}/signature", await SignatureDetails.FindAsync(connection, id, ct));
    }

    /// <summary>
    /// A delivery only says that something has happened; what it was is read from SignNow, so a forged or old body brings nothing in. The raw bytes are what is signed.
    /// </summary>
    private static async Task<Results<Ok, NotFound, ProblemHttpResult>> Receive(
        Guid org, HttpRequest request, Database database, IOptions<SignNowOptions> options, SigningSignal signal, CancellationToken ct)
    {
        using var read = new MemoryStream();
        await request.Body.CopyToAsync(read, ct);
        var body = read.ToArray();
        if (options.Value.For(org)?.WebhookSecret is not { Length: > 0 } secret)
        {
            return TypedResults.NotFound();
        }

        if (!CallbackSignature.IsRight(request.Headers["X-SignNow-Signature"], body, secret))
        {
            return TypedResults.Problem(statusCode: StatusCodes.Status401Unauthorized, type: "bad-signature", title: "The delivery is not signed by the vendor.");
        }

        if (Told.Read(body) is not { } told)
        {
            return TypedResults.Problem(statusCode: StatusCodes.Status400BadRequest, type: "bad-request", title: "The body is no event of a document.");
        }

        await using var connection = await database.OpenAsync(org, ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        // The key makes a repeated delivery a no-op; what another document is about, or somebody else's, is nothing of ours.
        var isNew = await connection.ExecuteAsync(new CommandDefinition(
            """
            with told as (
                insert into documents.signature_event (org_id, document_id, key, kind, detail)
                select s.org_id, s.document_id, @key, 'told', @Event
                from documents.signature s
                where s.org_id = warehouse.current_org() and s.vendor_id = @DocumentId
                on conflict (org_id, document_id, key) do nothing
                returning document_id
            )
            update documents.signature s
            set next_at = now(), tries = 0
            from told t
            where s.org_id = warehouse.current_org() and s.document_id = t.document_id and s.step = 'watch'
            """, new { key = $"told:{Convert.ToHexStringLower(SHA256.HashData(body))}", told.Event, told.DocumentId }, transaction, cancellationToken: ct)) > 0;
        await transaction.CommitAsync(ct);
        if (isNew)
        {
            signal.Wake();
        }

        return TypedResults.Ok();
    }

    // The document's row is locked as well, and first, as everywhere.
    private static Task<LockedRow?> LockAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, Guid id, CancellationToken ct) =>
        connection.QuerySingleOrDefaultAsync<LockedRow>(new CommandDefinition(
            """
            with document as (select org_id, id, erased_at from documents.document where org_id = warehouse.current_org() and id = @id for update)
            select s.state, s.round, d.erased_at
            from document d
            join documents.signature s on s.org_id = d.org_id and s.document_id = d.id
            for update of s
            """, new { id }, transaction, cancellationToken: ct));

    // Unlike any other and nothing that a header or a file system could read differently.
    private static string VendorName(string title, Guid id)
    {
        var words = string.Join(' ', string.Concat(title.Select(letter => char.IsAsciiLetterOrDigit(letter) || letter == '-' ? letter : ' ')).Split(' ', StringSplitOptions.RemoveEmptyEntries));
        return $"{words[..Math.Min(words.Length, 80)].Trim()} {id:N}".Trim();
    }

    private static string? NullIfBlank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    private static ProblemHttpResult Conflict(string type, string title, string detail) =>
        TypedResults.Problem(detail, statusCode: StatusCodes.Status409Conflict, type: type, title: title);

    private sealed record SignableRow(string Kind, string Title, string State, DateTimeOffset? ErasedAt);

    private sealed record LockedRow(string State, int Round, DateTimeOffset? ErasedAt);

    private sealed record Told(string Event, string DocumentId)
    {
        // {"meta":{"event":"user.document.complete",…},"content":{"document_id":"…"}}
        public static Told? Read(byte[] body)
        {
            try
            {
                var json = JsonElement.Parse(body);
                return Inside(json, "meta") is { } meta && Inside(json, "content") is { } content && Text(meta, "event") is { Length: <= 200 } happened && Text(content, "document_id") is { Length: <= 200 } document
                    ? new Told(happened, document)
                    : null;
            }
            catch (JsonException)
            {
                return null;
            }
        }

        private static JsonElement? Inside(JsonElement parent, string name) =>
            parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Object ? value : null;

        private static string? Text(JsonElement parent, string name) => parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
    }
}
