using System.Security.Cryptography;

namespace Teg.Platform.Sandbox.Journal;

/// <summary>Bytes under the SHA-256 of their content: writing the same again changes nothing, and a file that is there is whole.</summary>
internal sealed class FileStore(string folder)
{
    public string Put(byte[] content)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(content));
        var path = PathOf(hash);
        if (!File.Exists(path))
        {
            Directory.CreateDirectory(folder);
            var written = $"{path}.{Guid.NewGuid():N}";
            File.WriteAllBytes(written, content);
            File.Move(written, path, overwrite: true);
        }

        return hash;
    }

    public byte[] Get(string hash) => File.ReadAllBytes(PathOf(hash));

    private string PathOf(string hash) => Path.Combine(folder, hash);
}
