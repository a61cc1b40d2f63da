using System.Reflection;
using Dapper;
using Microsoft.Extensions.Options;
using Npgsql;
using Teg.Platform.Contracts;
using Teg.Platform.ServiceDefaults;
using Teg.Platform.Sync.Runs;
using Teg.Platform.Sync.Sources;

namespace Teg.Platform.Sync.Demo;

/// <summary>Gives the demo organisation its sources at the first start; what people changed since then stays.</summary>
internal sealed partial class DemoSources(Database database, IOptions<DemoOptions> options, TimeProvider clock, ILogger<DemoSources> logger) : BackgroundService
{
    private static readonly TimeSpan OrganisationNap = TimeSpan.FromMilliseconds(200);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!options.Value.Enabled)
        {
            return;
        }

        await Task.Yield();
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (await SeedAsync(stoppingToken))
                {
                    return;
                }

                await Task.Delay(OrganisationNap, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (NpgsqlException e)
            {
                LogWaiting(e.Message);
                await Task.Delay(TimeSpan.FromSeconds(1), clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
        }
    }

    /// <returns>False while Accounts, which starts beside us, has not made the organisation yet: a run needs its time zone.</returns>
    private async Task<bool> SeedAsync(CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(DemoOrganisation.Id, ct);
        if (!await connection.ExecuteScalarAsync<bool>(new CommandDefinition(
                "select exists (select from accounts.organisation where org_id = warehouse.current_org())", cancellationToken: ct)))
        {
            return false;
        }

        foreach (var (kind, name) in new[] { (Source.Monday, "Monday"), (Source.Calendly, "Calendly"), (Source.GoogleAds, "Google Ads") })
        {
            var id = await connection.ExecuteScalarAsync<Guid?>(new CommandDefinition(
                """
                insert into sync.source (org_id, kind, name, credential, settings)
                values (warehouse.current_org(), @kind, @name, 'demo', @settings::jsonb)
                on conflict (org_id, kind, name) do nothing
                returning id
                """, new { kind, name, settings = Settings(kind) }, cancellationToken: ct));
            if (id is { } added)
            {
                await Run.QueueAsync(connection, null, added, Run.Full, "start", null, ct);
            }
        }

        return true;
    }

    internal static string Settings(string kind)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"Demo/{kind}.json")
            ?? throw new InvalidOperationException($"Demo/{kind}.json is not embedded.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    [LoggerMessage(LogLevel.Warning, "The demo's sources wait for the database: {Reason}")]
    private partial void LogWaiting(string reason);
}
