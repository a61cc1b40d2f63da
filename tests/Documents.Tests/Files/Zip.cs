using System.IO.Compression;
using System.Text;

namespace Teg.Platform.Documents.Tests.Files;

/// <summary>Zip files by hand, for what no Office program writes.</summary>
internal static class Zip
{
    public static byte[] Of(params (string Name, byte[] Content)[] entries)
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in entries)
            {
                using var entry = zip.CreateEntry(name).Open();
                entry.Write(content);
            }
        }

        return stream.ToArray();
    }

    public static IReadOnlyList<(string Name, byte[] Content)> Entries(byte[] file)
    {
        using var zip = new ZipArchive(new MemoryStream(file));
        return [.. zip.Entries.Select(entry =>
        {
            using var stream = entry.Open();
            using var content = new MemoryStream();
            stream.CopyTo(content);
            return (entry.FullName, content.ToArray());
        })];
    }

    public static IReadOnlyList<DateTimeOffset> Times(byte[] file)
    {
        using var zip = new ZipArchive(new MemoryStream(file));
        return [.. zip.Entries.Select(entry => entry.LastWriteTime)];
    }

    public static byte[] Entry(byte[] file, string name) => Entries(file).Single(entry => entry.Name == name).Content;

    public static string Text(byte[] file, string name) => Encoding.UTF8.GetString(Entry(file, name));

    /// <summary>The file with one entry more, or with another content for one it has.</summary>
    public static byte[] With(byte[] file, string name, byte[] content) =>
        Of([.. Entries(file).Where(entry => entry.Name != name), (name, content)]);

    public static byte[] With(byte[] file, string name, string content) => With(file, name, Encoding.UTF8.GetBytes(content));

    public static byte[] Replacing(byte[] file, string name, string old, string replacement)
    {
        var text = Text(file, name);
        text.ShouldContain(old);
        return With(file, name, text.Replace(old, replacement, StringComparison.Ordinal));
    }
}
