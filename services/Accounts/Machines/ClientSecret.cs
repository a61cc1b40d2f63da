using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Teg.Platform.Accounts.Machines;

/// <summary>What a machine proves itself with. 256 random bits: as many as need no slow hash.</summary>
internal static class ClientSecret
{
    public const string Prefix = "ts_";

    public static string Create() => Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    public static byte[] Digest(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));
}
