using System.Text.Json.Nodes;

namespace Teg.Platform.Sandbox.Google;

/// <summary>A refusal. Drive writes a list of reasons, the younger interfaces a status word.</summary>
internal sealed class GoogleException(int status, string message, string word, string reason, string? location = null, string? locationType = null) : Exception(message)
{
    public int Status => status;

    public static GoogleException NotFound(string fileId) => new(404, $"File not found: {fileId}.", "NOT_FOUND", "notFound", "fileId", "parameter");

    public static GoogleException EntityNotFound() => new(404, "Requested entity was not found.", "NOT_FOUND", "notFound");

    public static GoogleException Invalid(string message, string? location = null) => new(400, message, "INVALID_ARGUMENT", "invalid", location, location is null ? null : "parameter");

    public static GoogleException NoRoute() => new(404, "Not Found", "NOT_FOUND", "notFound");

    public JsonObject Body(bool isDrive)
    {
        if (!isDrive)
        {
            return new JsonObject { ["error"] = new JsonObject { ["code"] = status, ["message"] = Message, ["status"] = word } };
        }

        var one = new JsonObject { ["message"] = Message, ["domain"] = reason is "userRateLimitExceeded" or "rateLimitExceeded" ? "usageLimits" : "global", ["reason"] = reason };
        if (location is not null)
        {
            one["location"] = location;
            one["locationType"] = locationType;
        }

        return new JsonObject { ["error"] = new JsonObject { ["code"] = status, ["message"] = Message, ["errors"] = new JsonArray(one) } };
    }
}
