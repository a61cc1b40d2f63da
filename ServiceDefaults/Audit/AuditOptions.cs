using System.ComponentModel.DataAnnotations;

namespace Teg.Platform.ServiceDefaults;

/// <summary>How events of reads are gathered before they are written.</summary>
public sealed class AuditOptions
{
    public const string Section = "Audit";

    /// <summary>Reads that may wait to be written. Beyond it a read writes its own event and is slower by that.</summary>
    [Range(1, 1_000_000)]
    public int Buffer { get; set; } = 10_000;

    /// <summary>Events in one statement.</summary>
    [Range(1, 10_000)]
    public int Batch { get; set; } = 500;

    /// <summary>The longest a read waits; also what a kill can lose.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:01:00")]
    public TimeSpan Every { get; set; } = TimeSpan.FromSeconds(1);
}
