using Microsoft.Extensions.Options;
using Teg.Platform.Gateway.Proxy;
using Teg.Platform.Gateway.Sessions;
using Teg.Platform.ServiceDefaults;

namespace Teg.Platform.Gateway.Limits;

/// <summary>Whom a verified token names, where there is no browser's session.</summary>
internal sealed record RateLimitSubject(Guid UserId, Guid OrgId);

/// <summary>
/// Behind the gate that says who asks: counts the request for its person and organisation, or for its address when nobody is signed in. A stream
/// of events is counted when it opens.
/// </summary>
internal sealed class RateLimitGate(RateCounter counter, IOptions<RateLimitOptions> options) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        var budgets = BudgetsOf(http, options.Value);
        var spent = await counter.CountAsync(budgets, http.RequestAborted);

        return RateLimitAnswer.Of(http, budgets, spent, options.Value.Window) is { } refusal ? refusal : await next(context);
    }

    private static Budget[] BudgetsOf(HttpContext http, RateLimitOptions options)
    {
        if (http.Features.Get<Admitted>() is { } admitted)
        {
            return Budgets.Of(new RateLimitSubject(admitted.Session.User.Id, admitted.Session.Organisation.Id), options);
        }

        return http.Features.Get<RateLimitSubject>() is { } subject
            ? Budgets.Of(subject, options)
            : OfStranger(http, options);
    }

    private static Budget[] OfStranger(HttpContext http, RateLimitOptions options)
    {
        if (http.Request.Path.StartsWithSegments("/hooks", StringComparison.OrdinalIgnoreCase))
        {
            return Budgets.OfHooks(http.Connection.RemoteIpAddress, options);
        }

        return http.Request.Path.StartsWithSegments(ProxyEndpoints.Enquiries, StringComparison.OrdinalIgnoreCase)
            ? Budgets.OfEnquiries(http.Connection.RemoteIpAddress, options)
            : Budgets.OfAddress(http.Connection.RemoteIpAddress, options);
    }
}
