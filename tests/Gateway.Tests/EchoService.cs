using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Teg.Platform.Gateway.Tests;

internal sealed record Received(string Method, string Target, Dictionary<string, string> Headers, byte[] Body);

/// <summary>A service behind the Gateway that keeps what reached it and answers as its path says.</summary>
internal sealed class EchoService : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly ConcurrentQueue<Received> received = new();

    public EchoService()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = null);
        app = builder.Build();
        app.Run(AnswerAsync);
    }

    public Uri Address => new(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    public IReadOnlyList<Received> All => [.. received];

    public Received Last => received.Last();

    /// <summary>Lets /slow write its second half.</summary>
    public SemaphoreSlim Release { get; } = new(0);

    /// <summary>Completed when the caller of /slow left before its end.</summary>
    public TaskCompletionSource Left { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task StartAsync() => app.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        Release.Dispose();
    }

    private async Task AnswerAsync(HttpContext http)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body, http.RequestAborted);
        received.Enqueue(new Received(
            http.Request.Method, $"{http.Request.Path}{http.Request.QueryString}",
            http.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase), body.ToArray()));

        switch (http.Request.Path.Value)
        {
            case "/headers":
                http.Response.Headers.SetCookie = "secret=1";
                http.Response.Headers.Server = "inside";
                http.Response.Headers.ETag = "\"7\"";
                http.Response.Headers["X-As-Of"] = "2026-11-21";
                http.Response.Headers["X-Teg-Whose"] = "somebody else's";
                await http.Response.WriteAsync("{}");
                break;
            case "/cached":
                http.Response.Headers.CacheControl = "private, max-age=60";
                await http.Response.WriteAsync("{}");
                break;
            case "/moved":
                http.Response.Redirect("/elsewhere");
                break;
            case "/failing":
                http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
                break;
            case "/broken":
                http.Response.ContentLength = 1000;
                await http.Response.WriteAsync("half");
                await http.Response.Body.FlushAsync();
                // The half has to be on its way before the connection breaks.
                await Task.Delay(200);
                http.Abort();
                break;
            case "/slow":
                await SlowAsync(http);
                break;
            default:
                await http.Response.WriteAsync("{}");
                break;
        }
    }

    private async Task SlowAsync(HttpContext http)
    {
        await http.Response.WriteAsync("first\n");
        await http.Response.Body.FlushAsync();
        try
        {
            await Release.WaitAsync(http.RequestAborted);
            await http.Response.WriteAsync("second\n");
        }
        catch (OperationCanceledException)
        {
            Left.TrySetResult();
        }
    }
}
