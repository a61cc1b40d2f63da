using System.Security.Cryptography;
using System.Text;

namespace Teg.Platform.Accounts.SecondFactor;

/// <summary>A code on paper for the day the authenticator is lost: 80 random bits, so that a plain digest of it cannot be searched.</summary>
internal static class RecoveryCode
{
    public const int Given = 10;

    private const int Bytes = 10;
    private const int Letters = 16;

    /// <summary>As people copy it: <c>k2zq-7hfd-w3ma-p5xe</c>.</summary>
    public static string Create() =>
        string.Join('-', Totp.ToBase32(RandomNumberGenerator.GetBytes(Bytes)).ToLowerInvariant().Chunk(4).Select(part => new string(part)));

    /// <returns>Null when it cannot be a recovery code. Hyphens, spaces and capitals do not matter.</returns>
    public static byte[]? Digest(Guid accountId, string code)
    {
        var letters = new string([.. code.Where(char.IsAsciiLetterOrDigit)]).ToLowerInvariant();
        return letters.Length == Letters ? SHA256.HashData(Encoding.ASCII.GetBytes($"{accountId:n} {letters}")) : null;
    }
}
