using System.Security.Cryptography;
using JWT;
using Teg.Platform.ServiceDefaults;

namespace Teg.Platform.Accounts.Keys;

/// <summary>A row of accounts.signing_key.</summary>
internal sealed record SigningKey(string Kid, byte[] PublicKey, byte[] PrivateKey, DateTimeOffset CreatedAt, DateTimeOffset ActiveFrom)
{
    // A service that verified a token a moment before it expired may look the key up a moment later, on another clock.
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(5);

    internal const string ListSql =
        """
        select kid, public_key, private_key, created_at, active_from
        from accounts.signing_key
        order by active_from, kid
        """;

    internal const string InsertSql =
        """
        insert into accounts.signing_key (kid, public_key, private_key, created_at, active_from)
        values (@Kid, @PublicKey, @PrivateKey, @CreatedAt, @ActiveFrom)
        """;

    /// <summary>The first key signs at once; a later one is published some time before.</summary>
    public static SigningKey Create(bool first, KeyOptions options, SecretBox box, DateTimeOffset now)
    {
        using var rsa = RSA.Create(options.Bits);
        var publicKey = rsa.ExportSubjectPublicKeyInfo();
        var kid = $"{now.UtcDateTime:yyyy-MM-dd}-{Convert.ToHexStringLower(SHA256.HashData(publicKey).AsSpan(0, 4))}";
        var secret = rsa.ExportPkcs8PrivateKey();
        try
        {
            return new SigningKey(kid, publicKey, box.Seal(secret, kid), now, first ? now : now + options.PublishedBefore);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(secret);
        }
    }

    /// <summary>The key that signs now: the newest whose time has come.</summary>
    public static SigningKey? Signing(IEnumerable<SigningKey> keys, DateTimeOffset now) =>
        keys.Where(key => key.ActiveFrom <= now).MaxBy(key => key.ActiveFrom);

    /// <summary>Whether it is time to publish the next key: so early that it can take over when the newest has signed its time.</summary>
    public static bool NextIsDue(IReadOnlyCollection<SigningKey> keys, KeyOptions options, DateTimeOffset now) =>
        keys.Count == 0 || now >= keys.Max(key => key.ActiveFrom) + options.SignsFor - options.PublishedBefore;

    /// <summary>Keys whose last token expired: their successor has been signing for longer than a token lives.</summary>
    public static IReadOnlyList<string> Retired(IEnumerable<SigningKey> keys, TimeSpan tokenLifetime, DateTimeOffset now)
    {
        var newestFirst = keys.OrderByDescending(key => key.ActiveFrom).ToArray();
        return
        [
            .. newestFirst.Zip(newestFirst.Skip(1), (successor, key) => (successor, key))
                .Where(pair => pair.successor.ActiveFrom + tokenLifetime + Margin <= now)
                .Select(pair => pair.key.Kid),
        ];
    }

    /// <summary>As RFC 7517 writes an RSA key.</summary>
    public JsonWebKey Publish()
    {
        using var rsa = RSA.Create();
        rsa.ImportSubjectPublicKeyInfo(PublicKey, out _);
        var parameters = rsa.ExportParameters(includePrivateParameters: false);
        var encoder = new JwtBase64UrlEncoder();
        return new JsonWebKey("RSA", "sig", "RS256", Kid, encoder.Encode(parameters.Modulus), encoder.Encode(parameters.Exponent));
    }
}

/// <summary>The public half of a signing key.</summary>
/// <param name="Kty">Always RSA.</param>
/// <param name="Use">Always sig.</param>
/// <param name="Alg">Always RS256.</param>
/// <param name="Kid">Which key; a token's header names it.</param>
/// <param name="N">Modulus, base64url.</param>
/// <param name="E">Exponent, base64url.</param>
public sealed record JsonWebKey(string Kty, string Use, string Alg, string Kid, string N, string E);

public sealed record JsonWebKeys(IReadOnlyList<JsonWebKey> Keys);
