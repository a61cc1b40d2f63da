using MassTransit;
using Teg.Platform.Contracts.Messages;
using Teg.Platform.ServiceDefaults;

namespace Teg.Platform.Analytics.Rollups;

/// <summary>Brings the daily rollups up to leads that came outside a run: once for all the messages of a second, because each would work out the same day.</summary>
public sealed partial class RefreshForLeads(Database database, Outbox outbox, TieredCache cache, ILogger<RefreshForLeads> logger) : IConsumer<Batch<LeadsChanged>>
{
    public async Task Consume(ConsumeContext<Batch<LeadsChanged>> context)
    {
        var (org, changedAt) = (context.Message[0].Message.OrgId, context.Message.Max(message => message.Message.ChangedAt));
        await using var connection = await database.OpenAsync(org, context.CancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(context.CancellationToken);

        // At least once, as for a run: days are worked out from the facts, and a batch of redeliveries finds none changed.
        var days = await RefreshRollups.RefreshAsync(connection, transaction, org, changedAt, context.CancellationToken);
        if (days > 0)
        {
            await outbox.AddAsync(connection, transaction, org, new FiguresRefreshed(org, changedAt), context.CancellationToken);
        }

        // As for a run: from before the commit until after it no answer is kept.
        await using var change = days > 0 ? await cache.ChangeAsync(RowScope.Tag(org, Answers.Figures)) : null;
        await transaction.CommitAsync(context.CancellationToken);
        LogRefreshed(org, days, context.Message.Length);
    }

    [LoggerMessage(LogLevel.Debug, "Rollups of organisation {OrgId} refreshed: {Days} days for {Messages} messages")]
    private partial void LogRefreshed(Guid orgId, int days, int messages);
}

internal sealed class RefreshForLeadsDefinition : ConsumerDefinition<RefreshForLeads>
{
    private const int MostMessages = 200;

    protected override void ConfigureConsumer(
        IReceiveEndpointConfigurator endpointConfigurator, IConsumerConfigurator<RefreshForLeads> consumerConfigurator, IRegistrationContext context)
    {
        // A batch can only be as large as what is fetched before anything is confirmed.
        endpointConfigurator.PrefetchCount = MostMessages * 2;
        consumerConfigurator.Options<BatchOptions>(batch => batch
            .SetMessageLimit(MostMessages).SetTimeLimit(TimeSpan.FromSeconds(1)).SetConcurrencyLimit(4)
            .GroupBy<LeadsChanged, Guid>(message => message.Message.OrgId));
    }
}
