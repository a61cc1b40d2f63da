using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using JWT;
using JWT.Algorithms;

namespace Teg.Platform.ServiceDefaults;

/// <summary>A token split and decoded, not yet believed.</summary>
internal sealed record UnverifiedToken(string KeyId, byte[] Signed, byte[] Signature, byte[] Payload);

/// <summary>Refused, with the rule that refused it; or the claims.</summary>
internal sealed record TokenVerdict(string? Refusal, IReadOnlyList<Claim> Claims)
{
    public static TokenVerdict Refuse(string rule) => new(rule, []);
}

/// <summary>What makes a token good. Keys, options and the time come in as arguments.</summary>
internal static class TokenRules
{
    private const int MaxLength = 8192;
    private static readonly string[] Optional = [TokenClaims.Name, TokenClaims.Email, TokenClaims.Session, TokenClaims.Scope];

    /// <summary>Header, payload and signature of <c>eyJhbGciOiJSUzI1NiIsImtpZCI6…</c>, or the rule that refuses it.</summary>
    public static (UnverifiedToken? Token, string? Refusal) Read(string token)
    {
        var parts = token.Split('.');
        if (token.Length > MaxLength || parts.Length != 3 || parts.Any(part => part.Length == 0))
        {
            return (null, "malformed");
        }

        try
        {
            var decoder = new JwtBase64UrlEncoder();
            using var header = JsonDocument.Parse(decoder.Decode(parts[0]));
            // The algorithm is ours to choose, never the token's: "none" and HS256 with the public key as secret end here.
            if (Text(header.RootElement, "alg") is not "RS256")
            {
                return (null, "algorithm is not RS256");
            }

            if (header.RootElement.TryGetProperty("crit", out _))
            {
                return (null, "unknown critical header");
            }

            return Text(header.RootElement, "kid") is { Length: > 0 } keyId
                ? (new UnverifiedToken(keyId, Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"), decoder.Decode(parts[2]), decoder.Decode(parts[1])), null)
                : (null, "no key id");
        }
        catch (Exception exception) when (exception is FormatException or JsonException or ArgumentException or InvalidOperationException)
        {
            return (null, "malformed");
        }
    }

    public static TokenVerdict Judge(UnverifiedToken token, RSA key, TokenOptions options, DateTimeOffset now)
    {
        if (!new RS256Algorithm(key).Verify(token.Signed, token.Signature))
        {
            return TokenVerdict.Refuse("signature does not match");
        }

        try
        {
            using var payload = JsonDocument.Parse(token.Payload);
            return JudgeClaims(payload.RootElement, options, now);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return TokenVerdict.Refuse("malformed");
        }
    }

    private static TokenVerdict JudgeClaims(JsonElement claims, TokenOptions options, DateTimeOffset now)
    {
        if (Text(claims, "iss") != options.Issuer)
        {
            return TokenVerdict.Refuse("another issuer");
        }

        if (!IsFor(claims, options.Audience))
        {
            return TokenVerdict.Refuse("another audience");
        }

        if (Instant(claims, "exp") is not { } expires)
        {
            return TokenVerdict.Refuse("no expiry");
        }

        if (now >= expires + options.ClockSkew)
        {
            return TokenVerdict.Refuse("expired");
        }

        if (claims.TryGetProperty("nbf", out _) && (Instant(claims, "nbf") is not { } from || now < from - options.ClockSkew))
        {
            return TokenVerdict.Refuse("not valid yet");
        }

        var role = Text(claims, TokenClaims.Role);
        if (role is null || !Roles.Ascending.Contains(role, StringComparer.Ordinal))
        {
            return TokenVerdict.Refuse("unknown role");
        }

        if (!Guid.TryParse(Text(claims, TokenClaims.Subject), out var user) || !Guid.TryParse(Text(claims, TokenClaims.Organisation), out var organisation))
        {
            return TokenVerdict.Refuse("no user or organisation");
        }

        var isClient = claims.TryGetProperty(TokenClaims.Client, out var client) && client.ValueKind is JsonValueKind.True;
        if (isClient && Text(claims, TokenClaims.Scope) is null)
        {
            return TokenVerdict.Refuse("a machine without scope");
        }

        return new TokenVerdict(null,
        [
            new Claim(TokenClaims.Subject, user.ToString()),
            new Claim(TokenClaims.Organisation, organisation.ToString()),
            new Claim(TokenClaims.Role, role),
            .. Optional.Where(name => Text(claims, name) is not null).Select(name => new Claim(name, Text(claims, name)!)),
            .. isClient ? [new Claim(TokenClaims.Client, "true", ClaimValueTypes.Boolean)] : Array.Empty<Claim>(),
        ]);
    }

    // RFC 7519: one audience is a string, several are an array.
    private static bool IsFor(JsonElement claims, string audience) => claims.TryGetProperty("aud", out var aud) && aud.ValueKind switch
    {
        JsonValueKind.String => aud.GetString() == audience,
        JsonValueKind.Array => aud.EnumerateArray().Any(one => one.ValueKind is JsonValueKind.String && one.GetString() == audience),
        _ => false,
    };

    private static DateTimeOffset? Instant(JsonElement claims, string name) =>
        claims.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.Number
            && value.TryGetDouble(out var seconds) && seconds is >= 0 and < 253402300800
            ? DateTimeOffset.UnixEpoch.AddSeconds(seconds)
            : null;

    private static string? Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String ? value.GetString() : null;
}
