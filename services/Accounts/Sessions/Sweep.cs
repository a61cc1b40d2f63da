using Dapper;
using Microsoft.Extensions.Options;
using Npgsql;
using Teg.Platform.Accounts.SignIn;
using Teg.Platform.ServiceDefaults;

namespace Teg.Platform.Accounts.Sessions;

/// <summary>Forgets sessions that ended long ago, sign-in attempts outside every window, one-time tokens whose time is over and old alerts. Replicas may do it at once: deleting twice is deleting.</summary>
internal sealed partial class Sweep(
    Database database, IOptions<LifetimeOptions> sessions, IOptions<ThrottleOptions> signIn, TimeProvider clock, ILogger<Sweep> logger) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromHours(1);
    private static readonly TimeSpan PushesKept = TimeSpan.FromDays(30);

    internal async Task RunAsync(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await using var connection = await database.OpenUnscopedAsync(ct);
        var forgotten = await connection.ExecuteScalarAsync<int>(new CommandDefinition(
            "select accounts.forget_sessions(@before)", new { before = now - sessions.Value.Remembered }, cancellationToken: ct));
        var attempts = await connection.ExecuteAsync(new CommandDefinition(
            "delete from accounts.sign_in_attempt where at < @before", new { before = now - signIn.Value.Window }, cancellationToken: ct));
        var tokens = await connection.ExecuteAsync(new CommandDefinition(
            "delete from accounts.one_time_token where expires_at < @now", new { now }, cancellationToken: ct));
        await connection.ExecuteAsync(new CommandDefinition("select accounts.forget_pushes(@before)", new { before = now - PushesKept }, cancellationToken: ct));
        LogSwept(forgotten, attempts, tokens);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await RunAsync(stoppingToken);
            }
            catch (NpgsqlException e)
            {
                LogFailed(e);
            }
        }
    }

    [LoggerMessage(LogLevel.Information, "Forgot {Sessions} sessions, {Attempts} sign-in attempts and {Tokens} one-time tokens")]
    private partial void LogSwept(int sessions, int attempts, int tokens);

    [LoggerMessage(LogLevel.Warning, "The sweep of sessions failed; the next is in an hour")]
    private partial void LogFailed(Exception exception);
}
