using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Teg.Platform.Gateway.Sessions;

/// <summary>
/// 256 random bits that only the browser's cookie holds. Where the session is kept, the key that seals it there and its CSRF token are all
/// derived from them, one way: a copy of Redis shows no token and names no session, and any replica can serve any browser without shared
/// data-protection keys.
/// </summary>
internal sealed class SessionKey
{
    private const int Bytes = 32;
    private const int NonceBytes = 12;
    private const int TagBytes = 16;

    private readonly byte[] secret;

    private SessionKey(byte[] secret)
    {
        this.secret = secret;
        Name = Convert.ToHexStringLower(Derive("name"));
        CsrfToken = Base64Url.EncodeToString(Derive("csrf"));
    }

    /// <summary>Where the session is kept.</summary>
    public string Name { get; }

    /// <summary>What the page sends back with every request that changes something.</summary>
    public string CsrfToken { get; }

    public static SessionKey Create() => new(RandomNumberGenerator.GetBytes(Bytes));

    /// <returns>Null when this is no cookie of ours.</returns>
    public static SessionKey? Parse(string? cookie)
    {
        Span<byte> bytes = stackalloc byte[Bytes];
        return cookie?.Length == Base64Url.GetEncodedLength(Bytes) && Base64Url.IsValid(cookie) && Base64Url.TryDecodeFromChars(cookie, bytes, out var length) && length == Bytes
            ? new SessionKey(bytes.ToArray())
            : null;
    }

    public string ToCookie() => Base64Url.EncodeToString(secret);

    /// <summary>Constant time: how much of a guess was right must not show.</summary>
    public bool Confirms(string? csrfToken) =>
        csrfToken is not null && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(csrfToken), Encoding.UTF8.GetBytes(CsrfToken));

    public byte[] Seal(byte[] text)
    {
        var box = new byte[NonceBytes + TagBytes + text.Length];
        RandomNumberGenerator.Fill(box.AsSpan(0, NonceBytes));
        using var aes = new AesGcm(Derive("seal"), TagBytes);
        aes.Encrypt(box.AsSpan(0, NonceBytes), text, box.AsSpan(NonceBytes + TagBytes), box.AsSpan(NonceBytes, TagBytes));
        return box;
    }

    /// <returns>Null when it was not sealed under this key.</returns>
    public byte[]? Open(byte[] box)
    {
        if (box.Length < NonceBytes + TagBytes)
        {
            return null;
        }

        var text = new byte[box.Length - NonceBytes - TagBytes];
        using var aes = new AesGcm(Derive("seal"), TagBytes);
        try
        {
            aes.Decrypt(box.AsSpan(0, NonceBytes), box.AsSpan(NonceBytes + TagBytes), box.AsSpan(NonceBytes, TagBytes), text);
            return text;
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
    }

    private byte[] Derive(string purpose) => HKDF.Expand(HashAlgorithmName.SHA256, secret, Bytes, Encoding.ASCII.GetBytes($"teg-session {purpose}"));
}
