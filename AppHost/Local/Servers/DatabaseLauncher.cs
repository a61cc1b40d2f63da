using Aspire.Hosting.ApplicationModel;
using Npgsql;

namespace Aspire.Hosting.Servers;

/// <summary>A database has no process: it is made when its server answers for the first time, and is healthy when it answers itself.</summary>
internal sealed class DatabaseLauncher(PostgresDatabaseResource resource) : Launcher
{
    public override string Kind => "database";

    public override async Task<LaunchPlan?> PrepareAsync(Action<string> log, CancellationToken ct)
    {
        await using var connection = new NpgsqlConnection(
            $"{resource.Parent.ConnectionStringExpression.GetValue()};Database=postgres;Pooling=false;Timeout=10");
        await connection.OpenAsync(ct);
        await using var exists = new NpgsqlCommand("select 1 from pg_database where datname = $1", connection)
        {
            Parameters = { new NpgsqlParameter { Value = resource.DatabaseName } },
        };
        if (await exists.ExecuteScalarAsync(ct) is null)
        {
            // A database's name cannot be a parameter; it is quoted as an identifier.
            await using var create = new NpgsqlCommand($"create database \"{resource.DatabaseName.Replace("\"", "\"\"")}\"", connection);
            await create.ExecuteNonQueryAsync(ct);
        }

        return null;
    }

    public override Task<string?> CheckAsync(CancellationToken ct) =>
        PostgresLauncher.SelectOneAsync(resource.ConnectionStringExpression.GetValue(), ct);
}
