using System.Globalization;
using Microsoft.Extensions.Options;
using Teg.Platform.Sandbox.Traffic;

namespace Teg.Platform.Sandbox.OpenAI;

/// <summary>Key, rate, headers and errors of the OpenAI address.</summary>
internal sealed class OpenAiGate(RequestDelegate next, OpenAiLimits limits, IOptions<OpenAiOptions> options, TimeProvider clock)
{
    public async Task InvokeAsync(HttpContext context)
    {
        if (Vendor.Of(context) != Vendor.OpenAi)
        {
            await next(context);
            return;
        }

        var started = clock.GetTimestamp();
        var headers = context.Response.Headers;
        headers["x-request-id"] = "req_" + Guid.NewGuid().ToString("N");
        headers["openai-version"] = "2020-10-01";
        context.Response.OnStarting(() =>
        {
            headers["openai-processing-ms"] = ((long)clock.GetElapsedTime(started).TotalMilliseconds).ToString(CultureInfo.InvariantCulture);
            return Task.CompletedTask;
        });
        try
        {
            RequireKey(context.Request.Headers.Authorization.ToString());
            var fault = VendorTraffic.FaultOf(context);
            var (taken, left, reset) = limits.Take();
            var refused = !taken || fault?.Kind == FaultKind.RateLimit;
            headers["x-ratelimit-limit-requests"] = limits.RequestsPerMinute.ToString(CultureInfo.InvariantCulture);
            headers["x-ratelimit-remaining-requests"] = (refused ? 0 : left).ToString(CultureInfo.InvariantCulture);
            headers["x-ratelimit-reset-requests"] = Duration(refused ? TimeSpan.FromSeconds(fault?.RetryAfter ?? reset.TotalSeconds) : TimeSpan.FromMinutes(1) / limits.RequestsPerMinute);
            headers["x-ratelimit-limit-tokens"] = "200000000";
            headers["x-ratelimit-remaining-tokens"] = "199999000";
            headers["x-ratelimit-reset-tokens"] = "0s";
            if (refused)
            {
                var wait = TimeSpan.FromSeconds(fault?.RetryAfter ?? Math.Ceiling(reset.TotalSeconds));
                headers.RetryAfter = wait.TotalSeconds.ToString("0", CultureInfo.InvariantCulture);
                headers["retry-after-ms"] = wait.TotalMilliseconds.ToString("0", CultureInfo.InvariantCulture);
                throw new OpenAiException(
                    StatusCodes.Status429TooManyRequests, "requests", "rate_limit_exceeded",
                    $"Rate limit reached for requests per min (RPM): Limit {limits.RequestsPerMinute}. Please try again in {Duration(wait)}.");
            }

            if (fault?.Kind == FaultKind.ExhaustQuota)
            {
                throw new OpenAiException(
                    StatusCodes.Status429TooManyRequests, "insufficient_quota", "insufficient_quota",
                    "You exceeded your current quota, please check your plan and billing details.");
            }

            if (context.GetEndpoint() is null)
            {
                throw new OpenAiException(StatusCodes.Status404NotFound, "invalid_request_error", null, $"Invalid URL ({context.Request.Method} {context.Request.Path})");
            }

            await next(context);
        }
        catch (OpenAiException refusal) when (!context.Response.HasStarted)
        {
            context.Response.StatusCode = refusal.Status;
            await context.Response.WriteAsJsonAsync(refusal.Body, context.RequestAborted);
        }
    }

    private void RequireKey(string authorization)
    {
        var key = authorization.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? authorization[7..].Trim() : "";
        if (key.Length == 0)
        {
            throw new OpenAiException(
                StatusCodes.Status401Unauthorized, "invalid_request_error", null,
                "You didn't provide an API key. You need to provide your API key in an Authorization header using Bearer auth (i.e. Authorization: Bearer YOUR_KEY).");
        }

        var keys = options.Value.Keys;
        if (keys.Count > 0 ? !keys.Contains(key) : key is "invalid" or { Length: < 6 })
        {
            var shown = key.Length > 8 ? key[..3] + "***" + key[^4..] : "***";
            throw new OpenAiException(
                StatusCodes.Status401Unauthorized, "invalid_request_error", "invalid_api_key",
                $"Incorrect API key provided: {shown}. You can find your API key at https://platform.openai.com/account/api-keys.");
        }
    }

    // "12ms", "7s", "1m3s": the vendor writes durations, not seconds.
    private static string Duration(TimeSpan time) => time switch
    {
        { TotalSeconds: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{Math.Max(1, (int)time.TotalMilliseconds)}ms"),
        { TotalMinutes: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{(int)Math.Ceiling(time.TotalSeconds)}s"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalMinutes}m{time.Seconds}s"),
    };
}
