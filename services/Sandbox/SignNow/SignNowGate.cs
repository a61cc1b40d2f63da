using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using Teg.Platform.Sandbox.Traffic;

namespace Teg.Platform.Sandbox.SignNow;

/// <summary>The rate that holds now, and the tokens that were issued; the control plane may change the rate.</summary>
internal sealed class SignNowLimits(IOptions<SignNowOptions> options, TimeProvider clock)
{
    private const int SecondsPerHour = 3600;

    private readonly ConcurrentDictionary<string, (DateTimeOffset Since, int Used)> used = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> issued = new(StringComparer.Ordinal);

    public int RequestsPerHour { get; set; } = options.Value.RequestsPerHour;

    public (bool Taken, int Left, int ResetInSeconds) Take(string token)
    {
        var now = clock.GetUtcNow();
        var (since, count) = used.AddOrUpdate(token, (now, 1), (_, known) => (now - known.Since).TotalSeconds >= SecondsPerHour ? (now, 1) : (known.Since, known.Used + 1));
        return (count <= RequestsPerHour, Math.Max(0, RequestsPerHour - count), Math.Max(1, SecondsPerHour - (int)(now - since).TotalSeconds));
    }

    public string Issue()
    {
        var token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        issued[token] = true;
        return token;
    }

    public bool WasIssued(string token) => issued.ContainsKey(token);

    public void Reset()
    {
        RequestsPerHour = options.Value.RequestsPerHour;
        used.Clear();
    }
}

/// <summary>Token, rate and errors of the SignNow address.</summary>
internal sealed class SignNowGate(RequestDelegate next, SignNowLimits limits, IOptions<SignNowOptions> options)
{
    public async Task InvokeAsync(HttpContext context)
    {
        if (Vendor.Of(context) != Vendor.SignNow)
        {
            await next(context);
            return;
        }

        try
        {
            if (context.GetEndpoint() is null)
            {
                throw SignNowException.NoRoute(context.Request.Path);
            }

            if (context.GetEndpoint()!.Metadata.GetMetadata<WithoutToken>() is null)
            {
                var (taken, left, reset) = limits.Take(RequireToken(context.Request.Headers.Authorization.ToString()));
                var fault = VendorTraffic.FaultOf(context);
                var refused = !taken || fault?.Kind == FaultKind.RateLimit;
                context.Response.Headers["X-RateLimit-Limit"] = limits.RequestsPerHour.ToString(CultureInfo.InvariantCulture);
                context.Response.Headers["X-RateLimit-Remaining"] = (refused ? 0 : left).ToString(CultureInfo.InvariantCulture);
                if (refused)
                {
                    context.Response.Headers.RetryAfter = (fault?.RetryAfter ?? reset).ToString(CultureInfo.InvariantCulture);
                    throw SignNowException.Of(StatusCodes.Status429TooManyRequests, 65640, "Too many requests: the hourly limit of the application is reached.");
                }
            }

            await next(context);
        }
        catch (SignNowException refusal) when (!context.Response.HasStarted)
        {
            context.Response.StatusCode = refusal.Status;
            await context.Response.WriteAsJsonAsync(refusal.Body, context.RequestAborted);
        }
    }

    private string RequireToken(string authorization)
    {
        var token = authorization.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? authorization[7..].Trim() : "";
        var known = options.Value.Tokens;
        return limits.WasIssued(token) || (known.Count > 0 ? known.Contains(token) : token is not ("invalid" or "expired") && token.Length >= 6)
            ? token
            : throw SignNowException.Token(StatusCodes.Status401Unauthorized, token == "expired" ? "expired_token" : "invalid_token", 1537);
    }
}

/// <summary>An endpoint that everybody may ask.</summary>
internal sealed record WithoutToken;
