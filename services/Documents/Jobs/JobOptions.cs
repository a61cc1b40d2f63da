using System.ComponentModel.DataAnnotations;

namespace Teg.Platform.Documents.Jobs;

/// <summary>How documents are worked on.</summary>
internal sealed class JobOptions
{
    public const string Section = "Jobs";

    /// <summary>Whether this process works on documents; all accept them.</summary>
    public bool Work { get; set; } = true;

    /// <summary>Documents this process works on at once.</summary>
    [Range(1, 64)]
    public int AtOnce { get; set; } = 4;

    /// <summary>Whether a PDF is made beside the Office file.</summary>
    public bool Pdf { get; set; } = true;

    /// <summary>How often a document is tried whose making failed for a reason that passes.</summary>
    [Range(1, 20)]
    public int Attempts { get; set; } = 5;

    /// <summary>Before it is tried again; twice as long each time.</summary>
    public TimeSpan Pause { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>After this long without a sign of life another process goes on with the document.</summary>
    public TimeSpan Lease { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a content stays that nothing names any more.</summary>
    public TimeSpan UnnamedFilesKept { get; set; } = TimeSpan.FromHours(1);
}
