using System.Globalization;

namespace Teg.Platform.Documents.Conversion;

/// <summary>
/// The folders of this process's engines, below the one that is configured: <c>4711-86bcf2-1/o3/</c>. The first name is the process and when it began, so
/// that what a killed one left can be told from what a running one needs. The names are short: Chromium has a socket in there, whose path may have
/// 107 characters.
/// </summary>
internal sealed class EngineFolder(string root)
{
    private static int instances;

    private readonly string own = Path.Combine(
        Path.GetFullPath(root), string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessId}-{BeganAt(Environment.ProcessId):x}-{Interlocked.Increment(ref instances)}"));

    private int count;

    /// <summary>A new empty folder that nobody else may enter: documents of people lie in it.</summary>
    public string Create(char engine)
    {
        var path = Path.Combine(own, string.Create(CultureInfo.InvariantCulture, $"{engine}{Interlocked.Increment(ref count)}"));
        Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return path;
    }

    /// <summary>Removes what processes left that are no more. Engines end by themselves when their service does.</summary>
    public int Sweep()
    {
        if (!Directory.Exists(root))
        {
            return 0;
        }

        var left = Directory.GetDirectories(root).Where(folder => IsLeft(Path.GetFileName(folder))).ToList();
        foreach (var folder in left)
        {
            Remove(folder);
        }

        return left.Count;
    }

    public void Remove() => Remove(own);

    /// <summary>
    /// An engine that is being killed may still write while its folder goes; so again, for half a second at most. It waits on its thread, as deleting a folder
    /// does anyway, and only when an engine is on its way out: after an ordinary conversion the first attempt succeeds.
    /// </summary>
    public static void Remove(string folder)
    {
        for (var attempt = 0; Directory.Exists(folder); attempt++)
        {
            try
            {
                Directory.Delete(folder, recursive: true);
            }
            catch (DirectoryNotFoundException)
            {
                return;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                if (attempt == 20)
                {
                    // The next start of the service sweeps it.
                    return;
                }

                Thread.Sleep(25);
            }
        }
    }

    private static bool IsLeft(string name)
    {
        var parts = name.Split('-');
        return parts.Length == 3 && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var process)
            && long.TryParse(parts[1], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var began) && BeganAt(process) != began;
    }

    // /proc/4711/stat: "4711 (dotnet) S 1 4711 …"; field 22 is the start in clock ticks since the machine's. Ids are used again, the two together are not.
    private static long BeganAt(int process)
    {
        try
        {
            var stat = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/stat"));
            return long.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[19], CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return 0;
        }
    }
}
