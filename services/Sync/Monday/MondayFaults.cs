using System.Globalization;
using System.Net;
using System.Text.Json;
using Teg.Platform.Sync.Mapping;
using Teg.Platform.Sync.Runs;

namespace Teg.Platform.Sync.Monday;

/// <summary>Monday's ways of saying no, told apart: whether another try helps, and what a person can do.</summary>
internal static class MondayFaults
{
    private const string TokenWayOut = "Enter a valid API token in the settings (or the configuration, Monday:Credentials:<name>:Token) and start the run again.";

    /// <summary>The failure in an answer, or null when there is none. Application errors come with status 200.</summary>
    public static VendorFailure? Of(HttpStatusCode status, JsonElement? body, TimeSpan? retryAfter)
    {
        var (code, message, retryIn) = Read(body);
        if (code is null && message is null && (int)status < 400)
        {
            return null;
        }

        var said = Text.Shorten(message ?? $"status {(int)status}", 200);
        return code switch
        {
            "NOT_AUTHENTICATED" => Decisive($"Monday does not accept the token: {said}", TokenWayOut),
            "UserUnauthorizedException" or "USER_UNAUTHORIZED" => Decisive($"The token's user may not read this: {said}", "Give the user of the API token access to the board, then start the run again."),
            "DAILY_LIMIT_EXCEEDED" => Decisive("Monday's daily limit of calls is used up.", "It is reset at midnight UTC; the schedule goes on then. A larger Monday plan allows more."),
            "InvalidBoardIdException" => Decisive($"Monday does not know the board: {said}", "Check in Monday that the board exists and is shared with the token's user, then start the run again."),
            "CursorException" => new VendorFailure(FailureKind.CursorExpired, "The page cursor has expired.", "The board is read again from its first page."),
            "COMPLEXITY_BUDGET_EXHAUSTED" or "ComplexityException" or "FIELD_MINUTE_RATE_LIMIT_EXCEEDED" or "maxConcurrencyExceeded" or "IP_RATE_LIMIT_EXCEEDED" =>
                Throttled(said, retryAfter ?? retryIn),
            _ when message?.StartsWith("CursorExpired", StringComparison.OrdinalIgnoreCase) is true =>
                new VendorFailure(FailureKind.CursorExpired, "The page cursor has expired.", "The board is read again from its first page."),
            _ => OfStatus(status, said, retryAfter ?? retryIn),
        };
    }

    private static VendorFailure OfStatus(HttpStatusCode status, string said, TimeSpan? retryIn) => status switch
    {
        HttpStatusCode.Unauthorized => Decisive($"Monday does not accept the token: {said}", TokenWayOut),
        HttpStatusCode.Forbidden => Decisive($"Monday refuses the request: {said}", "Check the rights of the API token's user in Monday."),
        HttpStatusCode.TooManyRequests => Throttled(said, retryIn),
        HttpStatusCode.Locked or HttpStatusCode.RequestTimeout or >= HttpStatusCode.InternalServerError =>
            new VendorFailure(FailureKind.Transient, $"Monday is not answering properly: {said}", "The run goes on by itself; if it keeps failing, look at status.monday.com."),
        _ => Decisive($"Monday rejects the request: {said}", "This needs a change of the connector; report it with the run's id."),
    };

    private static VendorFailure Decisive(string reason, string wayOut) => new(FailureKind.Decisive, reason, wayOut);

    private static VendorFailure Throttled(string said, TimeSpan? retryIn) =>
        new(FailureKind.Throttled, $"Monday's limit is reached: {said}", "The run waits and goes on by itself.", retryIn);

    // New form: {"errors":[{"message":"…","extensions":{"code":"…","retry_in_seconds":7}}]}; old form: {"error_code":"…","error_message":"… reset in 3 seconds"}.
    private static (string? Code, string? Message, TimeSpan? RetryIn) Read(JsonElement? body)
    {
        if (body is not { ValueKind: JsonValueKind.Object } root)
        {
            return default;
        }

        if (root.TryGetProperty("errors", out var errors) && errors is { ValueKind: JsonValueKind.Array } && errors.GetArrayLength() > 0)
        {
            var error = errors[0];
            var extensions = error.TryGetProperty("extensions", out var found) ? found : default;
            return (String(extensions, "code"), String(error, "message") ?? "an error without a message", Seconds(extensions, "retry_in_seconds"));
        }

        return (String(root, "error_code"), String(root, "error_message"), null);
    }

    private static string? String(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static TimeSpan? Seconds(JsonElement parent, string name)
    {
        if (parent.ValueKind != JsonValueKind.Object || !parent.TryGetProperty(name, out var value))
        {
            return null;
        }

        return double.TryParse(value.ToString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) ? TimeSpan.FromSeconds(seconds) : null;
    }
}
