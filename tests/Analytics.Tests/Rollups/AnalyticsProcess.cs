using System.Collections.Concurrent;
using MassTransit;
using Teg.Platform.Contracts.Messages;
using Teg.Platform.Testing;

namespace Teg.Platform.Analytics.Tests.Rollups;

public sealed class AnalyticsProcess() : ServiceProcess("analytics")
{
    /// <summary>Every FiguresRefreshed that came over the broker, by message id: once for each delivery.</summary>
    public ConcurrentQueue<(Guid MessageId, Guid OrgId)> Refreshed { get; } = new();

    protected override void Listen(IReceiveEndpointConfigurator endpoint) => endpoint.Handler<FiguresRefreshed>(context =>
    {
        Refreshed.Enqueue((context.MessageId!.Value, context.Message.OrgId));
        return Task.CompletedTask;
    });
}

/// <summary>Classes that share one, one after the other: it is killed by some of them.</summary>
[CollectionDefinition]
public sealed class AnalyticsProcessTests : ICollectionFixture<AnalyticsProcess>;
