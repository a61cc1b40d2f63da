using System.Buffers.Text;
using System.Text.Json;

namespace Teg.Platform.Accounts.External;

/// <summary>Who a provider says is there.</summary>
/// <param name="Subject">Never changes and is never given to another person; an address may be both.</param>
/// <param name="EmailVerified">The provider vouches that the address is this person's.</param>
internal sealed record ExternalIdentity(string Subject, string? Email, bool EmailVerified)
{
    /// <summary>
    /// Reads an ID token that came straight from the provider's token endpoint over TLS; OpenID Connect Core 3.1.3.7 takes that for its signature.
    /// Google says <c>"email_verified":true</c>. Microsoft lets anybody write any address into their own directory; only <c>"xms_edov":true</c>
    /// says that its domain's owner was verified.
    /// </summary>
    /// <returns>Null when it is no ID token for this client.</returns>
    public static ExternalIdentity? Read(string? idToken, string clientId)
    {
        var parts = idToken?.Split('.') ?? [];
        if (parts.Length != 3)
        {
            return null;
        }

        try
        {
            using var claims = JsonDocument.Parse(Base64Url.DecodeFromChars(parts[1]));
            return Text(claims.RootElement, "aud") == clientId && Text(claims.RootElement, "sub") is { Length: > 0 } subject
                ? new ExternalIdentity(subject, Text(claims.RootElement, "email"), Says(claims.RootElement, "email_verified") || Says(claims.RootElement, "xms_edov"))
                : null;
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException)
        {
            return null;
        }
    }

    private static string? Text(JsonElement claims, string name) =>
        claims.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String ? value.GetString() : null;

    // Some say true, some "true", some 1.
    private static bool Says(JsonElement claims, string name) =>
        claims.TryGetProperty(name, out var value) && value.ToString() is "True" or "true" or "1";
}
