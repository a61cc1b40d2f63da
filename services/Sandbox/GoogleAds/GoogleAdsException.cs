using System.Globalization;
using System.Text.Json.Nodes;

namespace Teg.Platform.Sandbox.GoogleAds;

/// <summary>A refusal in the vendor's shape; <c>searchStream</c> puts it into an array.</summary>
internal sealed class GoogleAdsException(int status, string word, string family, string code, string message) : Exception(message)
{
    public int Status => status;

    public string Code => code;

    /// <summary>Seconds after which a refused quota is worth another try.</summary>
    public int? RetrySeconds { get; private init; }

    public string? RateScope { get; private init; }

    public string? Field { get; private init; }

    public static GoogleAdsException Query(string code, string message) => new(400, "INVALID_ARGUMENT", "queryError", code, message) { Field = "query" };

    public static GoogleAdsException Click(string code, string message) => new(400, "INVALID_ARGUMENT", "clickViewError", code, message) { Field = "query" };

    public static GoogleAdsException Request(string code, string message, string? field = null) => new(400, "INVALID_ARGUMENT", "requestError", code, message) { Field = field };

    public static GoogleAdsException Unauthenticated(string code, string message) => new(401, "UNAUTHENTICATED", "authenticationError", code, message);

    public static GoogleAdsException Denied(string code, string message) => new(403, "PERMISSION_DENIED", "authorizationError", code, message);

    public static GoogleAdsException Exhausted(string code, string scope, int retrySeconds) => new(429, "RESOURCE_EXHAUSTED", "quotaError", code,
        code == "RESOURCE_EXHAUSTED" ? "Too many requests. Retry in some hours." : "Too many requests. Retry in " + retrySeconds.ToString(CultureInfo.InvariantCulture) + " seconds.")
    {
        RetrySeconds = retrySeconds, RateScope = scope,
    };

    public JsonObject Body(string version, string requestId)
    {
        var one = new JsonObject { ["errorCode"] = new JsonObject { [family] = code }, ["message"] = Message };
        if (Field is not null)
        {
            one["location"] = new JsonObject { ["fieldPathElements"] = new JsonArray(new JsonObject { ["fieldName"] = Field }) };
        }

        if (RetrySeconds is { } seconds)
        {
            one["details"] = new JsonObject
            {
                ["quotaErrorDetails"] = new JsonObject
                {
                    ["rateScope"] = RateScope, ["rateName"] = RateScope == "DEVELOPER" ? "Number of operations for basic access" : "Requests per minute",
                    ["retryDelay"] = string.Create(CultureInfo.InvariantCulture, $"{seconds}s"),
                },
            };
        }

        return new JsonObject
        {
            ["error"] = new JsonObject
            {
                ["code"] = status,
                ["message"] = status switch
                {
                    400 => "Request contains an invalid argument.",
                    401 => "Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid authentication credential.",
                    403 => "The caller does not have permission",
                    _ => "Resource has been exhausted (e.g. check quota).",
                },
                ["status"] = word,
                ["details"] = new JsonArray(new JsonObject
                {
                    ["@type"] = $"type.googleapis.com/google.ads.googleads.{version}.errors.GoogleAdsFailure", ["errors"] = new JsonArray(one), ["requestId"] = requestId,
                }),
            },
        };
    }
}
