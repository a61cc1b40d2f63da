using System.Collections.Concurrent;
using Aspire.Hosting;
using Dapper;
using MassTransit;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Teg.Platform.Contracts.Messages;
using Teg.Platform.ServiceDefaults;
using Teg.Platform.Warehouse.Migrating;

namespace Teg.Platform.Qualifier.Tests.Intake;

/// <summary>The qualifier as a process that can be killed, between a real PostgreSQL and a real RabbitMQ, with a model that answers, the CRM behind it and a listener to what it publishes.</summary>
public sealed class QualifierProcess : IAsyncLifetime
{
    private readonly string folder = Directory.CreateTempSubdirectory("teg-kill-").FullName;
    private DistributedApplication? application;
    private IBusControl? bus;

    public DistributedApplication Application => application!;

    public NpgsqlDataSource Owner { get; private set; } = null!;

    internal StubModel Model { get; } = new();

    internal HttpClient Http { get; private set; } = null!;

    internal TestSite Site { get; private set; } = null!;

    /// <summary>Every enquiry that came over the broker as judged.</summary>
    public ConcurrentDictionary<Guid, int> Heard { get; } = new();

    public async ValueTask InitializeAsync()
    {
        await Model.StartAsync();
        var builder = DistributedApplication.CreateBuilder(new LocalOptions { Fsync = false });
        var teg = builder.AddPostgres("postgres").AddDatabase("teg");
        var rabbitmq = builder.AddRabbitMQ("rabbitmq");
        builder.AddProject("qualifier", "../services/Qualifier/Qualifier.csproj")
            .WithReference(teg).WithReference(rabbitmq)
            .WithEnvironment("Database__Username", "qualifier").WithEnvironment("Database__Password", "qualifier")
            .WithEnvironment("OpenAI__Address", Model.Address.ToString()).WithEnvironment("OpenAI__Key", "sk-tests")
            .WithEnvironment("Qualifier__JudgesLater", "false").WithEnvironment("Qualifier__SpoolFolder", folder).WithEnvironment("Qualifier__PublicAddress", "https://app.teg.example")
            .WithEnvironment("Qualifier__PerAddress", "1000000").WithEnvironment("Qualifier__PerSite", "1000000")
            .WithHttpHealthCheck("/health").WaitFor(teg);
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
        await migrator.SetLoginsAsync(new Dictionary<string, string> { ["qualifier"] = "qualifier", ["crm"] = "crm" }, CancellationToken.None);
        Site = await AddSiteAsync();
        await application.WaitForHealthyAsync();
        Http = new HttpClient { BaseAddress = application.GetEndpoint("qualifier"), Timeout = TimeSpan.FromSeconds(30) };

        bus = MassTransit.Bus.Factory.CreateUsingRabbitMq(rabbit =>
        {
            rabbit.Host(new Uri(application.GetConnectionString("rabbitmq")));
            rabbit.ConfigureJsonSerializerOptions(json =>
            {
                Defaults.ApplyJsonRules(json);
                return json;
            });
            // A queue that outlives the broker, as the services' own do.
            rabbit.ReceiveEndpoint("judged-in-tests", endpoint =>
            {
                ((IRabbitMqReceiveEndpointConfigurator)endpoint).SetQuorumQueue();
                endpoint.Handler<EnquiriesJudged>(context =>
                {
                    foreach (var id in context.Message.EnquiryIds)
                    {
                        Heard.AddOrUpdate(id, 1, (_, times) => times + 1);
                    }

                    return Task.CompletedTask;
                });
            });
        });
        await bus.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await bus!.StopAsync();
        Http.Dispose();
        await Owner.DisposeAsync();
        await Application.DisposeAsync();
        await Model.DisposeAsync();
        Directory.Delete(folder, recursive: true);
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

    public async Task RestartAsync(string resource)
    {
        await Application.StartResourceAsync(resource);
        // What the test itself held died with the server.
        Owner.Clear();
    }

    public async Task UntilAsync(string what, Func<Task<bool>> condition)
    {
        var until = DateTimeOffset.UtcNow.AddMinutes(2);
        while (!await condition())
        {
            (DateTimeOffset.UtcNow < until).ShouldBeTrue($"{what} did not happen within two minutes.\n{string.Join('\n', Application.GetLogs("qualifier").TakeLast(20))}");
            await Task.Delay(50);
        }
    }

    private async Task<TestSite> AddSiteAsync()
    {
        var (org, id) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        await using var connection = await Owner.OpenConnectionAsync();
        await connection.ExecuteAsync(
            """
            insert into accounts.organisation (org_id, name, time_zone, currency) values (@org, 'Test', 'America/Los_Angeles', 'USD');
            insert into accounts.site_key (org_id, id, name, origins, created_by, created_at) values (@org, @id, 'Site', '{https://www.house.example}', @id, now())
            """, new { org, id });
        return new TestSite(org, id, TenantKey.Create(TenantKey.Site, org, id));
    }
}
