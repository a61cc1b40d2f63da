using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;

namespace Teg.Platform.ServiceDefaults.Tests.Tokens;

/// <summary>Makes tokens and publishes keys as Accounts does, and as it never would.</summary>
internal sealed class Issuer(TimeProvider clock) : IDisposable
{
    public static readonly Guid User = Guid.Parse("01900000-0000-7000-8000-0000000000aa");
    public static readonly Guid Organisation = Guid.Parse("01900000-0000-7000-8000-000000000001");

    // Making a key takes longer than the test that uses it.
    private static readonly RSA First = RSA.Create(2048);
    private readonly Dictionary<string, RSA> keys = new(StringComparer.Ordinal) { ["first"] = First };

    public void Dispose()
    {
        foreach (var key in keys.Values.Where(key => key != First))
        {
            key.Dispose();
        }
    }

    public void AddKey(string id, int bits = 2048) => keys[id] = RSA.Create(bits);

    public void ForgetKey(string id) => keys.Remove(id);

    public RSA Key(string id) => keys[id];

    public string Jwks() => JsonSerializer.Serialize(new
    {
        keys = keys.Select(key => new
        {
            kty = "RSA",
            use = "sig",
            alg = "RS256",
            kid = key.Key,
            n = WebEncoders.Base64UrlEncode(key.Value.ExportParameters(includePrivateParameters: false).Modulus!),
            e = WebEncoders.Base64UrlEncode(key.Value.ExportParameters(includePrivateParameters: false).Exponent!),
        }),
    });

    public Dictionary<string, object?> Claims(string role = Roles.Viewer) => new(StringComparer.Ordinal)
    {
        ["iss"] = "teg-accounts",
        ["aud"] = "teg",
        ["sub"] = User.ToString(),
        ["org"] = Organisation.ToString(),
        ["role"] = role,
        ["name"] = "Ada",
        ["email"] = "ada@teg.example",
        ["nbf"] = clock.GetUtcNow().ToUnixTimeSeconds(),
        ["exp"] = clock.GetUtcNow().AddHours(1).ToUnixTimeSeconds(),
    };

    public string Token(Dictionary<string, object?>? claims = null, string keyId = "first", string algorithm = "RS256", Func<byte[], byte[]>? sign = null, RSA? key = null)
    {
        var signed = $"{Part(new { alg = algorithm, typ = "JWT", kid = keyId })}.{Part(claims ?? Claims())}";
        sign ??= bytes => (key ?? keys[keyId]).SignData(bytes, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return $"{signed}.{WebEncoders.Base64UrlEncode(sign(Encoding.ASCII.GetBytes(signed)))}";
    }

    private static string Part(object json) => WebEncoders.Base64UrlEncode(JsonSerializer.SerializeToUtf8Bytes(json));
}
