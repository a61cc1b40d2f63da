using System.ComponentModel.DataAnnotations;

namespace Teg.Platform.Qualifier.Judging.Later;

/// <summary>What is judged when nobody waits for it.</summary>
internal sealed class LaterOptions
{
    public const string Section = "Qualifier";

    /// <summary>Whether leads that other systems hold are judged too. They cost as much as any enquiry.</summary>
    public bool JudgeSyncedLeads { get; set; }

    /// <summary>Whether this process judges later at all; one of several is enough, more do no harm.</summary>
    public bool JudgesLater { get; set; } = true;

    /// <summary>Calls under way at once. They are few, so that a person who waits finds a place.</summary>
    [Range(1, 1000)]
    public int LaterAtOnce { get; set; } = 8;

    /// <summary>How long the model may take when nobody waits.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:10:00")]
    public TimeSpan LaterWithin { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How often it is looked for what waits.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "01:00:00")]
    public TimeSpan LaterEvery { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>A decision by rules alone is left to itself for so long: the model that could not answer then may need it.</summary>
    public TimeSpan LaterAfter { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>US dollars that judgements of an organisation may have cost on a day (UTC) before what waits is left until the next. Nobody who waits is refused for it.</summary>
    [Range(0, 1_000_000)]
    public decimal? LaterDailyCost { get; set; }
}
