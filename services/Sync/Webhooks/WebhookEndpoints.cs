using System.Security.Cryptography;
using System.Text.Json;
using Dapper;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Npgsql;
using Teg.Platform.ServiceDefaults;
using Teg.Platform.Sync.Calendly;
using Teg.Platform.Sync.Credentials;
using Teg.Platform.Sync.Runs;
using Teg.Platform.Sync.Sources;

namespace Teg.Platform.Sync.Webhooks;

/// <summary>
/// Vendors tell what has changed. A delivery only names a record; the record itself is read from the vendor, so a forged body brings nothing in.
/// The answer goes out as soon as the name is stored and its run is queued.
/// </summary>
internal static class WebhookEndpoints
{
    private const int BodyLimit = 1024 * 1024;

    private static readonly TimeSpan ClockDifference = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LatestTelling = TimeSpan.FromHours(1);

    public static void MapWebhooks(this IEndpointRouteBuilder routes)
    {
        var webhooks = routes.MapGroup("/webhooks").WithTags("Webhooks").AllowAnonymous().WithMetadata(new RequestSizeLimitAttribute(BodyLimit));

        webhooks.MapPost("/monday/{orgId:guid}/{token}", Monday).WithName("ReceiveMondayWebhook");
        webhooks.MapPost("/calendly/{orgId:guid}/{sourceId:guid}", Calendly).WithName("ReceiveCalendlyWebhook");
    }

    private static async Task<Results<Ok, ContentHttpResult, NotFound, ProblemHttpResult>> Monday(
        Guid orgId, string token, HttpRequest request, Database database, CredentialBook credentials, TimeProvider clock, CancellationToken ct)
    {
        var body = await ReadAsync(request, ct);
        await using var connection = await database.OpenAsync(orgId, ct);
        var sources = await connection.QueryAsync<Receiver>(new CommandDefinition(
            "select id, webhook_secret, credential from sync.source where org_id = warehouse.current_org() and kind = 'monday'", cancellationToken: ct));
        var source = sources.FirstOrDefault(source => WebhookSignature.IsSame(token, source.WebhookSecret));
        if (source is null)
        {
            return TypedResults.NotFound();
        }

        using var json = Parse(body);
        if (json is null)
        {
            return NotJson();
        }

        // The handshake comes before anything is signed: {"challenge":"abc"} is answered with itself.
        if (json.RootElement.TryGetProperty("challenge", out var challenge) && challenge.ValueKind == JsonValueKind.String)
        {
            return TypedResults.Text(JsonSerializer.Serialize(new { challenge = challenge.GetString() }), "application/json");
        }

        if ((await credentials.FindAsync(Source.Monday, new VendorAccount(orgId, source.Credential), ct))?.SigningSecret is { Length: > 0 } secret
            && WebhookSignature.MondayFault(request.Headers.Authorization, secret, clock.GetUtcNow()) is { } fault)
        {
            return BadSignature(fault);
        }

        if (!json.RootElement.TryGetProperty("event", out var happened) || happened.ValueKind != JsonValueKind.Object
            || !happened.TryGetProperty("boardId", out var board) || (!happened.TryGetProperty("pulseId", out var item) && !happened.TryGetProperty("itemId", out item)))
        {
            // An event about something else than an item: the schedule will see it.
            return TypedResults.Ok();
        }

        var key = happened.TryGetProperty("triggerUuid", out var trigger) && trigger.GetString() is { Length: > 0 } uuid ? $"{uuid}/{item}" : Hash(body);
        await NoteAsync(connection, source.Id, new NamedRecord(key, board.ToString(), item.ToString(), HappenedAt(happened, "triggerTime", clock)), ct);
        return TypedResults.Ok();
    }

    private static async Task<Results<Ok, NotFound, ProblemHttpResult>> Calendly(
        Guid orgId, Guid sourceId, HttpRequest request, Database database, TimeProvider clock, CancellationToken ct)
    {
        var body = await ReadAsync(request, ct);
        await using var connection = await database.OpenAsync(orgId, ct);
        var source = await connection.QuerySingleOrDefaultAsync<Receiver>(new CommandDefinition(
            "select id, webhook_secret, credential from sync.source where org_id = warehouse.current_org() and kind = 'calendly' and id = @sourceId",
            new { sourceId }, cancellationToken: ct));
        if (source is null)
        {
            return TypedResults.NotFound();
        }

        if (WebhookSignature.CalendlyFault(request.Headers["Calendly-Webhook-Signature"], body, source.WebhookSecret, clock.GetUtcNow()) is { } fault)
        {
            return BadSignature(fault);
        }

        using var json = Parse(body);
        if (json is null)
        {
            return NotJson();
        }

        if (EventUri(json.RootElement) is { } uri)
        {
            await NoteAsync(connection, source.Id, new NamedRecord(Hash(body), CalendlyRows.Events, uri, HappenedAt(json.RootElement, "created_at", clock)), ct);
        }

        return TypedResults.Ok();
    }

    // Invitee deliveries carry the event whole and by URI; a no-show carries the invitee, whose URI begins with the event's.
    private static string? EventUri(JsonElement delivery)
    {
        if (!delivery.TryGetProperty("payload", out var payload) || payload.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        if (payload.TryGetProperty("scheduled_event", out var meeting) && meeting.ValueKind == JsonValueKind.Object)
        {
            return CalendlyRows.String(meeting, "uri");
        }

        return CalendlyRows.String(payload, "event")
            ?? (CalendlyRows.String(payload, "invitee") is { } invitee && invitee.IndexOf("/invitees/", StringComparison.Ordinal) is > 0 and var end ? invitee[..end] : null);
    }

    /// <summary>The vendor's time of a change, where it can be true: not after now, and within what a vendor tries again.</summary>
    private static DateTimeOffset? HappenedAt(JsonElement told, string property, TimeProvider clock)
    {
        var now = clock.GetUtcNow();
        return told.TryGetProperty(property, out var time) && time.ValueKind == JsonValueKind.String && time.TryGetDateTimeOffset(out var at)
            && at <= now + ClockDifference && at > now - LatestTelling ? at : null;
    }

    /// <summary>
    /// The key makes a repeated delivery a no-op. The lock pairs with the end of a run: either that run still takes the record, or a new one does. Whether one is
    /// active is looked up, not found out by inserting: that would wait for the run's row, which a publishing run holds while it waits for this lock.
    /// </summary>
    private static async Task NoteAsync(NpgsqlConnection connection, Guid sourceId, NamedRecord named, CancellationToken ct)
    {
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await connection.ExecuteAsync(new CommandDefinition(
            "select pg_advisory_xact_lock(hashtextextended('deliveries:' || @sourceId::text, 0))", new { sourceId }, transaction, cancellationToken: ct));
        var isNew = await connection.ExecuteAsync(new CommandDefinition(
            """
            insert into sync.webhook_delivery (org_id, source_id, delivery_key, stream, external_id, happened_at)
            values (warehouse.current_org(), @sourceId, @Key, @Stream, @ExternalId, @HappenedAt)
            on conflict do nothing
            """, new { sourceId, named.Key, named.Stream, named.ExternalId, named.HappenedAt }, transaction, cancellationToken: ct)) > 0;
        if (isNew && !await connection.ExecuteScalarAsync<bool>(new CommandDefinition(
            """
            select exists (
                select from sync.run
                where org_id = warehouse.current_org() and source_id = @sourceId and trigger = 'webhook' and status in ('queued', 'running', 'publishing'))
            """, new { sourceId }, transaction, cancellationToken: ct)))
        {
            await Run.QueueAsync(connection, transaction, sourceId, Run.Incremental, Run.ByWebhook, null, ct);
        }

        await transaction.CommitAsync(ct);
    }

    private static async Task<byte[]> ReadAsync(HttpRequest request, CancellationToken ct)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, ct);
        return body.ToArray();
    }

    private static JsonDocument? Parse(byte[] body)
    {
        try
        {
            var json = JsonDocument.Parse(body);
            if (json.RootElement.ValueKind == JsonValueKind.Object)
            {
                return json;
            }

            json.Dispose();
            return null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string Hash(byte[] body) => Convert.ToHexStringLower(SHA256.HashData(body));

    private static ProblemHttpResult BadSignature(string fault) =>
        TypedResults.Problem(statusCode: 401, type: "bad-signature", title: "The delivery is not signed by the vendor.", detail: fault);

    private static ProblemHttpResult NotJson() => TypedResults.Problem(statusCode: 400, type: "bad-request", title: "The body is no JSON object.");

    private sealed record Receiver(Guid Id, string WebhookSecret, string Credential);

    private sealed record NamedRecord(string Key, string Stream, string ExternalId, DateTimeOffset? HappenedAt);
}
