using System.Text.Json;
using Microsoft.Extensions.Options;
using Polly.CircuitBreaker;
using Polly.Timeout;

namespace Teg.Platform.Analytics.DemoTruth;

/// <summary>The right answers as the Sandbox publishes them: added up from what its world knows, never from what stands on a board.</summary>
internal sealed class PublishedTruth(HttpClient http, IOptions<DemoTruthOptions> options)
{
    public bool IsKnown => options.Value.Address is not null;

    /// <returns>The answer of <c>GET /truth</c> for every day of the world, or null when the Sandbox does not answer.</returns>
    public async Task<JsonDocument?> AskAsync(CancellationToken ct)
    {
        try
        {
            using var response = await http.GetAsync(new Uri(options.Value.Address!, "/truth"), HttpCompletionOption.ResponseHeadersRead, ct);
            if (!response.IsSuccessStatusCode)
            {
                return null;
            }

            await using var body = await response.Content.ReadAsStreamAsync(ct);
            return await JsonDocument.ParseAsync(body, cancellationToken: ct);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or JsonException or TimeoutRejectedException or BrokenCircuitException
            || (e is OperationCanceledException && !ct.IsCancellationRequested))
        {
            return null;
        }
    }
}
