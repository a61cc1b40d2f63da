using Dapper;
using Microsoft.Extensions.Options;
using Npgsql;
using Teg.Platform.Contracts;
using Teg.Platform.ServiceDefaults;

namespace Teg.Platform.Documents.Pricing;

/// <summary>Gives the demo organisation its price list at the first start; what people changed since then stays.</summary>
internal sealed partial class DemoPrices(Database database, IOptions<DemoOptions> options, TimeProvider clock, ILogger<DemoPrices> logger) : BackgroundService
{
    /// <summary>The usual prices, with the words of a house in Los Angeles.</summary>
    public static PriceList Prices { get; } = PriceList.Default with
    {
        House = new HouseWords(
            null, "1418 Atelier Row, Suite 300", "Los Angeles", "CA", "90021", "United States", "atelier@example.com", "+1 213 555 0144", "www.example.com",
            "Elena Marchetti", "Managing Director", "the State of California"),
    };

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
                // The key of a version makes a second start, or a second process, a no-op.
                await using var connection = await database.OpenAsync(DemoOrganisation.Id, stoppingToken);
                await connection.ExecuteAsync(new CommandDefinition(
                    """
                    insert into documents.price_list (org_id, version, content, note, created_by, created_by_name, created_at)
                    values (warehouse.current_org(), 1, @content::jsonb, 'Prices of 2025', @nobody, 'Demo', @now)
                    on conflict (org_id, version) do nothing
                    """, new { content = Prices.ToJson().GetRawText(), nobody = Guid.Empty, now = clock.GetUtcNow() }, cancellationToken: stoppingToken));
                return;
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

    [LoggerMessage(LogLevel.Information, "The demo's price list waits for the database: {Reason}")]
    private partial void LogWaiting(string reason);
}
