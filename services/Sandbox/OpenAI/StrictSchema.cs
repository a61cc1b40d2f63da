using System.Text.Json;
using System.Text.Json.Nodes;

namespace Teg.Platform.Sandbox.OpenAI;

/// <summary>What the vendor demands of a strict schema, and an answer that fits one.</summary>
internal static class StrictSchema
{
    private static readonly string[] Unsupported = ["allOf", "not", "dependentRequired", "dependentSchemas", "if", "then", "else"];

    /// <summary>Every object closed and every property required, all the way down; null when it may be used.</summary>
    public static string? WhyNot(JsonElement schema) =>
        TypeOf(schema) == "object" ? Check(schema, "()", schema) : "schema must be a JSON Schema of 'type: \"object\"', got 'type: \"" + (TypeOf(schema) ?? "None") + "\"'.";

    /// <summary>A value of that shape. Properties named in <paramref name="known"/> are taken from there.</summary>
    public static JsonNode? Fill(JsonElement schema, JsonElement root, IReadOnlyDictionary<string, JsonNode?> known)
    {
        var resolved = Resolve(schema, root);
        if (resolved.TryGetProperty("enum", out var values) && values.GetArrayLength() > 0)
        {
            return JsonNode.Parse(values[0].GetRawText());
        }

        if (resolved.TryGetProperty("const", out var constant))
        {
            return JsonNode.Parse(constant.GetRawText());
        }

        if (resolved.TryGetProperty("anyOf", out var any) && any.GetArrayLength() > 0)
        {
            return Fill(any[0], root, known);
        }

        return TypeOf(resolved) switch
        {
            "object" => new JsonObject(PropertiesOf(resolved).Select(property => KeyValuePair.Create(
                property.Name, known.TryGetValue(property.Name, out var value) ? value?.DeepClone() : Fill(property.Value, root, known)))),
            "array" => new JsonArray(),
            "string" => "sandbox",
            "integer" or "number" => 0,
            "boolean" => false,
            _ => null,
        };
    }

    private static string? Check(JsonElement schema, string context, JsonElement root)
    {
        if (schema.ValueKind != JsonValueKind.Object)
        {
            return $"In context={context}, schema must be an object.";
        }

        if (Unsupported.FirstOrDefault(keyword => schema.TryGetProperty(keyword, out _)) is { } unsupported)
        {
            return $"In context={context}, '{unsupported}' is not permitted.";
        }

        if (TypeOf(schema) == "object")
        {
            if (!schema.TryGetProperty("additionalProperties", out var additional) || additional.ValueKind != JsonValueKind.False)
            {
                return $"In context={context}, 'additionalProperties' is required to be supplied and to be false.";
            }

            var names = PropertiesOf(schema).Select(property => property.Name).ToList();
            var required = schema.TryGetProperty("required", out var listed) && listed.ValueKind == JsonValueKind.Array ? listed.EnumerateArray().Select(one => one.ToString()).ToList() : [];
            if (names.Except(required, StringComparer.Ordinal).FirstOrDefault() is { } missing)
            {
                return $"In context={context}, 'required' is required to be supplied and to be an array including every key in properties. Missing '{missing}'.";
            }

            if (required.Except(names, StringComparer.Ordinal).FirstOrDefault() is { } extra)
            {
                return $"In context={context}, 'required' is required to be an array of keys in properties. Extra required key '{extra}' supplied.";
            }

            foreach (var property in PropertiesOf(schema))
            {
                if (Check(property.Value, $"('properties', '{property.Name}')", root) is { } why)
                {
                    return why;
                }
            }
        }

        return Below(schema).Select(part => Check(part.Schema, part.Context, root)).FirstOrDefault(why => why is not null)
            ?? (TypeOf(schema) is null && !schema.TryGetProperty("enum", out _) && !schema.TryGetProperty("const", out _) && !schema.TryGetProperty("anyOf", out _) && !schema.TryGetProperty("$ref", out _)
                ? $"In context={context}, schema must have a 'type' key."
                : null);
    }

    private static IEnumerable<(JsonElement Schema, string Context)> Below(JsonElement schema)
    {
        if (schema.TryGetProperty("items", out var items))
        {
            yield return (items, "('items',)");
        }

        if (schema.TryGetProperty("anyOf", out var any) && any.ValueKind == JsonValueKind.Array)
        {
            foreach (var one in any.EnumerateArray())
            {
                yield return (one, "('anyOf',)");
            }
        }

        if (schema.TryGetProperty("$defs", out var definitions) && definitions.ValueKind == JsonValueKind.Object)
        {
            foreach (var one in definitions.EnumerateObject())
            {
                yield return (one.Value, $"('$defs', '{one.Name}')");
            }
        }
    }

    private static JsonElement Resolve(JsonElement schema, JsonElement root) =>
        schema.TryGetProperty("$ref", out var reference) && reference.ToString() is var path && path.StartsWith("#/$defs/", StringComparison.Ordinal)
            && root.TryGetProperty("$defs", out var definitions) && definitions.TryGetProperty(path["#/$defs/".Length..], out var found)
            ? found
            : schema;

    private static IEnumerable<JsonProperty> PropertiesOf(JsonElement schema) =>
        schema.TryGetProperty("properties", out var properties) && properties.ValueKind == JsonValueKind.Object ? properties.EnumerateObject() : [];

    // "type": "string" or "type": ["string", "null"]
    private static string? TypeOf(JsonElement schema) =>
        schema.ValueKind != JsonValueKind.Object || !schema.TryGetProperty("type", out var type) ? null
            : type.ValueKind == JsonValueKind.Array ? type.EnumerateArray().Select(one => one.ToString()).FirstOrDefault(one => one != "null")
            : type.ToString();
}
