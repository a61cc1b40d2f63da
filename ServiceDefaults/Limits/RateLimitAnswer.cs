using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Teg.Platform.ServiceDefaults;

public static class RateLimitAnswer
{
    /// <summary>Writes what is left of the budgets into the headers.</summary>
    /// <returns>Null when the request passes, or the 429 that says when the next one does.</returns>
    public static ProblemHttpResult? Of(HttpContext http, IReadOnlyList<Budget> budgets, IReadOnlyList<Spent> spent, TimeSpan window)
    {
        http.Response.Headers["RateLimit-Policy"] = RateLimitHeaders.Policy(budgets, window);
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
}
