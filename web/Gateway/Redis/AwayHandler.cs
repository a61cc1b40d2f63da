using System.Globalization;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;
using StackExchange.Redis;
using Teg.Platform.Gateway.Proxy;

namespace Teg.Platform.Gateway.Redis;

/// <summary>What the Gateway itself stands on is away: the session store, or a service it asks. Everything else is left to the service defaults.</summary>
internal sealed partial class AwayHandler(IProblemDetailsService problems, ILogger<AwayHandler> logger) : IExceptionHandler
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(5);

    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        var problem = exception switch
        {
            ServiceAwayException away => new ProblemDetails
            {
                Status = away.Status, Type = away.Type, Title = away.Message, Detail = "Try again in a few seconds.", Extensions = { ["service"] = away.Service },
            },
            // Of the Gateway's own calls only those to Redis end in a time-out; calls to services become ServiceAwayException.
            RedisException or TimeoutException => new ProblemDetails
            {
                Status = StatusCodes.Status503ServiceUnavailable, Type = "sessions-unavailable",
                Title = "Sign-ins cannot be looked up right now.", Detail = "Nobody was signed out. Try again in a few seconds.",
            },
            _ => null,
        };
        if (problem is null)
        {
            return false;
        }

        LogAway(exception, httpContext.Request.Method, httpContext.Request.Path, problem.Type!);
        httpContext.Response.StatusCode = problem.Status!.Value;
        httpContext.Response.Headers.RetryAfter = RetryAfter.TotalSeconds.ToString(CultureInfo.InvariantCulture);
        return await problems.TryWriteAsync(new ProblemDetailsContext { HttpContext = httpContext, ProblemDetails = problem, Exception = exception });
    }

    [LoggerMessage(LogLevel.Warning, "{Method} {Path} was not answered: {Problem}")]
    private partial void LogAway(Exception exception, string method, string path, string problem);
}
