using System.Buffers;
using System.Net.Http.Headers;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;
using Polly;
using Polly.Timeout;
using Teg.Platform.Gateway.Sessions;
using Teg.Platform.ServiceDefaults;

namespace Teg.Platform.Gateway.Proxy;

/// <summary>Streams a request to a service and its answer back. Yarp.ReverseProxy would replace it; it cannot be restored here.</summary>
internal sealed partial class Forwarder(IHttpMessageHandlerFactory handlers, IOptions<ProxyOptions> options, ILogger<Forwarder> logger) : IDisposable
{
    public const string Client = "teg-proxy";

    private readonly HttpMessageInvoker http = new(handlers.CreateHandler(Client), disposeHandler: false);

    /// <param name="accessToken">Replaces the browser's Authorization; null passes a vendor's on.</param>
    /// <exception cref="ServiceAwayException">The service did not answer.</exception>
    public async Task ForwardAsync(HttpContext context, string service, Uri target, string? accessToken, long maxBodyBytes)
    {
        var ct = context.RequestAborted;
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = maxBodyBytes;
        }

        if (context.Request.ContentLength > maxBodyBytes)
        {
            throw new BadHttpRequestException($"The body may have {maxBodyBytes} bytes at most.", StatusCodes.Status413PayloadTooLarge);
        }

        using var request = Request(context, target, accessToken);
        using var response = await SendAsync(request, service, ct);

        context.Response.StatusCode = (int)response.StatusCode;
        HeaderRules.CopyToBrowser(response, context.Response);
        if (accessToken is not null && context.Features.Get<Admitted>() is { } admitted)
        {
            HeaderRules.SayWhose(admitted.Session, context.Response);
        }

        await CopyBodyAsync(response, context, service, ct);
    }

    public void Dispose() => http.Dispose();

    private static HttpRequestMessage Request(HttpContext context, Uri target, string? accessToken)
    {
        var request = new HttpRequestMessage(new HttpMethod(context.Request.Method), target);
        if (context.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody is true)
        {
            request.Content = new StreamContent(context.Request.Body);
        }

        HeaderRules.CopyToService(context.Request, request, withAuthorization: accessToken is null);
        if (accessToken is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", accessToken);
        }

        // Sent twice only where nothing can happen twice and no body has to be kept for it.
        request.Options.Set(HttpRepeat.Allowed, request.Content is null && (HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method)));
        return request;
    }

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, string service, CancellationToken ct)
    {
        try
        {
            return await http.SendAsync(request, ct);
        }
        catch (HttpRequestException e) when (e.InnerException is BadHttpRequestException tooMuch)
        {
            // Read while it was sent on: the browser's body was too large or broke off.
            throw new BadHttpRequestException(tooMuch.Message, tooMuch.StatusCode, e);
        }
        catch (TimeoutRejectedException e)
        {
            throw new ServiceAwayException(service, $"The {service} service took too long to answer.", e) { Status = StatusCodes.Status504GatewayTimeout, Type = "service-timeout" };
        }
        catch (Exception e) when (e is HttpRequestException or ExecutionRejectedException)
        {
            throw new ServiceAwayException(service, inner: e);
        }
    }

    // Each piece goes on as it comes, so that a long export or a stream of events is not held back.
    private async Task CopyBodyAsync(HttpResponseMessage response, HttpContext context, string service, CancellationToken ct)
    {
        await using var body = await response.Content.ReadAsStreamAsync(ct);
        var buffer = ArrayPool<byte>.Shared.Rent(64 * 1024);
        using var pause = CancellationTokenSource.CreateLinkedTokenSource(ct);
        try
        {
            while (true)
            {
                pause.CancelAfter(options.Value.MaxPause);
                var read = await body.ReadAsync(buffer, pause.Token);
                if (read == 0)
                {
                    return;
                }

                await context.Response.Body.WriteAsync(buffer.AsMemory(0, read), pause.Token);
            }
        }
        catch (Exception e) when (!ct.IsCancellationRequested && e is HttpRequestException or IOException or OperationCanceledException)
        {
            // Half an answer must not look like a whole one.
            LogBrokenOff(e, service);
            context.Abort();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    [LoggerMessage(LogLevel.Warning, "An answer of {Service} broke off")]
    private partial void LogBrokenOff(Exception exception, string service);
}
