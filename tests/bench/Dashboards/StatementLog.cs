using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Dapper;
using Npgsql;
using Teg.Platform.Bench.Running;

namespace Teg.Platform.Bench.Dashboards;

/// <summary>How long PostgreSQL itself worked for the requests of some services, as its log says while this is open.</summary>
internal sealed partial class StatementLog : IAsyncDisposable
{
    private readonly NpgsqlConnection owner;
    private readonly IReadOnlyList<string> services;
    private readonly string path;
    private long position;
    private int marks;

    private StatementLog(NpgsqlConnection owner, IReadOnlyList<string> services, string path) => (this.owner, this.services, this.path) = (owner, services, path);

    /// <summary>Restarts the services, whose logins have the same names: a login's settings hold for new connections.</summary>
    public static async Task<StatementLog> OpenAsync(RunningSystem system, IReadOnlyList<string> services, CancellationToken ct)
    {
        var connection = new NpgsqlConnection(system.OwnerConnectionString);
        await connection.OpenAsync(ct);
        await connection.ExecuteAsync("set log_min_duration_statement = 0");
        var log = new StatementLog(connection, services, system.Application.GetStatus("postgres").Log!);
        foreach (var service in services)
        {
            await connection.ExecuteAsync($"alter role {service} set log_min_duration_statement = 0; alter role {service} set log_parameter_max_length = 0");
            await system.Application.RestartAsync(service, ct);
            await system.Application.WaitForHealthyAsync(service, ct);
        }

        log.position = new FileInfo(log.path).Length;
        return log;
    }

    /// <summary>The time of all statements since the last call, without those of the audit trail, the outbox and the health checks, which come by their own clocks.</summary>
    public async Task<TimeSpan> SinceLastAsync(CancellationToken ct)
    {
        var mark = $"bench-mark-{++marks}";
        await owner.ExecuteAsync($"select '{mark}'");
        string lines;
        var begin = position;
        do
        {
            await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            file.Position = begin;
            using var reader = new StreamReader(file, Encoding.UTF8);
            lines = await reader.ReadToEndAsync(ct);
            position = file.Position;
        }
        while (!lines.Contains(mark, StringComparison.Ordinal));

        return TimeSpan.FromMilliseconds(Entry().Matches(lines)
            .Where(entry => services.Contains(entry.Groups["role"].Value) && !Other().IsMatch(entry.Groups["text"].Value))
            .Sum(entry => double.Parse(entry.Groups["ms"].Value, CultureInfo.InvariantCulture)));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var service in services)
        {
            await owner.ExecuteAsync($"alter role {service} reset all");
        }

        await owner.DisposeAsync();
    }

    // Sample: 2026-11-21 14:00:00.000 UTC [4711] analytics@teg LOG:  duration: 0.123 ms  parse <unnamed>: select d.day …; further lines of a statement begin with a tab.
    [GeneratedRegex(@"\[\d+\] (?<role>\w+)@\w+ LOG:  duration: (?<ms>[\d.]+) ms(?<text>[^\n]*(?:\n\t[^\n]*)*)", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex Entry();

    [GeneratedRegex(@"audit\.|outbox|_sealed|, true\)|\bselect 1\b", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex Other();
}
