using System.Net;

namespace Teg.Platform.Documents.Vendors;

internal enum VendorFailure
{
    /// <summary>Asking again will not help; a person has to do something.</summary>
    Decisive,

    /// <summary>It may well work in a moment. Whether the vendor has done what was asked is not known.</summary>
    Transient,

    /// <summary>The vendor asks to wait; it has done nothing.</summary>
    Throttled,

    /// <summary>The vendor does not know what it was asked about.</summary>
    Missing,
}

/// <summary>A vendor did not do what was asked. The message says why, the way out what a person can do.</summary>
internal sealed class VendorFailureException(
    VendorFailure failure, string reason, string wayOut, TimeSpan? retryIn = null, Exception? inner = null, HttpStatusCode? status = null) : Exception(reason, inner)
{
    public VendorFailure Failure => failure;

    public string WayOut => wayOut;

    public TimeSpan? RetryIn => retryIn;

    /// <summary>Null when there was no answer.</summary>
    public HttpStatusCode? Status => status;
}
