namespace Aspire.Hosting.Processes;

/// <summary>One program to start and how it is asked to stop.</summary>
internal sealed record ProcessSpec(string FileName, IReadOnlyList<string> Arguments, string WorkingDirectory)
{
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>Start as this user instead of root; null: as the user who runs AppHost.</summary>
    public string? User { get; init; }

    public int StopSignal { get; init; } = ProcessTree.SigTerm;

    /// <summary>True: the signal goes to every process of the tree; false: to the first alone, which ends its own children in order.</summary>
    public bool StopWholeTree { get; init; }

    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>What the kernel sends when AppHost itself is killed without a chance to clean up.</summary>
    public string ParentDeathSignal { get; init; } = "TERM";
}
