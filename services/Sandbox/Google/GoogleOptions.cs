using System.ComponentModel.DataAnnotations;

namespace Teg.Platform.Sandbox.Google;

/// <summary>What the project may do, and where it answers.</summary>
public sealed class GoogleOptions
{
    public const string Section = "Google";

    /// <summary>Port of the vendor's own address; 0 takes a free one.</summary>
    [Range(0, 65535)]
    public int Port { get; set; }

    /// <summary>
    /// Service accounts that may sign in: their key files as JSON, or that in base64. The Sandbox has one of its own beside them, which the control plane hands out.
    /// </summary>
    public IList<string> Keys { get; set; } = [];

    /// <summary>Slides, a minute and user.</summary>
    [Range(1, int.MaxValue)]
    public int SlidesReadsPerMinute { get; set; } = 600;

    [Range(1, int.MaxValue)]
    public int SlidesWritesPerMinute { get; set; } = 60;

    [Range(1, int.MaxValue)]
    public int ThumbnailsPerMinute { get; set; } = 60;

    [Range(1, int.MaxValue)]
    public int SheetsReadsPerMinute { get; set; } = 60;

    [Range(1, int.MaxValue)]
    public int SheetsWritesPerMinute { get; set; } = 60;

    [Range(1, int.MaxValue)]
    public int DriveQueriesPerMinute { get; set; } = 12_000;

    /// <summary>The largest export; the vendor's is 10 MB.</summary>
    [Range(1, int.MaxValue)]
    public int ExportLimitBytes { get; set; } = 10 * 1024 * 1024;
}
