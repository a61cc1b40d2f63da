using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Hosting;
using Npgsql;
using NpgsqlTypes;

namespace Teg.Platform.ServiceDefaults;

/// <summary>Writes events, any number in one round trip. Writing one twice writes it once: its key is its id.</summary>
public sealed class AuditStore(NpgsqlDataSource source, IHostEnvironment host)
{
    private const string Sql =
        """
        insert into audit.event (org_id, id, at, service, actor_kind, actor_id, action, method, path, status, subjects, changes, personal)
        select $1, e.id, e.at, e.service, e.actor_kind, e.actor_id, e.action, e.method, e.path, e.status, e.subjects, e.changes, e.personal
        from jsonb_to_recordset($2) as e (id uuid, at timestamptz, service text, actor_kind text, actor_id uuid, action text, method text, path text, status int,
                                          subjects jsonb, changes jsonb, personal jsonb)
        on conflict do nothing
        """;

    private static readonly JsonSerializerOptions Columns = MakeColumns();

    internal string Service { get; } = host.ApplicationName[(host.ApplicationName.LastIndexOf('.') + 1)..].ToLowerInvariant();

    internal static async Task WriteAsync(AuditEvent audited, NpgsqlTransaction transaction, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(Sql, transaction.Connection, transaction);
        Bind(command.Parameters, audited.OrgId, [audited]);
        await command.ExecuteNonQueryAsync(ct);
    }

    internal async Task WriteAsync(IReadOnlyCollection<AuditEvent> events, CancellationToken ct)
    {
        await using var connection = await source.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await using var batch = new NpgsqlBatch(connection, transaction);
        foreach (var tenant in events.GroupBy(audited => audited.OrgId))
        {
            batch.BatchCommands.Add(new NpgsqlBatchCommand("select set_config('teg.org_id', $1, true)")
            {
                Parameters = { new NpgsqlParameter<string> { TypedValue = tenant.Key.ToString() } },
            });
            var insert = new NpgsqlBatchCommand(Sql);
            Bind(insert.Parameters, tenant.Key, tenant);
            batch.BatchCommands.Add(insert);
        }

        await batch.ExecuteNonQueryAsync(ct);
        await transaction.CommitAsync(ct);
    }

    private static void Bind(NpgsqlParameterCollection parameters, Guid orgId, IEnumerable<AuditEvent> events)
    {
        parameters.Add(new NpgsqlParameter<Guid> { TypedValue = orgId });
        parameters.Add(new NpgsqlParameter<string> { TypedValue = JsonSerializer.Serialize(events, Columns), NpgsqlDbType = NpgsqlDbType.Jsonb });
    }

    private static JsonSerializerOptions MakeColumns()
    {
        var json = new JsonSerializerOptions();
        Defaults.ApplyJsonRules(json);
        json.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
        json.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
        return json;
    }
}
