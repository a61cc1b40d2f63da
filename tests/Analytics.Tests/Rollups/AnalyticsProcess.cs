using System.Collections.Concurrent;
using Aspire.Hosting;
using Dapper;
using MassTransit;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Teg.Platform.Contracts.Messages;
using Teg.Platform.ServiceDefaults;
using Teg.Platform.Warehouse.Migrating;

namespace Teg.Platform.Analytics.Tests.Rollups;

/// <summary>Analytics as a process that can be killed, between a real PostgreSQL and a real RabbitMQ, and a listener to what it publishes.</summary>
public sealed class AnalyticsProcess : IAsyncLifetime
{
    private DistributedApplication? application;
    private IBusControl? bus;

    public DistributedApplication Application => application!;

    public IBus Bus => bus!;

    public NpgsqlDataSource Owner { get; private set; } = null!;

    /// <summary>Every FiguresRefreshed that came over the broker, by message id: once for each delivery.</summary>
    public ConcurrentQueue<(Guid MessageId, Guid OrgId)> Refreshed { get; } = new();

    public async ValueTask InitializeAsync()
    {
        var builder = DistributedApplication.CreateBuilder(new LocalOptions { Fsync = false });
        var teg = builder.AddPostgres("postgres").AddDatabase("teg");
        var rabbitmq = builder.AddRabbitMQ("rabbitmq");
        builder.AddProject("analytics", "../services/Analytics/Analytics.csproj")
            .WithReference(teg).WithReference(rabbitmq)
            .WithEnvironment("Database__Username", "analytics").WithEnvironment("Database__Password", "analytics")
            .WithHttpHealthCheck("/health").WaitFor(teg).WaitFor(rabbitmq);
        application = builder.Build();
        await application.LaunchAsync();
        await application.WaitForHealthyAsync("teg");

        Owner = NpgsqlDataSource.Create(application.GetConnectionString("teg"));
        var migrator = new Migrator(Owner, NullLogger<Migrator>.Instance);
        await migrator.ApplyAsync(Migration.All(), CancellationToken.None);
        await migrator.SetLoginsAsync(new Dictionary<string, string> { ["analytics"] = "analytics" }, CancellationToken.None);
        await application.WaitForHealthyAsync();

        bus = MassTransit.Bus.Factory.CreateUsingRabbitMq(rabbit =>
        {
            rabbit.Host(new Uri(application.GetConnectionString("rabbitmq")));
            rabbit.ConfigureJsonSerializerOptions(json =>
            {
                Defaults.ApplyJsonRules(json);
                return json;
            });
            rabbit.ReceiveEndpoint("refreshed-in-tests", endpoint => endpoint.Handler<FiguresRefreshed>(context =>
            {
                Refreshed.Enqueue((context.MessageId!.Value, context.Message.OrgId));
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
        await Application.KillAsync("analytics");
        NpgsqlConnection.ClearAllPools();
        await Application.StartResourceAsync("analytics");
    }

    public async Task<T> AskAsync<T>(string sql, object? parameters = null)
    {
        await using var connection = await Owner.OpenConnectionAsync();
        return (await connection.ExecuteScalarAsync<T>(sql, parameters))!;
    }

    public async Task UntilAsync(string what, Func<Task<bool>> condition)
    {
        var until = DateTimeOffset.UtcNow.AddSeconds(60);
        while (!await condition())
        {
            (DateTimeOffset.UtcNow < until).ShouldBeTrue($"{what} did not happen within a minute.\n{string.Join('\n', Application.GetLogs("analytics").TakeLast(20))}");
            await Task.Delay(20);
        }
    }

    /// <summary>A statement of the process stands in front of the table that the test has locked.</summary>
    public Task UntilBlockedAsync(string statement) => UntilAsync($"\"{statement}\" waiting for a lock", () => AskAsync<bool>(
        "select exists (select 1 from pg_stat_activity where usename = 'analytics' and wait_event_type = 'Lock' and query ilike @like)", new { like = $"%{statement}%" }));
}
