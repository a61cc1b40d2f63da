namespace Teg.Platform.Documents.Conversion;

/// <summary>No PDF came out. <see cref="Exception.Message"/> says what happened and <see cref="WayOut"/> what a person does about it, both as sentences.</summary>
public sealed class ConversionFailedException(ConversionFailure reason, string message, string wayOut) : Exception(message)
{
    public ConversionFailure Reason { get; } = reason;

    public string WayOut { get; } = wayOut;

    /// <summary>The same file may well be converted a little later: nothing is wrong with it.</summary>
    public bool IsWorthARetry => Reason is ConversionFailure.QueueFull or ConversionFailure.Stopping or ConversionFailure.Crashed;
}

/// <summary>Why no PDF came out.</summary>
public enum ConversionFailure
{
    /// <summary>LibreOffice or Chromium is not installed on this machine.</summary>
    Missing,

    /// <summary>As many conversions wait as may wait.</summary>
    QueueFull,

    /// <summary>The service is being stopped.</summary>
    Stopping,

    /// <summary>The engine did not come to an end in time and was killed.</summary>
    TooSlow,

    /// <summary>The engine wanted more memory than it may have and was killed.</summary>
    TooLarge,

    /// <summary>The engine ended in the middle of it.</summary>
    Crashed,

    /// <summary>The engine cannot read what it was given.</summary>
    Unreadable,
}
