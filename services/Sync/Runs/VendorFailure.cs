namespace Teg.Platform.Sync.Runs;

internal enum FailureKind
{
    /// <summary>Asking again will not help; a person has to do something.</summary>
    Decisive,

    /// <summary>It may well work in a moment.</summary>
    Transient,

    /// <summary>The vendor asks us to wait.</summary>
    Throttled,

    /// <summary>The place in a list is no longer known: the list starts again from its first page.</summary>
    CursorExpired,
}

/// <summary>Why a vendor did not answer, whether asking again helps, and what a person can do.</summary>
internal sealed record VendorFailure(FailureKind Kind, string Reason, string WayOut, TimeSpan? RetryIn = null);

internal sealed class VendorFailureException(VendorFailure failure, Exception? inner = null) : Exception(failure.Reason, inner)
{
    public VendorFailure Failure { get; } = failure;
}
