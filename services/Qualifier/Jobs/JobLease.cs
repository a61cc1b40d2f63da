using Dapper;
using Npgsql;

namespace Teg.Platform.Qualifier.Jobs;

/// <summary>A job as this process holds it.</summary>
/// <param name="Settings">As JSON; each kind has its own.</param>
internal sealed record JobLease(Guid OrgId, Guid JobId, string Kind, string Settings, int Attempt, Guid Worker, TimeSpan Length)
{
    public const string Replay = "replay";
    public const string Batch = "batch";

    /// <summary>Locks the job's row until the transaction ends, prolongs the lease and counts what the transaction has written.</summary>
    /// <exception cref="LeaseLostException">The job belongs to another process, was canceled, or is gone.</exception>
    public async Task<JobStanding> ProveAsync(NpgsqlConnection connection, NpgsqlTransaction? transaction, int done, int failed, decimal costUsd, CancellationToken ct) =>
        await connection.QuerySingleOrDefaultAsync<JobStanding>(new CommandDefinition(
            """
            update qualifier.job
            set leased_until = now() + @Length, done = done + @done, failed = failed + @failed, cost_usd = cost_usd + @costUsd
            where org_id = warehouse.current_org() and id = @JobId and leased_by = @Worker and state = 'running'
            returning state, total, done, failed, cost_usd, cost_limit_usd
            """, new { JobId, Worker, Length, done, failed, costUsd }, transaction, cancellationToken: ct))
        ?? throw new LeaseLostException(JobId);
}

internal sealed record JobStanding(string State, int Total, int Done, int Failed, decimal CostUsd, decimal CostLimitUsd);

/// <summary>Whatever this process was about to write for the job is no longer wanted.</summary>
internal sealed class LeaseLostException(Guid jobId) : Exception($"The lease of job {jobId} was lost.");

/// <summary>One kind of job: what a step of it is.</summary>
internal interface IJobWork
{
    string Kind { get; }

    /// <summary>
    /// Does the next rows of the job and writes their results with <see cref="JobLease.ProveAsync"/> in one transaction: killed before its end, the rows
    /// still wait; a row that has a result keeps it.
    /// </summary>
    /// <returns>How the job stands now; null when no row waits.</returns>
    Task<JobStanding?> StepAsync(JobLease lease, CancellationToken ct);
}
