using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Teg.Platform.Accounts.Machines;

/// <summary>A public name that says organisation and row, so that it is looked up inside that tenant: "tc_" and 32 bytes in base64url.</summary>
internal static class ClientId
{
    public const string Client = "tc_";
    public const string SiteKey = "pk_";
    public const string Secret = "ts_";

    private const int Bytes = 32;

    public static string Create(string prefix, Guid orgId, Guid id)
    {
        Span<byte> bytes = stackalloc byte[Bytes];
        orgId.TryWriteBytes(bytes, bigEndian: true, out _);
        id.TryWriteBytes(bytes[16..], bigEndian: true, out _);
        return prefix + Base64Url.EncodeToString(bytes);
    }

    /// <returns>Null when it was never one of ours.</returns>
    public static (Guid OrgId, Guid Id)? Parse(string prefix, string text)
    {
        Span<byte> bytes = stackalloc byte[Bytes];
        return text.StartsWith(prefix, StringComparison.Ordinal) && text.Length == prefix.Length + Base64Url.GetEncodedLength(Bytes)
            && Base64Url.IsValid(text.AsSpan(prefix.Length)) && Base64Url.TryDecodeFromChars(text.AsSpan(prefix.Length), bytes, out var length) && length == Bytes
                ? (new Guid(bytes[..16], bigEndian: true), new Guid(bytes[16..], bigEndian: true))
                : null;
    }

    /// <summary>256 random bits: as many as need no slow hash.</summary>
    public static string NewSecret() => Secret + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Bytes));

    public static byte[] Digest(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));
}
