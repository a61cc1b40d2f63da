using System.Net;
using MassTransit;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;
using Teg.Platform.Contracts.Messages;

namespace Teg.Platform.ServiceDefaults.Tests.Bus;

public sealed class BusTests(Servers servers)
{
    private readonly string name = $"bus-{Guid.NewGuid():n}"[..12];

    [Fact]
    public async Task A_consumer_has_a_quorum_queue_named_by_service_and_consumer()
    {
        await using var service = await StartAsync(bus => bus.AddConsumer<NoteRunPublished>());
        var published = new RunPublished(Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid(), "monday", DateTimeOffset.UtcNow);

        await PublishAsync(service, published);

        await Eventually.IsTrueAsync(() => service.Services.GetRequiredService<Received>().Of<RunPublished>().Contains(published), "the message arrives");
        await using var connection = await new ConnectionFactory { Uri = new Uri(servers.RabbitMq) }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        var queue = $"{name}-note-run-published";
        (await channel.QueueDeclarePassiveAsync(queue)).ConsumerCount.ShouldBe(1u);
        // The broker refuses to see the same queue as another kind.
        var classic = await Should.ThrowAsync<OperationInterruptedException>(() => channel.QueueDeclareAsync(queue, durable: true, exclusive: false, autoDelete: false));
        classic.ShutdownReason!.ReplyText.ShouldContain("quorum");
    }

    [Fact]
    public async Task A_message_that_cannot_be_handled_is_tried_six_times_and_kept_in_the_error_queue()
    {
        await using var service = await StartAsync(bus => bus.AddConsumer<FailRunFailed>());

        await PublishAsync(service, new RunFailed(Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid(), "monday", "r", "w", DateTimeOffset.UtcNow));

        await Eventually.IsTrueAsync(() => ExistsAsync($"{name}-fail-run-failed_error"), "the error queue is there");
        service.Services.GetRequiredService<Received>().All.Count.ShouldBe(6);
    }

    [Fact]
    public async Task Every_instance_has_a_live_consumer_whose_queue_ends_with_it()
    {
        await using var first = await StartAsync(bus => bus.AddLiveConsumer<NoteRunProgressed>());
        var second = await StartAsync(bus => bus.AddLiveConsumer<NoteRunProgressed>());
        var progressed = new RunProgressed(Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid(), "monday", "reading", 1, 2, 0, DateTimeOffset.UtcNow);

        await PublishAsync(first, progressed);

        await Eventually.IsTrueAsync(() => first.Services.GetRequiredService<Received>().Of<RunProgressed>().Contains(progressed), "the first sees it");
        await Eventually.IsTrueAsync(() => second.Services.GetRequiredService<Received>().Of<RunProgressed>().Contains(progressed), "the second sees it");

        var queue = second.Services.GetRequiredService<IBusControl>().CheckHealth().Endpoints.Keys.Single(key => key.Contains("/live-", StringComparison.Ordinal)).Split('/', '?')[^2];
        (await ExistsAsync(queue)).ShouldBeTrue(queue);
        await second.DisposeAsync();
        await PublishAsync(first, progressed);
        await Eventually.IsTrueAsync(() => first.Services.GetRequiredService<Received>().Of<RunProgressed>().Count == 2, "the first goes on");
        await Eventually.IsTrueAsync(async () => !await ExistsAsync(queue), "the second's queue is gone");
    }

    [Fact]
    public async Task A_service_starts_before_its_broker_and_connects_when_it_is_there()
    {
        await using var relay = new Relay(new Uri(servers.RabbitMq).Port);
        await using var service = await StartAsync(bus => bus.AddConsumer<NoteRunPublished>(), relay.Port);
        (await service.Http.GetAsync(new Uri("/alive", UriKind.Relative))).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await service.Http.GetAsync(new Uri("/health", UriKind.Relative))).StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);

        relay.Open();

        await Eventually.IsTrueAsync(
            async () => (await service.Http.GetAsync(new Uri("/health", UriKind.Relative))).StatusCode == HttpStatusCode.OK, "the bus is healthy");
    }

    [Fact]
    public async Task A_missing_address_says_which_variable_is_missing() =>
        (await Should.ThrowAsync<InvalidOperationException>(() => RunningService.StartAsync(builder => builder.AddBus())))
            .Message.ShouldContain("ConnectionStrings__rabbitmq");

    private static async Task PublishAsync<T>(RunningService service, T message) where T : class
    {
        // A message nobody is bound to yet is dropped by the broker, so the endpoints must be there first.
        await Eventually.IsTrueAsync(
            async () => (await service.Http.GetAsync(new Uri("/health", UriKind.Relative))).StatusCode == HttpStatusCode.OK, "the bus is healthy");
        await service.Services.GetRequiredService<IBus>().Publish(message);
    }

    private async Task<bool> ExistsAsync(string queue)
    {
        await using var connection = await new ConnectionFactory { Uri = new Uri(servers.RabbitMq) }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        try
        {
            await channel.QueueDeclarePassiveAsync(queue);
            return true;
        }
        catch (OperationInterruptedException answer) when (answer.ShutdownReason?.ReplyCode is 404 or 405)
        {
            // 405 RESOURCE_LOCKED: it exists and belongs to one connection alone.
            return answer.ShutdownReason.ReplyCode == 405;
        }
    }

    private Task<RunningService> StartAsync(Action<IBusRegistrationConfigurator> consumers, int? port = null)
    {
        var settings = servers.Settings(name);
        settings["ConnectionStrings:rabbitmq"] = port is null ? servers.RabbitMq : new UriBuilder(servers.RabbitMq) { Port = port.Value }.Uri.ToString();
        return RunningService.StartAsync(
            builder =>
            {
                builder.Services.AddSingleton<Received>();
                builder.AddBus(consumers);
            },
            settings: settings);
    }
}
