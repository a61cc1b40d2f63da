using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using Dapper;
using Microsoft.Extensions.Options;
using Teg.Platform.Accounts.Notifications;
using Teg.Platform.ServiceDefaults;

namespace Teg.Platform.Accounts.Push;

/// <summary>The key by which push services know this platform (RFC 8292). Made once, when somebody first asks for it, and the same on every replica.</summary>
internal sealed class PushKey(Database database, SecretBox box, IOptions<SmtpOptions> mail, TimeProvider clock) : IDisposable
{
    private const string Owner = "push key";

    // RFC 8292, 2: a day at most.
    private static readonly TimeSpan TokenLifetime = TimeSpan.FromHours(12);

    private readonly SemaphoreSlim one = new(1);
    private volatile Opened? opened;

    /// <returns>The public point, as a browser takes it: base64url.</returns>
    public async Task<string> PublicAsync(CancellationToken ct) => (await OpenAsync(ct)).Public;

    /// <summary>The Authorization header for a push service: who sends, until when, and how to reach them.</summary>
    public async Task<string> AuthorizationAsync(Uri endpoint, CancellationToken ct)
    {
        var key = await OpenAsync(ct);
        var header = Base64Url.EncodeToString("""{"typ":"JWT","alg":"ES256"}"""u8);
        var claims = Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(new
        {
            aud = endpoint.GetLeftPart(UriPartial.Authority), exp = (clock.GetUtcNow() + TokenLifetime).ToUnixTimeSeconds(), sub = $"mailto:{mail.Value.From}",
        }));
        var signed = System.Text.Encoding.ASCII.GetBytes($"{header}.{claims}");
        var signature = key.Key.SignData(signed, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        return $"vapid t={header}.{claims}.{Base64Url.EncodeToString(signature)}, k={key.Public}";
    }

    public void Dispose()
    {
        opened?.Key.Dispose();
        one.Dispose();
    }

    private async Task<Opened> OpenAsync(CancellationToken ct)
    {
        if (opened is { } known)
        {
            return known;
        }

        await one.WaitAsync(ct);
        try
        {
            return opened ??= await ReadAsync(ct);
        }
        finally
        {
            one.Release();
        }
    }

    private async Task<Opened> ReadAsync(CancellationToken ct)
    {
        await using var connection = await database.OpenUnscopedAsync(ct);
        var row = await connection.QuerySingleOrDefaultAsync<(byte[] Public, byte[] Private)>(Read(ct));
        if (row.Public is null)
        {
            using var made = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            var secret = made.ExportPkcs8PrivateKey();
            // Of two replicas that make one at once the first is right; both read it.
            await connection.ExecuteAsync(new CommandDefinition(
                "insert into accounts.push_key (public_key, private_key, created_at) values (@point, @secret, @now) on conflict (only_one) do nothing",
                new { point = PushEncryption.Point(made.ExportParameters(includePrivateParameters: false)), secret = box.Seal(secret, Owner), now = clock.GetUtcNow() }, cancellationToken: ct));
            CryptographicOperations.ZeroMemory(secret);
            row = await connection.QuerySingleAsync<(byte[] Public, byte[] Private)>(Read(ct));
        }

        var plain = box.Open(row.Private, Owner);
        var key = ECDsa.Create();
        key.ImportPkcs8PrivateKey(plain, out _);
        CryptographicOperations.ZeroMemory(plain);
        return new Opened(Base64Url.EncodeToString(row.Public), key);
    }

    private static CommandDefinition Read(CancellationToken ct) => new("select public_key, private_key from accounts.push_key", cancellationToken: ct);

    private sealed record Opened(string Public, ECDsa Key);
}
