using System.ComponentModel.DataAnnotations;

namespace Teg.Platform.ServiceDefaults;

public sealed class CacheOptions
{
    public const string Section = "Cache";

    /// <summary>Bytes of answers this process keeps; what has not been asked for longest goes first.</summary>
    [Range(1024, long.MaxValue)]
    public long LocalBytes { get; set; } = 64 * 1024 * 1024;

    /// <summary>Answers that Redis keeps of one organisation; the oldest go first.</summary>
    [Range(1, 1_000_000)]
    public int EntriesOfOrganisation { get; set; } = 5000;

    /// <summary>Larger answers are compressed in Redis.</summary>
    [Range(0, int.MaxValue)]
    public int CompressAbove { get; set; } = 1024;

    /// <summary>How long an answer waits for Redis before it goes on without.</summary>
    public TimeSpan Patience { get; set; } = TimeSpan.FromMilliseconds(300);

    /// <summary>How long a process goes on without Redis, and a failed refresh is not tried again, before the next attempt.</summary>
    public TimeSpan AskAgain { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How soon a process that does not hear Redis' notices learns that a tag was dropped.</summary>
    public TimeSpan CheckTags { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How long one who can give an older answer waits for a new one.</summary>
    public TimeSpan WaitBesideOlder { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How long the process that works an answer out keeps others from doing the same; one that died is waited for as long.</summary>
    public TimeSpan LockLife { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long nothing is kept under a tag whose change was announced and never ended, because its process died.</summary>
    public TimeSpan ChangeLife { get; set; } = TimeSpan.FromSeconds(10);
}
