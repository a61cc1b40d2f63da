using System.Diagnostics;
using Dapper;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Teg.Platform.Warehouse.Migrating;

/// <summary>Applies migrations under a lock, each in its own transaction. Two programs at once: the second waits and finds nothing to do.</summary>
public sealed partial class Migrator(NpgsqlDataSource data, ILogger<Migrator> logger)
{
    // Any constant will do as long as nobody else uses it; this one spells "teg".
    private const long Lock = 0x746567;

    /// <summary>Applies what is missing, in order.</summary>
    /// <exception cref="MigrationFailedException">A file failed, or one that was applied has been edited since.</exception>
    public async Task ApplyAsync(IReadOnlyList<Migration> migrations, CancellationToken ct)
    {
        await using var connection = await data.OpenConnectionAsync(ct);
        await connection.ExecuteAsync(new CommandDefinition("select pg_advisory_lock(@Lock)", new { Lock }, commandTimeout: 0, cancellationToken: ct));

        await connection.ExecuteAsync(new CommandDefinition(
            """
            create schema if not exists warehouse;
            create table if not exists warehouse.migration (
                name         text        primary key,
                checksum     text        not null,
                applied_at   timestamptz not null default now(),
                milliseconds bigint      not null
            )
            """, cancellationToken: ct));

        var applied = (await connection.QueryAsync<(string Name, string Checksum)>(new CommandDefinition(
            "select name, checksum from warehouse.migration", cancellationToken: ct))).ToDictionary(row => row.Name, row => row.Checksum);

        foreach (var migration in migrations)
        {
            if (!applied.TryGetValue(migration.Name, out var checksum))
            {
                await ApplyAsync(connection, migration, ct);
            }
            else if (checksum != migration.Checksum)
            {
                throw new MigrationFailedException(
                    $"Migration {migration.Name} was edited after it had been applied to this database. Put the file back and write the change as a new migration.");
            }
        }

        await connection.ExecuteAsync(new CommandDefinition("select pg_advisory_unlock(@Lock)", new { Lock }, cancellationToken: ct));
    }

    /// <summary>Lets each service log in as its own role. Passwords come from configuration (<c>Roles:sync</c> …) and are set on every start.</summary>
    public async Task SetLoginsAsync(IReadOnlyDictionary<string, string> passwordByRole, CancellationToken ct)
    {
        await using var connection = await data.OpenConnectionAsync(ct);
        foreach (var (role, password) in passwordByRole)
        {
            // DDL takes no parameters: the server quotes both.
            var sql = await connection.ExecuteScalarAsync<string>(new CommandDefinition(
                "select format('alter role %I with login password %L', @role, @password)", new { role, password }, cancellationToken: ct));
            await connection.ExecuteAsync(new CommandDefinition(sql!, cancellationToken: ct));
        }

        LogLogins(string.Join(", ", passwordByRole.Keys));
    }

    private async Task ApplyAsync(NpgsqlConnection connection, Migration migration, CancellationToken ct)
    {
        var started = Stopwatch.GetTimestamp();
        await using var transaction = await connection.BeginTransactionAsync(ct);
        try
        {
            await connection.ExecuteAsync(new CommandDefinition(migration.Sql, transaction: transaction, commandTimeout: 0, cancellationToken: ct));
            await connection.ExecuteAsync(new CommandDefinition(
                """
                reset role;
                insert into warehouse.migration (name, checksum, milliseconds) values (@Name, @Checksum, @milliseconds)
                """,
                new { migration.Name, migration.Checksum, milliseconds = (long)Stopwatch.GetElapsedTime(started).TotalMilliseconds },
                transaction, cancellationToken: ct));
            await transaction.CommitAsync(ct);
        }
        catch (PostgresException e)
        {
            throw new MigrationFailedException($"Migration {migration.Name} failed and was rolled back: {e.MessageText} (SQLSTATE {e.SqlState}, position {e.Position}).", e);
        }

        LogApplied(migration.Name, Stopwatch.GetElapsedTime(started).TotalMilliseconds);
    }

    [LoggerMessage(LogLevel.Information, "Applied {Migration} in {Milliseconds:0} ms")]
    private partial void LogApplied(string migration, double milliseconds);

    [LoggerMessage(LogLevel.Information, "Logins set for {Roles}")]
    private partial void LogLogins(string roles);
}

public sealed class MigrationFailedException(string message, Exception? inner = null) : Exception(message, inner);
