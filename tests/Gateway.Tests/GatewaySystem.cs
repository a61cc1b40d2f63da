using Aspire.Hosting;
using MassTransit;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Teg.Platform.Accounts.Sessions;
using Teg.Platform.Gateway.Sessions;
using Teg.Platform.Gateway.Tests;
using Teg.Platform.Testing;

[assembly: AssemblyFixture(typeof(GatewaySystem))]
// One clock for the Gateway and Accounts.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace Teg.Platform.Gateway.Tests;

/// <summary>The real Gateway before the real Accounts, with PostgreSQL, Redis and RabbitMQ; behind "sync" stands a service that tells what reached it.</summary>
public sealed class GatewaySystem : IAsyncLifetime
{
    private readonly List<WebApplicationFactory<SessionState>> replicas = [];
    private MigratedPostgres? postgres;
    private DistributedApplication? servers;
    private WebApplicationFactory<SessionTokens>? accounts;
    private WebApplicationFactory<SessionState>? gateway;

    internal MovableClock Clock { get; } = new();

    internal EchoService Sync { get; } = new();

    internal FakeProvider Provider { get; } = new();

    internal string AppRoot { get; } = Directory.CreateTempSubdirectory("teg-app-").FullName;

    internal MigratedPostgres Postgres => postgres ?? throw new InvalidOperationException("Not started.");

    internal IServiceProvider Services => gateway!.Services;

    internal Uri Address => AddressOf(gateway!.Services);

    internal string Redis => servers!.GetConnectionString("redis");

    public async ValueTask InitializeAsync()
    {
        AppFolder.Write(AppRoot);
        await Task.WhenAll(StartPostgresAsync(), StartServersAsync(), Sync.StartAsync(), Provider.StartAsync());

        accounts = new WebApplicationFactory<SessionTokens>().WithWebHostBuilder(host =>
        {
            Use(host, new()
            {
                ["ConnectionStrings:teg"] = Postgres.Address,
                ["ConnectionStrings:rabbitmq"] = servers!.GetConnectionString("rabbitmq"),
                ["Database:Username"] = "accounts",
                ["Database:Password"] = "accounts",
                ["Keys:EncryptionKey"] = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=",
                ["Demo:Enabled"] = "true",
            });
            Use(host, Provider.Settings("google"));
            host.ConfigureTestServices(services =>
            {
                services.Replace(ServiceDescriptor.Singleton<TimeProvider>(Clock));
                services.Configure<PasswordHasherOptions>(hashing => hashing.IterationCount = 1000);
            });
        });
        accounts.UseKestrel();
        accounts.StartServer();

        gateway = Replica(new());
        await ListeningAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(replicas.Select(replica => replica.DisposeAsync().AsTask()));

        if (accounts is not null)
        {
            await accounts.DisposeAsync();
        }

        await Provider.DisposeAsync();
        await Sync.DisposeAsync();
        if (servers is not null)
        {
            await servers.DisposeAsync();
        }

        if (postgres is not null)
        {
            await postgres.DisposeAsync();
        }

        Directory.Delete(AppRoot, recursive: true);
    }

    internal Task PublishAsync<T>(T message)
        where T : class => Services.GetRequiredService<IBus>().Publish(message);

    /// <summary>One more Gateway on the same Redis.</summary>
    internal Uri StartReplica(Dictionary<string, string> settings) => AddressOf(Replica(settings).Services);

    private WebApplicationFactory<SessionState> Replica(Dictionary<string, string> settings)
    {
        var replica = new WebApplicationFactory<SessionState>().WithWebHostBuilder(host =>
        {
            Use(host, new()
            {
                ["ConnectionStrings:redis"] = Redis,
                ["ConnectionStrings:rabbitmq"] = servers!.GetConnectionString("rabbitmq"),
                ["services:accounts:http:0"] = AddressOf(accounts!.Services).ToString(),
                ["services:sync:http:0"] = Sync.Address.ToString(),
                ["services:qualifier:http:0"] = Sync.Address.ToString(),
                // Nobody listens there.
                ["services:analytics:http:0"] = "http://127.0.0.1:9",
                ["App:Root"] = AppRoot,
                ["Live:Heartbeat"] = "00:00:01",
                ["Live:Kept"] = "8",
                // All tests come from one address, and most as one of four people.
                ["RateLimits:User"] = "1000000",
                ["RateLimits:Organisation"] = "1000000",
                ["RateLimits:Address"] = "1000000",
                ["RateLimits:Hooks"] = "1000000",
                ["RateLimits:Enquiries"] = "1000000",
            });
            Use(host, settings);
            host.ConfigureTestServices(services => services.Replace(ServiceDescriptor.Singleton<TimeProvider>(Clock)));
        });
        replica.UseKestrel();
        replica.StartServer();
        replicas.Add(replica);
        return replica;
    }

    private async Task StartPostgresAsync() => postgres = await MigratedPostgres.StartAsync();

    private async Task StartServersAsync()
    {
        var builder = DistributedApplication.CreateBuilder(new LocalOptions());
        builder.AddRedis("redis");
        builder.AddRabbitMQ("rabbitmq");
        servers = builder.Build();
        await servers.StartAsync();
    }

    // Live events reach the Gateway once its temporary queue stands.
    private async Task ListeningAsync()
    {
        var health = Services.GetRequiredService<HealthCheckService>();
        for (var attempt = 0; attempt < 100; attempt++)
        {
            if ((await health.CheckHealthAsync()).Status == HealthStatus.Healthy)
            {
                return;
            }

            await Task.Delay(100);
        }

        throw new InvalidOperationException("The Gateway did not become healthy.");
    }

    private static void Use(IWebHostBuilder host, Dictionary<string, string> settings)
    {
        host.UseSetting("environment", "Development");
        host.UseUrls("http://127.0.0.1:0");
        host.UseSetting("Logging:LogLevel:Default", "Error");
        foreach (var (key, value) in settings)
        {
            host.UseSetting(key, value);
        }
    }

    private static Uri AddressOf(IServiceProvider services) =>
        new(services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
}
