using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json;
using Dapper;
using Microsoft.Extensions.Options;
using Teg.Platform.ServiceDefaults;
using Teg.Platform.Sync.Calendly;
using Teg.Platform.Sync.GoogleAds;
using Teg.Platform.Sync.Monday;
using Teg.Platform.Sync.Sources;

namespace Teg.Platform.Sync.Credentials;

/// <summary>Whose account at a vendor.</summary>
/// <param name="Credential">The name under which the configuration has a token; the organisation's own token goes before it.</param>
internal sealed record VendorAccount(Guid OrgId, string Credential);

/// <summary>With what a vendor is asked. It has no text of its own, so that no log shows it.</summary>
/// <param name="Budget">Requests under one token share the vendor's limits.</param>
/// <param name="GoogleAds">What Google Ads needs beside the token, which is its refresh token.</param>
internal sealed record VendorSecret(string Token, string? SigningSecret, string Budget, GoogleAdsAccess? GoogleAds = null)
{
    public override string ToString() => $"the secret of {Budget}";
}

/// <summary>Finds the token for an account: the one entered on the page, or the configuration's.</summary>
internal sealed class CredentialBook(
    Database database, SecretBox box, IOptions<MondayOptions> monday, IOptions<CalendlyOptions> calendly, IOptions<GoogleAdsOptions> googleAds, TimeProvider clock)
{
    // A run asks many times a second; another replica hears of a new token after this.
    private static readonly TimeSpan GoodFor = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<(Guid OrgId, string Vendor), (byte[]? Sealed, DateTimeOffset At)> known = new();

    /// <returns>Null when there is neither.</returns>
    /// <exception cref="SecretSealedException">It was sealed under a key that is not configured.</exception>
    public async Task<VendorSecret?> FindAsync(string vendor, VendorAccount account, CancellationToken ct) =>
        await SealedAsync(vendor, account.OrgId, ct) is { } sealedBytes
            ? Open(sealedBytes, account.OrgId, vendor)
            : OfConfiguration(vendor, account.Credential);

    public VendorSecret? OfConfiguration(string vendor, string credential) => vendor switch
    {
        Source.Monday when monday.Value.Credentials.GetValueOrDefault(credential) is { Token.Length: > 0 } found =>
            new VendorSecret(found.Token, found.SigningSecret, $"monday {credential}"),
        Source.Calendly when calendly.Value.Credentials.GetValueOrDefault(credential) is { Token.Length: > 0 } found =>
            new VendorSecret(found.Token, null, $"calendly {credential}"),
        Source.GoogleAds when googleAds.Value.Credentials.GetValueOrDefault(credential) is
                { RefreshToken.Length: > 0, ClientId.Length: > 0, ClientSecret.Length: > 0, DeveloperToken.Length: > 0, CustomerId.Length: > 0 } found =>
            new VendorSecret(found.RefreshToken, null, $"google-ads {credential}",
                new GoogleAdsAccess(found.ClientId, found.ClientSecret, found.DeveloperToken, found.CustomerId, found.LoginCustomerId)),
        _ => null,
    };

    public byte[] Seal(StoredSecret secret, Guid orgId, string vendor)
    {
        var plain = JsonSerializer.SerializeToUtf8Bytes(secret, JsonSerializerOptions.Web);
        try
        {
            return box.Seal(plain, Owner(orgId, vendor));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plain);
        }
    }

    /// <summary>The same secret under the newest key.</summary>
    public byte[] SealAgain(byte[] sealedBytes, Guid orgId, string vendor)
    {
        var plain = box.Open(sealedBytes, Owner(orgId, vendor));
        try
        {
            return box.Seal(plain, Owner(orgId, vendor));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plain);
        }
    }

    public void Forget(Guid orgId, string vendor) => known.TryRemove((orgId, vendor), out _);

    private VendorSecret Open(byte[] sealedBytes, Guid orgId, string vendor)
    {
        var plain = box.Open(sealedBytes, Owner(orgId, vendor));
        try
        {
            var stored = JsonSerializer.Deserialize<StoredSecret>(plain, JsonSerializerOptions.Web)!;
            return new VendorSecret(stored.Token, stored.SigningSecret, $"{vendor} of {orgId}", stored.GoogleAds);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plain);
        }
    }

    private async Task<byte[]?> SealedAsync(string vendor, Guid orgId, CancellationToken ct)
    {
        if (known.TryGetValue((orgId, vendor), out var found) && clock.GetUtcNow() - found.At < GoodFor)
        {
            return found.Sealed;
        }

        await using var connection = await database.OpenAsync(orgId, ct);
        var sealedBytes = await connection.ExecuteScalarAsync<byte[]?>(new CommandDefinition(
            "select sealed from sync.credential where org_id = warehouse.current_org() and vendor = @vendor", new { vendor }, cancellationToken: ct));
        known[(orgId, vendor)] = (sealedBytes, clock.GetUtcNow());
        return sealedBytes;
    }

    // A sealed secret that is moved to another organisation's row does not open.
    private static string Owner(Guid orgId, string vendor) => $"{orgId}/{vendor}";
}

/// <summary>What is sealed.</summary>
internal sealed record StoredSecret(string Token, string? SigningSecret, GoogleAdsAccess? GoogleAds = null);
