using System.ComponentModel.DataAnnotations;

namespace Teg.Platform.ServiceDefaults;

/// <summary>What happens to a message whose consumer failed, before it goes to the error queue.</summary>
public sealed class BusOptions
{
    public const string Section = "Bus";

    /// <summary>Attempts after the first.</summary>
    [Range(0, 50)]
    public int Retries { get; set; } = 5;

    /// <summary>The first wait; each further one is longer by a growing step.</summary>
    public TimeSpan FirstWait { get; set; } = TimeSpan.FromMilliseconds(200);

    /// <summary>How often the queues are counted.</summary>
    public TimeSpan LookEvery { get; set; } = TimeSpan.FromSeconds(15);

    public TimeSpan LongestWait { get; set; } = TimeSpan.FromSeconds(20);
}
