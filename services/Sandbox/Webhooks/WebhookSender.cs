using System.Threading.Channels;

namespace Teg.Platform.Sandbox.Webhooks;

/// <summary>Sends notifications in order and tries failed ones again when their vendor would.</summary>
internal sealed partial class WebhookSender(IHttpClientFactory http, TimeProvider clock, ILogger<WebhookSender> logger) : BackgroundService
{
    public const string Client = "webhooks";

    private readonly Channel<WebhookDelivery> incoming = Channel.CreateUnbounded<WebhookDelivery>();
    private readonly PriorityQueue<WebhookDelivery, DateTimeOffset> waiting = new();

    public void Send(WebhookDelivery delivery) => incoming.Writer.TryWrite(delivery);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            while (incoming.Reader.TryRead(out var delivery))
            {
                await AttemptAsync(delivery, stoppingToken);
            }

            while (waiting.TryPeek(out var due, out var at) && at <= clock.GetUtcNow())
            {
                waiting.Dequeue();
                await AttemptAsync(due, stoppingToken);
            }

            await WaitAsync(stoppingToken);
        }
    }

    private async Task WaitAsync(CancellationToken ct)
    {
        if (!waiting.TryPeek(out _, out var next))
        {
            await incoming.Reader.WaitToReadAsync(ct);
            return;
        }

        var pause = next - clock.GetUtcNow();
        if (pause <= TimeSpan.Zero)
        {
            return;
        }

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(pause);
        try
        {
            await incoming.Reader.WaitToReadAsync(patience.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            // A delivery is due.
        }
    }

    private async Task AttemptAsync(WebhookDelivery delivery, CancellationToken ct)
    {
        if (await IsTakenAsync(delivery, ct))
        {
            delivery.Ended(true);
            return;
        }

        delivery.Attempt++;
        if (delivery.Attempt >= delivery.MaxAttempts)
        {
            LogGivenUp(delivery.Attempt);
            delivery.Ended(false);
            return;
        }

        waiting.Enqueue(delivery, clock.GetUtcNow() + delivery.Pause(delivery.Attempt));
    }

    private async Task<bool> IsTakenAsync(WebhookDelivery delivery, CancellationToken ct)
    {
        try
        {
            using var request = delivery.Request();
            using var response = await http.CreateClient(Client).SendAsync(request, ct);
            return response.IsSuccessStatusCode;
        }
        catch (Exception refused) when (refused is HttpRequestException or TaskCanceledException && !ct.IsCancellationRequested)
        {
            LogRefused(refused.Message);
            return false;
        }
    }

    [LoggerMessage(LogLevel.Information, "A webhook was not taken: {Reason}")]
    private partial void LogRefused(string reason);

    [LoggerMessage(LogLevel.Warning, "A webhook was given up after {Attempts} attempts")]
    private partial void LogGivenUp(int attempts);
}
