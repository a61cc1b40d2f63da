using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Polly.CircuitBreaker;
using Polly.Timeout;
using Teg.Platform.Sync.Credentials;
using Teg.Platform.Sync.Runs;
using Teg.Platform.Sync.Sources;

namespace Teg.Platform.Sync.GoogleAds;

/// <summary>Google Ads over REST: questions in its query language, answers streamed in chunks.</summary>
internal sealed partial class GoogleAdsClient(
    HttpClient http, IOptions<GoogleAdsOptions> options, CredentialBook credentials, GoogleAdsTokens tokens, TimeProvider clock, ILogger<GoogleAdsClient> logger)
{
    private const int BrokenAnswers = 3;

    /// <summary>Hands over the rows chunk by chunk. After a broken answer it begins again with the first chunk: what takes them must not mind.</summary>
    /// <returns>How many rows the vendor has.</returns>
    /// <exception cref="VendorFailureException">Google Ads did not answer; the failure says whether another try helps.</exception>
    public async Task<long> SearchAsync(VendorAccount account, string query, Func<IReadOnlyList<JsonElement>, Task> take, CancellationToken ct)
    {
        var secret = await SecretAsync(account, ct);
        var patience = clock.GetUtcNow() + TimeSpan.FromSeconds(options.Value.PatienceSeconds);
        for (var attempt = 1; ; attempt++)
        {
            VendorFailure failure;
            try
            {
                var (rows, found) = await SearchOnceAsync(secret, query, take, ct);
                if (found is null)
                {
                    return rows;
                }

                failure = found;
            }
            catch (Exception e) when (e is HttpRequestException or IOException or TimeoutRejectedException or BrokenCircuitException or JsonException
                || (e is OperationCanceledException && !ct.IsCancellationRequested))
            {
                failure = new VendorFailure(FailureKind.Transient, $"Google Ads could not be reached: {e.Message}", "Check the network and ads.google.com/status; the run goes on by itself.");
                if (attempt >= BrokenAnswers)
                {
                    throw new VendorFailureException(failure, e);
                }
            }

            switch (failure.Kind)
            {
                case FailureKind.Throttled when failure.RetryIn is { } wait && clock.GetUtcNow() + wait <= patience:
                    LogThrottled(wait.TotalSeconds);
                    await Task.Delay(wait, clock, ct);
                    break;
                case FailureKind.Transient when attempt < BrokenAnswers:
                    break;
                default:
                    throw new VendorFailureException(failure);
            }
        }
    }

    /// <summary>All rows at once, for questions whose answer is small.</summary>
    public async Task<IReadOnlyList<JsonElement>> ListAsync(VendorAccount account, string query, CancellationToken ct)
    {
        var rows = new List<JsonElement>();
        var count = await SearchAsync(account, query, chunk => { rows.AddRange(chunk); return Task.CompletedTask; }, ct);
        return rows.Count == count ? rows : rows[^(int)count..];
    }

    private async Task<VendorSecret> SecretAsync(VendorAccount account, CancellationToken ct) =>
        await credentials.FindAsync(Source.GoogleAds, account, ct) is { GoogleAds: not null } secret ? secret : throw new VendorFailureException(new VendorFailure(
            FailureKind.Decisive, "There is no complete sign-in for Google Ads.",
            $"An administrator enters one in the settings; or set the parts of GoogleAds__Credentials__{account.Credential} in the configuration of Sync. Then start the run again."));

    private async Task<(long Rows, VendorFailure? Failure)> SearchOnceAsync(VendorSecret secret, string query, Func<IReadOnlyList<JsonElement>, Task> take, CancellationToken ct)
    {
        var access = secret.GoogleAds!;
        using var request = new HttpRequestMessage(
            HttpMethod.Post, new Uri(options.Value.Address, $"/{options.Value.ApiVersion}/customers/{Digits(access.CustomerId)}/googleAds:searchStream"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await tokens.FindAsync(http, secret, ct));
        request.Headers.Add("developer-token", access.DeveloperToken);
        if (access.LoginCustomerId is { Length: > 0 } manager)
        {
            request.Headers.Add("login-customer-id", Digits(manager));
        }

        request.Content = JsonContent.Create(new { query });
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);
        await using var content = await response.Content.ReadAsStreamAsync(ct);
        if (!response.IsSuccessStatusCode)
        {
            var said = await GoogleAdsFault.ReadAsync(content, ct);
            if (response.StatusCode == HttpStatusCode.Unauthorized && said.Code.StartsWith("OAUTH_TOKEN", StringComparison.Ordinal))
            {
                // Taken back before its time; the next attempt brings a new one, and when that is refused too a person has to know.
                tokens.Forget(secret);
            }

            return (0, GoogleAdsFault.Of(response.StatusCode, said));
        }

        // [{"results":[…],"fieldMask":"…","requestId":"…"},…]; a chunk without rows has no results.
        var count = 0L;
        await foreach (var chunk in JsonSerializer.DeserializeAsyncEnumerable<JsonElement>(content, cancellationToken: ct))
        {
            if (chunk.TryGetProperty("results", out var results))
            {
                var rows = results.EnumerateArray().ToList();
                count += rows.Count;
                await take(rows);
            }
        }

        return (count, null);
    }

    private static string Digits(string id) => id.Replace("-", "", StringComparison.Ordinal);

    [LoggerMessage(LogLevel.Information, "Google Ads asks to wait {Seconds:0.0} s")]
    private partial void LogThrottled(double seconds);
}
