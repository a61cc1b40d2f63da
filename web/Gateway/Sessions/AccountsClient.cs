using System.Net;
using System.Net.Http.Headers;
using Microsoft.AspNetCore.Mvc;
using Polly;
using Teg.Platform.Gateway.Proxy;
using Teg.Platform.ServiceDefaults;

namespace Teg.Platform.Gateway.Sessions;

/// <summary>The Accounts service's session endpoints, which only the Gateway calls.</summary>
internal sealed class AccountsClient(HttpClient http)
{
    /// <summary>Begins the name of every cookie that an outside sign-in sets.</summary>
    public const string CorrelationPrefix = ".AspNetCore.Correlation.";

    private const string Accounts = "accounts";

    /// <summary>Something that ends in tokens: a sign-in, its second half, a sign-up.</summary>
    /// <param name="what">Below /sessions: "second-factor"; empty for the sign-in itself.</param>
    /// <param name="accessToken">Of the session that asks, where one does.</param>
    /// <returns>Accounts' own answer, also when it refuses: its problem goes to the browser as it is.</returns>
    public async Task<HttpResponseMessage> EnterAsync(string what, object form, HttpContext browser, string? accessToken, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, what.Length == 0 ? "/sessions" : $"/sessions/{what}") { Content = JsonContent.Create(form) };
        SayWhoseRequest(browser, request);
        if (accessToken is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", accessToken);
        }

        return await SendAsync(request, ct);
    }

    /// <summary>A step of an outside sign-in, with the cookies that tie its end to the browser that began it.</summary>
    public async Task<HttpResponseMessage> ExternalAsync(string rest, HttpContext browser, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/external{rest}");
        // A provider's code is taken once.
        request.Options.Set(HttpRepeat.Allowed, false);
        SayWhoseRequest(browser, request);
        // The provider sends the browser back to the address that the browser knows.
        request.Headers.TryAddWithoutValidation("X-Forwarded-Proto", browser.Request.Scheme);
        request.Headers.TryAddWithoutValidation("X-Forwarded-Host", browser.Request.Host.Value);
        request.Headers.TryAddWithoutValidation("X-Forwarded-Prefix", "/session");
        var cookies = browser.Request.Cookies.Where(cookie => cookie.Key.StartsWith(CorrelationPrefix, StringComparison.Ordinal));
        request.Headers.TryAddWithoutValidation("Cookie", string.Join("; ", cookies.Select(cookie => $"{cookie.Key}={cookie.Value}")));
        return await SendAsync(request, ct);
    }

    // Sign-ins are throttled by the browser's address, not by the Gateway's, and their owner finds the device in the list of sessions.
    private static void SayWhoseRequest(HttpContext browser, HttpRequestMessage request)
    {
        if (browser.Connection.RemoteIpAddress is { } address)
        {
            request.Headers.TryAddWithoutValidation("X-Forwarded-For", address.ToString());
        }

        request.Headers.TryAddWithoutValidation("User-Agent", browser.Request.Headers.UserAgent.ToString());
    }

    /// <returns>Null when the session has ended.</returns>
    /// <exception cref="ServiceAwayException">Accounts did not answer, or failed.</exception>
    public async Task<AccountTokens?> RefreshAsync(string refreshToken, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/sessions/refresh") { Content = JsonContent.Create(new { refreshToken }) };
        // Accounts bears the repetition of a refresh whose answer was lost.
        request.Options.Set(HttpRepeat.Allowed, true);
        using var response = await SendAsync(request, ct);
        return response.IsSuccessStatusCode ? await ReadAsync(response, ct) : null;
    }

    /// <summary>Who is signed in with this token at this moment.</summary>
    /// <returns>Ended: the session is over although its token is still good. Nobody and not ended: Accounts would not say.</returns>
    /// <exception cref="ServiceAwayException">Accounts did not answer, or failed.</exception>
    public async Task<(bool Ended, SignedInNow? Now)> WhoAsync(string accessToken, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/sessions/me") { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", accessToken) } };
        using var response = await SendAsync(request, ct);
        if (response.IsSuccessStatusCode)
        {
            return (false, await response.Content.ReadFromJsonAsync<SignedInNow>(ct));
        }

        var problem = response.StatusCode == HttpStatusCode.Unauthorized ? await response.Content.ReadFromJsonAsync<ProblemDetails>(ct) : null;
        return (problem?.Type == "session-ended", null);
    }

    public async Task SignOutAsync(string accessToken, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Delete, "/sessions/current") { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", accessToken) } };
        using var response = await SendAsync(request, ct);
    }

    public static async Task<AccountTokens> ReadAsync(HttpResponseMessage response, CancellationToken ct) =>
        await response.Content.ReadFromJsonAsync<AccountTokens>(ct)
        ?? throw new ServiceAwayException(Accounts, "Accounts answered a sign-in without tokens.");

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken ct)
    {
        try
        {
            var response = await http.SendAsync(request, ct);
            if ((int)response.StatusCode < 500)
            {
                return response;
            }

            response.Dispose();
            throw new ServiceAwayException(Accounts);
        }
        catch (Exception e) when (e is HttpRequestException or ExecutionRejectedException || (e is OperationCanceledException && !ct.IsCancellationRequested))
        {
            throw new ServiceAwayException(Accounts, inner: e);
        }
    }
}

/// <summary>What Accounts answers to a sign-in and to a refresh.</summary>
internal sealed record AccountTokens(string AccessToken, string RefreshToken, int ExpiresIn, SessionUser User, SessionOrganisation Organisation);

/// <summary>What Accounts answers when it is asked whose session this is.</summary>
internal sealed record SignedInNow(SessionUser User, SessionOrganisation Organisation);
