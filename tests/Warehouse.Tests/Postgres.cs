using Npgsql;
using Teg.Platform.Testing;
using Teg.Platform.Warehouse.Tests;

[assembly: AssemblyFixture(typeof(Postgres))]

namespace Teg.Platform.Warehouse.Tests;

/// <summary>One migrated server for all tests of this project; each test works in organisations of its own.</summary>
public sealed class Postgres : IAsyncLifetime
{
    private MigratedPostgres? server;

    internal MigratedPostgres Server => server ?? throw new InvalidOperationException("Not started.");

    public async ValueTask InitializeAsync() => server = await MigratedPostgres.StartAsync();

    public ValueTask DisposeAsync() => server?.DisposeAsync() ?? ValueTask.CompletedTask;

    /// <summary>A connection of a service in one organisation; none leaves the tenant unset.</summary>
    internal async Task<NpgsqlConnection> OpenAsync(string role, Guid? org)
    {
        var connection = await Server.As(role).OpenConnectionAsync();
        if (org is { } id)
        {
            await using var command = new NpgsqlCommand("select set_config('teg.org_id', $1, false)", connection) { Parameters = { new() { Value = id.ToString() } } };
            await command.ExecuteNonQueryAsync();
        }

        return connection;
    }
}
