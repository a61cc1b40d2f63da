using System.Globalization;
using System.Net;
using System.Text.Json;
using Teg.Platform.Sync.Runs;

namespace Teg.Platform.Sync.GoogleAds;

/// <summary>Google Ads' ways of saying no, told apart.</summary>
internal sealed record GoogleAdsFault(string Code, string Message, TimeSpan? RetryIn)
{
    private static readonly TimeSpan UnsaidPause = TimeSpan.FromSeconds(30);

    private static readonly GoogleAdsFault Unsaid = new("", "", null);

    // {"error":{"code":429,"message":"…","status":"RESOURCE_EXHAUSTED","details":[{"@type":"….GoogleAdsFailure","errors":[
    //   {"errorCode":{"quotaError":"RESOURCE_TEMPORARILY_EXHAUSTED"},"message":"…","details":{"quotaErrorDetails":{"rateScope":"ACCOUNT","retryDelay":"5s"}}}]}]}}
    // searchStream puts it into an array.
    public static async Task<GoogleAdsFault> ReadAsync(Stream content, CancellationToken ct)
    {
        try
        {
            using var json = await JsonDocument.ParseAsync(content, cancellationToken: ct);
            var root = json.RootElement;
            root = root.ValueKind == JsonValueKind.Array && root.GetArrayLength() > 0 ? root[0] : root;
            if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("error", out var error))
            {
                return Unsaid;
            }

            return error.TryGetProperty("details", out var details) && details.ValueKind == JsonValueKind.Array
                && details.EnumerateArray().Where(detail => detail.TryGetProperty("errors", out _)).Select(detail => detail.GetProperty("errors")).FirstOrDefault() is
                    { ValueKind: JsonValueKind.Array } errors && errors.GetArrayLength() > 0
                ? Read(errors[0])
                : new GoogleAdsFault(Text(error, "status"), Text(error, "message"), null);
        }
        catch (JsonException)
        {
            return Unsaid;
        }
    }

    public static VendorFailure Of(HttpStatusCode status, GoogleAdsFault said)
    {
        var text = Mapping.Text.Shorten(said.Message.Length > 0 ? said.Message : $"status {(int)status}", 200);
        return status switch
        {
            HttpStatusCode.Unauthorized when said.Code.StartsWith("OAUTH_TOKEN", StringComparison.Ordinal) =>
                new VendorFailure(FailureKind.Transient, $"Google Ads does not accept the access token: {text}", "The run goes on with a new one."),
            HttpStatusCode.Unauthorized => new VendorFailure(FailureKind.Decisive, $"Google Ads does not accept the sign-in: {text}",
                "Check developer token and customer id in the settings, and start the run again."),
            HttpStatusCode.Forbidden => new VendorFailure(FailureKind.Decisive, $"Google Ads refuses access: {text}",
                "The account must be reachable through the manager account in the settings, and the developer token approved for live accounts."),
            HttpStatusCode.TooManyRequests => new VendorFailure(FailureKind.Throttled, $"Google Ads' quota is used up: {text}", "The run waits and goes on by itself.", said.RetryIn ?? UnsaidPause),
            HttpStatusCode.RequestTimeout or >= HttpStatusCode.InternalServerError =>
                new VendorFailure(FailureKind.Transient, $"Google Ads is not answering properly: {text}", "The run goes on by itself; if it keeps failing, look at ads.google.com/status."),
            _ => new VendorFailure(FailureKind.Decisive, $"Google Ads rejects the request: {(said.Code.Length > 0 ? said.Code + ": " : "")}{text}",
                "When the API version was retired, set GoogleAds__ApiVersion to one that lives; otherwise report this with the run's id."),
        };
    }

    private static GoogleAdsFault Read(JsonElement error)
    {
        var code = error.TryGetProperty("errorCode", out var codes) && codes.ValueKind == JsonValueKind.Object ? codes.EnumerateObject().FirstOrDefault().Value : default;
        var retry = error.TryGetProperty("details", out var details) && details.TryGetProperty("quotaErrorDetails", out var quota) ? Text(quota, "retryDelay") : "";
        return new GoogleAdsFault(
            code.ValueKind == JsonValueKind.String ? code.GetString()! : "", Text(error, "message"),
            retry.EndsWith('s') && double.TryParse(retry[..^1], NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) ? TimeSpan.FromSeconds(Math.Max(1, seconds)) : null);
    }

    private static string Text(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
}
