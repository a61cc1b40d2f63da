using Microsoft.Extensions.Options;

namespace Teg.Platform.Gateway.Limits;

/// <summary>
/// Before the gate that says who asks: what that gate refuses was counted for nobody, so it is counted for its address. Guessing sessions and tokens
/// is limited like asking; an office whose address has spent its budget keeps those who are signed in.
/// </summary>
internal sealed class RefusalGate(RateCounter counter, IOptions<RateLimitOptions> options) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var answer = await next(context);
        var http = context.HttpContext;
        return http.Features.Get<Counted>() is not null
            ? answer
            : await RateLimitGate.LimitAsync(http, Budgets.OfAddress(http.Connection.RemoteIpAddress, options.Value), counter, options.Value) ?? answer;
    }
}
