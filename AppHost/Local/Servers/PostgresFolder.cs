using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Aspire.Hosting.Processes;
using Aspire.Hosting.Running;

namespace Aspire.Hosting.Servers;

/// <summary>Where a cluster lies, owned by the user the server runs as, and whether initdb got to its end there.</summary>
internal sealed class PostgresFolder
{
    private readonly string? _user;
    private readonly ProcessSpawner _spawner;
    private readonly TimeProvider _clock;

    private PostgresFolder(string path, string? user, ProcessSpawner spawner, TimeProvider clock)
    {
        Path = path;
        _user = user;
        _spawner = spawner;
        _clock = clock;
    }

    public string Path { get; }

    public string Cluster => System.IO.Path.Combine(Path, "cluster");

    public bool IsInitialised => File.Exists(Marker);

    public int? ClusterMajor => IsInitialised
        ? int.Parse(File.ReadAllText(System.IO.Path.Combine(Cluster, "PG_VERSION")).Trim(), CultureInfo.InvariantCulture)
        : null;

    private string Marker => System.IO.Path.Combine(Path, "initialised");

    /// <summary>
    /// As root the folder belongs to <paramref name="user"/>, who cannot enter a clone below /root (mode 700). Then the cluster lies under
    /// /var/lib/teg and the data folder holds a link to it.
    /// </summary>
    public static async Task<PostgresFolder> OpenAsync(
        DataFolder data, string name, string? user, ProcessSpawner spawner, TimeProvider clock, Action<string> log)
    {
        var path = data.In(name);
        if (user is not null && !Directory.Exists(path) && !await CanEnterAsync(data.Path, user, spawner, clock))
        {
            // The folder's hash keeps two clones on one machine apart.
            var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(data.Path)))[..12];
            var elsewhere = Directory.CreateDirectory(System.IO.Path.Combine("/var/lib/teg", hash, name)).FullName;
            var link = new FileInfo(path);
            if (link.LinkTarget is not null)
            {
                link.Delete();
            }

            Directory.CreateSymbolicLink(path, elsewhere);
            log($"User {user} cannot enter {data.Path}; the cluster lies in {elsewhere}.");
        }

        Directory.CreateDirectory(path);
        var target = new DirectoryInfo(path).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? path;
        var folder = new PostgresFolder(target, user, spawner, clock);
        if (Directory.Exists(folder.Cluster) && !folder.IsInitialised)
        {
            throw new DistributedApplicationException(
                $"PostgreSQL's data folder {folder.Cluster} is only half initialised: an earlier first start was interrupted. "
                + $"Nothing of value is in it. Remove it: rm -rf '{folder.Path}', or start over with ./teg up --fresh.");
        }

        await folder.GiveAwayAsync(target);
        return folder;
    }

    /// <summary>A file that only the server's user can read.</summary>
    public async Task WriteAsync(string file, string text)
    {
        await using (var stream = new FileStream(
            file,
            new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite }))
        {
            await stream.WriteAsync(Encoding.UTF8.GetBytes(text));
        }

        await GiveAwayAsync(file);
    }

    public void MarkInitialised() => File.WriteAllText(Marker, "initdb came to its end; without this file the cluster is half made.\n");

    private async Task GiveAwayAsync(string path)
    {
        if (_user is null)
        {
            return;
        }

        using var chown = await ChildProcess.StartAsync(_spawner, new ProcessSpec("chown", [$"{_user}:", path], "/"), _ => { }, _clock);
        if (await chown.Exited != 0)
        {
            throw new DistributedApplicationException(
                $"{path} cannot be given to user '{_user}', as whom PostgreSQL runs. Does the user exist? sudo apt-get install -y postgresql makes it.");
        }
    }

    private static async Task<bool> CanEnterAsync(string path, string user, ProcessSpawner spawner, TimeProvider clock)
    {
        using var test = await ChildProcess.StartAsync(spawner, new ProcessSpec("test", ["-x", path], "/") { User = user }, _ => { }, clock);
        return await test.Exited == 0;
    }
}
