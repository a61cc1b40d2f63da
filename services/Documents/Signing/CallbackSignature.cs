using System.Security.Cryptography;
using System.Text;

namespace Teg.Platform.Documents.Signing;

/// <summary>
/// Proof that a delivery comes from SignNow: <c>X-SignNow-Signature</c> is the HMAC-SHA256 of the raw body. Whether in base64 or in hex the vendor does not
/// say and integrations differ, so both are read. Compared in constant time.
/// </summary>
internal static class CallbackSignature
{
    public static bool IsRight(string? header, ReadOnlySpan<byte> body, string secret)
    {
        Span<byte> expected = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), body, expected);
        return header is not null && Read(header.Trim()) is { } given && CryptographicOperations.FixedTimeEquals(given, expected);
    }

    private static byte[]? Read(string header)
    {
        if (header.Length == 2 * HMACSHA256.HashSizeInBytes)
        {
            return header.All(char.IsAsciiHexDigit) ? Convert.FromHexString(header) : null;
        }

        var bytes = new byte[HMACSHA256.HashSizeInBytes];
        return header.Length == 44 && Convert.TryFromBase64String(header, bytes, out var length) && length == bytes.Length ? bytes : null;
    }
}
