using MassTransit;
using Teg.Platform.Contracts.Messages;
using Teg.Platform.ServiceDefaults;

namespace Teg.Platform.Analytics.Rollups;

/// <summary>
/// What is kept of an organisation's figures is dropped where a refresh commits (<see cref="RefreshRollups"/>). This makes sure of it when Redis was away then:
/// the message waits until Redis has been told, whoever dies meanwhile.
/// </summary>
public sealed class DropFigures(TieredCache cache) : IConsumer<FiguresRefreshed>
{
    // At least once: dropping once more costs working the answers out once more.
    public async Task Consume(ConsumeContext<FiguresRefreshed> context)
    {
        if (!await cache.DropAsync(RowScope.Tag(context.Message.OrgId, Answers.Figures)))
        {
            throw new TimeoutException("Redis is away; what it keeps of these figures is dropped when it is back.");
        }
    }
}

internal sealed class DropFiguresDefinition : ConsumerDefinition<DropFigures>
{
    private const int AnHour = 720;

    protected override void ConfigureConsumer(IReceiveEndpointConfigurator endpointConfigurator, IConsumerConfigurator<DropFigures> consumerConfigurator, IRegistrationContext context) =>
        consumerConfigurator.UseMessageRetry(retry => retry.Interval(AnHour, TimeSpan.FromSeconds(5)).Handle<TimeoutException>());
}

/// <summary>Every instance hears of a refresh on the bus as well, which reaches it when Redis does not.</summary>
public sealed class DropFiguresHere(TieredCache cache) : IConsumer<FiguresRefreshed>
{
    public Task Consume(ConsumeContext<FiguresRefreshed> context) => cache.LookAgainAsync(RowScope.Tag(context.Message.OrgId, Answers.Figures)).AsTask();
}
