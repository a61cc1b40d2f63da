using System.IO.Compression;

namespace Teg.Platform.Gateway.Tests;

/// <summary>A built web app in small.</summary>
internal static class AppFolder
{
    public const string Index = "<!doctype html><title>The app</title>";
    public const string Script = "console.log('a script of the app that is long enough to be worth compressing, again and again and again and again');";

    public static void Write(string root)
    {
        Directory.CreateDirectory(Path.Combine(root, "assets"));
        File.WriteAllText(Path.Combine(root, "index.html"), Index);
        File.WriteAllText(Path.Combine(root, "icon.svg"), "<svg/>");
        File.WriteAllText(Path.Combine(root, "sw.js"), "self.addEventListener('fetch', () => {});");
        File.WriteAllText(Path.Combine(root, "manifest.webmanifest"), "{}");
        File.WriteAllText(Path.Combine(root, "assets", "index-4f3a.js"), Script);
        using var file = File.Create(Path.Combine(root, "assets", "index-4f3a.js.br"));
        using var brotli = new BrotliStream(file, CompressionLevel.SmallestSize);
        brotli.Write(System.Text.Encoding.UTF8.GetBytes(Script));
    }
}
