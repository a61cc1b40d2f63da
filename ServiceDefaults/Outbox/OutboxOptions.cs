using System.ComponentModel.DataAnnotations;

namespace Teg.Platform.ServiceDefaults;

/// <summary>How the outbox is emptied.</summary>
public sealed class OutboxOptions
{
    public const string Section = "Outbox";

    /// <summary>The schema that holds the outbox; set by AddOutbox.</summary>
    [Required]
    public string Schema { get; set; } = "";

    /// <summary>Messages sent in one transaction.</summary>
    [Range(1, 1000)]
    public int Batch { get; set; } = 100;

    /// <summary>The table is looked at this often even when no notification came.</summary>
    public TimeSpan Poll { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How long the broker may take to confirm a message.</summary>
    public TimeSpan SendTimeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>The longest pause after failures; it begins at a quarter second and doubles.</summary>
    public TimeSpan MaxPause { get; set; } = TimeSpan.FromSeconds(15);
}
