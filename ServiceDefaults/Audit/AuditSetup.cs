using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Npgsql;

namespace Teg.Platform.ServiceDefaults;

internal static class AuditSetup
{
    public static void AddAudit(this IServiceCollection services)
    {
        services.AddOptions<AuditOptions>().BindConfiguration(AuditOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton<AuditStore>();
        services.TryAddSingleton<AuditBuffer>();
        services.TryAddScoped<AuditTrail>();
        services.AddHostedService(provider => provider.GetRequiredService<AuditBuffer>());
    }

    /// <summary>Between authentication and authorization: it knows who asks, and sees also what was refused.</summary>
    public static void UseAudit(this WebApplication app)
    {
        // A service without a database has nothing of a tenant's to show, and nowhere to write.
        if (app.Services.GetRequiredService<IServiceProviderIsService>().IsService(typeof(NpgsqlDataSource)))
        {
            app.UseMiddleware<AuditMiddleware>();
        }
    }
}
