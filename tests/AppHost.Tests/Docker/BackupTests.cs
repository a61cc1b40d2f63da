using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Teg.Platform.AppHost.Tests.Docker;

/// <summary>docker/backup with a real PostgreSQL that archives as compose.yaml says: what was written after the backup is there after the disk is lost.</summary>
public sealed class BackupTests : IAsyncDisposable
{
    private static readonly string Programs = Directory.EnumerateDirectories("/usr/lib/postgresql").Order(StringComparer.Ordinal).Select(folder => Path.Combine(folder, "bin")).Last();

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("teg-backup-");
    private readonly int port = FreePort();

    private Dictionary<string, string> Variables => new()
    {
        ["BACKUP_FOLDER"] = In("backup"), ["PGHOST"] = In("run"), ["PGPORT"] = port.ToString(CultureInfo.InvariantCulture), ["PGUSER"] = "postgres", ["PGDATABASE"] = "teg",
        ["PATH"] = $"{Programs}:/usr/bin:/bin",
    };

    [Fact]
    public async Task What_was_written_after_the_backup_survives_the_loss_of_the_disk_and_a_mistake_is_undone_to_the_moment_before()
    {
        Directory.CreateDirectory(In("run"));
        Directory.CreateDirectory(In("backup"));
        await AsPostgresAsync("chown", "-R", "postgres", folder.FullName);
        await AsPostgresAsync(Path.Combine(Programs, "initdb"), "-D", In("data"), "-U", "postgres", "-A", "trust", "--no-sync");
        await StartAsync("data", "-c", "archive_mode=on", "-c", $"archive_command={Repository.PathOf("docker/backup/archive.sh")} \"%p\" \"%f\"");
        await DoAsync("create database teg", "postgres");
        await DoAsync("create table lead (id int primary key, name text not null); insert into lead select i, 'Lead ' || i from generate_series(1, 1000) i");

        await AsPostgresAsync(Repository.PathOf("docker/backup/backup.sh"));
        await DoAsync("insert into lead select i, 'Lead ' || i from generate_series(1001, 1500) i");
        var before = (DateTime)(await AskAsync("select clock_timestamp()"))!;
        await DoAsync("delete from lead where id > 10");
        await DoAsync("select pg_switch_wal()");
        await Repository.EventuallyAsync(async () => (bool)(await AskAsync("select not exists (select from pg_ls_archive_statusdir() where name like '%.ready')"))!);
        await StopAsync("data", "immediate");

        // Everything that was archived, the mistake included.
        await AsPostgresAsync(Repository.PathOf("docker/backup/restore.sh"), In("all"));
        await StartAsync("all");
        await RecoveredAsync();
        (await AskAsync("select count(*) from lead")).ShouldBe(10L);
        await StopAsync("all", "fast");

        // The moment before it.
        await AsPostgresAsync(Repository.PathOf("docker/backup/restore.sh"), In("then"), "", before.ToString("yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture) + "+00");
        await StartAsync("then");
        await RecoveredAsync();
        (await AskAsync("select count(*) || ' ' || max(name) filter (where id = 1500) from lead")).ShouldBe("1500 Lead 1500");
        await DoAsync("insert into lead values (2000, 'After')");
        // The dump alone, in another database.
        await DoAsync("create database from_dump");
        var dump = Directory.EnumerateFiles(In("backup/dump"), "*.dump").Single();
        await AsPostgresAsync("pg_restore", "--dbname=from_dump", "--exit-on-error", dump);
        (await AskAsync("select count(*) from lead", "from_dump")).ShouldBe(1000L);
        await StopAsync("then", "fast");

        // Never over what is there.
        (await RunAsync(Repository.PathOf("docker/backup/restore.sh"), In("then"))).ShouldSatisfyAllConditions(
            refused => refused.ExitCode.ShouldBe(1), refused => refused.Output.ShouldContain("is not empty"));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var data in new[] { "data", "all", "then" }.Where(data => File.Exists(In($"{data}/postmaster.pid"))))
        {
            await RunAsync(Path.Combine(Programs, "pg_ctl"), "-D", In(data), "-m", "immediate", "stop");
        }

        folder.Delete(recursive: true);
    }

    // It answers questions before it is through with what was archived.
    private Task RecoveredAsync() => Repository.EventuallyAsync(async () => !(bool)(await AskAsync("select pg_is_in_recovery()"))!);

    private string In(string name) => Path.Combine(folder.FullName, name);

    private async Task StartAsync(string data, params string[] settings) => await AsPostgresAsync(
        Path.Combine(Programs, "pg_ctl"), "-D", In(data), "-w", "-t", "60", "-l", In($"{data}.log"), "-o",
        string.Join(' ', ((string[])["-c", $"unix_socket_directories={In("run")}", "-c", "listen_addresses=", "-c", $"port={Variables["PGPORT"]}", "-c", "fsync=off", .. settings]).Select(Quoted)), "start");

    private Task StopAsync(string data, string mode) => AsPostgresAsync(Path.Combine(Programs, "pg_ctl"), "-D", In(data), "-w", "-m", mode, "stop");

    private static string Quoted(string text) => $"'{text}'";

    private async Task AsPostgresAsync(string program, params string[] arguments)
    {
        var (exitCode, output) = await RunAsync(program, arguments);
        exitCode.ShouldBe(0, $"{program} {string.Join(' ', arguments)}: {output}");
    }

    // PostgreSQL does not run as root. chown is root's, everything else the user's.
    private Task<(int ExitCode, string Output)> RunAsync(string program, params string[] arguments) => Environment.UserName == "root" && program != "chown"
        ? Repository.RunAsync("setpriv", ["--reuid=postgres", "--regid=postgres", "--init-groups", "env", "--chdir=/", .. Variables.Select(pair => $"{pair.Key}={pair.Value}"), program, .. arguments])
        : program == "chown" && Environment.UserName != "root" ? Task.FromResult((0, "")) : Repository.RunAsync(program, arguments, Variables);

    private async Task DoAsync(string sql, string database = "teg")
    {
        await using var connection = await OpenAsync(database);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private async Task<object?> AskAsync(string sql, string database = "teg")
    {
        await using var connection = await OpenAsync(database);
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }

    private async Task<NpgsqlConnection> OpenAsync(string database)
    {
        var connection = new NpgsqlConnection($"Host={In("run")};Port={Variables["PGPORT"]};Username=postgres;Database={database};Pooling=false");
        await connection.OpenAsync();
        return connection;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
