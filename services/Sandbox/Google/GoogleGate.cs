using System.Globalization;
using Microsoft.Extensions.Options;
using Teg.Platform.Sandbox.Traffic;

namespace Teg.Platform.Sandbox.Google;

/// <summary>The quotas that hold now; the control plane may change them.</summary>
internal sealed class GoogleLimits(IOptions<GoogleOptions> options, TimeProvider clock)
{
    private readonly SlidingWindow window = new(clock);

    public GoogleOptions Now { get; private set; } = Copy(options.Value);

    public (bool Taken, int ResetInSeconds) Take(string user, string quota)
    {
        var limit = quota switch
        {
            "slides read" => Now.SlidesReadsPerMinute,
            "slides write" => Now.SlidesWritesPerMinute,
            "thumbnail" => Now.ThumbnailsPerMinute,
            "sheets read" => Now.SheetsReadsPerMinute,
            "sheets write" => Now.SheetsWritesPerMinute,
            _ => Now.DriveQueriesPerMinute,
        };
        var (taken, _, reset) = window.Take($"{user} {quota}", 1, limit);
        return (taken, reset);
    }

    public void Reset()
    {
        Now = Copy(options.Value);
        window.Clear();
    }

    public void Forget() => window.Clear();

    private static GoogleOptions Copy(GoogleOptions from) => new()
    {
        SlidesReadsPerMinute = from.SlidesReadsPerMinute, SlidesWritesPerMinute = from.SlidesWritesPerMinute, ThumbnailsPerMinute = from.ThumbnailsPerMinute,
        SheetsReadsPerMinute = from.SheetsReadsPerMinute, SheetsWritesPerMinute = from.SheetsWritesPerMinute, DriveQueriesPerMinute = from.DriveQueriesPerMinute,
        ExportLimitBytes = from.ExportLimitBytes,
    };
}

/// <summary>Token, scope, quota and errors of the Google address.</summary>
internal sealed class GoogleGate(RequestDelegate next, GoogleLimits limits, GoogleKeys keys)
{
    public async Task InvokeAsync(HttpContext context)
    {
        if (Vendor.Of(context) != Vendor.Google)
        {
            await next(context);
            return;
        }

        var path = context.Request.Path.Value ?? "";
        var isDrive = path.StartsWith("/drive/", StringComparison.Ordinal) || path.StartsWith("/upload/", StringComparison.Ordinal);
        try
        {
            if (context.GetEndpoint() is not { } endpoint)
            {
                throw GoogleException.NoRoute();
            }

            if (endpoint.Metadata.GetMetadata<WithoutGoogleToken>() is null)
            {
                Admit(context, path, isDrive);
            }

            await next(context);
        }
        catch (GoogleException refusal) when (!context.Response.HasStarted)
        {
            context.Response.StatusCode = refusal.Status;
            await context.Response.WriteAsJsonAsync(refusal.Body(isDrive), context.RequestAborted);
        }
    }

    private void Admit(HttpContext context, string path, bool isDrive)
    {
        var authorization = context.Request.Headers.Authorization.ToString();
        var token = authorization.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? keys.Find(authorization[7..].Trim()) : null;
        if (token is null)
        {
            throw isDrive
                ? new GoogleException(401, "Invalid Credentials", "UNAUTHENTICATED", "authError", "Authorization", "header")
                : new GoogleException(
                    401, "Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid authentication credential.", "UNAUTHENTICATED", "authError");
        }

        var writes = !HttpMethods.IsGet(context.Request.Method);
        var (scope, quota) = path switch
        {
            _ when isDrive => ("drive", "drive"),
            _ when path.EndsWith("/thumbnail", StringComparison.Ordinal) => ("presentations", "thumbnail"),
            _ when path.StartsWith("/v1/presentations", StringComparison.Ordinal) => ("presentations", writes ? "slides write" : "slides read"),
            _ => ("spreadsheets", writes ? "sheets write" : "sheets read"),
        };
        if (!token.MayUse(scope))
        {
            throw new GoogleException(403, "Request had insufficient authentication scopes.", "PERMISSION_DENIED", "insufficientPermissions");
        }

        var (taken, reset) = limits.Take(token.User, quota);
        if (taken && VendorTraffic.FaultOf(context)?.Kind != FaultKind.RateLimit)
        {
            return;
        }

        context.Response.Headers.RetryAfter = (VendorTraffic.FaultOf(context)?.RetryAfter ?? reset).ToString(CultureInfo.InvariantCulture);
        throw isDrive
            ? new GoogleException(403, "User Rate Limit Exceeded", "RESOURCE_EXHAUSTED", "userRateLimitExceeded")
            : new GoogleException(429, $"Quota exceeded for quota metric '{quota}' and limit 'requests per minute per user'.", "RESOURCE_EXHAUSTED", "rateLimitExceeded");
    }
}

/// <summary>An endpoint that everybody may ask.</summary>
internal sealed record WithoutGoogleToken;
