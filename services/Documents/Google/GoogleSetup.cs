using Teg.Platform.ServiceDefaults;

namespace Teg.Platform.Documents.Google;

internal static class GoogleSetup
{
    public static void AddGoogle(this IServiceCollection services)
    {
        services.AddOptions<GoogleOptions>().BindConfiguration(GoogleOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddHttpClient(nameof(GoogleTokens));
        services.AddSingleton<GoogleTokens>();
        services.AddHttpClient<DriveClient>();
        services.Configure<HttpResilienceOptions>(nameof(DriveClient), http =>
        {
            http.AttemptTimeout = TimeSpan.FromSeconds(60);
            http.TotalTimeout = TimeSpan.FromSeconds(100);
            http.MaxRetryAfter = TimeSpan.FromSeconds(5);
        });
        services.AddSingleton<WorkbookPdf>();
        services.AddSingleton<SlidesSignal>();
        services.AddHostedService<SlidesWorker>();
    }
}
