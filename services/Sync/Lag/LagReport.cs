namespace Teg.Platform.Sync.Lag;

/// <summary>How long changes take from the source to the open pages. Seconds.</summary>
/// <param name="AsOf">When this was asked.</param>
/// <param name="By">What it was measured by: the canary where there is one, else the changes that vendors told of; null without either.</param>
/// <param name="Why">Why nothing is measured, or what is known of the canary that did not come back.</param>
/// <param name="Newest">The newest change that reached the pages.</param>
public sealed record LagReport(DateTimeOffset AsOf, LagState State, LagKind? By, string? Why, LagSample? Newest, LagSpread? Hour, LagSpread? Day);

/// <summary>Whether changes are measured, and come through.</summary>
public enum LagState
{
    /// <summary>No change has reached the pages in the last day.</summary>
    NotMeasured,

    Measured,

    /// <summary>The last canary was written and did not come back, or could not be written.</summary>
    Lost,
}

public enum LagKind
{
    Canary,
    Change,
}

/// <param name="At">When the pages were told.</param>
public sealed record LagSample(DateTimeOffset At, double Seconds);

/// <summary>Of the samples of a while: the median, and what all but one in twenty stayed below.</summary>
/// <param name="Total">From the change at the vendor; where the vendor gives no believable time, from its webhook.</param>
/// <param name="VendorToWebhook">Until the webhook was noted; null where no sample has the vendor's time.</param>
/// <param name="WebhookToPublished">Until readers could see it in the facts.</param>
/// <param name="PublishedToRollup">Until the figures of the pages included it.</param>
/// <param name="RollupToEvent">Until the open pages were told.</param>
public sealed record LagSpread(
    long Samples, LagPercentiles Total, LagPercentiles? VendorToWebhook, LagPercentiles? WebhookToPublished, LagPercentiles? PublishedToRollup, LagPercentiles? RollupToEvent);

public sealed record LagPercentiles(double P50, double P95);
