using System.Security.Cryptography;
using JWT;
using JWT.Algorithms;
using JWT.Serializers;
using Microsoft.Extensions.Options;
using Teg.Platform.Accounts.Sessions;
using Teg.Platform.ServiceDefaults;

namespace Teg.Platform.Accounts.Keys;

/// <summary>Issues access tokens: RS256, claims as ServiceDefaults' TokenClaims names them.</summary>
internal sealed class AccessTokens(KeyRing keys, IOptions<TokenOptions> tokens, IOptions<LifetimeOptions> sessions, TimeProvider clock)
{
    public async Task<string> IssueAsync(SignedInUser user, Guid orgId, Guid sessionId, CancellationToken ct)
    {
        var (kid, key) = await keys.SigningAsync(ct);
        var now = clock.GetUtcNow();
        var claims = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["iss"] = tokens.Value.Issuer,
            ["aud"] = tokens.Value.Audience,
            ["iat"] = now.ToUnixTimeSeconds(),
            ["nbf"] = now.ToUnixTimeSeconds(),
            ["exp"] = (now + sessions.Value.AccessLifetime).ToUnixTimeSeconds(),
            ["jti"] = Guid.CreateVersion7(now).ToString(),
            [TokenClaims.Subject] = user.Id.ToString(),
            [TokenClaims.Organisation] = orgId.ToString(),
            [TokenClaims.Role] = user.Role,
            [TokenClaims.Name] = user.Name,
            [TokenClaims.Email] = user.Email,
            [TokenClaims.Session] = sessionId.ToString(),
        };
        return Encode(kid, key, claims);
    }

    internal static string Encode(string kid, RSA key, IDictionary<string, object> claims)
    {
        var header = new Dictionary<string, object>(StringComparer.Ordinal) { ["kid"] = kid };
        // The key is the algorithm's; the encoder's own key parameter is for HMAC.
        return new JwtEncoder(new RS256Algorithm(key, key), new JsonNetSerializer(), new JwtBase64UrlEncoder()).Encode(header, claims, Array.Empty<byte>());
    }
}
