using System.Text.Json;
using System.Text.Json.Serialization;

namespace Teg.Platform.Qualifier.Enquiries;

/// <summary>JSON as the tables hold it and their SQL reads it: snake_case, enums as kebab-case words.</summary>
internal static class StoredJson
{
    private static readonly JsonSerializerOptions Rules = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower), new WithoutNul() },
    };

    public static string Write<T>(T value) => JsonSerializer.Serialize(value, Rules);

    public static T Read<T>(string json) => JsonSerializer.Deserialize<T>(json, Rules) ?? throw new JsonException($"Nothing is stored where a {typeof(T).Name} is expected.");

    /// <summary>PostgreSQL holds every character but U+0000, and one that somebody sent must not hold up a batch.</summary>
    private sealed class WithoutNul : JsonConverter<string>
    {
        public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetString();

        public override string ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetString()!;

        public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.Replace("\0", "", StringComparison.Ordinal));

        public override void WriteAsPropertyName(Utf8JsonWriter writer, string value, JsonSerializerOptions options) =>
            writer.WritePropertyName(value.Replace("\0", "", StringComparison.Ordinal));
    }
}
