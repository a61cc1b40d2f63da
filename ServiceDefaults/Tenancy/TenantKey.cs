using System.Buffers.Text;

namespace Teg.Platform.ServiceDefaults;

/// <summary>A public name that says organisation and row, so that it is looked up inside that tenant: "tc_" or "pk_" and 32 bytes in base64url.</summary>
public static class TenantKey
{
    /// <summary>A machine that signs in.</summary>
    public const string Client = "tc_";

    /// <summary>A page of the organisation's own site.</summary>
    public const string Site = "pk_";

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
}
