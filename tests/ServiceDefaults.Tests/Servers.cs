using Aspire.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Teg.Platform.ServiceDefaults.Tests;
using Teg.Platform.Warehouse.Migrating;

[assembly: AssemblyFixture(typeof(Servers))]

namespace Teg.Platform.ServiceDefaults.Tests;

/// <summary>PostgreSQL with the Warehouse's migrations, and RabbitMQ: the real ones, once for all tests.</summary>
public sealed class Servers : IAsyncLifetime
{
    private const string SyncPassword = "sync-in-tests";
    private DistributedApplication? application;

    /// <summary>The owner's login, as AppHost injects it.</summary>
    public string Postgres { get; private set; } = "";

    public string RabbitMq { get; private set; } = "";

    /// <summary>What a service finds in its environment.</summary>
    public Dictionary<string, string?> Settings(string service) => new()
    {
        ["OTEL_SERVICE_NAME"] = service,
        ["ConnectionStrings:teg"] = Postgres,
        ["ConnectionStrings:rabbitmq"] = RabbitMq,
        ["Database:Username"] = "sync",
        ["Database:Password"] = SyncPassword,
        ["Bus:FirstWait"] = "00:00:00.020",
    };

    public async ValueTask InitializeAsync()
    {
        var builder = DistributedApplication.CreateBuilder(new LocalOptions { Fsync = false });
        builder.AddPostgres("postgres").AddDatabase("teg");
        builder.AddRabbitMQ("rabbitmq");
        application = builder.Build();
        await application.StartAsync(TestContext.Current.CancellationToken);
        Postgres = application.GetConnectionString("teg");
        RabbitMq = application.GetConnectionString("rabbitmq");

        await using var owner = NpgsqlDataSource.Create(Postgres);
        var migrator = new Migrator(owner, NullLogger<Migrator>.Instance);
        await migrator.ApplyAsync(Migration.All(), TestContext.Current.CancellationToken);
        await migrator.SetLoginsAsync(new Dictionary<string, string> { ["sync"] = SyncPassword }, TestContext.Current.CancellationToken);
    }

    public ValueTask DisposeAsync() => application?.DisposeAsync() ?? ValueTask.CompletedTask;
}
