using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace Teg.Platform.Accounts.Keys;

/// <summary>Seals secrets for the database with AES-256-GCM. Sealed: version (1 byte), key id (4), nonce (12), tag (16), ciphertext.</summary>
internal sealed class SecretBox
{
    public const int KeyBytes = 32;

    private const byte Version = 1;
    private const int KeyIdBytes = 4;
    private const int NonceBytes = 12;
    private const int TagBytes = 16;
    private const int HeaderBytes = 1 + KeyIdBytes + NonceBytes + TagBytes;

    private readonly byte[] current;
    private readonly Dictionary<string, byte[]> byId;

    public SecretBox(IOptions<KeyOptions> options)
    {
        current = Convert.FromBase64String(options.Value.EncryptionKey);
        byId = options.Value.PreviousEncryptionKeys.Select(Convert.FromBase64String).Prepend(current)
            .DistinctBy(IdOf).ToDictionary(IdOf, StringComparer.Ordinal);
    }

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
                $"The secret of {owner} was sealed under another encryption key. Add that key to Keys:PreviousEncryptionKeys, "
                + "or delete the row from accounts.signing_key: a new one is made and everybody's access token is renewed.");
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
            throw new SecretSealedException($"The sealed secret of {owner} was changed in the database; delete that row and a new one is made.", e);
        }

        return secret;
    }

    private static string IdOf(byte[] key) => Convert.ToHexString(SHA256.HashData(key).AsSpan(0, KeyIdBytes));
}

internal sealed class SecretSealedException(string message, Exception? inner = null) : Exception(message, inner);
