using System.Globalization;
using Microsoft.Extensions.Options;
using Teg.Platform.Sandbox.Traffic;

namespace Teg.Platform.Sandbox.Calendly;

/// <summary>The rate that holds now; the control plane may change it.</summary>
internal sealed class CalendlyLimits(IOptions<CalendlyOptions> options, TimeProvider clock)
{
    private readonly SlidingWindow window = new(clock);

    public int RequestsPerMinute { get; set; } = options.Value.RequestsPerMinute;

    public (bool Taken, int Before, int ResetInSeconds) Take(string token) => window.Take(token, 1, RequestsPerMinute);

    public void Reset()
    {
        RequestsPerMinute = options.Value.RequestsPerMinute;
        window.Clear();
    }
}

/// <summary>Token, rate and errors of the Calendly address.</summary>
internal sealed class CalendlyGate(RequestDelegate next, CalendlyLimits limits, IOptions<CalendlyOptions> options)
{
    public async Task InvokeAsync(HttpContext context)
    {
        if (Vendor.Of(context) != Vendor.Calendly)
        {
            await next(context);
            return;
        }

        try
        {
            var token = TokenOf(context.Request.Headers.Authorization.ToString());
            var fault = VendorTraffic.FaultOf(context);
            var (taken, before, reset) = limits.Take(token);
            var refused = !taken || fault?.Kind == FaultKind.RateLimit;
            context.Response.Headers["X-RateLimit-Limit"] = limits.RequestsPerMinute.ToString(CultureInfo.InvariantCulture);
            context.Response.Headers["X-RateLimit-Remaining"] = (refused ? 0 : before - 1).ToString(CultureInfo.InvariantCulture);
            context.Response.Headers["X-RateLimit-Reset"] = (fault?.RetryAfter ?? reset).ToString(CultureInfo.InvariantCulture);
            if (refused)
            {
                throw new CalendlyException(StatusCodes.Status429TooManyRequests, "Too Many Requests", "You have exceeded the number of requests per minute.");
            }

            if (context.GetEndpoint() is null)
            {
                throw CalendlyException.NotFound();
            }

            await next(context);
        }
        catch (CalendlyException refusal) when (!context.Response.HasStarted)
        {
            context.Response.StatusCode = refusal.Status;
            await context.Response.WriteAsJsonAsync(
                refusal.Details.Count == 0
                    ? new { title = refusal.Title, message = refusal.Message }
                    : (object)new { title = refusal.Title, message = refusal.Message, details = refusal.Details.Select(detail => new { parameter = detail.Parameter, message = detail.Message }) },
                context.RequestAborted);
        }
    }

    private string TokenOf(string authorization)
    {
        if (!authorization.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase))
        {
            throw CalendlyException.Unauthenticated("The access token is invalid");
        }

        var token = authorization[7..].Trim();
        var tokens = options.Value.Tokens;
        return token switch
        {
            _ when tokens.Count > 0 => tokens.Contains(token) ? token : throw CalendlyException.Unauthenticated("The access token is invalid"),
            "expired" => throw CalendlyException.Unauthenticated("The access token expired"),
            "revoked" => throw CalendlyException.Unauthenticated("The access token was revoked"),
            "invalid" or { Length: < 6 } => throw CalendlyException.Unauthenticated("The access token is invalid"),
            _ => token,
        };
    }
}
