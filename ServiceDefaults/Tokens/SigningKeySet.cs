using System.Security.Cryptography;
using System.Text.Json;
using JWT;

namespace Teg.Platform.ServiceDefaults;

/// <summary>The RSA keys of a JWKS document that may sign RS256, by key id.</summary>
internal sealed class SigningKeySet : IDisposable
{
    private const int MinimumBits = 2048;
    private readonly Dictionary<string, RSA> keys = new(StringComparer.Ordinal);

    private SigningKeySet()
    {
    }

    public static SigningKeySet Empty { get; } = new();

    public int Count => keys.Count;

    public RSA? Find(string id) => keys.GetValueOrDefault(id);

    /// <summary>Reads <c>{"keys":[{"kty":"RSA","use":"sig","alg":"RS256","kid":"2026-11","n":"…","e":"AQAB"}]}</c>; keys for other purposes are left out.</summary>
    /// <exception cref="FormatException">This is no JWKS document.</exception>
    public static SigningKeySet Parse(string jwks)
    {
        var set = new SigningKeySet();
        try
        {
            using var document = JsonDocument.Parse(jwks);
            foreach (var key in document.RootElement.GetProperty("keys").EnumerateArray())
            {
                if (Text(key, "kty") is "RSA" && Text(key, "use") is null or "sig" && Text(key, "alg") is null or "RS256"
                    && Text(key, "kid") is { Length: > 0 } id && Text(key, "n") is { } modulus && Text(key, "e") is { } exponent)
                {
                    var rsa = RSA.Create();
                    set.keys[id] = rsa;
                    var decoder = new JwtBase64UrlEncoder();
                    rsa.ImportParameters(new RSAParameters { Modulus = decoder.Decode(modulus), Exponent = decoder.Decode(exponent) });
                    if (rsa.KeySize < MinimumBits)
                    {
                        throw new FormatException($"Key {id} has {rsa.KeySize} bits; {MinimumBits} are the least.");
                    }
                }
            }

            return set;
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException or CryptographicException or FormatException)
        {
            set.Dispose();
            throw new FormatException($"The published signing keys cannot be read: {exception.Message}", exception);
        }
    }

    public void Dispose()
    {
        foreach (var key in keys.Values)
        {
            key.Dispose();
        }
    }

    private static string? Text(JsonElement key, string name) =>
        key.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String ? value.GetString() : null;
}
