using System.ComponentModel.DataAnnotations;

namespace Teg.Platform.Sync;

/// <summary>How runs are worked off. Times of day are in the organisation's time zone.</summary>
internal sealed class SyncOptions
{
    public const string Section = "Sync";

    /// <summary>False on nodes that only answer requests.</summary>
    public bool RunsWork { get; set; } = true;

    /// <summary>Sweeps at a time; webhook runs have one place of their own, so a change never waits for a sweep.</summary>
    [Range(1, 16)]
    public int SweepsAtOnce { get; set; } = 2;

    /// <summary>A run whose process is silent for this long is taken over by another one.</summary>
    [Range(1, 600)]
    public int LeaseSeconds { get; set; } = 20;

    /// <summary>How often the schedule is looked at.</summary>
    [Range(0.1, 600)]
    public double ScheduleSeconds { get; set; } = 5;

    /// <summary>The nightly full sweep starts after this time of day.</summary>
    public TimeOnly NightlyAt { get; set; } = new(3, 10);

    /// <summary>A board's activity is trusted for this long; after a longer silence the whole board is read again.</summary>
    [Range(1, 365)]
    public int ActivityRetentionDays { get; set; } = 7;

    /// <summary>Transient vendor failures a run survives before it gives up.</summary>
    [Range(1, 50)]
    public int FaultsAllowed { get; set; } = 6;

    /// <summary>First wait after a transient vendor failure; doubled each time, at most five minutes.</summary>
    [Range(0.01, 300)]
    public double FaultDelaySeconds { get; set; } = 5;

    /// <summary>
    /// Where vendors reach this service's webhooks, without the last slash: <c>https://teg.example/hooks/sync</c> behind the Gateway.
    /// Empty: no webhooks are asked for, except in Development, where the service's own address is used.
    /// </summary>
    [Url]
    public string? PublicAddress { get; set; }

    [Range(1, 3650)]
    public int ChangedDaysKeptDays { get; set; } = 30;
}
