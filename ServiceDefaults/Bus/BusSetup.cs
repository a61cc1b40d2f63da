using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Teg.Platform.ServiceDefaults;

public static class BusSetup
{
    internal const string LivePrefix = "live-";

    /// <summary>
    /// MassTransit on ConnectionStrings:rabbitmq. Every consumer gets a quorum queue "{service}-{consumer}", five retries and then the queue
    /// "{service}-{consumer}_error". The host does not wait for the broker: it connects when the broker is there.
    /// </summary>
    public static WebApplicationBuilder AddBus(this WebApplicationBuilder builder, Action<IBusRegistrationConfigurator>? configure = null)
    {
        var service = Defaults.ServiceName(builder);
        builder.Services.AddOptions<BusOptions>().BindConfiguration(BusOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddOptions<MassTransitHostOptions>().Configure(host =>
        {
            host.WaitUntilStarted = false;
            host.StopTimeout = TimeSpan.FromSeconds(10);
        });
        builder.Services.AddSingleton<BusMetrics>();
        builder.Services.AddReceiveObserver(services => services.GetRequiredService<BusMetrics>());
        builder.Services.AddSingleton<QueueWatch>();
        builder.Services.AddMassTransit(bus =>
        {
            bus.DisableUsageTelemetry();
            bus.SetEndpointNameFormatter(new KebabCaseEndpointNameFormatter(service, includeNamespace: false));
            bus.AddConfigureEndpointsCallback((context, name, endpoint) => Configure(name, endpoint, context.GetRequiredService<IOptions<BusOptions>>().Value, context.GetRequiredService<QueueWatch>()));
            configure?.Invoke(bus);
            bus.UsingRabbitMq((context, rabbit) =>
            {
                rabbit.Host(Address(context.GetRequiredService<IConfiguration>()), service, host => host.PublisherConfirmation = true);
                rabbit.ConfigureJsonSerializerOptions(json =>
                {
                    Defaults.ApplyJsonRules(json);
                    return json;
                });
                rabbit.ConfigureEndpoints(context);
            });
        });
        // After the bus, which is what tells it the queues.
        builder.Services.AddHostedService(services => services.GetRequiredService<QueueWatch>());
        return builder;
    }

    /// <summary>
    /// A consumer that every instance has for itself: its queue lives as long as the connection, nothing waits in it and a failure is only logged.
    /// For live events to open pages, never for work that must happen.
    /// </summary>
    public static void AddLiveConsumer<TConsumer>(this IBusRegistrationConfigurator bus)
        where TConsumer : class, IConsumer =>
        bus.AddConsumer<TConsumer>().Endpoint(endpoint =>
        {
            endpoint.Name = $"{LivePrefix}{KebabCaseEndpointNameFormatter.Instance.Consumer<TConsumer>()}-{Guid.NewGuid():n}";
            endpoint.Temporary = true;
        });

    private static void Configure(string name, IReceiveEndpointConfigurator endpoint, BusOptions options, QueueWatch watch)
    {
        if (name.StartsWith(LivePrefix, StringComparison.Ordinal))
        {
            // An event that cannot be shown is gone; an error queue per instance would only fill up.
            endpoint.DiscardFaultedMessages();
            return;
        }

        watch.Know(name);
        endpoint.UseMessageRetry(retry => retry.Exponential(
            options.Retries, options.FirstWait, options.LongestWait, intervalDelta: options.FirstWait * 2));
        if (endpoint is IRabbitMqReceiveEndpointConfigurator rabbit)
        {
            rabbit.SetQuorumQueue();
        }
    }

    private static Uri Address(IConfiguration configuration)
    {
        if (OpenApiBuild.IsRunning)
        {
            // The health check makes the bus before anything runs; this one is never started.
            return new Uri("amqp://localhost");
        }

        return BrokerConnection.Address(configuration);
    }
}
