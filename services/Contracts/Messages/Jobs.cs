namespace Teg.Platform.Contracts.Messages;

/// <summary>Where a replay stands now. Ephemeral, as <see cref="RunProgressed"/>: a lost one is replaced by the next.</summary>
/// <param name="State">queued, running, succeeded, failed, stopped or canceled.</param>
/// <param name="CostUsd">What the model has cost so far.</param>
public sealed record ReplayProgressed(Guid OrgId, Guid ReplayId, string State, int Total, int Done, decimal CostUsd, DateTimeOffset At);

/// <summary>Where a batch stands now. Ephemeral.</summary>
/// <param name="State">queued, running, succeeded, failed, stopped or canceled.</param>
/// <param name="Failed">Rows that cannot be judged.</param>
public sealed record BatchProgressed(Guid OrgId, Guid BatchId, string State, int Total, int Done, int Failed, decimal CostUsd, DateTimeOffset At);
