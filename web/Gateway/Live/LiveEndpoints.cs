using System.Globalization;
using System.Security.Cryptography;
using System.Threading.Channels;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using Teg.Platform.Gateway.Limits;
using Teg.Platform.Gateway.Sessions;

namespace Teg.Platform.Gateway.Live;

internal static class LiveEndpoints
{
    public static void MapLive(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/events", Listen).WithName("ListenToEvents").WithTags("Live").AddEndpointFilter<RefusalGate>().AddEndpointFilter<SessionGate>()
            .AddEndpointFilter<RateLimitGate>().Produces(StatusCodes.Status200OK, contentType: "text/event-stream");

    private static async Task Listen(
        HttpContext http, LiveFeeds feeds, SessionKeeper sessions, IOptions<LiveOptions> options, IHostApplicationLifetime host, CancellationToken ct)
    {
        var (key, session) = Admitted.Of(http);
        using var stream = feeds.Open(session.Organisation.Id, session.User.Role, key.Name, LastEventId(http.Request));
        if (stream is null)
        {
            http.Response.Headers.RetryAfter = "30";
            await TypedResults.Problem(new ProblemDetails
            {
                Status = StatusCodes.Status429TooManyRequests, Type = "too-many-live-pages",
                Title = "Your organisation has too many pages open.", Detail = "This page goes on without live events. Close some others.",
            }).ExecuteAsync(http);
            return;
        }

        http.Response.ContentType = "text/event-stream";
        http.Response.Headers.CacheControl = "no-cache, no-transform";
        // nginx would otherwise collect the stream before passing it on.
        http.Response.Headers["X-Accel-Buffering"] = "no";
        http.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();

        using var end = CancellationTokenSource.CreateLinkedTokenSource(ct, host.ApplicationStopping);
        try
        {
            // Not all at once when the Gateway comes back.
            await WriteAsync(http.Response, $"retry: {RandomNumberGenerator.GetInt32(1000, 4000)}\n\n", end.Token);
            while (await NextAsync(stream.Messages, options.Value.Heartbeat, end.Token) is { } more)
            {
                if (more)
                {
                    await WriteAsync(http.Response, stream.Messages, end.Token);
                }
                else if (await sessions.FindAsync(key, end.Token) is { } now && now.User.Role == session.User.Role && now.Organisation.Id == session.Organisation.Id)
                {
                    await WriteAsync(http.Response, ":\n\n", end.Token);
                }
                else
                {
                    // Signed out, or somebody else in what they may see: a page that may comes back.
                    return;
                }
            }
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            // The page was closed, or the Gateway stops: both are ways for a stream to end.
        }
    }

    // A browser says it by itself when it connects again; a page that had to begin anew, after a refusal, can only say it in the address.
    private static string? LastEventId(HttpRequest request) =>
        request.Headers["Last-Event-ID"] is [{ Length: > 0 } said] ? said : request.Query["after"] is [{ Length: > 0 } asked] ? asked : null;

    /// <returns>True when messages wait, false when it is time for a heartbeat, null when the stream has ended.</returns>
    private static async Task<bool?> NextAsync(ChannelReader<LiveMessage> messages, TimeSpan heartbeat, CancellationToken ct)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(heartbeat);
        try
        {
            return await messages.WaitToReadAsync(patience.Token) ? true : null;
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return false;
        }
    }

    private static async Task WriteAsync(HttpResponse response, ChannelReader<LiveMessage> messages, CancellationToken ct)
    {
        while (messages.TryRead(out var message))
        {
            await response.WriteAsync(
                message.Name is null
                    ? string.Create(CultureInfo.InvariantCulture, $"id: {message.Id}\n\n")
                    : string.Create(CultureInfo.InvariantCulture, $"id: {message.Id}\nevent: {message.Name}\ndata: {message.Data}\n\n"),
                ct);
        }

        await response.Body.FlushAsync(ct);
    }

    private static async Task WriteAsync(HttpResponse response, string text, CancellationToken ct)
    {
        await response.WriteAsync(text, ct);
        await response.Body.FlushAsync(ct);
    }
}
