namespace Teg.Platform.Documents.Conversion;

internal static class ConversionSetup
{
    public static IServiceCollection AddConversion(this IServiceCollection services)
    {
        services.AddOptions<ConversionOptions>().BindConfiguration(ConversionOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<PdfConverter>();
        return services;
    }
}
