using Aspire.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Teg.Platform.Warehouse.Migrating;

namespace Teg.Platform.Testing;

/// <summary>A real PostgreSQL of its own with every migration applied and a login per service; gone with its data when disposed.</summary>
internal sealed class MigratedPostgres : IAsyncDisposable
{
    private readonly DistributedApplication _application;

    private MigratedPostgres(DistributedApplication application, string address)
    {
        _application = application;
        Address = address;
        Owner = NpgsqlDataSource.Create(address);
    }

    /// <summary>The superuser's connection string, as Aspire injects it.</summary>
    public string Address { get; }

    /// <summary>The superuser: sees everything. For arranging and for looking behind the curtain.</summary>
    public NpgsqlDataSource Owner { get; }

    public static async Task<MigratedPostgres> StartAsync()
    {
        var builder = DistributedApplication.CreateBuilder(new LocalOptions { Fsync = false });
        builder.AddPostgres("postgres").AddDatabase("teg");
        var application = builder.Build();
        await application.StartAsync();

        var postgres = new MigratedPostgres(application, application.GetConnectionString("teg"));
        var migrator = new Migrator(postgres.Owner, NullLogger<Migrator>.Instance);
        await migrator.ApplyAsync(Migration.All(), CancellationToken.None);
        await migrator.SetLoginsAsync(
            new Dictionary<string, string> { ["accounts"] = "accounts", ["sync"] = "sync", ["analytics"] = "analytics", ["crm"] = "crm", ["qualifier"] = "qualifier", ["documents"] = "documents" }, CancellationToken.None);
        return postgres;
    }

    /// <summary>A pool under a service's own login.</summary>
    public NpgsqlDataSource As(string role) => NpgsqlDataSource.Create(
        new NpgsqlConnectionStringBuilder(Address) { Username = role, Password = role, SearchPath = $"{role},warehouse" }.ConnectionString);

    public async ValueTask DisposeAsync()
    {
        await Owner.DisposeAsync();
        await _application.DisposeAsync();
    }
}
