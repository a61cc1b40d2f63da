using Teg.Platform.Documents.Library;

namespace Teg.Platform.Documents.Jobs;

internal static class JobsSetup
{
    public static void AddJobs(this IServiceCollection services)
    {
        services.AddOptions<JobOptions>().BindConfiguration(JobOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<Preparation>();
        services.AddScoped<Requests>();
        services.AddSingleton<DocumentWork>();
        services.AddSingleton<JobMetrics>();
        services.AddSingleton<JobSignal>();
        services.AddSingleton<JobProgress>();
        services.AddHostedService(provider => provider.GetRequiredService<JobProgress>());
        services.AddHostedService<JobWorker>();
    }
}
