using System.Text.Json.Nodes;

namespace Teg.Platform.Sandbox.SignNow;

/// <summary>A refusal in one of the vendor's three shapes.</summary>
internal sealed class SignNowException(int status, JsonNode body, string message) : Exception(message)
{
    public int Status => status;

    public JsonNode Body => body;

    /// <summary><c>{"errors":[{"code":65582,"message":"Document not found"}]}</c>.</summary>
    public static SignNowException Of(int status, int code, string message) =>
        new(status, new JsonObject { ["errors"] = new JsonArray(new JsonObject { ["code"] = code, ["message"] = message }) }, message);

    /// <summary><c>{"error":"invalid_token","code":1537}</c>.</summary>
    public static SignNowException Token(int status, string error, int code) => new(status, new JsonObject { ["error"] = error, ["code"] = code }, error);

    /// <summary><c>{"404":"Unable to find a route to match the URI: nowhere"}</c>.</summary>
    public static SignNowException NoRoute(string path) =>
        new(StatusCodes.Status404NotFound, new JsonObject { ["404"] = $"Unable to find a route to match the URI: {path.TrimStart('/')}" }, "no route");

    public static SignNowException DocumentNotFound() => Of(StatusCodes.Status404NotFound, 65582, "Document not found");

    public static SignNowException Invalid(string message) => Of(StatusCodes.Status400BadRequest, 65536, message);
}
