using Teg.Platform.ServiceDefaults;

namespace Teg.Platform.Documents.Signing;

internal static class SigningSetup
{
    public static void AddSigning(this IServiceCollection services)
    {
        services.AddOptions<SignNowOptions>().BindConfiguration(SignNowOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddHttpClient<SignNowClient>();
        // An agreement of many pages takes its time, up and down.
        services.Configure<HttpResilienceOptions>(nameof(SignNowClient), http =>
        {
            http.AttemptTimeout = TimeSpan.FromSeconds(60);
            http.TotalTimeout = TimeSpan.FromSeconds(100);
            http.MaxRetryAfter = TimeSpan.FromSeconds(5);
        });
        services.AddTransient<SignNowCallbacks>();
        services.AddTransient<SigningSteps>();
        services.AddSingleton<SigningSignal>();
        services.AddHostedService<SigningWorker>();
    }
}
