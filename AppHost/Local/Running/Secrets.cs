using System.Security.Cryptography;

namespace Aspire.Hosting.Running;

/// <summary>Passwords generated at the first start and kept, readable by this user alone, as long as the data they open.</summary>
internal sealed class Secrets(DataFolder data)
{
    private const string Alphabet = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789";

    private readonly Lock _gate = new();

    public string Of(string name)
    {
        lock (_gate)
        {
            var folder = Directory.CreateDirectory(data.In("secrets"), (UnixFileMode)0b111_000_000).FullName;
            var file = Path.Combine(folder, name);
            if (File.Exists(file) && File.ReadAllText(file).Trim() is { Length: > 0 } kept)
            {
                return kept;
            }

            // Letters and digits only: the password stands in connection strings, URIs and configuration files of three servers.
            var secret = RandomNumberGenerator.GetString(Alphabet, 24);
            using var stream = new FileStream(
                file, new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, UnixCreateMode = (UnixFileMode)0b110_000_000 });
            using var writer = new StreamWriter(stream);
            writer.Write(secret);
            return secret;
        }
    }
}
