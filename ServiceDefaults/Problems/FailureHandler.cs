using System.Text.Json;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Teg.Platform.ServiceDefaults;

/// <summary>Turns what an endpoint threw into an answer: the caller's mistake, a database that is away, a caller who left, or a defect.</summary>
internal sealed partial class FailureHandler(IProblemDetailsService problems, ILogger<FailureHandler> logger) : IExceptionHandler
{
    private const string RetryAfterSeconds = "5";

    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is OperationCanceledException && httpContext.RequestAborted.IsCancellationRequested)
        {
            // Nobody reads this answer; the status is for metrics.
            httpContext.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
            LogLeft(httpContext.Request.Path);
            return true;
        }

        var problem = Describe(exception);
        httpContext.Response.StatusCode = problem.Status!.Value;
        switch (problem.Status)
        {
            case StatusCodes.Status503ServiceUnavailable:
                httpContext.Response.Headers.RetryAfter = RetryAfterSeconds;
                LogUnavailable(exception, httpContext.Request.Method, httpContext.Request.Path);
                break;
            case >= 500:
                LogFailed(exception, httpContext.Request.Method, httpContext.Request.Path);
                break;
            default:
                LogRefused(httpContext.Request.Method, httpContext.Request.Path, problem.Status.Value, problem.Detail);
                break;
        }

        return await problems.TryWriteAsync(new ProblemDetailsContext { HttpContext = httpContext, ProblemDetails = problem, Exception = exception });
    }

    private static ProblemDetails Describe(Exception exception)
    {
        if (exception is BadHttpRequestException request)
        {
            return new ProblemDetails { Status = request.StatusCode, Detail = WhatWasWrong(request) };
        }

        // A form with too many or too long fields.
        if (exception is InvalidDataException form)
        {
            return new ProblemDetails { Status = StatusCodes.Status400BadRequest, Detail = form.Message };
        }

        // EF Core and MassTransit wrap what Npgsql threw.
        for (var cause = exception; cause is not null; cause = cause.InnerException)
        {
            if (cause is PostgresException { SqlState: PostgresErrorCodes.CharacterNotInRepertoire or PostgresErrorCodes.UntranslatableCharacter })
            {
                return new ProblemDetails { Status = StatusCodes.Status400BadRequest, Type = Problem.TextInvalid, Title = "A text holds a character that cannot be stored (U+0000)." };
            }

            if (cause is NpgsqlException { IsTransient: true })
            {
                return new ProblemDetails
                {
                    Status = StatusCodes.Status503ServiceUnavailable,
                    Type = Problem.DatabaseUnavailable,
                    Title = "The database does not answer now.",
                    Detail = "Nothing was changed by this request unless it says so elsewhere; try again in a few seconds.",
                };
            }
        }

        return new ProblemDetails { Status = StatusCodes.Status500InternalServerError };
    }

    // The framework's sentences name parameters and types; a JSON path is what the caller can act on.
    private static string WhatWasWrong(BadHttpRequestException exception) => exception.InnerException is JsonException { Path: { Length: > 0 } path }
        ? $"The body could not be read at {path}."
        : exception.Message;

    [LoggerMessage(LogLevel.Error, "{Method} {Path} failed")]
    private partial void LogFailed(Exception exception, string method, string path);

    [LoggerMessage(LogLevel.Warning, "{Method} {Path} was not answered: the database is away")]
    private partial void LogUnavailable(Exception exception, string method, string path);

    [LoggerMessage(LogLevel.Debug, "{Method} {Path} refused with {Status}: {Reason}")]
    private partial void LogRefused(string method, string path, int status, string? reason);

    [LoggerMessage(LogLevel.Debug, "The caller of {Path} left before the answer")]
    private partial void LogLeft(string path);
}
