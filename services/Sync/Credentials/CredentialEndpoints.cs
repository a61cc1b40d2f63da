using System.ComponentModel.DataAnnotations;
using Dapper;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using Teg.Platform.ServiceDefaults;
using Teg.Platform.Sync.GoogleAds;
using Teg.Platform.Sync.Sources;

namespace Teg.Platform.Sync.Credentials;

/// <summary>With what the organisation signs in to its vendors. Secrets go in and never come out.</summary>
internal static class CredentialEndpoints
{
    public static void MapCredentials(this IEndpointRouteBuilder routes)
    {
        var credentials = routes.MapGroup("/credentials").WithTags("Credentials").RequireAuthorization(Roles.Admin);

        credentials.MapGet("", List).WithName("ListCredentials");
        credentials.MapPut("/{vendor}", Set).WithName("SetCredential");
        credentials.MapDelete("/{vendor}", Remove).WithName("RemoveCredential");
        credentials.MapPost("/{vendor}/test", Test).WithName("TestCredential");
    }

    // One of each vendor: the list cannot grow, so it has no pages.
    private static async Task<Ok<CredentialList>> List(Database database, Caller caller, CredentialBook book, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        var entered = (await connection.QueryAsync<CredentialRow>(new CommandDefinition(
            """
            select vendor, set_at, set_by, tested_at, test_ok, test_message
            from sync.credential
            where org_id = warehouse.current_org()
            """, cancellationToken: ct))).ToDictionary(row => row.Vendor, StringComparer.Ordinal);

        var items = new List<CredentialItem>();
        foreach (var kind in Enum.GetValues<SourceKind>())
        {
            var vendor = Vendor(kind);
            var account = await AccountAsync(connection, caller.OrgId, vendor, ct);
            items.Add(entered.TryGetValue(vendor, out var row)
                ? new CredentialItem(kind, true, CredentialSource.Page, row.SetAt, row.SetBy, row.LastTest)
                : book.OfConfiguration(vendor, account.Credential) is null
                    ? new CredentialItem(kind, false, CredentialSource.None, null, null, null)
                    : new CredentialItem(kind, true, CredentialSource.Configuration, null, null, null));
        }

        return TypedResults.Ok(new CredentialList(items));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> Set(
        Word<SourceKind> vendor, SetCredential request, Database database, Caller caller, CredentialBook book, SecretBox box, AuditTrail trail, TimeProvider clock, CancellationToken ct)
    {
        var kind = Vendor(vendor.Value);
        if ((vendor.Value is SourceKind.GoogleAds) != (request.GoogleAds is not null))
        {
            return TypedResults.Problem(statusCode: 400, type: "credential-incomplete", title: vendor.Value is SourceKind.GoogleAds
                ? "Google Ads needs the OAuth client, the developer token and the customer id beside the refresh token."
                : "Only Google Ads is signed in to with more than a token.");
        }

        await using var connection = await database.OpenAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var replaced = await connection.ExecuteScalarAsync<bool>(new CommandDefinition(
            """
            with before as (select from sync.credential where org_id = warehouse.current_org() and vendor = @kind),
            written as (
                insert into sync.credential (org_id, vendor, sealed, key_fingerprint, set_at, set_by)
                values (warehouse.current_org(), @kind, @sealedBytes, @Fingerprint, @now, @Name)
                on conflict (org_id, vendor) do update
                set sealed = excluded.sealed, key_fingerprint = excluded.key_fingerprint, set_at = excluded.set_at, set_by = excluded.set_by,
                    tested_at = null, test_ok = null, test_message = null
            )
            select exists (select from before)
            """,
            new
            {
                kind,
                sealedBytes = book.Seal(new StoredSecret(request.Token.Trim(), string.IsNullOrWhiteSpace(request.SigningSecret) ? null : request.SigningSecret.Trim(), request.GoogleAds), caller.OrgId, kind),
                box.Fingerprint,
                now = clock.GetUtcNow(),
                caller.Name,
            },
            transaction, cancellationToken: ct));
        // That it changed is for the trail; what it is, is not.
        trail.Changed("credential", kind, replaced ? new { set = true } : null, new { set = true });
        await trail.WriteAsync(transaction, StatusCodes.Status204NoContent, ct);
        await transaction.CommitAsync(ct);
        book.Forget(caller.OrgId, kind);
        return TypedResults.NoContent();
    }

    private static async Task<NoContent> Remove(Word<SourceKind> vendor, Database database, Caller caller, CredentialBook book, AuditTrail trail, CancellationToken ct)
    {
        var kind = Vendor(vendor.Value);
        await using var connection = await database.OpenAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        if (await connection.ExecuteAsync(new CommandDefinition(
                "delete from sync.credential where org_id = warehouse.current_org() and vendor = @kind", new { kind }, transaction, cancellationToken: ct)) > 0)
        {
            trail.Changed("credential", kind, new { set = true }, null);
        }

        await trail.WriteAsync(transaction, StatusCodes.Status204NoContent, ct);
        await transaction.CommitAsync(ct);
        book.Forget(caller.OrgId, kind);
        return TypedResults.NoContent();
    }

    private static async Task<Ok<CredentialTestResult>> Test(
        Word<SourceKind> vendor, Database database, Caller caller, CredentialTest test, AuditTrail trail, TimeProvider clock, CancellationToken ct)
    {
        var kind = Vendor(vendor.Value);
        VendorAccount account;
        await using (var before = await database.OpenAsync(ct))
        {
            account = await AccountAsync(before, caller.OrgId, kind, ct);
        }

        var result = await test.RunAsync(kind, account, ct);
        await using var connection = await database.OpenAsync(ct);
        await connection.ExecuteAsync(new CommandDefinition(
            """
            update sync.credential
            set tested_at = @now, test_ok = @Ok, test_message = @Message
            where org_id = warehouse.current_org() and vendor = @kind
            """, new { kind, now = clock.GetUtcNow(), result.Ok, result.Message }, cancellationToken: ct));
        trail.Changed("credential", kind, null, new { tested = result.Ok });
        return TypedResults.Ok(result);
    }

    // The name that the organisation's own source gives; without a source the configuration has nothing for it.
    private static async Task<VendorAccount> AccountAsync(NpgsqlConnection connection, Guid orgId, string vendor, CancellationToken ct) =>
        new(orgId, await connection.ExecuteScalarAsync<string?>(new CommandDefinition(
            "select credential from sync.source where org_id = warehouse.current_org() and kind = @vendor order by id limit 1", new { vendor }, cancellationToken: ct)) ?? "");

    private static string Vendor(SourceKind kind) => new Word<SourceKind>(kind).ToString();

    private sealed record CredentialRow(string Vendor, DateTimeOffset SetAt, string SetBy, DateTimeOffset? TestedAt, bool? TestOk, string? TestMessage)
    {
        public CredentialCheck? LastTest => TestedAt is { } at ? new CredentialCheck(at, TestOk ?? false, TestMessage ?? "") : null;
    }
}

/// <param name="Token">Monday: an API token. Calendly: a personal access token. Google Ads: the refresh token of the OAuth client.</param>
/// <param name="SigningSecret">Monday: of the app that owns the webhooks; none for a personal token.</param>
/// <param name="GoogleAds">Google Ads: the rest of the sign-in; not given for the others.</param>
public sealed record SetCredential(
    [property: Required, StringLength(4000, MinimumLength = 6), RegularExpression(@"[\x21-\x7E]+")] string Token,
    [property: StringLength(4000), RegularExpression(@"[\x21-\x7E]*")] string? SigningSecret,
    GoogleAdsAccess? GoogleAds = null)
{
    /// <summary>A record writes its values; this one does not.</summary>
    public override string ToString() => nameof(SetCredential);
}

public sealed record CredentialList(IReadOnlyList<CredentialItem> Items);

/// <param name="SetBy">Who entered it; null when it is the configuration's.</param>
public sealed record CredentialItem(SourceKind Vendor, bool Set, CredentialSource Source, DateTimeOffset? SetAt, string? SetBy, CredentialCheck? LastTest);

public sealed record CredentialCheck(DateTimeOffset At, bool Ok, string Message);

public enum CredentialSource
{
    Page,
    Configuration,
    None,
}
