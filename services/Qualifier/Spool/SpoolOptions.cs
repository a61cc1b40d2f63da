using System.ComponentModel.DataAnnotations;

namespace Teg.Platform.Qualifier.Spool;

internal sealed class SpoolOptions
{
    public const string Section = "Qualifier";

    /// <summary>On a disk that outlives the process, and of this replica alone.</summary>
    [Required]
    public string SpoolFolder { get; set; } = "";

    /// <summary>What may wait on the disk: about 200 000 enquiries. Beyond it, new ones are refused with 503.</summary>
    [Range(64 * 1024, long.MaxValue)]
    public long SpoolMaxBytes { get; set; } = 256 * 1024 * 1024;

    /// <summary>A new file is begun at this length …</summary>
    [Range(4 * 1024, 64 * 1024 * 1024)]
    public long SegmentBytes { get; set; } = 8 * 1024 * 1024;

    /// <summary>… or at this age: what has been stored leaves the disk soon after, as does what a person had erased.</summary>
    public TimeSpan SegmentAge { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Records that wait for the disk at once. Beyond it, new ones are refused with 503.</summary>
    [Range(16, 1_000_000)]
    public int SpoolQueue { get; set; } = 8192;
}
