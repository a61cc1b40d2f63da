using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Teg.Platform.ServiceDefaults;

internal static class ProblemsSetup
{
    public static void AddProblems(this IServiceCollection services)
    {
        // First of all writers: a client that accepts only text/csv or text/event-stream still gets its failure as problem+json.
        services.AddSingleton<IProblemDetailsWriter, ProblemWriter>();
        services.AddProblemDetails();
        services.AddExceptionHandler<FailureHandler>();
        // A body that cannot be read is thrown in every environment, so that its problem says which value it was.
        services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
    }

    public static void UseProblems(this WebApplication app)
    {
        app.UseExceptionHandler();
        // 401, 403, 404, 405, 413, 415, 429 … without a body get one.
        app.UseStatusCodePages(context => context.HttpContext.RequestServices.GetRequiredService<IProblemDetailsService>()
            .TryWriteAsync(new ProblemDetailsContext { HttpContext = context.HttpContext }).AsTask());
    }
}
