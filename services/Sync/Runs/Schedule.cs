namespace Teg.Platform.Sync.Runs;

/// <summary>What the schedule knows of a source.</summary>
internal sealed record ScheduleFacts(Guid OrgId, Guid SourceId, string TimeZone, int EveryMinutes, DateTimeOffset? DueAt, int SettingsVersion, bool IsActive,
    DateTimeOffset? LastRequestedAt, DateTimeOffset? LastFullRequestedAt, DateTimeOffset? LastFullPublishedAt, int? LastFullSettingsVersion, bool HasPendingDeliveries);

/// <summary>What is due now, and why.</summary>
internal sealed record DueRun(string Mode, string Trigger, string Reason)
{
    /// <summary>
    /// The run that is due, or null. Never filled: full at once. Settings changed: full at once. Asked for (an accepted mapping): incremental at once.
    /// After the nightly time of the organisation's day: full. Otherwise incremental every so many minutes since the last one was asked for.
    /// A source that failed waits its ordinary time before the next try.
    /// </summary>
    public static DueRun? Of(ScheduleFacts source, TimeOnly nightlyAt, DateTimeOffset now)
    {
        if (source.IsActive)
        {
            return null;
        }

        if (source.LastRequestedAt is null)
        {
            return new DueRun(Run.Full, "start", "never filled");
        }

        if (source.DueAt <= now && source.LastFullPublishedAt is not null)
        {
            return new DueRun(Run.Incremental, "person", "asked for");
        }

        if (source.LastFullSettingsVersion is { } version && version != source.SettingsVersion && source.DueAt is null && source.LastFullRequestedAt < now.AddMinutes(-source.EveryMinutes))
        {
            return new DueRun(Run.Full, "schedule", "settings changed");
        }

        var night = LastNight(nightlyAt, TimeZoneInfo.FindSystemTimeZoneById(source.TimeZone), now);
        if (source.LastFullPublishedAt is not null && source.LastFullRequestedAt < night)
        {
            return new DueRun(Run.Full, "schedule", "nightly");
        }

        return now >= NextAt(source.LastRequestedAt.Value, source.EveryMinutes)
            ? source.LastFullPublishedAt is null
                ? new DueRun(Run.Full, "schedule", "not filled yet")
                : new DueRun(Run.Incremental, "schedule", $"every {source.EveryMinutes} minutes")
            : null;
    }

    public static DateTimeOffset NextAt(DateTimeOffset lastRequestedAt, int everyMinutes) => lastRequestedAt.AddMinutes(everyMinutes);

    /// <summary>The latest nightly moment that is not in the future. Where the clock skips that time, the moment after the gap.</summary>
    internal static DateTimeOffset LastNight(TimeOnly nightlyAt, TimeZoneInfo zone, DateTimeOffset now)
    {
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, zone).DateTime);
        var night = Moment(today, nightlyAt, zone);
        return night <= now ? night : Moment(today.AddDays(-1), nightlyAt, zone);
    }

    private static DateTimeOffset Moment(DateOnly day, TimeOnly time, TimeZoneInfo zone)
    {
        var local = day.ToDateTime(time);
        if (zone.IsInvalidTime(local))
        {
            local = local.AddHours(1);
        }

        return new DateTimeOffset(local, zone.GetUtcOffset(local));
    }
}
