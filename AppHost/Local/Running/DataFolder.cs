namespace Aspire.Hosting.Running;

/// <summary>Everything a running system writes: databases, queues, secrets, logs/, state.json.</summary>
internal sealed class DataFolder
{
    private DataFolder(string path, bool isTemporary)
    {
        Path = path;
        IsTemporary = isTemporary;
    }

    public string Path { get; }

    /// <summary>A temporary folder is deleted with the application that made it.</summary>
    public bool IsTemporary { get; }

    public string LogFolder => In("logs");

    public static DataFolder Open(string? path)
    {
        var folder = path is null
            ? new DataFolder(Directory.CreateTempSubdirectory("teg-").FullName, isTemporary: true)
            : new DataFolder(System.IO.Path.GetFullPath(path), isTemporary: false);

        try
        {
            Directory.CreateDirectory(folder.LogFolder);
            if (folder.IsTemporary)
            {
                // PostgreSQL may run under its own user: that user has to get through to its part.
                File.SetUnixFileMode(folder.Path, (UnixFileMode)0b111_101_101);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new DistributedApplicationException(
                $"The data folder {folder.Path} cannot be written ({exception.Message}). Give it to this user, or choose another: TEG_DATA=/path ./teg up.",
                exception);
        }

        return folder;
    }

    public string In(params string[] parts) => System.IO.Path.Combine([Path, .. parts]);

    public string CreateIn(params string[] parts) => Directory.CreateDirectory(In(parts)).FullName;

    public void Delete()
    {
        if (!IsTemporary || !Directory.Exists(Path))
        {
            return;
        }

        // A link's target (PostgreSQL's folder under /var/lib/teg) is as temporary as the folder.
        foreach (var target in Directory.EnumerateDirectories(Path).Select(folder => new DirectoryInfo(folder).LinkTarget).OfType<string>())
        {
            Directory.Delete(target, recursive: true);
        }

        Directory.Delete(Path, recursive: true);
    }
}
