using System.Text.Json;
using System.Text.Json.Nodes;
using Teg.Platform.Sandbox.Traffic;

namespace Teg.Platform.Sandbox.Google;

/// <summary>What requests and answers of the three interfaces have in common.</summary>
internal static class GoogleAnswers
{
    /// <summary>The answer, or the part of it that <c>fields</c> asks for.</summary>
    public static IResult Json(HttpContext context, JsonNode answer) =>
        TypedResults.Json(context.Request.Query["fields"].ToString() is { Length: > 0 } fields ? FieldMask.Of(fields).Of(answer) : answer);

    public static string Address(HttpContext context) => $"{context.Request.Scheme}://{context.Request.Host}";

    /// <summary>An empty body is an empty object.</summary>
    public static JsonObject BodyOf(HttpContext context) => Parse(VendorTraffic.BodyOf(context));

    public static JsonObject Parse(ReadOnlySpan<byte> body)
    {
        try
        {
            return body.IsEmpty ? [] : JsonNode.Parse(body) as JsonObject ?? throw GoogleException.Invalid("Invalid JSON payload received.");
        }
        catch (JsonException)
        {
            throw new GoogleException(400, "Invalid JSON payload received.", "INVALID_ARGUMENT", "parseError");
        }
    }
}
