using Dapper;
using MassTransit;
using Teg.Platform.Contracts.Messages;
using Teg.Platform.ServiceDefaults;

namespace Teg.Platform.Sync.Lag;

/// <summary>
/// Hears what open pages are told, the way the Gateway does, and so knows when a change has reached them. What is missed while this process is away is
/// caught up by the next message, later than it was.
/// </summary>
internal sealed partial class HearFigures(Database database, LagMetrics metrics, TimeProvider clock, ILogger<HearFigures> logger) : IConsumer<FiguresRefreshed>
{
    public async Task Consume(ConsumeContext<FiguresRefreshed> context)
    {
        var (org, asOf, heardAt) = (context.Message.OrgId, context.Message.AsOf, clock.GetUtcNow());
        await using var connection = await database.OpenAsync(org, context.CancellationToken);

        // Every process of Sync hears it; the first one to write is right, and the others find nothing left.
        var shown = (await connection.QueryAsync<Shown>(new CommandDefinition(
            """
            update sync.lag
            set refreshed_at = coalesce(@RefreshedAt, @heardAt), shown_at = @heardAt
            where org_id = warehouse.current_org() and as_of <= @asOf and published_at is not null and shown_at is null
            returning kind, extract(epoch from greatest(shown_at - coalesce(happened_at, received_at, published_at), '0'))::float8 as seconds
            """, new { context.Message.RefreshedAt, heardAt, asOf }, cancellationToken: context.CancellationToken))).AsList();
        foreach (var (kind, seconds) in shown)
        {
            metrics.Shown(kind, seconds);
        }

        if (shown is [.., var (newest, lag)])
        {
            // Ephemeral, as progress is: the next change says it again.
            await context.Publish(new LagMeasured(org, heardAt, newest, Math.Round(lag, 3)), context.CancellationToken);
            LogShown(shown.Count, newest, lag);
        }
    }

    private sealed record Shown(string Kind, double Seconds);

    [LoggerMessage(LogLevel.Debug, "{Count} changes have reached the pages, a {Kind} after {Seconds:0.000} s")]
    private partial void LogShown(int count, string kind, double seconds);
}
