using Dapper;
using Npgsql;
using Teg.Platform.ServiceDefaults;

namespace Teg.Platform.Sync.Runs;

/// <summary>Wakes the workers the moment a run is queued, by whichever process: PostgreSQL's NOTIFY.</summary>
internal sealed partial class RunSignal(Database database, TimeProvider clock, ILogger<RunSignal> logger) : BackgroundService
{
    private static readonly TimeSpan OutageNap = TimeSpan.FromSeconds(1);

    private TaskCompletionSource pulse = New();

    /// <summary>Completes with the next announcement. Take it before looking at the queue, so none is missed in between.</summary>
    public Task Next => Volatile.Read(ref pulse).Task;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await using var connection = await database.OpenUnscopedAsync(stoppingToken);
                await connection.ExecuteAsync(new CommandDefinition("listen sync_run", cancellationToken: stoppingToken));
                Pulse();
                while (true)
                {
                    await connection.WaitAsync(stoppingToken);
                    Pulse();
                }
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (NpgsqlException e)
            {
                // The workers look by themselves every second; only the immediacy is lost.
                LogNotListening(e.Message);
                await Task.Delay(OutageNap, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private void Pulse() => Interlocked.Exchange(ref pulse, New()).TrySetResult();

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    [LoggerMessage(LogLevel.Warning, "Not listening for runs: {Reason}")]
    private partial void LogNotListening(string reason);
}
