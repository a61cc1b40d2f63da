namespace Teg.Platform.Contracts.Messages;

/// <summary>Where a sync run stands now. Ephemeral: for the open page, not through the outbox; a lost one is replaced by the next.</summary>
/// <param name="Phase">queued, reading, publishing, succeeded, failed or quarantined.</param>
/// <param name="RowsExpected">What the vendor says there is, when it says so before the last page.</param>
public sealed record RunProgressed(
    Guid OrgId, Guid RunId, Guid SourceId, string Source, string Phase,
    long RowsRead, long? RowsExpected, long RowsPublished, DateTimeOffset At);

/// <summary>A run's data became visible; written in the same transaction as the data.</summary>
/// <param name="Certificate">equal, or different when the source's count or sums are not ours; null when there was nothing to compare.</param>
public sealed record RunPublished(Guid OrgId, Guid RunId, Guid SourceId, string Source, DateTimeOffset PublishedAt, string? Certificate = null);

/// <summary>A run gave up. The previous data is still what readers see.</summary>
/// <param name="Reason">What happened, in a sentence a person can act on.</param>
/// <param name="WayOut">What to do about it.</param>
public sealed record RunFailed(Guid OrgId, Guid RunId, Guid SourceId, string Source, string Reason, string WayOut, DateTimeOffset At);

/// <summary>A change at a source has reached the open pages. Ephemeral: the next one says it again.</summary>
/// <param name="Kind">canary, or change for a real one.</param>
/// <param name="Seconds">From the change at the source.</param>
public sealed record LagMeasured(Guid OrgId, DateTimeOffset At, string Kind, double Seconds);

/// <summary>The vendor's columns no longer match the mapping; a proposal waits for a person.</summary>
public sealed record DriftFound(Guid OrgId, Guid RunId, Guid SourceId, string Stream, string Summary, DateTimeOffset At);
