using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Polly.CircuitBreaker;
using Polly.Timeout;
using Teg.Platform.Sync.Credentials;
using Teg.Platform.Sync.Mapping;
using Teg.Platform.Sync.Runs;
using Teg.Platform.Sync.Sources;

namespace Teg.Platform.Sync.Calendly;

/// <summary>Calendly's API v2: identity is the full URI, lists are paged by token, the rate limit is obeyed by its headers.</summary>
internal sealed partial class CalendlyClient(HttpClient http, IOptions<CalendlyOptions> options, CredentialBook credentials, CalendlyPace pace, TimeProvider clock, ILogger<CalendlyClient> logger)
{
    private const int BrokenAnswers = 3;

    /// <param name="path">Path and query, or a full URI of the vendor; its address is replaced by the configured one.</param>
    /// <exception cref="VendorFailureException">Calendly did not answer; the failure says whether another try helps.</exception>
    public Task<JsonDocument> GetAsync(VendorAccount account, string path, CancellationToken ct) => SendAsync(account, HttpMethod.Get, path, null, ct);

    public Task<JsonDocument> PostAsync(VendorAccount account, string path, object body, CancellationToken ct) => SendAsync(account, HttpMethod.Post, path, body, ct);

    public async Task DeleteAsync(VendorAccount account, string path, CancellationToken ct)
    {
        using var answer = await SendAsync(account, HttpMethod.Delete, path, null, ct);
    }

    private async Task<JsonDocument> SendAsync(VendorAccount account, HttpMethod method, string path, object? body, CancellationToken ct)
    {
        var secret = await credentials.FindAsync(Source.Calendly, account, ct) ?? throw new VendorFailureException(new VendorFailure(
            FailureKind.Decisive, "There is no Calendly token.",
            $"An administrator enters one in the settings; or set Calendly__Credentials__{account.Credential}__Token in the configuration of Sync. Then start the run again."));
        var patience = clock.GetUtcNow() + TimeSpan.FromSeconds(options.Value.PatienceSeconds);
        for (var attempt = 1; ; attempt++)
        {
            await pace.WaitAsync(secret.Budget, ct);
            VendorFailure failure;
            try
            {
                var (answer, found) = await SendOnceAsync(secret, method, path, body, ct);
                if (answer is not null)
                {
                    return answer;
                }

                failure = found!;
            }
            catch (Exception e) when (e is HttpRequestException or IOException or TimeoutRejectedException or BrokenCircuitException or JsonException
                || (e is OperationCanceledException && !ct.IsCancellationRequested))
            {
                failure = new VendorFailure(FailureKind.Transient, $"Calendly could not be reached: {e.Message}",
                    "Check the network and calendlystatus.com; the run goes on by itself.");
                if (attempt >= BrokenAnswers)
                {
                    throw new VendorFailureException(failure, e);
                }
            }

            switch (failure.Kind)
            {
                case FailureKind.Throttled when clock.GetUtcNow() + failure.RetryIn <= patience:
                    LogThrottled(failure.RetryIn!.Value.TotalSeconds);
                    pace.Pause(secret.Budget, failure.RetryIn.Value);
                    break;
                case FailureKind.Transient when attempt < BrokenAnswers:
                    break;
                default:
                    throw new VendorFailureException(failure);
            }
        }
    }

    private async Task<(JsonDocument? Answer, VendorFailure? Failure)> SendOnceAsync(VendorSecret secret, HttpMethod method, string path, object? body, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(method, Address(path));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", secret.Token);
        if (body is not null)
        {
            request.Content = JsonContent.Create(body);
        }

        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);
        if (CalendlyPace.PauseAfter(response.Headers, isRefused: false) is { } pause)
        {
            pace.Pause(secret.Budget, pause);
        }

        if (response.StatusCode == HttpStatusCode.NoContent)
        {
            return (JsonDocument.Parse("{}"), null);
        }

        await using var content = await response.Content.ReadAsStreamAsync(ct);
        if (response.IsSuccessStatusCode)
        {
            return (await JsonDocument.ParseAsync(content, cancellationToken: ct), null);
        }

        return (null, CalendlyFaults.Of(response.StatusCode, await MessageAsync(content, ct), CalendlyPace.PauseAfter(response.Headers, isRefused: true)));
    }

    // URIs are identities (https://api.calendly.com/users/…); where they are fetched from is configuration.
    private Uri Address(string path) => new(options.Value.Address, Uri.TryCreate(path, UriKind.Absolute, out var full) && full.Scheme != Uri.UriSchemeFile ? full.PathAndQuery : path);

    // {"title":"Invalid Argument","message":"The supplied parameters are invalid.","details":[…]}
    private static async Task<string> MessageAsync(Stream content, CancellationToken ct)
    {
        try
        {
            using var json = await JsonDocument.ParseAsync(content, cancellationToken: ct);
            var root = json.RootElement;
            return root.ValueKind == JsonValueKind.Object
                ? Text.Shorten($"{CalendlyRows.String(root, "title")}: {CalendlyRows.String(root, "message")}", 200)
                : "";
        }
        catch (JsonException)
        {
            return "";
        }
    }

    [LoggerMessage(LogLevel.Information, "Calendly asks to wait {Seconds:0.0} s")]
    private partial void LogThrottled(double seconds);
}

/// <summary>Calendly's ways of saying no, told apart.</summary>
internal static class CalendlyFaults
{
    private const string TokenWayOut = "Enter a valid access token in the settings (or the configuration, Calendly:Credentials:<name>:Token) and start the run again.";

    public static VendorFailure Of(HttpStatusCode status, string said, TimeSpan? retryIn)
    {
        var text = said.Length > 0 ? said : $"status {(int)status}";
        return status switch
        {
            HttpStatusCode.Unauthorized => new VendorFailure(FailureKind.Decisive, $"Calendly does not accept the token: {text}", TokenWayOut),
            HttpStatusCode.Forbidden => new VendorFailure(FailureKind.Decisive, $"Calendly refuses the request: {text}",
                "The token must belong to an administrator of the organisation; webhooks need a paid plan."),
            HttpStatusCode.TooManyRequests => new VendorFailure(FailureKind.Throttled, "Calendly's rate limit is reached.", "The run waits and goes on by itself.", retryIn),
            HttpStatusCode.BadRequest when text.Contains("page_token", StringComparison.OrdinalIgnoreCase) || text.Contains("page token", StringComparison.OrdinalIgnoreCase) =>
                new VendorFailure(FailureKind.CursorExpired, "The page token has expired.", "The list is read again from its first page."),
            HttpStatusCode.NotFound => new VendorFailure(FailureKind.Decisive, $"Calendly does not know this: {text}", "It was deleted in Calendly; start the run again."),
            HttpStatusCode.RequestTimeout or >= HttpStatusCode.InternalServerError =>
                new VendorFailure(FailureKind.Transient, $"Calendly is not answering properly: {text}", "The run goes on by itself; if it keeps failing, look at calendlystatus.com."),
            _ => new VendorFailure(FailureKind.Decisive, $"Calendly rejects the request: {text}", "This needs a change of the connector; report it with the run's id."),
        };
    }
}
