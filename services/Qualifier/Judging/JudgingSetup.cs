using Teg.Platform.ServiceDefaults;

namespace Teg.Platform.Qualifier.Judging;

internal static class JudgingSetup
{
    public static void AddJudge(this IServiceCollection services)
    {
        services.AddOptions<OpenAiOptions>().BindConfiguration(OpenAiOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddHttpClient(Judge.Client);
        // The judge has its own limit of time and its own circuit, which also counts answers that came too late for the person who waited.
        services.Configure<HttpResilienceOptions>(Judge.Client, http =>
        {
            http.Retries = 0;
            http.AttemptTimeout = TimeSpan.FromMinutes(2);
            http.TotalTimeout = TimeSpan.FromMinutes(2);
            http.BreakerMinimum = 10_000;
        });
        services.AddSingleton<JudgeMetrics>();
        services.AddSingleton<Judge>();
    }
}
