using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Dapper;
using Npgsql;

namespace Teg.Platform.Platform.Tests.Walls;

/// <summary>
/// Issues tokens that the services believe: its key is published by Accounts like any other, and is never the one Accounts signs with. For what
/// Accounts itself would not issue, such as a token that expired.
/// </summary>
internal sealed class Forge : IDisposable
{
    private readonly RSA key = RSA.Create(2048);
    private readonly string kid = $"test-{Guid.NewGuid():n}";

    /// <summary>The sooner the better: services keep the keys they have read for some time.</summary>
    public Task PublishAsync(NpgsqlConnection owner) => owner.ExecuteAsync(
        """
        insert into accounts.signing_key (kid, public_key, private_key, created_at, active_from)
        values (@kid, @publicKey, '\x00', now(), now() + interval '1 year')
        """, new { kid, publicKey = key.ExportSubjectPublicKeyInfo() });

    public string Token(Guid organisation, Guid user, string role, TimeSpan lifetime)
    {
        var now = DateTimeOffset.UtcNow;
        var signed = Part(new { alg = "RS256", typ = "JWT", kid }) + "." + Part(new
        {
            iss = "teg-accounts",
            aud = "teg",
            sub = user,
            org = organisation,
            role,
            name = "Nobody in particular",
            sid = Guid.NewGuid(),
            exp = (now + lifetime).ToUnixTimeSeconds(),
        });
        return $"{signed}.{System.Buffers.Text.Base64Url.EncodeToString(key.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))}";
    }

    public void Dispose() => key.Dispose();

    private static string Part(object json) => System.Buffers.Text.Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(json));
}
