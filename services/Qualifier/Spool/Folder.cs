using System.Runtime.InteropServices;

namespace Teg.Platform.Qualifier.Spool;

/// <summary>Makes the names of new files as durable as their contents; .NET opens no directories.</summary>
internal static partial class Folder
{
    private const int ReadOnly = 0;

    public static void Flush(string path)
    {
        // Elsewhere a file's own flush has to do.
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        var folder = Open(path, ReadOnly);
        if (folder < 0)
        {
            throw new IOException($"The folder {path} cannot be opened: {Marshal.GetLastPInvokeErrorMessage()}.");
        }

        try
        {
            if (Fsync(folder) != 0)
            {
                throw new IOException($"The folder {path} cannot be flushed: {Marshal.GetLastPInvokeErrorMessage()}.");
            }
        }
        finally
        {
            _ = Close(folder);
        }
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Fsync(int file);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int Close(int file);
}
