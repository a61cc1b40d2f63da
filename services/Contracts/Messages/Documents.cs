namespace Teg.Platform.Contracts.Messages;

/// <summary>A document was asked for and waits. Wakes a worker that has a free place; without it the document is found a second later.</summary>
public sealed record DocumentRequested(Guid OrgId, Guid DocumentId, DateTimeOffset At);

/// <summary>Where a document stands now. Ephemeral, as <see cref="RunProgressed"/>: a lost one is replaced by the next.</summary>
/// <param name="State">queued, working, ready, failed or canceled.</param>
/// <param name="Step">writing, converting or storing while it is worked on; signature-sent and the like, or slides-ready, when something happened to one that is ready.</param>
/// <param name="QueuePosition">How many of the organisation are before it, or, while it is converted, how many conversions.</param>
public sealed record DocumentProgressed(Guid OrgId, Guid DocumentId, string State, string? Step, int? QueuePosition, DateTimeOffset At);
