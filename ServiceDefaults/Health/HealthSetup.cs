using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Teg.Platform.ServiceDefaults;

internal static class HealthSetup
{
    private const string Live = "live";

    public static void AddHealth(this IServiceCollection services) =>
        services.AddHealthChecks().AddCheck("self", () => HealthCheckResult.Healthy("The process answers."), [Live]);

    /// <summary>/health: may it take work (everything it needs); /alive: should it be restarted (only itself).</summary>
    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapHealthChecks("/health", new HealthCheckOptions { ResponseWriter = WriteAsync })
            .AllowAnonymous().ExcludeFromDescription();
        routes.MapHealthChecks("/alive", new HealthCheckOptions { ResponseWriter = WriteAsync, Predicate = check => check.Tags.Contains(Live) })
            .AllowAnonymous().ExcludeFromDescription();
    }

    // Descriptions only: an exception or a check's data can hold addresses and logins, and anybody may ask here.
    private static Task WriteAsync(HttpContext context, HealthReport report) =>
        context.Response.WriteAsJsonAsync(new Health(
            Word(report.Status),
            [.. report.Entries.Select(entry => new HealthOfCheck(entry.Key, Word(entry.Value.Status), entry.Value.Description))]));

    private static string Word(HealthStatus status) => status.ToString().ToLowerInvariant();

    private sealed record Health(string Status, IReadOnlyList<HealthOfCheck> Checks);

    private sealed record HealthOfCheck(string Name, string Status, string? Description);
}
