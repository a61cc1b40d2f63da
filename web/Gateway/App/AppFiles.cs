using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Net.Http.Headers;

namespace Teg.Platform.Gateway.App;

internal sealed class AppOptions
{
    public const string Section = "App";

    /// <summary>The built web app. Empty: web/App/dist of the repository this program was built in.</summary>
    public string? Root { get; set; }
}

/// <summary>One file of the built app, in the form this browser takes.</summary>
/// <param name="Encoding">Content-Encoding when it was compressed by the build; else null.</param>
/// <param name="IsImmutable">Its name holds the hash of its content.</param>
internal sealed record AppFile(string Path, string ContentType, string? Encoding, bool IsImmutable);

/// <summary>Finds files below the app's root and nowhere else.</summary>
internal sealed class AppFiles
{
    // By how small they make it.
    private static readonly (string Encoding, string Suffix)[] Precompressed = [("br", ".br"), ("gzip", ".gz")];

    private readonly FileExtensionContentTypeProvider types = new();

    public AppFiles(Microsoft.Extensions.Options.IOptions<AppOptions> options, IHostEnvironment environment)
    {
        Root = System.IO.Path.GetFullPath(
            options.Value.Root is { Length: > 0 } root ? root : FindDist(environment.ContentRootPath) ?? FindDist(AppContext.BaseDirectory) ?? "web/App/dist",
            environment.ContentRootPath);
    }

    public string Root { get; }

    /// <summary>Looked at anew each time: the app may be built while the Gateway runs.</summary>
    public bool IsBuilt => File.Exists(System.IO.Path.Combine(Root, "index.html"));

    /// <param name="path">Decoded: "/assets/index-4f3a.js".</param>
    public bool TryFind(string path, IList<StringWithQualityHeaderValue> accepts, [NotNullWhen(true)] out AppFile? file)
    {
        file = null;
        var full = System.IO.Path.GetFullPath(System.IO.Path.Combine(Root, path.TrimStart('/')));
        if (path.Contains('\0', StringComparison.Ordinal) || !full.StartsWith(Root + System.IO.Path.DirectorySeparatorChar, StringComparison.Ordinal) || !File.Exists(full))
        {
            return false;
        }

        var type = types.TryGetContentType(full, out var known) ? known : "application/octet-stream";
        if (type.StartsWith("text/", StringComparison.Ordinal))
        {
            type += "; charset=utf-8";
        }

        var immutable = path.StartsWith("/assets/", StringComparison.Ordinal);
        foreach (var (encoding, suffix) in Precompressed)
        {
            if (accepts.Any(accept => accept.Value == encoding && accept.Quality is not 0) && File.Exists(full + suffix))
            {
                file = new AppFile(full + suffix, type, encoding, immutable);
                return true;
            }
        }

        file = new AppFile(full, type, null, immutable);
        return true;
    }

    private static string? FindDist(string from)
    {
        for (var folder = new DirectoryInfo(from); folder is not null; folder = folder.Parent)
        {
            if (Directory.Exists(System.IO.Path.Combine(folder.FullName, "web", "App")))
            {
                return System.IO.Path.Combine(folder.FullName, "web", "App", "dist");
            }
        }

        return null;
    }
}
