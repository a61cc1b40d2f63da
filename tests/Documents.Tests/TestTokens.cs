using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Teg.Platform.Documents.Tests;

/// <summary>Tokens as Accounts issues them, under a key of the tests' own.</summary>
internal sealed class TestTokens : IDisposable
{
    private readonly RSA key = RSA.Create(2048);

    public AuthenticationHeaderValue For(Guid org, string role, Guid? user, DateTimeOffset at)
    {
        var now = at.ToUnixTimeSeconds();
        var signed = Part(new { alg = "RS256", typ = "JWT", kid = "tests" }) + "." + Part(new
        {
            iss = "teg-accounts", aud = "teg", sub = user ?? Guid.CreateVersion7(), org, role, name = $"A {role}", email = "a@teg.example", sid = Guid.NewGuid(),
            iat = now, nbf = now, exp = now + 3600,
        });
        return new AuthenticationHeaderValue("Bearer", $"{signed}.{Base64(key.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))}");
    }

    /// <summary>The public part, as Accounts publishes it.</summary>
    public string Keys()
    {
        var parameters = key.ExportParameters(includePrivateParameters: false);
        return JsonSerializer.Serialize(new
        {
            keys = new[] { new { kty = "RSA", use = "sig", alg = "RS256", kid = "tests", n = Base64(parameters.Modulus!), e = Base64(parameters.Exponent!) } },
        });
    }

    public void Dispose() => key.Dispose();

    private static string Part(object json) => Base64(JsonSerializer.SerializeToUtf8Bytes(json));

    private static string Base64(byte[] bytes) => System.Buffers.Text.Base64Url.EncodeToString(bytes);
}
