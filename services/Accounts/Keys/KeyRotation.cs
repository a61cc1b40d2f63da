using Npgsql;

namespace Teg.Platform.Accounts.Keys;

/// <summary>The first key exists before the first request; after that, looks every few minutes whether the next is due.</summary>
internal sealed partial class KeyRotation(KeyRing keys, TimeProvider clock, ILogger<KeyRotation> logger) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(5);

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await keys.RotateAsync(cancellationToken);
        // A wrong encryption key is found at the start, not by the first person who signs in.
        await keys.SigningAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await keys.RotateAsync(stoppingToken);
            }
            catch (NpgsqlException e)
            {
                // The present key goes on signing; the next look is in a few minutes.
                LogFailed(e);
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "Signing keys could not be rotated now")]
    private partial void LogFailed(Exception exception);
}
