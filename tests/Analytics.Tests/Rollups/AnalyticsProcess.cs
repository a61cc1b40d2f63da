using System.Collections.Concurrent;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using MassTransit;
using Teg.Platform.Contracts.Messages;
using Teg.Platform.Testing;

namespace Teg.Platform.Analytics.Tests.Rollups;

public sealed class AnalyticsProcess() : ServiceProcess("analytics")
{
    /// <summary>Every FiguresRefreshed that came over the broker, by message id: once for each delivery.</summary>
    public ConcurrentQueue<(Guid MessageId, Guid OrgId)> Refreshed { get; } = new();

    // A busy machine may be slow; Redis is there and is waited for.
    protected override void Set(IResourceBuilder<ProjectResource> service) =>
        service.WithReference(service.ApplicationBuilder.AddRedis("redis")).WithEnvironment("Cache__Patience", "00:00:20");

    protected override void Listen(IReceiveEndpointConfigurator endpoint) => endpoint.Handler<FiguresRefreshed>(context =>
    {
        Refreshed.Enqueue((context.MessageId!.Value, context.Message.OrgId));
        return Task.CompletedTask;
    });
}

/// <summary>Classes that share one, one after the other: it is killed by some of them.</summary>
[CollectionDefinition]
public sealed class AnalyticsProcessTests : ICollectionFixture<AnalyticsProcess>;
