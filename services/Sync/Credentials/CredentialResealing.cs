using Dapper;
using Npgsql;
using Teg.Platform.ServiceDefaults;

namespace Teg.Platform.Sync.Credentials;

/// <summary>At the start: what an older key sealed is sealed under the newest, so that the older key can be taken out of the configuration.</summary>
internal sealed partial class CredentialResealing(Database database, CredentialBook book, SecretBox box, TimeProvider clock, ILogger<CredentialResealing> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    /// <returns>How many were sealed again.</returns>
    internal async Task<int> RunAsync(CancellationToken ct)
    {
        List<Guid> organisations;
        await using (var unscoped = await database.OpenUnscopedAsync(ct))
        {
            organisations = (await unscoped.QueryAsync<Guid>(new CommandDefinition(
                "select sync.credentials_not_under(@Fingerprint)", new { box.Fingerprint }, cancellationToken: ct))).AsList();
        }

        var total = 0;
        foreach (var orgId in organisations)
        {
            total += await ResealAsync(orgId, ct);
        }

        return total;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (await RunAsync(stoppingToken) is > 0 and var count)
                {
                    LogResealed(count, box.Fingerprint);
                }

                return;
            }
            catch (NpgsqlException e)
            {
                LogWaiting(e);
                await Task.Delay(Pause, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task<int> ResealAsync(Guid orgId, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(orgId, ct);
        var rows = await connection.QueryAsync<(string Vendor, byte[] Sealed)>(new CommandDefinition(
            "select vendor, sealed from sync.credential where org_id = warehouse.current_org() and key_fingerprint <> @Fingerprint", new { box.Fingerprint }, cancellationToken: ct));
        var count = 0;
        foreach (var (vendor, before) in rows)
        {
            try
            {
                // Only what was read: a token entered meanwhile stays.
                count += await connection.ExecuteAsync(new CommandDefinition(
                    """
                    update sync.credential
                    set sealed = @after, key_fingerprint = @Fingerprint
                    where org_id = warehouse.current_org() and vendor = @vendor and sealed = @before
                    """, new { vendor, before, after = book.SealAgain(before, orgId, vendor), box.Fingerprint }, cancellationToken: ct));
                book.Forget(orgId, vendor);
            }
            catch (SecretSealedException e)
            {
                LogLost(e, orgId, vendor);
            }
        }

        return count;
    }

    [LoggerMessage(LogLevel.Information, "{Count} vendor credentials are sealed under key {Fingerprint} now")]
    private partial void LogResealed(int count, string fingerprint);

    [LoggerMessage(LogLevel.Warning, "Vendor credentials wait to be sealed under the newest key")]
    private partial void LogWaiting(Exception exception);

    [LoggerMessage(LogLevel.Error, "The {Vendor} credential of {OrgId} cannot be opened: it has to be entered again, or its key configured")]
    private partial void LogLost(Exception exception, Guid orgId, string vendor);
}
