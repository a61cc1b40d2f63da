using System.ComponentModel.DataAnnotations;

namespace Teg.Platform.Gateway.Live;

internal sealed class LiveOptions
{
    public const string Section = "Live";

    /// <summary>Open pages of one organisation on this replica.</summary>
    [Range(1, 100000)]
    public int MaxStreamsPerOrganisation { get; set; } = 500;

    /// <summary>Events of an organisation that are kept for pages that come back.</summary>
    [Range(1, 100000)]
    public int Kept { get; set; } = 256;

    /// <summary>Events that wait for a slow page; one more and its stream is closed. It comes back and resumes.</summary>
    [Range(1, 100000)]
    public int Waiting { get; set; } = 128;

    [Range(typeof(TimeSpan), "00:00:01", "00:01:00")]
    public TimeSpan Heartbeat { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How long an organisation's events are kept after its last page was closed.</summary>
    public TimeSpan Forgotten { get; set; } = TimeSpan.FromMinutes(10);
}
