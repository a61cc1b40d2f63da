using System.Buffers.Text;
using System.Security.Cryptography;

namespace Teg.Platform.Accounts.Sessions;

/// <summary>
/// What the Gateway holds: organisation (16 bytes), session (16) and 256 random bits, in base64url. It names its organisation so that it is
/// looked up inside that tenant, under row-level security; a forged name finds nothing.
/// </summary>
internal sealed record RefreshToken(Guid OrgId, Guid SessionId, byte[] Hash)
{
    private const int GuidBytes = 16;
    private const int SecretBytes = 32;
    private const int TextLength = (((GuidBytes * 2) + SecretBytes) * 4 + 2) / 3;

    /// <returns>The text for the holder, and what is stored.</returns>
    public static (string Text, RefreshToken Token) Create(Guid orgId, Guid sessionId)
    {
        Span<byte> bytes = stackalloc byte[(GuidBytes * 2) + SecretBytes];
        orgId.TryWriteBytes(bytes, bigEndian: true, out _);
        sessionId.TryWriteBytes(bytes[GuidBytes..], bigEndian: true, out _);
        RandomNumberGenerator.Fill(bytes[(GuidBytes * 2)..]);
        return (Base64Url.EncodeToString(bytes), new RefreshToken(orgId, sessionId, SHA256.HashData(bytes)));
    }

    /// <returns>Null when the text was never a refresh token of ours.</returns>
    public static RefreshToken? Parse(string text)
    {
        Span<byte> bytes = stackalloc byte[(GuidBytes * 2) + SecretBytes];
        return text.Length == TextLength && Base64Url.IsValid(text) && Base64Url.TryDecodeFromChars(text, bytes, out var length) && length == bytes.Length
            ? new RefreshToken(
                new Guid(bytes[..GuidBytes], bigEndian: true),
                new Guid(bytes[GuidBytes..(GuidBytes * 2)], bigEndian: true),
                SHA256.HashData(bytes))
            : null;
    }
}
