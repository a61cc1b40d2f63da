using Polly;

namespace Teg.Platform.ServiceDefaults;

/// <summary>Sends through the client's pipeline: total time-out, retries, circuit breaker, time-out of each attempt.</summary>
/// <remarks>Microsoft.Extensions.Http.Resilience would replace it; it cannot be restored here.</remarks>
internal sealed class ResilienceHandler(HttpPipelines pipelines, string client) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.RequestUri is null)
        {
            return await base.SendAsync(request, cancellationToken);
        }

        var mayRepeat = HttpRepeat.IsAllowed(request);
        if (mayRepeat && request.Content is not null)
        {
            // A body that is read from a stream can be sent once; a copy in memory, as often as needed.
            await request.Content.LoadIntoBufferAsync(cancellationToken);
        }

        var context = ResilienceContextPool.Shared.Get(cancellationToken);
        context.Properties.Set(HttpPipelines.MayRepeat, mayRepeat);
        try
        {
            return await pipelines.Of(client, request.RequestUri).ExecuteAsync(
                static (context, state) => new ValueTask<HttpResponseMessage>(state.handler.SendOnceAsync(state.request, context.CancellationToken)),
                context,
                (handler: this, request));
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    private Task<HttpResponseMessage> SendOnceAsync(HttpRequestMessage request, CancellationToken ct) => base.SendAsync(request, ct);
}
