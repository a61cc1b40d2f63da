using System.Security.Cryptography;
using System.Text;

namespace Teg.Platform.ServiceDefaults;

/// <summary>Seals secrets for the database with AES-256-GCM. Sealed: version (1 byte), key id (4), nonce (12), tag (16), ciphertext.</summary>
public sealed class SecretBox
{
    public const int KeyBytes = 32;

    private const byte Version = 1;
    private const int KeyIdBytes = 4;
    private const int NonceBytes = 12;
    private const int TagBytes = 16;
    private const int HeaderBytes = 1 + KeyIdBytes + NonceBytes + TagBytes;

    private readonly byte[] current;
    private readonly Dictionary<string, byte[]> byId;
    private readonly string section;

    /// <param name="encryptionKey">32 bytes in base64; seals everything from now on.</param>
    /// <param name="previousKeys">Keys that sealed older rows.</param>
    /// <param name="section">Where they are configured, for the message when one is missing.</param>
    public SecretBox(string encryptionKey, IEnumerable<string> previousKeys, string section)
    {
        this.section = section;
        current = Convert.FromBase64String(encryptionKey);
        byId = previousKeys.Select(Convert.FromBase64String).Prepend(current)
            .DistinctBy(IdOf).ToDictionary(IdOf, StringComparer.Ordinal);
    }

    /// <summary>Names the key that seals now, without telling anything about it.</summary>
    public string Fingerprint => IdOf(current);

    /// <summary>Whether the text is a key: 32 bytes in base64.</summary>
    public static bool IsKey(string text)
    {
        var bytes = new byte[2 * KeyBytes];
        return Convert.TryFromBase64String(text, bytes, out var length) && length == KeyBytes;
    }

    /// <param name="secret">The plain secret; the caller's to wipe.</param>
    /// <param name="owner">What the secret belongs to; a sealed secret moved to another row does not open.</param>
    public byte[] Seal(byte[] secret, string owner)
    {
        var box = new byte[HeaderBytes + secret.Length];
        box[0] = Version;
        Convert.FromHexString(IdOf(current)).CopyTo(box, 1);
        var nonce = box.AsSpan(1 + KeyIdBytes, NonceBytes);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(current, TagBytes);
        aes.Encrypt(nonce, secret, box.AsSpan(HeaderBytes), box.AsSpan(1 + KeyIdBytes + NonceBytes, TagBytes), Encoding.UTF8.GetBytes(owner));
        return box;
    }

    /// <exception cref="SecretSealedException">Sealed under a key that is not configured, or changed since.</exception>
    public byte[] Open(byte[] box, string owner)
    {
        if (box.Length < HeaderBytes || box[0] != Version || !byId.TryGetValue(Convert.ToHexString(box.AsSpan(1, KeyIdBytes)), out var key))
        {
            throw new SecretSealedException(
                $"The secret of {owner} was sealed under another encryption key. Add that key to {section}:PreviousEncryptionKeys, "
                + "or delete the row and make the secret anew.");
        }

        var secret = new byte[box.Length - HeaderBytes];
        using var aes = new AesGcm(key, TagBytes);
        try
        {
            aes.Decrypt(
                box.AsSpan(1 + KeyIdBytes, NonceBytes), box.AsSpan(HeaderBytes), box.AsSpan(1 + KeyIdBytes + NonceBytes, TagBytes), secret,
                Encoding.UTF8.GetBytes(owner));
        }
        catch (AuthenticationTagMismatchException e)
        {
            throw new SecretSealedException($"The sealed secret of {owner} was changed in the database; delete that row and make the secret anew.", e);
        }

        return secret;
    }

    private static string IdOf(byte[] key) => Convert.ToHexString(SHA256.HashData(key).AsSpan(0, KeyIdBytes));
}

/// <summary>A sealed secret cannot be opened; the message says which and what to do.</summary>
public sealed class SecretSealedException(string message, Exception? inner = null) : Exception(message, inner);
