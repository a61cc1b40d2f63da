using Dapper;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;

namespace Teg.Platform.Qualifier.Jobs;

public enum JobState
{
    Queued,
    Running,
    Succeeded,

    /// <summary>Something of it could not be worked on; the reason says what.</summary>
    Failed,

    /// <summary>Its limit of cost was reached; what is done holds.</summary>
    Stopped,
    Canceled,
}

/// <summary>A row of qualifier.job as people see it.</summary>
internal sealed record JobRow(
    Guid Id, string Name, string State, string Settings, int Total, int Done, int Failed, decimal CostUsd, decimal EstimatedCostUsd, decimal CostLimitUsd,
    string RequestedBy, DateTimeOffset RequestedAt, DateTimeOffset? StartedAt, DateTimeOffset? FinishedAt, string? Reason, string? WayOut)
{
    private const string Columns =
        """
        id, name, state, settings::text as settings, total, done, failed, cost_usd, estimated_cost_usd, cost_limit_usd,
        requested_by, requested_at, started_at, finished_at, reason, way_out
        """;

    public bool IsOver => State is not ("queued" or "running");

    public JobState ToState() => Enum.Parse<JobState>(State, ignoreCase: true);

    /// <returns>One more than the limit when there is a next page.</returns>
    public static async Task<List<JobRow>> ListAsync(NpgsqlConnection connection, string kind, Guid? after, int limit, CancellationToken ct) =>
        (await connection.QueryAsync<JobRow>(new CommandDefinition(
            $"""
            select {Columns}
            from qualifier.job
            where org_id = warehouse.current_org() and kind = @kind and (@after::uuid is null or id < @after)
            order by id desc
            limit @limit + 1
            """, new { kind, after, limit }, cancellationToken: ct))).AsList();

    public static Task<JobRow?> FindAsync(NpgsqlConnection connection, string kind, Guid id, CancellationToken ct) =>
        connection.QuerySingleOrDefaultAsync<JobRow>(new CommandDefinition(
            $"select {Columns} from qualifier.job where org_id = warehouse.current_org() and kind = @kind and id = @id", new { kind, id }, cancellationToken: ct));

    /// <summary>With its rows; a process that works on it loses its lease.</summary>
    public static async Task<bool> DeleteAsync(NpgsqlConnection connection, string kind, Guid id, CancellationToken ct) =>
        await connection.ExecuteAsync(new CommandDefinition(
            "delete from qualifier.job where org_id = warehouse.current_org() and kind = @kind and id = @id", new { kind, id }, cancellationToken: ct)) > 0;

    /// <returns>How it stood; null when it was over already, or never was.</returns>
    public static Task<JobStanding?> CancelAsync(NpgsqlConnection connection, string kind, Guid id, CancellationToken ct) =>
        connection.QuerySingleOrDefaultAsync<JobStanding>(new CommandDefinition(
            """
            update qualifier.job
            set state = 'canceled', finished_at = now(), leased_until = null
            where org_id = warehouse.current_org() and kind = @kind and id = @id and state in ('queued', 'running')
            returning state, total, done, failed, cost_usd, cost_limit_usd
            """, new { kind, id }, cancellationToken: ct));

    public static ProblemHttpResult IsOverAlready() =>
        TypedResults.Problem(statusCode: StatusCodes.Status409Conflict, type: "job-over", title: "There is nothing left to cancel: it is over.");
}
