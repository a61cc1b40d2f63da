using Microsoft.AspNetCore.Http;
using Npgsql;

namespace Teg.Platform.ServiceDefaults;

/// <summary>
/// Connections that know their tenant. Row-level security reads teg.org_id, so a connection without it sees no rows.
/// The pool resets a returned connection (DISCARD ALL), so a tenant never outlives its request.
/// </summary>
public sealed class Database(NpgsqlDataSource source, IHttpContextAccessor request)
{
    /// <summary>A connection in the organisation of the request's token.</summary>
    /// <exception cref="InvalidOperationException">There is no request, or it carries no verified token.</exception>
    public ValueTask<NpgsqlConnection> OpenAsync(CancellationToken ct)
    {
        var caller = new Caller(request);
        return OpenAsync(caller.OrgId.ToString(), caller.UserId.ToString(), caller.Role, ct);
    }

    /// <summary>A connection that sees the rows of a scope, whoever of those who share it asks.</summary>
    public ValueTask<NpgsqlConnection> OpenAsync(RowScope scope, CancellationToken ct) =>
        OpenAsync(scope.OrgId.ToString(), scope.UserId?.ToString() ?? "", scope.Role, ct);

    /// <summary>A connection for background work in one organisation: no user, no role.</summary>
    public ValueTask<NpgsqlConnection> OpenAsync(Guid orgId, CancellationToken ct) => OpenAsync(orgId.ToString(), "", "", ct);

    /// <summary>A connection that names a person and no organisation: only policies about a person's own rows show anything.</summary>
    public ValueTask<NpgsqlConnection> OpenForPersonAsync(Guid accountId, CancellationToken ct) => OpenAsync("", accountId.ToString(), "", ct);

    /// <summary>A connection without a tenant: row-level security shows nothing. For functions that look across tenants by design.</summary>
    public ValueTask<NpgsqlConnection> OpenUnscopedAsync(CancellationToken ct) => source.OpenConnectionAsync(ct);

    private async ValueTask<NpgsqlConnection> OpenAsync(string orgId, string userId, string role, CancellationToken ct)
    {
        var connection = await source.OpenConnectionAsync(ct);
        try
        {
            await using var command = new NpgsqlCommand(
                "select set_config('teg.org_id', $1, false), set_config('teg.user_id', $2, false), set_config('teg.role', $3, false)",
                connection);
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = orgId });
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = userId });
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = role });
            await command.ExecuteNonQueryAsync(ct);
            return connection;
        }
        catch
        {
            // Whatever went wrong, the caller never gets this connection, so nobody else would return it to the pool.
            await connection.DisposeAsync();
            throw;
        }
    }
}
