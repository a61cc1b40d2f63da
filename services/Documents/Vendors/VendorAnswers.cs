using System.Net;
using System.Text.Json;
using Polly.CircuitBreaker;
using Polly.Timeout;

namespace Teg.Platform.Documents.Vendors;

/// <summary>Sends a request and makes one kind of failure of everything that can go wrong.</summary>
internal static class VendorAnswers
{
    private const int LongestMessage = 200;

    /// <param name="vendor">As people call it.</param>
    /// <returns>The vendor's yes, with its headers read.</returns>
    /// <exception cref="VendorFailureException">Anything else.</exception>
    public static async Task<HttpResponseMessage> SendAsync(HttpClient http, HttpRequestMessage request, string vendor, CancellationToken ct)
    {
        HttpResponseMessage response;
        try
        {
            response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or TimeoutRejectedException or BrokenCircuitException || (e is OperationCanceledException && !ct.IsCancellationRequested))
        {
            throw Unreached(vendor, e);
        }

        if (response.IsSuccessStatusCode)
        {
            return response;
        }

        using (response)
        {
            throw Refused(vendor, response.StatusCode, await SaidAsync(response, ct), response.Headers.RetryAfter?.Delta);
        }
    }

    /// <summary>The body, no larger than said.</summary>
    public static async Task<byte[]> ReadAsync(HttpResponseMessage response, string vendor, int most, CancellationToken ct)
    {
        using var content = new MemoryStream();
        try
        {
            await using var body = await response.Content.ReadAsStreamAsync(ct);
            var piece = new byte[64 * 1024];
            int read;
            while ((read = await body.ReadAsync(piece, ct)) > 0)
            {
                content.Write(piece.AsSpan(0, read));
                if (content.Length > most)
                {
                    throw new VendorFailureException(VendorFailure.Decisive, $"{vendor} sent more than {most / 1024 / 1024} MB.", "Make the file smaller there and try again.");
                }
            }
        }
        catch (Exception e) when (e is HttpRequestException or IOException || (e is OperationCanceledException && !ct.IsCancellationRequested))
        {
            throw Unreached(vendor, e);
        }

        return content.ToArray();
    }

    public static async Task<JsonElement> JsonAsync(HttpResponseMessage response, string vendor, CancellationToken ct)
    {
        var body = await ReadAsync(response, vendor, 20 * 1024 * 1024, ct);
        try
        {
            return body.Length == 0 ? JsonElement.Parse("{}") : JsonElement.Parse(body);
        }
        catch (JsonException e)
        {
            throw Unreached(vendor, e);
        }
    }

    private static VendorFailureException Unreached(string vendor, Exception e) =>
        new(VendorFailure.Transient, $"{vendor} could not be reached.", "It is tried again by itself; if it keeps failing, look at the vendor's status page.", inner: e);

    private static VendorFailureException Refused(string vendor, HttpStatusCode status, string said, TimeSpan? retryIn) => status switch
    {
        HttpStatusCode.Unauthorized => new(VendorFailure.Decisive, $"{vendor} does not accept the key.", $"Enter a valid key in the configuration ({vendor}) and try again.", status: status),
        HttpStatusCode.NotFound => new(VendorFailure.Missing, $"{vendor} does not know it: {said}", "It was deleted there; send it again."),
        HttpStatusCode.TooManyRequests => Throttled(vendor, retryIn),
        // Google counts with 403 what others count with 429.
        HttpStatusCode.Forbidden when said.Contains("Rate Limit", StringComparison.OrdinalIgnoreCase) || said.Contains("quota", StringComparison.OrdinalIgnoreCase) => Throttled(vendor, retryIn),
        HttpStatusCode.Forbidden => new(VendorFailure.Decisive, $"{vendor} refuses it: {said}", "Check what the account behind the key may do."),
        HttpStatusCode.RequestTimeout or >= HttpStatusCode.InternalServerError => new(
            VendorFailure.Transient, $"{vendor} is not answering properly: {said}", "It is tried again by itself; if it keeps failing, look at the vendor's status page."),
        _ => new(VendorFailure.Decisive, $"{vendor} rejects it: {said}", "Correct what it names and try again."),
    };

    private static VendorFailureException Throttled(string vendor, TimeSpan? retryIn) =>
        new(VendorFailure.Throttled, $"{vendor}'s limit is reached.", "It goes on by itself.", retryIn);

    // {"errors":[{"code":65582,"message":"…"}]}, {"error":"invalid_token"}, {"404":"…"}, {"error":{"code":404,"message":"…"}}
    private static async Task<string> SaidAsync(HttpResponseMessage response, CancellationToken ct)
    {
        var text = $"status {(int)response.StatusCode}";
        try
        {
            var said = JsonElement.Parse(await response.Content.ReadAsByteArrayAsync(ct));
            if (said.ValueKind == JsonValueKind.Object)
            {
                text = said.TryGetProperty("errors", out var errors) && errors is { ValueKind: JsonValueKind.Array } && errors.GetArrayLength() > 0
                    ? Text(errors[0], "message") ?? text
                    : said.TryGetProperty("error", out var error)
                        ? error.ValueKind == JsonValueKind.String ? Text(said, "error_description") ?? error.GetString()! : Text(error, "message") ?? text
                        : Text(said, "404") ?? text;
            }
        }
        catch (Exception e) when (e is JsonException or HttpRequestException or IOException)
        {
            // Then the status says it.
        }

        return text.Length > LongestMessage ? text[..LongestMessage] : text;
    }

    private static string? Text(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
