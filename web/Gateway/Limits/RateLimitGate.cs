using Microsoft.Extensions.Options;
using Teg.Platform.Gateway.Proxy;
using Teg.Platform.Gateway.Sessions;
using Teg.Platform.ServiceDefaults;

namespace Teg.Platform.Gateway.Limits;

/// <summary>Whom a verified token names, where there is no browser's session.</summary>
internal sealed record RateLimitSubject(Guid UserId, Guid OrgId);

/// <summary>The request was counted, whoever it was counted for.</summary>
internal sealed record Counted;

/// <summary>
/// Behind the gate that says who asks: counts the request for its person and organisation, or for its address when nobody is signed in. A stream
/// of events is counted when it opens.
/// </summary>
internal sealed class RateLimitGate(RateCounter counter, IOptions<RateLimitOptions> options) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        return await LimitAsync(http, BudgetsOf(http, options.Value), counter, options.Value) ?? await next(context);
    }

    /// <returns>Null when the request passes; the answer says what is left either way.</returns>
    internal static async Task<object?> LimitAsync(HttpContext http, Budget[] budgets, RateCounter counter, RateLimitOptions options)
    {
        http.Features.Set(new Counted());
        return RateLimitAnswer.Of(http, budgets, await counter.CountAsync(budgets, http.RequestAborted), options.Window);
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
