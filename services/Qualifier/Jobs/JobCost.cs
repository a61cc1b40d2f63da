using Dapper;
using Npgsql;

namespace Teg.Platform.Qualifier.Jobs;

/// <summary>What asking the model costs, by what it has cost lately.</summary>
internal static class JobCost
{
    public static async Task<decimal> PerCallAsync(NpgsqlConnection connection, NpgsqlTransaction? transaction, JobOptions options, CancellationToken ct) =>
        await connection.ExecuteScalarAsync<decimal?>(new CommandDefinition(
            """
            select avg(cost_usd)
            from (
                select d.cost_usd
                from qualifier.decision d
                where d.org_id = warehouse.current_org() and d.fallback is null
                order by d.id desc
                limit 500
            ) lately
            """, transaction: transaction, cancellationToken: ct)) ?? options.AssumedCallUsd;
}
