using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Teg.Platform.Sync.Webhooks;

/// <summary>Proof that a delivery comes from the vendor. Compared in constant time.</summary>
internal static class WebhookSignature
{
    /// <summary>Calendly's own tolerance for the age of a delivery.</summary>
    public static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(3);

    /// <summary><c>Calendly-Webhook-Signature: t=1763629976,v1=hex</c>; v1 = HMAC-SHA256(key, t + "." + raw body). Null when it is right, else what is wrong.</summary>
    public static string? CalendlyFault(string? header, ReadOnlySpan<byte> body, string key, DateTimeOffset now)
    {
        if (string.IsNullOrEmpty(header))
        {
            return "The signature header is missing.";
        }

        string? time = null;
        var signatures = new List<string>();
        foreach (var part in header.Split(',', StringSplitOptions.TrimEntries))
        {
            if (part.StartsWith("t=", StringComparison.Ordinal))
            {
                time = part[2..];
            }
            else if (part.StartsWith("v1=", StringComparison.Ordinal))
            {
                signatures.Add(part[3..]);
            }
        }

        if (!long.TryParse(time, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) || seconds > 253_402_300_799)
        {
            return "The signature has no time.";
        }

        if ((now - DateTimeOffset.FromUnixTimeSeconds(seconds)).Duration() > Tolerance)
        {
            return "The signature is too old.";
        }

        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(key));
        hmac.AppendData(Encoding.UTF8.GetBytes($"{time}."));
        hmac.AppendData(body);
        var expected = Encoding.ASCII.GetBytes(Convert.ToHexStringLower(hmac.GetHashAndReset()));
        return signatures.Exists(given => CryptographicOperations.FixedTimeEquals(expected, Encoding.ASCII.GetBytes(given))) ? null : "The signature does not match the body.";
    }

    /// <summary>Monday's <c>Authorization</c>: a JWT signed with the app's secret (HS256). Null when it is right, else what is wrong.</summary>
    public static string? MondayFault(string? authorization, string secret, DateTimeOffset now)
    {
        var token = authorization is null ? "" : authorization.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? authorization[7..] : authorization;
        var parts = token.Split('.');
        if (parts.Length != 3)
        {
            return "The Authorization header holds no token.";
        }

        var expected = HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"));
        if (Part(parts[2]) is not { } given || !CryptographicOperations.FixedTimeEquals(expected, given))
        {
            return "The token is not signed with the app's secret.";
        }

        if (Part(parts[0]) is not { } header || Part(parts[1]) is not { } claims)
        {
            return "The token cannot be read.";
        }

        try
        {
            using var head = JsonDocument.Parse(header);
            using var body = JsonDocument.Parse(claims);
            if (!head.RootElement.TryGetProperty("alg", out var alg) || alg.GetString() != "HS256")
            {
                return "The token is not signed the agreed way.";
            }

            return body.RootElement.TryGetProperty("exp", out var exp) && exp.TryGetInt64(out var expires) && DateTimeOffset.FromUnixTimeSeconds(expires) > now - Tolerance
                ? null
                : "The token has expired.";
        }
        catch (JsonException)
        {
            return "The token cannot be read.";
        }
    }

    /// <summary>Compares an unguessable word without telling by its time how much of it was right.</summary>
    public static bool IsSame(string given, string expected) => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), Encoding.UTF8.GetBytes(expected));

    private static byte[]? Part(string base64Url) =>
        System.Buffers.Text.Base64Url.IsValid(base64Url) ? System.Buffers.Text.Base64Url.DecodeFromChars(base64Url) : null;
}
