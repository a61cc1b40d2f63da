using System.ComponentModel.DataAnnotations;

namespace Teg.Platform.Qualifier.Jobs;

/// <summary>Replays and batches.</summary>
internal sealed class JobOptions
{
    public const string Section = "Jobs";

    /// <summary>Whether this process works on jobs; all accept them.</summary>
    public bool Work { get; set; } = true;

    /// <summary>Jobs this process works on at once.</summary>
    [Range(1, 16)]
    public int AtOnce { get; set; } = 2;

    /// <summary>Calls of the model under way at once, per job. Few beside what people on the website need.</summary>
    [Range(1, 100)]
    public int ModelCalls { get; set; } = 8;

    /// <summary>The longest one call may take; nobody waits at a browser.</summary>
    public TimeSpan JudgeWithin { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>How often a description is given to the model before the rules decide alone.</summary>
    [Range(1, 10)]
    public int Attempts { get; set; } = 3;

    /// <summary>Before a description is given to the model again; longer each time.</summary>
    public TimeSpan Pause { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>US dollars a job may cost unless it asks for less.</summary>
    [Range(0.01, 10_000)]
    public decimal MaxCostUsd { get; set; } = 25;

    /// <summary>What one call of the model is taken to cost in an estimate before there is any experience: a thousand tokens in, a hundred out.</summary>
    [Range(0, 1)]
    public decimal AssumedCallUsd { get; set; } = 0.0002m;

    /// <summary>After this long without a sign of life another process goes on with the job.</summary>
    public TimeSpan Lease { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long uploaded files are kept.</summary>
    public TimeSpan BatchesKept { get; set; } = TimeSpan.FromDays(90);
}
