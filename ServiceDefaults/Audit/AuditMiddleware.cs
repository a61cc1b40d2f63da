using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Teg.Platform.ServiceDefaults;

/// <summary>
/// One event for each request of a signed-in caller, whatever became of it; no endpoint can forget it. A read's event is gathered with others.
/// A write's answer is held back until its event is in the database: either the handler wrote it in its own transaction, or it is written here.
/// </summary>
internal sealed partial class AuditMiddleware(RequestDelegate next, TimeProvider clock, ILogger<AuditMiddleware> logger)
{
    public async Task InvokeAsync(HttpContext http, AuditTrail trail, AuditStore store, AuditBuffer buffer)
    {
        var reads = HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method) || HttpMethods.IsOptions(http.Request.Method);
        if (reads)
        {
            await ReadAsync(http, trail, store, buffer);
        }
        else
        {
            await WriteAsync(http, trail, store, buffer);
        }
    }

    private async Task ReadAsync(HttpContext http, AuditTrail trail, AuditStore store, AuditBuffer buffer)
    {
        var status = StatusCodes.Status500InternalServerError;
        try
        {
            await next(http);
            status = http.Response.StatusCode;
        }
        catch (Exception e) when (Note(StatusOf(e, http), out status))
        {
            throw;
        }
        finally
        {
            if (Event(http, trail, store, buffer, status) is { } audited && !buffer.TryAdd(audited))
            {
                // The answer is on its way; the request ends when its event is written, so a full buffer slows those who fill it.
                await store.WriteAsync([audited], CancellationToken.None);
            }
        }
    }

    private async Task WriteAsync(HttpContext http, AuditTrail trail, AuditStore store, AuditBuffer buffer)
    {
        var body = http.Features.GetRequiredFeature<IHttpResponseBodyFeature>();
        using var held = new MemoryStream();
        var answer = new StreamResponseBodyFeature(held, body);
        http.Features.Set<IHttpResponseBodyFeature>(answer);
        try
        {
            await next(http);
            await answer.CompleteAsync();
        }
        catch (Exception e)
        {
            http.Features.Set(body);
            if (Event(http, trail, store, buffer, StatusOf(e, http)) is { } failed && !await TryWriteAsync(store, failed))
            {
                // The failure is the better answer; its event comes when the database is back.
                buffer.TryAdd(failed);
            }

            throw;
        }

        http.Features.Set(body);
        var status = http.Response.StatusCode;
        if (trail.WrittenStatus != status && Event(http, trail, store, buffer, status) is { } audited && !await TryWriteAsync(store, audited))
        {
            buffer.TryAdd(audited);
            await RefuseAsync(http);
            return;
        }

        if (held.Length > 0)
        {
            held.Position = 0;
            await held.CopyToAsync(http.Response.Body, http.RequestAborted);
        }
    }

    private AuditEvent? Event(HttpContext http, AuditTrail trail, AuditStore store, AuditBuffer buffer, int status)
    {
        var anonymous = http.GetEndpoint()?.Metadata.GetMetadata<IAllowAnonymous>() is not null;
        if ((trail.Actor ?? (anonymous ? null : AuditActor.Of(http.User))) is { } actor)
        {
            return AuditEvent.Of(http, actor, store.Service, status, trail, clock.GetUtcNow());
        }

        if (status == StatusCodes.Status401Unauthorized)
        {
            buffer.Strangers.Add(1);
        }

        return null;
    }

    private async Task<bool> TryWriteAsync(AuditStore store, AuditEvent audited)
    {
        try
        {
            // Also when the caller has left: what was done is written down.
            await store.WriteAsync([audited], CancellationToken.None);
            return true;
        }
        catch (NpgsqlException e)
        {
            LogNotWritten(e, audited.Action, audited.Status);
            return false;
        }
    }

    private static async Task RefuseAsync(HttpContext http)
    {
        http.Response.Clear();
        http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        http.Response.Headers.RetryAfter = "5";
        await http.RequestServices.GetRequiredService<IProblemDetailsService>().TryWriteAsync(new ProblemDetailsContext
        {
            HttpContext = http,
            ProblemDetails = new ProblemDetails
            {
                Status = StatusCodes.Status503ServiceUnavailable,
                Type = "audit-unavailable",
                Title = "The change could not be written into the audit trail now.",
                Detail = "It may have been made all the same: look before you repeat it.",
            },
        });
    }

    // What FailureHandler will answer, near enough: it runs outside of this.
    private static int StatusOf(Exception exception, HttpContext http) => exception switch
    {
        BadHttpRequestException bad => bad.StatusCode,
        OperationCanceledException when http.RequestAborted.IsCancellationRequested => StatusCodes.Status499ClientClosedRequest,
        NpgsqlException { IsTransient: true } => StatusCodes.Status503ServiceUnavailable,
        _ => StatusCodes.Status500InternalServerError,
    };

    private static bool Note(int found, out int status)
    {
        status = found;
        return true;
    }

    [LoggerMessage(LogLevel.Error, "The audit event of {Action}, answered {Status}, could not be written")]
    private partial void LogNotWritten(Exception exception, string action, int status);
}
