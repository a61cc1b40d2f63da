using System.Diagnostics;
using Dapper;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Teg.Platform.ServiceDefaults;

/// <summary>Messages that leave if, and only if, the transaction of their data commits.</summary>
public sealed class Outbox
{
    private readonly OrderedIds ids;
    private readonly string insert;

    internal Outbox(IOptions<OutboxOptions> options, TimeProvider clock)
    {
        ids = new OrderedIds(clock);
        insert = $"""
            insert into {options.Value.Schema}.outbox (org_id, id, message_type, body, trace_parent)
            values (@orgId, @id, @type, @body::jsonb, @traceParent)
            """;
    }

    /// <summary>Writes the message beside the data. It is sent at least once after the commit, in the order of these calls within a transaction.</summary>
    /// <param name="orgId">The connection's organisation; row-level security refuses another.</param>
    /// <exception cref="ArgumentException">The type is not one of the messages in Contracts.</exception>
    public Task AddAsync<T>(NpgsqlConnection connection, NpgsqlTransaction transaction, Guid orgId, T message, CancellationToken ct)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(transaction);
        var row = new
        {
            orgId,
            id = ids.Next(),
            type = OutboxMessages.NameOf(typeof(T)),
            body = OutboxMessages.Write(message),
            traceParent = Activity.Current is { IdFormat: ActivityIdFormat.W3C } activity ? activity.Id : null,
        };
        return connection.ExecuteAsync(new CommandDefinition(insert, row, transaction, cancellationToken: ct));
    }
}
