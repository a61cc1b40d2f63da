namespace Teg.Platform.ServiceDefaults;

internal sealed record OutboxRow(Guid OrgId, Guid Id, string MessageType, string Body, string? TraceParent);

internal sealed record OutboxDepth(long Waiting, DateTimeOffset? Oldest);

/// <summary>The functions of the Warehouse's migrations (create_outbox): they look across organisations, the table does not.</summary>
internal sealed class OutboxSql(string schema)
{
    public string Listen { get; } = $"listen {schema}_outbox";

    public string Take { get; } = $"select org_id, id, message_type, body, trace_parent from {schema}.outbox_take(@batch)";

    public string Sent { get; } = $"select {schema}.outbox_sent(@ids)";

    public string Park { get; } = $"select {schema}.outbox_park(@id, @reason)";

    public string Depth { get; } = $"select waiting, oldest from {schema}.outbox_depth()";
}
