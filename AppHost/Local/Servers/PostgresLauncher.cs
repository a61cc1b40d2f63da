using System.Globalization;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Processes;
using Aspire.Hosting.Running;
using Npgsql;

namespace Aspire.Hosting.Servers;

/// <summary>A cluster of the newest PostgreSQL installed, in the data folder. PostgreSQL refuses root, so as root it runs as user postgres.</summary>
internal sealed class PostgresLauncher(PostgresServerResource resource, DataFolder data, ProcessSpawner spawner, bool fsync, TimeProvider clock)
    : Launcher
{
    private const int OldestMajor = 15;
    private const string ServerUser = "postgres";

    public override string Kind => "postgres";

    private static string? User => Environment.IsPrivilegedProcess ? ServerUser : null;

    public override IEnumerable<string> FindProblems()
    {
        if (PostgresInstallation.All().Count == 0)
        {
            yield return $"{resource.Name}: PostgreSQL is not installed. Install it: sudo apt-get install -y postgresql.";
        }
    }

    public override async Task<LaunchPlan?> PrepareAsync(Action<string> log, CancellationToken ct)
    {
        var folder = await PostgresFolder.OpenAsync(data, resource.Name, User, spawner, clock, log);
        var installation = Choose(folder);
        log($"PostgreSQL {installation.Major} from {installation.Bin}, data in {folder.Cluster}");

        if (!folder.IsInitialised)
        {
            await InitialiseAsync(folder, installation, log);
        }

        // Connections come over loopback TCP only: a socket's path may not exceed 107 bytes, which a deep clone does.
        string[] settings =
        [
            string.Create(CultureInfo.InvariantCulture, $"port={resource.PrimaryEndpoint.Port}"),
            "listen_addresses=localhost",
            "unix_socket_directories=",
            "max_connections=200",
            "shared_buffers=256MB",
            "max_wal_size=2GB",
            "password_encryption=scram-sha-256",
            "timezone=UTC",
            "log_timezone=UTC",
            "log_line_prefix=%m [%p] %q%u@%d ",
            // No question here is long enough to be worth compiling; the planner's guess that one is costs hundreds of milliseconds.
            "jit=off",
            $"fsync={(fsync ? "on" : "off")}",
            // Guards against pages torn by a lost power supply, after which nothing is left without fsync anyway.
            $"full_page_writes={(fsync ? "on" : "off")}",
        ];
        var server = new ProcessSpec(
            Path.Combine(installation.Bin, "postgres"), ["-D", folder.Cluster, .. settings.SelectMany(setting => (string[])["-c", setting])], "/")
        {
            User = User,
            // SIGINT is PostgreSQL's fast shutdown: sessions are ended, the checkpoint is written. SIGTERM would wait for every client to leave.
            StopSignal = ProcessTree.SigInt,
            ParentDeathSignal = "INT",
            Grace = TimeSpan.FromSeconds(30),
        };
        return LaunchPlan.Of(server);
    }

    public override Task<string?> CheckAsync(CancellationToken ct) =>
        SelectOneAsync($"{resource.ConnectionStringExpression.GetValue()};Database=postgres", ct);

    public static async Task<string?> SelectOneAsync(string connectionString, CancellationToken ct)
    {
        try
        {
            await using var connection = new NpgsqlConnection($"{connectionString};Pooling=false;Timeout=5;Command Timeout=5");
            await connection.OpenAsync(ct);
            await using var command = new NpgsqlCommand("select 1", connection);
            await command.ExecuteScalarAsync(ct);
            return null;
        }
        catch (Exception exception) when (exception is NpgsqlException or TimeoutException or System.Net.Sockets.SocketException or IOException)
        {
            return $"SELECT 1: {exception.Message}";
        }
    }

    private async Task InitialiseAsync(PostgresFolder folder, PostgresInstallation installation, Action<string> log)
    {
        // Read by initdb alone, as the server's user, and gone right after.
        var passwordFile = Path.Combine(folder.Path, "password-for-initdb");
        await folder.WriteAsync(passwordFile, resource.Password);
        string[] arguments =
        [
            "-D", folder.Cluster, "-U", ServerUser, "-A", "scram-sha-256", $"--pwfile={passwordFile}", "-E", "UTF8", "--locale=C.UTF-8",
            .. fsync ? Array.Empty<string>() : ["--no-sync"],
        ];
        using var initdb = await ChildProcess.StartAsync(
            spawner, new ProcessSpec(Path.Combine(installation.Bin, "initdb"), arguments, "/") { User = User, ParentDeathSignal = "KILL" }, log, clock);
        var exitCode = await initdb.Exited;
        File.Delete(passwordFile);
        if (exitCode != 0)
        {
            throw new DistributedApplicationException(string.Create(
                CultureInfo.InvariantCulture, $"initdb ended with exit code {exitCode}; its output is in {data.In("logs", $"{resource.Name}.log")}."));
        }

        folder.MarkInitialised();
    }

    /// <summary>A cluster belongs to the major version that made it; a new one takes the newest installed.</summary>
    private PostgresInstallation Choose(PostgresFolder folder)
    {
        var installed = PostgresInstallation.All();
        var chosen = folder.ClusterMajor is { } major
            ? installed.FirstOrDefault(candidate => candidate.Major == major)
                ?? throw new DistributedApplicationException(string.Create(
                    CultureInfo.InvariantCulture,
                    $"The data in {folder.Cluster} was made by PostgreSQL {major}, installed is {string.Join(", ", installed.Select(i => i.Major))}. ")
                    + $"Install it (sudo apt-get install -y postgresql-{major}), or start without the old data: ./teg up --fresh.")
            : installed[0];

        var oldest = Math.Max(OldestMajor, MajorOfTag());
        return chosen.Major >= oldest
            ? chosen
            : throw new DistributedApplicationException(string.Create(
                CultureInfo.InvariantCulture, $"PostgreSQL {chosen.Major} is too old, {oldest} is needed: sudo apt-get install -y postgresql-{oldest}."));
    }

    // Sample tags: "15.18", "17", "16-alpine".
    private int MajorOfTag() =>
        int.TryParse(resource.ImageTag?.Split('.', '-')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var major) ? major : OldestMajor;
}

internal sealed record PostgresInstallation(int Major, string Bin)
{
    /// <summary>Newest first: Debian's side-by-side versions, else the one in PATH.</summary>
    public static IReadOnlyList<PostgresInstallation> All()
    {
        const string Debian = "/usr/lib/postgresql";
        var found = Directory.Exists(Debian)
            ? Directory.EnumerateDirectories(Debian).Select(folder => Path.Combine(folder, "bin")).ToList()
            : [];
        if (Programs.Find("postgres") is { } inPath)
        {
            found.Add(Path.GetDirectoryName(inPath)!);
        }

        return
        [
            .. found.Where(bin => File.Exists(Path.Combine(bin, "postgres")) && File.Exists(Path.Combine(bin, "initdb")))
                .Select(bin => new PostgresInstallation(MajorOf(bin), bin))
                .OrderByDescending(installation => installation.Major),
        ];
    }

    // /usr/lib/postgresql/15/bin says it in its path; elsewhere the program says "postgres (PostgreSQL) 16.2".
    private static int MajorOf(string bin)
    {
        if (int.TryParse(Path.GetFileName(Path.GetDirectoryName(bin)), NumberStyles.None, CultureInfo.InvariantCulture, out var major))
        {
            return major;
        }

        using var process = System.Diagnostics.Process.Start(
            new System.Diagnostics.ProcessStartInfo(Path.Combine(bin, "postgres"), "--version") { RedirectStandardOutput = true, UseShellExecute = false })!;
        var words = process.StandardOutput.ReadToEnd().Split(' ', '.', '\n');
        process.WaitForExit();
        return words.Select(word => int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0)
            .FirstOrDefault(number => number > 0);
    }
}
