namespace Teg.Platform.Documents.Conversion;

/// <summary>Warms the engines beside the start of the service, and ends them after everything that may still use one.</summary>
internal sealed class ConversionLifetime(PdfConverter converter) : IHostedLifecycleService, IDisposable
{
    private readonly CancellationTokenSource ended = new();
    private Task warming = Task.CompletedTask;
    private bool hasEnded;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    // The service takes requests meanwhile; whoever comes first waits for the engine a little longer.
    public Task StartedAsync(CancellationToken cancellationToken)
    {
        warming = converter.WarmAsync(ended.Token);
        return Task.CompletedTask;
    }

    public async Task StoppedAsync(CancellationToken cancellationToken)
    {
        // A host may be stopped twice, the second time when its services are gone.
        if (Interlocked.Exchange(ref hasEnded, true))
        {
            return;
        }

        await ended.CancelAsync();
        await converter.StopAsync();
        await warming;
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
        hasEnded = true;
        ended.Dispose();
    }
}
