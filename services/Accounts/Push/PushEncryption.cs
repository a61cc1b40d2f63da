using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Teg.Platform.Accounts.Push;

/// <summary>
/// Encrypts a message so that only the subscribed browser reads it, not the push service between: RFC 8291 in one record of RFC 8188.
/// The result is salt (16 bytes), record size (4), length of the key (1), our key of this one message (65), and the sealed record.
/// </summary>
internal static class PushEncryption
{
    /// <summary>Longest message: a record of 4096 bytes less header, tag and the byte that ends it.</summary>
    public const int Longest = RecordSize - HeaderBytes - TagBytes - 1;

    private const int RecordSize = 4096;
    private const int SaltBytes = 16;
    private const int PointBytes = 65;
    private const int TagBytes = 16;
    private const int HeaderBytes = SaltBytes + 4 + 1 + PointBytes;

    // RFC 8188, 2: the last record ends with 2.
    private const byte LastRecord = 2;

    /// <param name="theirs">The browser's point on P-256, uncompressed (p256dh).</param>
    /// <param name="secret">The 16 bytes it shares with us (auth).</param>
    public static byte[] Encrypt(ReadOnlySpan<byte> message, byte[] theirs, byte[] secret)
    {
        using var ours = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
        return Encrypt(message, theirs, secret, ours, RandomNumberGenerator.GetBytes(SaltBytes));
    }

    /// <param name="ours">A key of this one message.</param>
    /// <param name="salt">Of this one message, too.</param>
    internal static byte[] Encrypt(ReadOnlySpan<byte> message, byte[] theirs, byte[] secret, ECDiffieHellman ours, byte[] salt)
    {
        if (message.Length > Longest)
        {
            throw new ArgumentException($"A push message has {Longest} bytes at most.", nameof(message));
        }

        var point = Point(ours.ExportParameters(includePrivateParameters: false));
        using var browser = ECDiffieHellman.Create(Parameters(theirs));
        using var browserKey = browser.PublicKey;
        var (key, nonce) = Keys(ours.DeriveRawSecretAgreement(browserKey), secret, theirs, point, salt);

        var sealedMessage = new byte[HeaderBytes + message.Length + 1 + TagBytes];
        salt.CopyTo(sealedMessage, 0);
        BinaryPrimitives.WriteUInt32BigEndian(sealedMessage.AsSpan(SaltBytes), RecordSize);
        sealedMessage[SaltBytes + 4] = PointBytes;
        point.CopyTo(sealedMessage, SaltBytes + 5);

        Span<byte> record = [.. message, LastRecord];
        using var aes = new AesGcm(key, TagBytes);
        aes.Encrypt(nonce, record, sealedMessage.AsSpan(HeaderBytes, record.Length), sealedMessage.AsSpan(HeaderBytes + record.Length));
        return sealedMessage;
    }

    /// <returns>Uncompressed: 4, X, Y.</returns>
    public static byte[] Point(ECParameters parameters) => [4, .. parameters.Q.X!, .. parameters.Q.Y!];

    /// <exception cref="CryptographicException">It is no point on the curve.</exception>
    public static ECParameters Parameters(byte[] point)
    {
        if (point is not [4, ..] || point.Length != PointBytes)
        {
            throw new CryptographicException("A point on P-256 is 65 bytes that begin with 4.");
        }

        var parameters = new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = new ECPoint { X = point[1..33], Y = point[33..] } };
        parameters.Validate();
        return parameters;
    }

    // RFC 8291, 3.4.
    private static (byte[] Key, byte[] Nonce) Keys(byte[] agreed, byte[] secret, byte[] theirs, byte[] ours, byte[] salt)
    {
        byte[] about = [.. "WebPush: info\0"u8, .. theirs, .. ours];
        var material = HKDF.DeriveKey(HashAlgorithmName.SHA256, agreed, 32, salt: secret, info: about);
        var extracted = HKDF.Extract(HashAlgorithmName.SHA256, material, salt);
        return (
            HKDF.Expand(HashAlgorithmName.SHA256, extracted, 16, "Content-Encoding: aes128gcm\0"u8.ToArray()),
            HKDF.Expand(HashAlgorithmName.SHA256, extracted, 12, "Content-Encoding: nonce\0"u8.ToArray()));
    }
}
