using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Polly.CircuitBreaker;
using Polly.Timeout;
using Teg.Platform.ServiceDefaults;
using Teg.Platform.Sync.Credentials;
using Teg.Platform.Sync.Runs;
using Teg.Platform.Sync.Sources;

namespace Teg.Platform.Sync.Monday;

/// <summary>Monday's GraphQL endpoint: the token raw in the header, the points of the budget obeyed, every failure explained.</summary>
internal sealed partial class MondayClient(HttpClient http, IOptions<MondayOptions> options, CredentialBook credentials, MondayBudget budget, TimeProvider clock, ILogger<MondayClient> logger)
{
    // Transport faults are repeated by the client's pipeline; these are answers that broke off half way.
    private const int BrokenAnswers = 3;

    private static readonly TimeSpan UnsaidPause = TimeSpan.FromSeconds(5);

    /// <summary>Asks and returns the answer's <c>data</c>; the caller disposes the document.</summary>
    /// <exception cref="VendorFailureException">Monday did not answer; the failure says whether another try helps.</exception>
    public async Task<MondayAnswer> AskAsync(VendorAccount account, string query, object variables, CancellationToken ct, bool changes = false)
    {
        var secret = await credentials.FindAsync(Source.Monday, account, ct) ?? throw new VendorFailureException(new VendorFailure(
            FailureKind.Decisive, "There is no Monday token.",
            $"An administrator enters one in the settings; or set Monday__Credentials__{account.Credential}__Token in the configuration of Sync. Then start the run again."));
        var patience = clock.GetUtcNow() + TimeSpan.FromSeconds(options.Value.PatienceSeconds);
        for (var attempt = 1; ; attempt++)
        {
            await budget.WaitAsync(secret.Budget, query, ct);
            VendorFailure failure;
            try
            {
                var (answer, found) = await SendAsync(secret, query, variables, changes, ct);
                if (answer is not null)
                {
                    return answer;
                }

                failure = found!;
            }
            catch (Exception e) when (IsTransport(e, ct))
            {
                failure = new VendorFailure(FailureKind.Transient, $"Monday could not be reached: {e.Message}",
                    "Check the network and status.monday.com; the run goes on by itself.");
                if (attempt >= BrokenAnswers || changes)
                {
                    throw new VendorFailureException(failure, e);
                }
            }

            if (failure.Kind is not (FailureKind.Throttled or FailureKind.Transient) || changes)
            {
                throw new VendorFailureException(failure);
            }

            if (failure.Kind is FailureKind.Throttled)
            {
                var pause = failure.RetryIn ?? UnsaidPause;
                if (clock.GetUtcNow() + pause > patience)
                {
                    throw new VendorFailureException(failure);
                }

                LogThrottled(pause.TotalSeconds, failure.Reason);
                budget.Pause(secret.Budget, pause);
            }
            else if (attempt >= BrokenAnswers)
            {
                throw new VendorFailureException(failure);
            }
        }
    }

    private async Task<(MondayAnswer? Answer, VendorFailure? Failure)> SendAsync(VendorSecret secret, string query, object variables, bool changes, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, options.Value.Address) { Content = JsonContent.Create(new { query, variables }) };
        // Raw, without "Bearer": that is how Monday wants it.
        request.Headers.TryAddWithoutValidation("Authorization", secret.Token);
        request.Headers.Add("API-Version", options.Value.ApiVersion);
        request.Options.Set(HttpRepeat.Allowed, !changes);

        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);
        var document = await ParseAsync(response, ct);
        var failure = MondayFaults.Of(response.StatusCode, document?.RootElement, RetryAfter(response));
        if (failure is not null || document is null || !document.RootElement.TryGetProperty("data", out var data) || data.ValueKind != JsonValueKind.Object)
        {
            document?.Dispose();
            return (null, failure ?? new VendorFailure(FailureKind.Transient, "Monday's answer has no data.", "The run goes on by itself."));
        }

        if (data.TryGetProperty("complexity", out var cost) && cost.Deserialize<Complexity>(MondayJson.Options) is { } complexity)
        {
            budget.Note(secret.Budget, query, complexity);
        }

        return (new MondayAnswer(document), null);
    }

    // A gateway in front of Monday answers 502 with a page of HTML: the status says enough.
    private static async Task<JsonDocument?> ParseAsync(HttpResponseMessage response, CancellationToken ct)
    {
        await using var body = await response.Content.ReadAsStreamAsync(ct);
        try
        {
            return await JsonDocument.ParseAsync(body, cancellationToken: ct);
        }
        catch (JsonException) when (!response.IsSuccessStatusCode)
        {
            return null;
        }
    }

    private static bool IsTransport(Exception e, CancellationToken ct) =>
        e is HttpRequestException or IOException or TimeoutRejectedException or BrokenCircuitException or JsonException
        || (e is OperationCanceledException && !ct.IsCancellationRequested);

    private TimeSpan? RetryAfter(HttpResponseMessage response) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } => date - clock.GetUtcNow(),
        _ => null,
    };

    [LoggerMessage(LogLevel.Information, "Monday asks to wait {Seconds:0.0} s ({Reason})")]
    private partial void LogThrottled(double seconds, string reason);
}

/// <summary>The <c>data</c> of an answer.</summary>
internal sealed class MondayAnswer(JsonDocument document) : IDisposable
{
    public JsonElement Data { get; } = document.RootElement.GetProperty("data");

    public void Dispose() => document.Dispose();
}

internal static class MondayJson
{
    public static readonly JsonSerializerOptions Options = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };
}
