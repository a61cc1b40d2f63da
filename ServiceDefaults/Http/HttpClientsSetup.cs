using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Http;
using Microsoft.Extensions.Options;

namespace Teg.Platform.ServiceDefaults;

internal static class HttpClientsSetup
{
    public static void AddHttpClients(this IServiceCollection services)
    {
        services.AddHttpClient();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<ServiceAddresses>();
        services.AddSingleton<HttpPipelines>();
        services.AddOptions<HttpResilienceOptions>().ValidateDataAnnotations();
        services.AddSingleton<IConfigureOptions<HttpClientFactoryOptions>, Every>();
        services.AddSingleton<IPostConfigureOptions<HttpClientFactoryOptions>, Last>();
    }

    /// <summary>Outermost for every client, before what the client adds itself.</summary>
    private sealed class Every(IOptionsMonitor<HttpResilienceOptions> resilience) : IConfigureNamedOptions<HttpClientFactoryOptions>
    {
        public void Configure(HttpClientFactoryOptions options) => Configure(Options.DefaultName, options);

        public void Configure(string? name, HttpClientFactoryOptions options)
        {
            var client = name ?? Options.DefaultName;

            // The connections are renewed below, so the handlers (and their circuits) may live as long as the process.
            options.HandlerLifetime = Timeout.InfiniteTimeSpan;
            options.HttpMessageHandlerBuilderActions.Add(builder =>
            {
                builder.PrimaryHandler = new SocketsHttpHandler
                {
                    PooledConnectionLifetime = TimeSpan.FromMinutes(2),
                    ConnectTimeout = TimeSpan.FromSeconds(5),
                    AutomaticDecompression = DecompressionMethods.All,
                    UseCookies = false,
                };
                builder.AdditionalHandlers.Add(new ResilienceHandler(builder.Services.GetRequiredService<HttpPipelines>(), client));
            });

            // The pipeline ends at the answer's headers; this also covers a body that never ends.
            options.HttpClientActions.Add(http =>
            {
                var limits = resilience.Get(client);
                http.Timeout = limits.TotalTimeout + limits.AttemptTimeout;
            });
        }
    }

    /// <summary>Innermost for every client: names become addresses once per attempt.</summary>
    private sealed class Last : IPostConfigureOptions<HttpClientFactoryOptions>
    {
        public void PostConfigure(string? name, HttpClientFactoryOptions options) =>
            options.HttpMessageHandlerBuilderActions.Add(builder =>
                builder.AdditionalHandlers.Add(new DiscoveryHandler(builder.Services.GetRequiredService<ServiceAddresses>())));
    }
}
