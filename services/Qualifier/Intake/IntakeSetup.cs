using Microsoft.Extensions.Diagnostics.HealthChecks;
using Teg.Platform.Qualifier.Sites;
using Teg.Platform.Qualifier.Spool;

namespace Teg.Platform.Qualifier.Intake;

internal static class IntakeSetup
{
    public static void AddIntake(this IServiceCollection services)
    {
        services.AddOptions<IntakeOptions>().BindConfiguration(IntakeOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<SpoolOptions>().BindConfiguration(SpoolOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<EnquirySpool>();
        services.AddSingleton<SiteBook>();
        services.AddSingleton<Answered>();
        services.AddSingleton<Gate>();
        services.AddSingleton<Reception>();
        services.AddSingleton<Storing>();
        services.AddHostedService(provider => provider.GetRequiredService<SiteBook>());
        services.AddHostedService(provider => provider.GetRequiredService<Storing>());
        services.AddHealthChecks().AddCheck<IntakeHealth>("intake", tags: ["ready"]);

        // Without the database or the broker enquiries are taken all the same: a balancer must go on sending them here.
        services.PostConfigure<HealthCheckServiceOptions>(health =>
        {
            foreach (var check in health.Registrations.Where(check => check.Name is not "intake" and not "self"))
            {
                check.FailureStatus = HealthStatus.Degraded;
            }
        });
    }
}
