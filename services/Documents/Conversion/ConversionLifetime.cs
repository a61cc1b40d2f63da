namespace Teg.Platform.Documents.Conversion;

/// <summary>Warms the engines beside the start of the service, and ends them after everything that may still use one.</summary>
internal sealed class ConversionLifetime(PdfConverter converter) : IHostedLifecycleService
{
    private Task warming = Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    // The service takes requests meanwhile; whoever comes first waits for the engine a little longer.
    public Task StartedAsync(CancellationToken cancellationToken)
    {
        warming = converter.WarmAsync(CancellationToken.None);
        return Task.CompletedTask;
    }

    // A stop ends the warming too. It may come twice.
    public async Task StoppedAsync(CancellationToken cancellationToken)
    {
        await converter.StopAsync();
        await warming;
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
