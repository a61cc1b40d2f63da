using Teg.Platform.Bench.Measuring;
using Teg.Platform.Bench.Running;

namespace Teg.Platform.Bench;

/// <summary>One chapter of docs/performance.md: asks the running system and says what it found.</summary>
internal interface IScenario
{
    /// <summary>For <c>--only</c> and for the markers in the document: lower case, words joined by hyphens.</summary>
    string Name { get; }

    /// <summary>The chapter's heading.</summary>
    string Title { get; }

    /// <summary>What is measured, how, and beside what; a paragraph under the heading.</summary>
    string Method { get; }

    Task<Finding> RunAsync(RunningSystem system, CancellationToken ct);
}
