using Aspire.Hosting.Processes;

namespace Aspire.Hosting.Servers;

/// <summary>How one kind of resource is started and asked whether it is well.</summary>
internal abstract class Launcher
{
    /// <summary>The word in state.json.</summary>
    public abstract string Kind { get; }

    /// <summary>What keeps it from starting on this machine: a program that is missing, a folder left half-made. Each names the way out.</summary>
    public virtual IEnumerable<string> FindProblems() => [];

    /// <summary>Everything before the process: folders, first-time initialisation, configuration. Null when there is no process.</summary>
    public abstract Task<LaunchPlan?> PrepareAsync(Action<string> log, CancellationToken ct);

    /// <returns>Null when healthy, else what it answered.</returns>
    public virtual Task<string?> CheckAsync(CancellationToken ct) => Task.FromResult<string?>(null);
}

/// <summary>The program, and what has to run beside it (started first, stopped last).</summary>
internal sealed record LaunchPlan(ProcessSpec Program, IReadOnlyList<ProcessSpec> Companions)
{
    public static LaunchPlan Of(ProcessSpec program) => new(program, []);
}
