using System.Buffers.Text;
using System.ComponentModel.DataAnnotations;
using System.Security.Cryptography;
using System.Text;
using Dapper;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Teg.Platform.Accounts.SignIn;
using Teg.Platform.ServiceDefaults;

namespace Teg.Platform.Accounts.Push;

/// <summary>On which of their devices a person is told, in the organisation of the session.</summary>
internal static class PushEndpoints
{
    /// <summary>Of one person in one organisation.</summary>
    internal const int MostDevices = 10;

    private const int SecretBytes = 16;

    public static void MapPushOfProfile(this IEndpointRouteBuilder profile)
    {
        profile.MapGet("/push", Get).WithName("GetPush");
        profile.MapPost("/push", Subscribe).WithName("SubscribeToPush");
        profile.MapDelete("/push/{id:guid}", End).WithName("EndPush");
        profile.MapPost("/push/{id:guid}/test", Test).WithName("TestPush");
    }

    /// <summary>What the secret of a subscription is sealed for.</summary>
    internal static string OwnerOf(Guid subscription) => $"push subscription {subscription:n}";

    private static async Task<Ok<PushState>> Get(Caller caller, Database database, PushKey key, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        var devices = await connection.QueryAsync<(Guid Id, byte[] Hash, string? Device, DateTimeOffset CreatedAt, DateTimeOffset? SentAt)>(new CommandDefinition(
            """
            select id, endpoint_hash, device, created_at, sent_at
            from accounts.push_subscription
            where org_id = @OrgId and account_id = @UserId
            order by id desc
            """, new { caller.OrgId, caller.UserId }, cancellationToken: ct));
        return TypedResults.Ok(new PushState(
            await key.PublicAsync(ct), [.. devices.Select(one => new PushDevice(one.Id, Base64Url.EncodeToString(one.Hash), one.Device, one.CreatedAt, one.SentAt))]));
    }

    private static async Task<Results<Ok<PushSubscribed>, ValidationProblem, ProblemHttpResult>> Subscribe(
        PushSubscriptionForm form, HttpContext http, Caller caller, Database database, SecretBox box, IOptions<EgressOptions> egress, AuditTrail trail, TimeProvider clock, CancellationToken ct)
    {
        if (Faults(form, egress.Value, out var point, out var secret) is { Count: > 0 } faults)
        {
            return TypedResults.ValidationProblem(faults);
        }

        var id = Guid.CreateVersion7(clock.GetUtcNow());
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(form.Endpoint));
        await using var connection = await database.OpenAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        // A person's requests take turns, so that the limit holds.
        await connection.ExecuteAsync(new CommandDefinition(
            "select pg_advisory_xact_lock(hashtextextended('push:' || @UserId::text, 0))", new { caller.UserId }, transaction, cancellationToken: ct));
        var others = await connection.ExecuteScalarAsync<int>(new CommandDefinition(
            "select count(*)::int from accounts.push_subscription where org_id = @OrgId and account_id = @UserId and endpoint_hash <> @hash",
            new { caller.OrgId, caller.UserId, hash }, transaction, cancellationToken: ct));
        if (others >= MostDevices)
        {
            return TypedResults.Problem(statusCode: 409, type: "too-many-devices", title: $"Alerts go to {MostDevices} devices at most.", detail: "Turn them off on another device first.");
        }

        await connection.ExecuteAsync(new CommandDefinition("select accounts.release_push_endpoint(@hash, @UserId)", new { hash, caller.UserId }, transaction, cancellationToken: ct));
        // The same browser again: its keys may be new, and the row stays. The secret is sealed for the row that keeps it.
        var kept = await connection.ExecuteScalarAsync<Guid?>(new CommandDefinition(
            "select id from accounts.push_subscription where org_id = @OrgId and endpoint_hash = @hash for update", new { caller.OrgId, hash }, transaction, cancellationToken: ct)) ?? id;
        await connection.ExecuteAsync(new CommandDefinition(
            """
            insert into accounts.push_subscription (org_id, id, account_id, endpoint, endpoint_hash, public_key, secret, device, created_at)
            values (@OrgId, @kept, @UserId, @Endpoint, @hash, @point, @box, @device, @now)
            on conflict (org_id, id) do update set public_key = excluded.public_key, secret = excluded.secret, device = excluded.device
            """,
            new
            {
                caller.OrgId, caller.UserId, kept, form.Endpoint, hash, point, box = box.Seal(secret, OwnerOf(kept)),
                device = SignInPlace.DeviceOf(http.Request.Headers.UserAgent.ToString()), now = clock.GetUtcNow(),
            }, transaction, cancellationToken: ct));
        trail.Changed("push-subscription", kept.ToString(), null, new { subscribed = true });
        await trail.WriteAsync(transaction, StatusCodes.Status200OK, ct);
        await transaction.CommitAsync(ct);
        return TypedResults.Ok(new PushSubscribed(kept));
    }

    private static async Task<Results<NoContent, NotFound>> End(Guid id, Caller caller, Database database, AuditTrail trail, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        var ended = await connection.ExecuteAsync(new CommandDefinition(
            "delete from accounts.push_subscription where org_id = @OrgId and account_id = @UserId and id = @id", new { caller.OrgId, caller.UserId, id }, cancellationToken: ct));
        if (ended == 0)
        {
            return TypedResults.NotFound();
        }

        trail.Changed("push-subscription", id.ToString(), new { subscribed = true }, null);
        return TypedResults.NoContent();
    }

    private static async Task<Results<Accepted, NotFound>> Test(Guid id, Caller caller, Database database, PushSender sender, TimeProvider clock, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        var own = await connection.ExecuteScalarAsync<Guid?>(new CommandDefinition(
            "select id from accounts.push_subscription where org_id = @OrgId and account_id = @UserId and id = @id", new { caller.OrgId, caller.UserId, id }, cancellationToken: ct));
        if (own is null)
        {
            return TypedResults.NotFound();
        }

        var now = clock.GetUtcNow();
        await new PushAlert("test", $"{Guid.CreateVersion7(now)}", "Alerts work on this device", "You will be told here when a refresh fails, columns change or figures do not add up.", "/profile")
            .OrderAsync(connection, caller.OrgId, own, now, ct);
        sender.Wake();
        return TypedResults.Accepted((string?)null);
    }

    /// <summary>Whether it is an address of the internet is seen when it is asked: names move.</summary>
    private static Dictionary<string, string[]> Faults(PushSubscriptionForm form, EgressOptions egress, out byte[] point, out byte[] secret)
    {
        Dictionary<string, string[]> faults = new(StringComparer.Ordinal);
        if (!Uri.TryCreate(form.Endpoint, UriKind.Absolute, out var endpoint) || endpoint.UserInfo.Length > 0
            || (endpoint.Scheme != Uri.UriSchemeHttps && !egress.Inside.Contains($"{endpoint.Host}:{endpoint.Port}", StringComparer.OrdinalIgnoreCase)))
        {
            faults["endpoint"] = ["The push service's address begins with https."];
        }

        if (!TryDecode(form.PublicKey, out point) || !IsPoint(point))
        {
            faults["publicKey"] = ["This is no key of a browser."];
        }

        if (!TryDecode(form.Secret, out secret) || secret.Length != SecretBytes)
        {
            faults["secret"] = [$"The secret has {SecretBytes} bytes."];
        }

        return faults;
    }

    private static bool TryDecode(string text, out byte[] bytes)
    {
        bytes = [];
        if (!Base64Url.IsValid(text))
        {
            return false;
        }

        bytes = Base64Url.DecodeFromChars(text);
        return true;
    }

    private static bool IsPoint(byte[] point)
    {
        try
        {
            // Importing checks that it lies on the curve: a key beside it would tell something of ours.
            using var theirs = ECDiffieHellman.Create(PushEncryption.Parameters(point));
            return true;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }
}

/// <summary>Where a person is told.</summary>
/// <param name="PublicKey">Of this platform, for the browser's push service; base64url.</param>
public sealed record PushState(string PublicKey, IReadOnlyList<PushDevice> Devices);

/// <param name="Key">SHA-256 of the endpoint in base64url, by which a browser finds itself.</param>
/// <param name="Device">"Chrome on Windows".</param>
/// <param name="SentAt">When its push service last took an alert.</param>
public sealed record PushDevice(Guid Id, string Key, string? Device, DateTimeOffset CreatedAt, DateTimeOffset? SentAt);

/// <param name="Endpoint">The address of the browser's push service for it.</param>
/// <param name="PublicKey">The browser's p256dh, base64url.</param>
/// <param name="Secret">The browser's auth, base64url.</param>
public sealed record PushSubscriptionForm(
    [property: Required, MaxLength(2000)] string Endpoint,
    [property: Required, MaxLength(100)] string PublicKey,
    [property: Required, MaxLength(40)] string Secret);

public sealed record PushSubscribed(Guid Id);
