namespace Teg.Platform.Documents.Conversion;

/// <summary>One warm engine that does one thing after another.</summary>
internal interface IWorker<in TWork> : IAsyncDisposable
{
    bool IsAlive { get; }

    /// <summary>A fresh one should take its place: it has done its share, or has grown.</summary>
    bool IsSpent { get; }

    /// <summary>After any failure, a cancellation included, the worker is thrown away.</summary>
    /// <exception cref="ConversionFailedException">No PDF came out.</exception>
    /// <exception cref="WorkerGoneException">It had ended before it saw the work; another one may have it.</exception>
    Task<byte[]> DoAsync(TWork work, CancellationToken ct);
}

/// <summary>A worker that was killed while it rested; nobody notices before it is spoken to.</summary>
internal sealed class WorkerGoneException(Exception cause) : Exception("The engine had ended.", cause);
