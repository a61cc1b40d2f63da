using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Teg.Platform.Sandbox.Tests;

internal sealed record ReceivedWebhook(IReadOnlyDictionary<string, string> Headers, byte[] Raw)
{
    public JsonElement Body => JsonSerializer.Deserialize<JsonElement>(Raw);

    public string Text => Encoding.UTF8.GetString(Raw);
}

/// <summary>A subscriber's door: answers challenges, keeps what comes in, refuses as often as it is told to.</summary>
internal sealed class WebhookReceiver : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly Channel<ReceivedWebhook> received = Channel.CreateUnbounded<ReceivedWebhook>();
    private int refusals;

    private WebhookReceiver(WebApplication app, int refusals)
    {
        this.app = app;
        this.refusals = refusals;
    }

    public string Url => app.Urls.First() + "/hook";

    public static async Task<WebhookReceiver> StartAsync(int refusals = 0)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var listener = builder.Build();
        listener.Urls.Add("http://127.0.0.1:0");
        var receiver = new WebhookReceiver(listener, refusals);
        listener.MapPost("/hook", (Delegate)receiver.ReceiveAsync);
        await listener.StartAsync();
        return receiver;
    }

    public async Task<ReceivedWebhook> NextAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        return await received.Reader.ReadAsync(patience.Token);
    }

    public async ValueTask DisposeAsync() => await app.DisposeAsync();

    private async Task<IResult> ReceiveAsync(HttpContext context)
    {
        using var buffer = new MemoryStream();
        await context.Request.Body.CopyToAsync(buffer);
        var webhook = new ReceivedWebhook(context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase), buffer.ToArray());
        if (webhook.Body.TryGetProperty("challenge", out _))
        {
            return TypedResults.Bytes(webhook.Raw, "application/json");
        }

        received.Writer.TryWrite(webhook);
        return refusals-- > 0 ? TypedResults.StatusCode(503) : TypedResults.Ok();
    }
}
