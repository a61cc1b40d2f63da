using MassTransit;
using Teg.Platform.Contracts.Messages;

namespace Teg.Platform.Analytics.Rollups;

/// <summary>Brings the daily rollups up to leads that came outside a run: many messages share a refresh, because each would work out the same day.</summary>
public sealed partial class RefreshForLeads(RefreshTurns turns, ILogger<RefreshForLeads> logger) : IConsumer<LeadsChanged>
{
    public async Task Consume(ConsumeContext<LeadsChanged> context)
    {
        // At least once: confirmed only when a refresh that began after the message came has committed; a redelivery finds no changed day.
        var (org, changedAt) = (context.Message.OrgId, context.Message.ChangedAt);
        LogRefreshed(org, await turns.RefreshAsync(org, changedAt, always: false, context.CancellationToken));
    }

    [LoggerMessage(LogLevel.Debug, "Rollups of organisation {OrgId} refreshed for leads: {Days} days")]
    private partial void LogRefreshed(Guid orgId, int days);
}

internal sealed class RefreshForLeadsDefinition : ConsumerDefinition<RefreshForLeads>
{
    protected override void ConfigureConsumer(
        IReceiveEndpointConfigurator endpointConfigurator, IConsumerConfigurator<RefreshForLeads> consumerConfigurator, IRegistrationContext context) =>
        // As many may share a turn: sixteen hundred a second.
        endpointConfigurator.PrefetchCount = 400;
}
