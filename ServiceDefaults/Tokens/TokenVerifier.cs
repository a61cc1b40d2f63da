using System.Security.Claims;
using Microsoft.Extensions.Options;

namespace Teg.Platform.ServiceDefaults;

/// <summary>Whether a token is one of the Accounts service's and still good. Nothing is asked of Accounts but its public keys.</summary>
public sealed class TokenVerifier
{
    private readonly SigningKeys keys;
    private readonly IOptions<TokenOptions> options;
    private readonly TimeProvider clock;

    internal TokenVerifier(SigningKeys keys, IOptions<TokenOptions> options, TimeProvider clock) => (this.keys, this.options, this.clock) = (keys, options, clock);

    /// <returns>The claims, or the rule that refused the token.</returns>
    /// <exception cref="SigningKeysUnavailableException">There is no key to tell by.</exception>
    public async Task<(IReadOnlyList<Claim>? Claims, string? Refusal)> VerifyAsync(string text, CancellationToken ct)
    {
        var (token, refusal) = TokenRules.Read(text);
        if (token is null)
        {
            return (null, refusal);
        }

        if (await keys.FindAsync(token.KeyId, ct) is not { } key)
        {
            return (null, "unknown key");
        }

        var verdict = TokenRules.Judge(token, key, options.Value, clock.GetUtcNow());
        return verdict.Refusal is null ? (verdict.Claims, null) : (null, verdict.Refusal);
    }
}
