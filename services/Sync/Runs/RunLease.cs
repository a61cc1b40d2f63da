using Dapper;
using Npgsql;

namespace Teg.Platform.Sync.Runs;

/// <summary>A run as this process holds it.</summary>
internal sealed record RunLease(Guid OrgId, Guid RunId, Guid SourceId, Guid Worker, TimeSpan Length)
{
    /// <summary>Locks the run's row until the transaction ends and prolongs the lease.</summary>
    /// <exception cref="LeaseLostException">The run belongs to another process, or is over.</exception>
    public static async Task ProveAsync(NpgsqlConnection connection, NpgsqlTransaction? transaction, RunLease run, CancellationToken ct)
    {
        var held = await connection.ExecuteAsync(new CommandDefinition(
            """
            update sync.run
            set leased_until = now() + @Length
            where org_id = warehouse.current_org() and id = @RunId and leased_by = @Worker and status in ('running', 'publishing')
            """, new { run.RunId, run.Worker, run.Length }, transaction, cancellationToken: ct));
        if (held == 0)
        {
            throw new LeaseLostException(run.RunId);
        }
    }
}

/// <summary>Another process has taken the run over. Whatever this one was about to write is no longer wanted.</summary>
internal sealed class LeaseLostException(Guid runId) : Exception($"The lease of run {runId} was lost.");
