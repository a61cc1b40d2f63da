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
        // No text here can hold it: PostgreSQL has none, and an export would break off in the middle of its answer.
        app.Use((http, next) => http.Request.QueryString.Value?.Contains("%00", StringComparison.Ordinal) == true
            ? Results.Problem(statusCode: StatusCodes.Status400BadRequest, type: Problem.TextInvalid, title: "The query holds a character that no text has (%00).").ExecuteAsync(http)
            : next(http));
    }
}
