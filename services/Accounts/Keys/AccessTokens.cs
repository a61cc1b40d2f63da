using System.Security.Cryptography;
using JWT;
using JWT.Algorithms;
using JWT.Serializers;
using Microsoft.Extensions.Options;
using Teg.Platform.Accounts.Machines;
using Teg.Platform.Accounts.Sessions;
using Teg.Platform.ServiceDefaults;

namespace Teg.Platform.Accounts.Keys;

/// <summary>Issues access tokens: RS256, claims as ServiceDefaults' TokenClaims names them.</summary>
internal sealed class AccessTokens(KeyRing keys, IOptions<TokenOptions> tokens, IOptions<LifetimeOptions> sessions, TimeProvider clock)
{
    public Task<string> IssueAsync(SignedInUser user, Guid orgId, Guid sessionId, CancellationToken ct) => IssueAsync(
        user.Id, orgId, user.Role, user.Name, sessions.Value.AccessLifetime,
        [new(TokenClaims.Email, user.Email), new(TokenClaims.Session, sessionId.ToString())], ct);

    /// <param name="scope">What of the client's scopes this token has.</param>
    public Task<string> IssueAsync(ApiClient client, string scope, CancellationToken ct) => IssueAsync(
        client.Id, client.OrgId, client.Role, client.Name, sessions.Value.MachineLifetime, [new(TokenClaims.Scope, scope), new(TokenClaims.Client, true)], ct);

    private async Task<string> IssueAsync(
        Guid subject, Guid orgId, string role, string name, TimeSpan lifetime, KeyValuePair<string, object>[] more, CancellationToken ct)
    {
        var (kid, key) = await keys.SigningAsync(ct);
        var now = clock.GetUtcNow();
        var claims = new Dictionary<string, object>(more, StringComparer.Ordinal)
        {
            ["iss"] = tokens.Value.Issuer,
            ["aud"] = tokens.Value.Audience,
            ["iat"] = now.ToUnixTimeSeconds(),
            ["nbf"] = now.ToUnixTimeSeconds(),
            ["exp"] = (now + lifetime).ToUnixTimeSeconds(),
            ["jti"] = Guid.CreateVersion7(now).ToString(),
            [TokenClaims.Subject] = subject.ToString(),
            [TokenClaims.Organisation] = orgId.ToString(),
            [TokenClaims.Role] = role,
            [TokenClaims.Name] = name,
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
