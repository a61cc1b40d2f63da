using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using Teg.Platform.Gateway.Sessions;

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
        var spent = await counter.CountAsync(budgets, http.RequestAborted);
        http.Response.Headers["RateLimit-Policy"] = RateLimitHeaders.Policy(budgets, options.Window);
        http.Response.Headers["RateLimit"] = RateLimitHeaders.State(budgets, spent);
        if (Spent.Passes(spent))
        {
            return null;
        }

        var wait = RateLimitHeaders.Seconds(spent.Max(one => one.RetryIn));
        http.Response.Headers.RetryAfter = wait.ToString(CultureInfo.InvariantCulture);
        return TypedResults.Problem(new ProblemDetails
        {
            Status = StatusCodes.Status429TooManyRequests,
            Type = "rate-limited",
            Title = "Too many requests; wait a moment.",
            Detail = $"The next one is answered in {wait} s.",
        });
    }

    private static Budget[] BudgetsOf(HttpContext http, RateLimitOptions options)
    {
        if (http.Features.Get<Admitted>() is { } admitted)
        {
            return Budget.Of(new RateLimitSubject(admitted.Session.User.Id, admitted.Session.Organisation.Id), options);
        }

        return http.Features.Get<RateLimitSubject>() is { } subject
            ? Budget.Of(subject, options)
            : http.Request.Path.StartsWithSegments("/hooks", StringComparison.OrdinalIgnoreCase)
                ? Budget.OfHooks(http.Connection.RemoteIpAddress, options)
                : Budget.OfAddress(http.Connection.RemoteIpAddress, options);
    }
}
