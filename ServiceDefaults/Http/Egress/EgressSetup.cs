using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http;
using Microsoft.Extensions.Options;

namespace Teg.Platform.ServiceDefaults;

public static class EgressSetup
{
    /// <summary>
    /// A client for addresses that a tenant or a stranger chose. Its limits are those of <see cref="EgressOptions"/> (section Egress); what it
    /// refuses is an <see cref="EgressRefusedException"/>. It neither repeats, nor knows the names of our own services.
    /// </summary>
    public static IHttpClientBuilder AddEgressClient(this IServiceCollection services, string name)
    {
        services.AddOptions<EgressOptions>().BindConfiguration(EgressOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        // After everything that is added to every client.
        services.PostConfigure<HttpClientFactoryOptions>(name, client => client.HttpMessageHandlerBuilderActions.Add(handlers => handlers.AdditionalHandlers.Clear()));
        return services.AddHttpClient(name)
            .ConfigureHttpClient(http => http.Timeout = Timeout.InfiniteTimeSpan)
            .ConfigurePrimaryHttpMessageHandler(provider => new EgressHandler(
                provider.GetRequiredService<IOptions<EgressOptions>>().Value, provider.GetRequiredService<TimeProvider>()));
    }
}
