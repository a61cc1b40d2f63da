using System.Globalization;
using System.Text.Json;

namespace Teg.Platform.Sandbox.SignNow;

/// <summary>Reads JSON as leniently as the vendor: a number may come as text.</summary>
internal static class SignNowBody
{
    public static JsonElement Of(byte[] body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            return json.RootElement.ValueKind == JsonValueKind.Object ? json.RootElement.Clone() : throw SignNowException.Invalid("The body must be a JSON object.");
        }
        catch (JsonException)
        {
            throw SignNowException.Invalid("The body must be a JSON object.");
        }
    }

    public static string? Text(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var value) ? value.ValueKind switch { JsonValueKind.String => value.GetString(), JsonValueKind.Number => value.GetRawText(), _ => null } : null;

    public static int? Integer(JsonElement parent, string name) => int.TryParse(Text(parent, name), NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) ? number : null;

    public static double? Number(JsonElement parent, string name) => double.TryParse(Text(parent, name), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    public static bool Flag(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var value) && (value.ValueKind == JsonValueKind.True || Text(parent, name) is "1" or "true");

    public static IEnumerable<JsonElement> Array(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Array ? value.EnumerateArray() : [];
}
