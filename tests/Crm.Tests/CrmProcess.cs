using System.Collections.Concurrent;
using Dapper;
using MassTransit;
using Npgsql;
using Teg.Platform.Contracts.Messages;
using Teg.Platform.Crm.Tests;
using Teg.Platform.Testing;

[assembly: AssemblyFixture(typeof(CrmProcess))]
// One process for all tests, and some kill it.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace Teg.Platform.Crm.Tests;

public sealed class CrmProcess() : ServiceProcess("crm")
{
    /// <summary>Every LeadsChanged that came over the broker, by message id: once for each delivery.</summary>
    public ConcurrentQueue<(Guid MessageId, Guid OrgId)> Changed { get; } = new();

    /// <summary>Under a service's own login, in the organisation.</summary>
    public async Task<T> AskAsAsync<T>(string role, Guid org, string sql, object? parameters = null)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(Application.GetConnectionString("teg")) { Username = role, Password = role }.ConnectionString);
        await connection.OpenAsync();
        await connection.ExecuteAsync("select set_config('teg.org_id', @org, false)", new { org = org.ToString() });
        return (await connection.ExecuteScalarAsync<T>(sql, parameters))!;
    }

    protected override IReadOnlyList<string> Logins => ["sync"];

    protected override void Listen(IReceiveEndpointConfigurator endpoint) => endpoint.Handler<LeadsChanged>(context =>
    {
        Changed.Enqueue((context.MessageId!.Value, context.Message.OrgId));
        return Task.CompletedTask;
    });
}
