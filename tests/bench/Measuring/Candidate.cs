namespace Teg.Platform.Bench.Measuring;

/// <summary>Something that is asked again and again, and compared with another in the same rounds.</summary>
/// <param name="Ask">One request; what it must look like is checked inside, and a wrong answer throws.</param>
internal sealed record Candidate(string Name, Func<CancellationToken, Task> Ask)
{
    public int PerRound { get; init; } = 100;

    /// <summary>How many are under way at once.</summary>
    public int Parallel { get; init; } = 1;

    /// <summary>The candidate that this one's ratio is of.</summary>
    public string? Beside { get; init; }

    /// <summary>Whose processor time is counted. Asked before and after each round: a restarted service has another id.</summary>
    public Func<IReadOnlyList<int>>? Processes { get; init; }

    /// <summary>True for what runs in this process and alone: allocations are counted.</summary>
    public bool InProcess { get; init; }

    public string? Grows { get; init; }
}
