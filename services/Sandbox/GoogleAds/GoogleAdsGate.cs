using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using Teg.Platform.Sandbox.Traffic;

namespace Teg.Platform.Sandbox.GoogleAds;

/// <summary>The quotas that hold now; the control plane may change them.</summary>
internal sealed class GoogleAdsLimits(IOptions<GoogleAdsOptions> options, TimeProvider clock)
{
    private readonly SlidingWindow window = new(clock);
    private readonly Lock gate = new();
    private int operations;

    public int OperationsPerDay { get; set; } = options.Value.OperationsPerDay;

    public int RequestsPerMinute { get; set; } = options.Value.RequestsPerMinute;

    public int RowsPerPage { get; set; } = options.Value.RowsPerPage;

    /// <summary>Takes one operation, or says what is used up.</summary>
    public void Take(string developerToken)
    {
        lock (gate)
        {
            // Real days of a test account do not pass while a test runs; the count begins again with the program.
            if (operations >= OperationsPerDay)
            {
                throw GoogleAdsException.Exhausted("RESOURCE_EXHAUSTED", "DEVELOPER", 3600);
            }

            operations++;
        }

        var (taken, _, reset) = window.Take(developerToken, 1, RequestsPerMinute);
        if (!taken)
        {
            throw GoogleAdsException.Exhausted("RESOURCE_TEMPORARILY_EXHAUSTED", "ACCOUNT", reset);
        }
    }

    public void Forget()
    {
        lock (gate)
        {
            operations = 0;
        }

        window.Clear();
    }

    public void Reset()
    {
        (OperationsPerDay, RequestsPerMinute, RowsPerPage) = (options.Value.OperationsPerDay, options.Value.RequestsPerMinute, options.Value.RowsPerPage);
        Forget();
    }
}

/// <summary>Access tokens that were given out for a refresh token. They last an hour of real time.</summary>
internal sealed class GoogleAdsTokens(IOptions<GoogleAdsOptions> options, TimeProvider clock)
{
    public const int Seconds = 3599;

    private readonly ConcurrentDictionary<string, DateTimeOffset> given = new(StringComparer.Ordinal);

    /// <returns>Null when the refresh token is not one of the account's.</returns>
    public string? Exchange(string refreshToken)
    {
        var known = options.Value.RefreshTokens is { Count: > 0 } tokens ? tokens.Contains(refreshToken) : refreshToken is not ("invalid" or "expired" or "revoked") and { Length: >= 6 };
        if (!known)
        {
            return null;
        }

        var token = "ya29." + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));
        given[token] = clock.GetUtcNow().AddSeconds(Seconds);
        return token;
    }

    public bool IsGood(string token) => given.TryGetValue(token, out var until) && clock.GetUtcNow() < until;

    public void Revoke() => given.Clear();
}

/// <summary>Tokens, accounts, quotas and errors of the Google Ads address.</summary>
internal sealed class GoogleAdsGate(RequestDelegate next, GoogleAdsLimits limits, GoogleAdsTokens tokens, IOptions<GoogleAdsOptions> options)
{
    /// <summary>Versions that answer; an older one is gone.</summary>
    public static readonly IReadOnlyList<string> Versions = ["v23", "v24", "v25"];

    public async Task InvokeAsync(HttpContext context)
    {
        if (Vendor.Of(context) != Vendor.GoogleAds)
        {
            await next(context);
            return;
        }

        // One id in the header, in the answer and in a refusal.
        var requestId = RequestIdOf(context);
        context.Response.Headers["request-id"] = requestId;
        var path = context.Request.Path.Value ?? "";
        var version = path.Split('/', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault() ?? "";
        try
        {
            if (HttpMethods.IsPost(context.Request.Method) && path == "/token")
            {
                await GoogleAdsEndpoints.Exchange(context, tokens).ExecuteAsync(context);
                return;
            }

            if (context.GetEndpoint() is null)
            {
                context.Response.StatusCode = StatusCodes.Status404NotFound;
                context.Response.ContentType = "text/html; charset=UTF-8";
                await context.Response.WriteAsync("<!DOCTYPE html><title>Error 404 (Not Found)!!1</title>", context.RequestAborted);
                return;
            }

            Admit(context, version);
            await next(context);
        }
        catch (GoogleAdsException refusal) when (!context.Response.HasStarted)
        {
            var body = refusal.Body(version, requestId);
            context.Response.StatusCode = refusal.Status;
            await (path.EndsWith(":searchStream", StringComparison.Ordinal)
                ? context.Response.WriteAsJsonAsync(new[] { body }, context.RequestAborted)
                : context.Response.WriteAsJsonAsync(body, context.RequestAborted));
        }
    }

    public static string RequestIdOf(HttpContext context)
    {
        if (context.Items.TryGetValue(typeof(GoogleAdsGate), out var known))
        {
            return (string)known!;
        }

        var id = Convert.ToBase64String(RandomNumberGenerator.GetBytes(16)).Replace('+', '-').Replace('/', '_').TrimEnd('=');
        context.Items[typeof(GoogleAdsGate)] = id;
        return id;
    }

    private void Admit(HttpContext context, string version)
    {
        if (!Versions.Contains(version))
        {
            throw GoogleAdsException.Request("UNSUPPORTED_VERSION", $"Version {version} is deprecated. Requests to this version will be blocked.");
        }

        var authorization = context.Request.Headers.Authorization.ToString();
        if (!authorization.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) || !tokens.IsGood(authorization[7..].Trim()))
        {
            throw GoogleAdsException.Unauthenticated("OAUTH_TOKEN_INVALID", "OAuth token in the header is not valid.");
        }

        var developer = context.Request.Headers["developer-token"].ToString();
        Developer(developer);
        Account($"{context.Request.RouteValues["customer"]}", context.Request.Headers["login-customer-id"].ToString());
        if (VendorTraffic.FaultOf(context) is { Kind: FaultKind.RateLimit } limited)
        {
            throw GoogleAdsException.Exhausted("RESOURCE_TEMPORARILY_EXHAUSTED", "ACCOUNT", limited.RetryAfter ?? 5);
        }

        if (VendorTraffic.FaultOf(context) is { Kind: FaultKind.ExhaustQuota } exhausted)
        {
            throw GoogleAdsException.Exhausted("RESOURCE_EXHAUSTED", "DEVELOPER", exhausted.RetryAfter ?? 3600);
        }

        limits.Take(developer);
    }

    private void Developer(string token)
    {
        var known = options.Value.DeveloperTokens is { Count: > 0 } tokensOfDevelopers ? tokensOfDevelopers.Contains(token) : token is { Length: >= 6 } and not "invalid";
        if (token == "unapproved")
        {
            throw GoogleAdsException.Denied("DEVELOPER_TOKEN_NOT_APPROVED", "The developer token is only approved for use with test accounts. To access non-test accounts, apply for Basic or Standard access.");
        }

        if (!known)
        {
            throw GoogleAdsException.Unauthenticated("DEVELOPER_TOKEN_INVALID", "The developer token is not valid.");
        }
    }

    private void Account(string customer, string login)
    {
        if (customer.Length == 0 || !customer.All(char.IsAsciiDigit))
        {
            throw GoogleAdsException.Request("INVALID_CUSTOMER_ID", $"Invalid customer ID '{customer}'.", "customer_id");
        }

        if (login.Length > 0 && !login.All(char.IsAsciiDigit))
        {
            throw new GoogleAdsException(400, "INVALID_ARGUMENT", "headerError", "INVALID_LOGIN_CUSTOMER_ID", "The login customer ID could not be validated.");
        }

        if (customer != options.Value.CustomerId && customer != options.Value.ManagerId)
        {
            throw GoogleAdsException.Unauthenticated("CUSTOMER_NOT_FOUND", "No customer found for the provided customer id.");
        }

        if (login != options.Value.ManagerId)
        {
            throw GoogleAdsException.Denied("USER_PERMISSION_DENIED",
                "User doesn't have permission to access customer. Note: If you're accessing a client customer, the manager's customer id must be set in the 'login-customer-id' header.");
        }
    }
}
