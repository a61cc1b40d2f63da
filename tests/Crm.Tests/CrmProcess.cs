using System.Collections.Concurrent;
using Aspire.Hosting;
using Dapper;
using MassTransit;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Teg.Platform.Contracts.Messages;
using Teg.Platform.Crm.Tests;
using Teg.Platform.ServiceDefaults;
using Teg.Platform.Warehouse.Migrating;

[assembly: AssemblyFixture(typeof(CrmProcess))]
// One process for all tests, and some kill it.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace Teg.Platform.Crm.Tests;

/// <summary>Crm as a process that can be killed, between a real PostgreSQL and a real RabbitMQ, and a listener to what it publishes.</summary>
public sealed class CrmProcess : IAsyncLifetime
{
    private DistributedApplication? application;
    private IBusControl? bus;

    public DistributedApplication Application => application!;

    public IBus Bus => bus!;

    public NpgsqlDataSource Owner { get; private set; } = null!;

    /// <summary>Every LeadsChanged that came over the broker, by message id: once for each delivery.</summary>
    public ConcurrentQueue<(Guid MessageId, Guid OrgId)> Changed { get; } = new();

    public async ValueTask InitializeAsync()
    {
        DapperTypes.Register();
        var builder = DistributedApplication.CreateBuilder(new LocalOptions { Fsync = false });
        var teg = builder.AddPostgres("postgres").AddDatabase("teg");
        var rabbitmq = builder.AddRabbitMQ("rabbitmq");
        builder.AddProject("crm", "../services/Crm/Crm.csproj")
            .WithReference(teg).WithReference(rabbitmq)
            .WithEnvironment("Database__Username", "crm").WithEnvironment("Database__Password", "crm")
            .WithHttpHealthCheck("/health").WaitFor(teg).WaitFor(rabbitmq);
        application = builder.Build();
        await application.LaunchAsync();
        await application.WaitForHealthyAsync("teg");

        Owner = NpgsqlDataSource.Create(application.GetConnectionString("teg"));
        var migrator = new Migrator(Owner, NullLogger<Migrator>.Instance);
        await migrator.ApplyAsync(Migration.All(), CancellationToken.None);
        await migrator.SetLoginsAsync(new Dictionary<string, string> { ["crm"] = "crm", ["sync"] = "sync" }, CancellationToken.None);
        await application.WaitForHealthyAsync();

        bus = MassTransit.Bus.Factory.CreateUsingRabbitMq(rabbit =>
        {
            rabbit.Host(new Uri(application.GetConnectionString("rabbitmq")));
            rabbit.ConfigureJsonSerializerOptions(json =>
            {
                Defaults.ApplyJsonRules(json);
                return json;
            });
            rabbit.ReceiveEndpoint("changed-in-tests", endpoint => endpoint.Handler<LeadsChanged>(context =>
            {
                Changed.Enqueue((context.MessageId!.Value, context.Message.OrgId));
                return Task.CompletedTask;
            }));
        });
        await bus.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await bus!.StopAsync();
        await Owner.DisposeAsync();
        await Application.DisposeAsync();
    }

    public async Task RestartKilledAsync()
    {
        await Application.KillAsync("crm");
        NpgsqlConnection.ClearAllPools();
        await Application.StartResourceAsync("crm");
    }

    /// <summary>Under a service's own login, in the organisation.</summary>
    public async Task<T> AskAsAsync<T>(string role, Guid org, string sql, object? parameters = null)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(Application.GetConnectionString("teg")) { Username = role, Password = role }.ConnectionString);
        await connection.OpenAsync();
        await connection.ExecuteAsync("select set_config('teg.org_id', @org, false)", new { org = org.ToString() });
        return (await connection.ExecuteScalarAsync<T>(sql, parameters))!;
    }

    public async Task<T> AskAsync<T>(string sql, object? parameters = null)
    {
        await using var connection = await Owner.OpenConnectionAsync();
        return (await connection.ExecuteScalarAsync<T>(sql, parameters))!;
    }

    public async Task DoAsync(string sql, object? parameters = null)
    {
        await using var connection = await Owner.OpenConnectionAsync();
        await connection.ExecuteAsync(sql, parameters);
    }

    public async Task UntilAsync(string what, Func<Task<bool>> condition)
    {
        var until = DateTimeOffset.UtcNow.AddSeconds(60);
        while (!await condition())
        {
            (DateTimeOffset.UtcNow < until).ShouldBeTrue($"{what} did not happen within a minute.\n{string.Join('\n', Application.GetLogs("crm").TakeLast(20))}");
            await Task.Delay(20);
        }
    }

    /// <summary>A statement of the process stands in front of what the test has locked.</summary>
    public Task UntilBlockedAsync(string statement) => UntilAsync($"\"{statement}\" waiting for a lock", () => AskAsync<bool>(
        "select exists (select 1 from pg_stat_activity where usename = 'crm' and wait_event_type = 'Lock' and query ilike @like)", new { like = $"%{statement}%" }));
}
