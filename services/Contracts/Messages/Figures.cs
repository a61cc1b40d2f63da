namespace Teg.Platform.Contracts.Messages;

/// <summary>Rollups now include everything published up to <paramref name="AsOf"/>; pages may ask again.</summary>
/// <param name="RefreshedAt">When that became readable.</param>
public sealed record FiguresRefreshed(Guid OrgId, DateTimeOffset AsOf, DateTimeOffset? RefreshedAt = null);
