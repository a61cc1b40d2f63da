using System.ComponentModel.DataAnnotations;

namespace Teg.Platform.Sync.Lag;

/// <summary>Items that are renamed every few minutes to see how long a change takes to the open pages. Only what an operator names here is ever written.</summary>
internal sealed class CanaryOptions
{
    public const string Section = "Canary";

    /// <summary>Zero writes nothing.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan Every { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>A canary that has not come back after this long is lost, which is shown to everybody.</summary>
    [Range(typeof(TimeSpan), "00:00:05", "01:00:00")]
    public TimeSpan Patience { get; set; } = TimeSpan.FromMinutes(1);

    public List<CanaryItem> Items { get; set; } = [];
}

internal sealed class CanaryItem
{
    public Guid Organisation { get; set; }

    /// <summary>Id of a Monday board that is not mapped, so that nothing on it counts in a figure. A mapped board is refused.</summary>
    [Required]
    public string Board { get; set; } = "";

    /// <summary>Id of an item on that board; without it one is made.</summary>
    public string? Item { get; set; }
}
