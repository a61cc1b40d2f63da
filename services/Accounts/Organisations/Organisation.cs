using Dapper;
using Npgsql;

namespace Teg.Platform.Accounts.Organisations;

/// <summary>A tenant.</summary>
/// <param name="TimeZone">IANA name; a day in any figure is a day there.</param>
/// <param name="Currency">ISO 4217.</param>
public sealed record OrganisationInfo(Guid Id, string Name, string TimeZone, string Currency)
{
    internal const string Sql =
        """
        select org_id as id, name, time_zone, currency::text as currency
        from accounts.organisation
        where org_id = @orgId
        """;
}

/// <summary>Where a person may go, and as what.</summary>
internal sealed record Membership(Guid OrgId, string Role)
{
    /// <summary>Asked on a connection that names the person and no organisation: the policy own_before_a_tenant_is_chosen shows their rows only.</summary>
    internal const string OwnSql =
        """
        select org_id, role
        from accounts.membership
        where account_id = warehouse.current_app_user() and (@orgId::uuid is null or org_id = @orgId)
        order by joined_at, org_id
        limit 1
        """;

    /// <summary>
    /// Whoever changes members of the connection's organisation takes turns here: of two Admins who take each other's role at once the second sees
    /// what the first did.
    /// </summary>
    public static Task LockAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken ct) => connection.ExecuteAsync(new CommandDefinition(
        "select from accounts.organisation where org_id = warehouse.current_org() for no key update", transaction: transaction, cancellationToken: ct));

    /// <returns>The person's role, which stays so until the transaction ends; null when they are no member.</returns>
    public static async Task<string?> LockRoleAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, Guid accountId, CancellationToken ct)
    {
        await LockAsync(connection, transaction, ct);
        return await connection.ExecuteScalarAsync<string?>(new CommandDefinition(
            "select role from accounts.membership where org_id = warehouse.current_org() and account_id = @accountId", new { accountId }, transaction, cancellationToken: ct));
    }
}
