using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Dapper;
using MassTransit;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Teg.Platform.ServiceDefaults;
using Teg.Platform.Warehouse.Migrating;

namespace Teg.Platform.Testing;

/// <summary>A service as a process that can be killed, between a real PostgreSQL and a real RabbitMQ, and a listener to what it publishes.</summary>
/// <param name="name">The service's name, which is its login and its schema too: "crm" of services/Crm.</param>
public abstract class ServiceProcess(string name) : IAsyncLifetime
{
    private DistributedApplication? application;
    private NpgsqlDataSource? owner;
    private IBusControl? bus;

    public DistributedApplication Application => application ?? throw new InvalidOperationException("Not started.");

    public IBus Bus => bus!;

    public NpgsqlDataSource Owner => owner!;

    internal HttpClient Http { get; private set; } = null!;

    public virtual async ValueTask InitializeAsync()
    {
        DapperTypes.Register();
        var builder = DistributedApplication.CreateBuilder(new LocalOptions { Fsync = false });
        var teg = builder.AddPostgres("postgres").AddDatabase("teg");
        var rabbitmq = builder.AddRabbitMQ("rabbitmq");
        IResourceBuilder<ProjectResource> Add(string service) => builder.AddProject(service, $"../services/{char.ToUpperInvariant(service[0])}{service[1..]}/{char.ToUpperInvariant(service[0])}{service[1..]}.csproj")
            .WithReference(teg).WithReference(rabbitmq)
            .WithEnvironment("Database__Username", service).WithEnvironment("Database__Password", service)
            .WithHttpHealthCheck("/health").WaitFor(teg);

        Set(Add(name));
        foreach (var service in Beside)
        {
            Add(service).WaitFor(rabbitmq);
        }

        application = builder.Build();
        await application.LaunchAsync();
        await application.WaitForHealthyAsync("teg");

        owner = NpgsqlDataSource.Create(application.GetConnectionString("teg"));
        var migrator = new Migrator(owner, NullLogger<Migrator>.Instance);
        await migrator.ApplyAsync(Migration.All(), CancellationToken.None);
        await migrator.SetLoginsAsync(Beside.Append(name).Concat(Logins).ToDictionary(login => login, StringComparer.Ordinal), CancellationToken.None);
        await MigratedAsync();
        await application.WaitForHealthyAsync();
        Http = new HttpClient { BaseAddress = application.GetEndpoint(name), Timeout = TimeSpan.FromSeconds(30) };

        bus = MassTransit.Bus.Factory.CreateUsingRabbitMq(rabbit =>
        {
            rabbit.Host(new Uri(application.GetConnectionString("rabbitmq")));
            rabbit.ConfigureJsonSerializerOptions(json =>
            {
                Defaults.ApplyJsonRules(json);
                return json;
            });
            // A queue that outlives the broker, as the services' own do.
            rabbit.ReceiveEndpoint($"{name}-in-tests", endpoint =>
            {
                ((IRabbitMqReceiveEndpointConfigurator)endpoint).SetQuorumQueue();
                Listen(endpoint);
            });
        });
        await bus.StartAsync();
    }

    public virtual async ValueTask DisposeAsync()
    {
        if (bus is not null)
        {
            await bus.StopAsync();
        }

        Http?.Dispose();
        if (owner is not null)
        {
            await owner.DisposeAsync();
        }

        if (application is not null)
        {
            await application.DisposeAsync();
        }

        GC.SuppressFinalize(this);
    }

    public Task KillAsync() => Application.KillAsync(name);

    public Task RestartAsync() => RestartAsync(name);

    public async Task RestartAsync(string resource)
    {
        await Application.StartResourceAsync(resource);
        // What the test itself held died with the server.
        Owner.Clear();
    }

    public async Task RestartKilledAsync()
    {
        await KillAsync();
        await RestartAsync();
    }

    public async Task<T> AskAsync<T>(string sql, object? parameters = null)
    {
        await using var connection = await Owner.OpenConnectionAsync();
        return (await connection.ExecuteScalarAsync<T>(sql, parameters))!;
    }

    public async Task<IReadOnlyList<T>> ListAsync<T>(string sql, object? parameters = null)
    {
        await using var connection = await Owner.OpenConnectionAsync();
        return (await connection.QueryAsync<T>(sql, parameters)).AsList();
    }

    public async Task DoAsync(string sql, object? parameters = null)
    {
        await using var connection = await Owner.OpenConnectionAsync();
        await connection.ExecuteAsync(sql, parameters);
    }

    public async Task UntilAsync(string what, Func<Task<bool>> condition)
    {
        var until = DateTimeOffset.UtcNow.AddMinutes(2);
        while (!await condition())
        {
            (DateTimeOffset.UtcNow < until).ShouldBeTrue($"{what} did not happen within two minutes.\n{string.Join('\n', Application.GetLogs(name).TakeLast(20))}");
            await Task.Delay(20);
        }
    }

    /// <summary>A statement of the process stands in front of what the test has locked.</summary>
    public Task UntilBlockedAsync(string statement) => UntilAsync($"\"{statement}\" waiting for a lock", () => AskAsync<bool>(
        "select exists (select 1 from pg_stat_activity where usename = @name and wait_event_type = 'Lock' and query ilike @like)", new { name, like = $"%{statement}%" }));

    /// <summary>Services that run beside it.</summary>
    protected virtual IReadOnlyList<string> Beside => [];

    /// <summary>Further logins that the tests use.</summary>
    protected virtual IReadOnlyList<string> Logins => [];

    /// <summary>Settings of the service's own.</summary>
    protected virtual void Set(IResourceBuilder<ProjectResource> service) => ArgumentNullException.ThrowIfNull(service);

    /// <summary>The tables are there; the service may not have noticed yet.</summary>
    protected virtual Task MigratedAsync() => Task.CompletedTask;

    /// <summary>What the tests hear of its messages.</summary>
    protected abstract void Listen(IReceiveEndpointConfigurator endpoint);
}
