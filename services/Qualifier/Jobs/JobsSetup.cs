using Teg.Platform.Qualifier.Batches;
using Teg.Platform.Qualifier.Replays;

namespace Teg.Platform.Qualifier.Jobs;

internal static class JobsSetup
{
    public static void AddJobs(this IServiceCollection services)
    {
        services.AddOptions<JobOptions>().BindConfiguration(JobOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<PatientJudge>();
        services.AddSingleton<IJobWork, ReplayWork>();
        services.AddSingleton<IJobWork, BatchWork>();
        services.AddSingleton<JobProgress>();
        services.AddHostedService(provider => provider.GetRequiredService<JobProgress>());
        services.AddHostedService<JobWorker>();
    }
}
