using System.ComponentModel.DataAnnotations;

namespace Teg.Platform.Sandbox.Journal;

/// <summary>Which world this is and where it is kept.</summary>
public sealed class SandboxOptions
{
    public const string Section = "Sandbox";

    /// <summary>Folder for the anchor, the seed and the journal.</summary>
    [Required]
    public string DataFolder { get; set; } = Path.Combine(".teg", "sandbox");

    /// <summary>The seed of a new world. One that is kept in the data folder goes on with its own.</summary>
    public long Seed { get; set; } = 20_260_101;

    /// <summary>The last day of a new world's first year; today in California when not given.</summary>
    public DateOnly? Anchor { get; set; }
}
