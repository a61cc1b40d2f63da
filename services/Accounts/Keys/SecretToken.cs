using System.Buffers.Text;
using System.Security.Cryptography;

namespace Teg.Platform.Accounts.Keys;

/// <summary>
/// A secret that only its holder knows: organisation (16 bytes), row (16) and 256 random bits, in base64url. It names its organisation so that
/// it is looked up inside that tenant, under row-level security; a forged name finds nothing. Refresh tokens, links by mail, challenges.
/// </summary>
internal sealed record SecretToken(Guid OrgId, Guid Id, byte[] Hash)
{
    private const int GuidBytes = 16;
    private const int SecretBytes = 32;
    /// <summary>Of every token's text.</summary>
    public const int TextLength = (((GuidBytes * 2) + SecretBytes) * 4 + 2) / 3;

    /// <returns>The text for the holder, and what is stored.</returns>
    public static (string Text, SecretToken Token) Create(Guid orgId, Guid id)
    {
        Span<byte> bytes = stackalloc byte[(GuidBytes * 2) + SecretBytes];
        orgId.TryWriteBytes(bytes, bigEndian: true, out _);
        id.TryWriteBytes(bytes[GuidBytes..], bigEndian: true, out _);
        RandomNumberGenerator.Fill(bytes[(GuidBytes * 2)..]);
        return (Base64Url.EncodeToString(bytes), new SecretToken(orgId, id, SHA256.HashData(bytes)));
    }

    /// <returns>Null when the text was never a token of ours.</returns>
    public static SecretToken? Parse(string text)
    {
        Span<byte> bytes = stackalloc byte[(GuidBytes * 2) + SecretBytes];
        return text.Length == TextLength && Base64Url.IsValid(text) && Base64Url.TryDecodeFromChars(text, bytes, out var length) && length == bytes.Length
            ? new SecretToken(
                new Guid(bytes[..GuidBytes], bigEndian: true),
                new Guid(bytes[GuidBytes..(GuidBytes * 2)], bigEndian: true),
                SHA256.HashData(bytes))
            : null;
    }

    /// <summary>Constant time: how much of a guess was right must not show.</summary>
    public bool Matches(byte[] hash) => CryptographicOperations.FixedTimeEquals(Hash, hash);
}
