using System.Text.Json;
using System.Text.RegularExpressions;

namespace Teg.Platform.Sandbox.OpenAI;

/// <summary>A request for a completion, checked as the vendor checks it.</summary>
internal sealed partial record ChatRequest(
    string Model, IReadOnlyList<(string Role, string Content)> Messages, JsonElement? Schema, string Format, int? MaxTokens, bool Stream, bool IncludeUsage)
{
    /// <summary>Names that may be asked for, and under which name they answer.</summary>
    public static readonly IReadOnlyDictionary<string, string> Models = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["gpt-4o-mini"] = "gpt-4o-mini-2024-07-18",
        ["gpt-4o-mini-2024-07-18"] = "gpt-4o-mini-2024-07-18",
        ["gpt-4o"] = "gpt-4o-2024-08-06",
        ["gpt-4o-2024-08-06"] = "gpt-4o-2024-08-06",
        ["gpt-4.1-mini"] = "gpt-4.1-mini-2025-04-14",
        ["gpt-4.1-mini-2025-04-14"] = "gpt-4.1-mini-2025-04-14",
    };

    private static readonly string[] Roles = ["system", "developer", "user", "assistant", "tool", "function"];

    public static ChatRequest Of(ReadOnlyMemory<byte> body)
    {
        JsonElement root;
        try
        {
            using var document = JsonDocument.Parse(body);
            root = document.RootElement.Clone();
        }
        catch (JsonException)
        {
            throw OpenAiException.Invalid("We could not parse the JSON body of your request.");
        }

        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("model", out var model) || model.ValueKind != JsonValueKind.String)
        {
            throw OpenAiException.Invalid("you must provide a model parameter");
        }

        if (!Models.ContainsKey(model.GetString()!))
        {
            throw new OpenAiException(
                StatusCodes.Status404NotFound, "invalid_request_error", "model_not_found", $"The model `{model.GetString()}` does not exist or you do not have access to it.");
        }

        if (root.TryGetProperty("temperature", out var temperature) && temperature.ValueKind != JsonValueKind.Null
            && (temperature.ValueKind != JsonValueKind.Number || temperature.GetDouble() is < 0 or > 2))
        {
            throw OpenAiException.Invalid("Invalid 'temperature': expected a decimal between 0 and 2.", "temperature", "invalid_type");
        }

        var messages = MessagesOf(root);
        var (format, schema) = FormatOf(root, messages);
        return new ChatRequest(
            model.GetString()!, messages, schema, format, WholeOf(root, "max_completion_tokens") ?? WholeOf(root, "max_tokens"),
            root.TryGetProperty("stream", out var stream) && stream.ValueKind == JsonValueKind.True,
            root.TryGetProperty("stream_options", out var streaming) && streaming.ValueKind == JsonValueKind.Object
                && streaming.TryGetProperty("include_usage", out var usage) && usage.ValueKind == JsonValueKind.True);
    }

    private static List<(string Role, string Content)> MessagesOf(JsonElement root)
    {
        if (!root.TryGetProperty("messages", out var given) || given.ValueKind != JsonValueKind.Array)
        {
            throw OpenAiException.Invalid("Missing required parameter: 'messages'.", "messages", "missing_required_parameter");
        }

        var messages = new List<(string Role, string Content)>();
        foreach (var message in given.EnumerateArray())
        {
            var param = $"messages[{messages.Count}]";
            if (message.ValueKind != JsonValueKind.Object || !message.TryGetProperty("role", out var role) || role.ValueKind != JsonValueKind.String || !Roles.Contains(role.GetString()))
            {
                throw OpenAiException.Invalid($"Invalid value for '{param}.role'. Supported values are: 'system', 'assistant', 'user', 'function', 'tool', and 'developer'.", $"{param}.role", "invalid_value");
            }

            messages.Add((role.GetString()!, message.TryGetProperty("content", out var content) ? TextOf(content, param) : ""));
        }

        return messages.Count > 0 ? messages : throw OpenAiException.Invalid("Invalid 'messages': empty array. Expected an array with minimum length 1, but got an empty array instead.", "messages", "empty_array");
    }

    private static string TextOf(JsonElement content, string param) => content.ValueKind switch
    {
        JsonValueKind.String => content.GetString()!,
        JsonValueKind.Null => "",
        JsonValueKind.Array => string.Concat(content.EnumerateArray().Select(part =>
            part.ValueKind == JsonValueKind.Object && part.TryGetProperty("text", out var text) && text.ValueKind == JsonValueKind.String ? text.GetString() : "")),
        _ => throw OpenAiException.Invalid($"Invalid type for '{param}.content': expected one of a string or array of objects.", $"{param}.content", "invalid_type"),
    };

    private static (string Format, JsonElement? Schema) FormatOf(JsonElement root, List<(string Role, string Content)> messages)
    {
        if (!root.TryGetProperty("response_format", out var format) || format.ValueKind == JsonValueKind.Null)
        {
            return ("text", null);
        }

        switch (format.ValueKind == JsonValueKind.Object && format.TryGetProperty("type", out var type) ? type.ToString() : null)
        {
            case "text":
                return ("text", null);
            case "json_object" when messages.TrueForAll(message => !message.Content.Contains("json", StringComparison.OrdinalIgnoreCase)):
                throw OpenAiException.Invalid("'messages' must contain the word 'json' in some form, to use 'response_format' of type 'json_object'.", "messages");
            case "json_object":
                return ("json_object", null);
            case "json_schema":
                break;
            default:
                throw OpenAiException.Invalid("Invalid value for 'response_format.type'. Supported values are: 'text', 'json_object', and 'json_schema'.", "response_format.type", "invalid_value");
        }

        if (!format.TryGetProperty("json_schema", out var wanted) || wanted.ValueKind != JsonValueKind.Object)
        {
            throw OpenAiException.Invalid("Missing required parameter: 'response_format.json_schema'.", "response_format.json_schema", "missing_required_parameter");
        }

        var name = wanted.TryGetProperty("name", out var named) ? named.ToString() : "";
        if (!NameOfSchema().IsMatch(name))
        {
            throw OpenAiException.Invalid("Invalid 'response_format.json_schema.name': string does not match pattern. Expected a string that matches the pattern '^[a-zA-Z0-9_-]+$'.", "response_format.json_schema.name", "invalid_value");
        }

        if (!wanted.TryGetProperty("schema", out var schema) || schema.ValueKind != JsonValueKind.Object)
        {
            throw OpenAiException.Invalid("Missing required parameter: 'response_format.json_schema.schema'.", "response_format.json_schema.schema", "missing_required_parameter");
        }

        if (wanted.TryGetProperty("strict", out var strict) && strict.ValueKind == JsonValueKind.True && StrictSchema.WhyNot(schema) is { } why)
        {
            throw OpenAiException.Invalid($"Invalid schema for response_format '{name}': {why}", "response_format", "invalid_json_schema");
        }

        return ("json_schema", schema);
    }

    private static int? WholeOf(JsonElement root, string name)
    {
        if (!root.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        return value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var whole) && whole > 0
            ? whole
            : throw OpenAiException.Invalid($"Invalid '{name}': integer below minimum value. Expected a value >= 1.", name, "integer_below_min_value");
    }

    [GeneratedRegex("^[a-zA-Z0-9_-]{1,64}$", RegexOptions.None, 1000)]
    private static partial Regex NameOfSchema();
}
