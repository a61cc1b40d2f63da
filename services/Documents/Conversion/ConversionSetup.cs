using Microsoft.Extensions.Options;

namespace Teg.Platform.Documents.Conversion;

internal static class ConversionSetup
{
    public static IServiceCollection AddConversion(this IServiceCollection services)
    {
        services.AddOptions<ConversionOptions>().BindConfiguration(ConversionOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<Engines>();
        services.AddSingleton<ConversionMetrics>();
        services.AddSingleton(provider => new PdfConverter(
            provider.GetRequiredService<Engines>(), provider.GetRequiredService<IOptions<ConversionOptions>>(), provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ConversionMetrics>(), provider.GetRequiredService<ILogger<PdfConverter>>()));
        services.AddHostedService<ConversionLifetime>();
        services.AddHealthChecks().AddCheck<ConversionHealth>("conversion");
        return services;
    }
}
