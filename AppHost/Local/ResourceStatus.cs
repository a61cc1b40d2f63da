namespace Aspire.Hosting;

public enum ResourceState
{
    /// <summary>For another resource; the reason names it.</summary>
    Waiting,

    /// <summary>Being prepared and started.</summary>
    Starting,

    /// <summary>The process runs and does not answer its health check (yet); the reason says what it answered.</summary>
    Running,

    /// <summary>Runs and answers.</summary>
    Healthy,

    /// <summary>Ended with exit code 0.</summary>
    Finished,

    /// <summary>Did not start, or ended with another exit code; the reason says why.</summary>
    Failed,

    /// <summary>Stopped on request.</summary>
    Stopped,
}

/// <summary>A resource as state.json shows it.</summary>
/// <param name="Kind">"project", "executable", "postgres", "database", "redis" or "rabbitmq".</param>
/// <param name="Pid">Of the running process; null when there is none.</param>
/// <param name="Addresses">Endpoint name to address, <c>http</c> → <c>http://localhost:8082</c>.</param>
/// <param name="Log">Path of the log file; null for a database, which has no process.</param>
public sealed record ResourceStatus(
    string Name,
    string Kind,
    ResourceState State,
    string? Reason,
    int? ExitCode,
    int? Pid,
    IReadOnlyDictionary<string, string> Addresses,
    string? Log);
