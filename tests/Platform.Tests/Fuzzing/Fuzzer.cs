using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Teg.Platform.Platform.Tests.Fuzzing;

/// <summary>A request that somebody careless or malicious would send, and what is wrong with it.</summary>
internal sealed record BadRequest(string Method, string Path, string What, byte[]? Body, string? ContentType)
{
    public HttpRequestMessage ToMessage()
    {
        var message = new HttpRequestMessage(new HttpMethod(Method), Path);
        if (Body is not null)
        {
            message.Content = new ByteArrayContent(Body);
            if (ContentType is not null)
            {
                message.Content.Headers.TryAddWithoutValidation("Content-Type", ContentType);
            }
        }

        return message;
    }
}

/// <summary>Makes bad requests of an operation of an OpenAPI document; the same seed makes the same ones.</summary>
internal sealed class Fuzzer(JsonElement document, int seed)
{
    // Types, sizes, encodings, signs, dates and texts that break what was not thought of.
    private static readonly string[] Naughty =
    [
        "", " ", "\0", "a\0b", "-1", "0", "00000000-0000-0000-0000-000000000000", "ffffffff-ffff-ffff-ffff-ffffffffffff", "2147483648", "-9223372036854775809", "1e309", "NaN", "0x10", "1,5", "١٢٣",
        "true", "null", "[]", "{}", "'; select pg_sleep(9); --", "\" or 1=1", "%", "_%", "%00", "../../etc/passwd", "..%2f..%2f", "\\\\server\\share", "<script>alert(1)</script>", "{{7*7}}", "${jndi:ldap://x}",
        "=cmd|' /C calc'!A0", "\r\nSet-Cookie: a=b", "\uFEFF", "\u202Etxt.exe", "\uD83D", "😀😀😀", "İıßﬁ", "Z\u0351\u036B\u0343", "9999-12-31", "0001-01-01", "2026-02-30", "2026-13-01T25:61:61Z",
        "2026-11-21T00:00:00+99:00", "10000-01-01", "2026-11-21/2026-11-20", "file:///etc/passwd", "http://169.254.169.254/", "javascript:alert(1)", "a@b", "a@b.c\r\nBcc: d@e.f",
    ];

    private readonly Random random = new(seed);

    public IEnumerable<BadRequest> Of(string method, string path, JsonElement operation, int count)
    {
        var parameters = operation.TryGetProperty("parameters", out var named) ? named.EnumerateArray().Select(Resolve).ToList() : [];
        var body = operation.TryGetProperty("requestBody", out var request) && Resolve(request).GetProperty("content").EnumerateObject().FirstOrDefault() is { Value.ValueKind: JsonValueKind.Object } content
            ? content
            : (JsonProperty?)null;
        for (var i = 0; i < count; i++)
        {
            var what = new List<string>();
            var (filled, query) = (path, new List<string>());
            foreach (var parameter in parameters)
            {
                var name = parameter.GetProperty("name").GetString()!;
                var (place, spoil) = (parameter.GetProperty("in").GetString(), random.Next(3) == 0);
                var value = spoil ? NaughtyText() : Valid(parameter.TryGetProperty("schema", out var schema) ? schema : default)?.ToString() ?? "";
                if (spoil)
                {
                    what.Add($"{name}={(value.Length > 60 ? $"{value.Length} characters" : value)}");
                }

                if (place == "path")
                {
                    // An empty segment is another route.
                    filled = filled.Replace($"{{{name}}}", value.Length == 0 ? "%20" : Escape(value), StringComparison.Ordinal);
                }
                else if (place == "query" && (spoil || random.Next(2) == 0))
                {
                    query.Add($"{name}={Escape(value)}");
                    if (spoil && random.Next(4) == 0)
                    {
                        query.Add($"{name}={Escape(NaughtyText())}");
                        what.Add($"{name} twice");
                    }
                }
            }

            var (bytes, type) = body is { } content_ ? Body(content_, what) : random.Next(6) == 0 && method != "GET" ? ("{\"a\":"u8.ToArray(), "application/json") : (null, null);
            yield return new BadRequest(method, filled + (query.Count > 0 ? $"?{string.Join('&', query)}" : ""), string.Join(", ", what), bytes, type);
        }
    }

    private (byte[]? Bytes, string? Type) Body(JsonProperty content, List<string> what)
    {
        var type = content.Name;
        var sample = content.Value.TryGetProperty("schema", out var schema) ? Valid(schema) : null;
        var kind = random.Next(12);
        switch (kind)
        {
            case 0:
                what.Add("no body");
                return (null, null);
            case 1:
                what.Add("another content type");
                return (Bytes(sample), random.Next(2) == 0 ? "text/plain" : "application/xml");
            case 2:
                what.Add("cut off");
                var whole = Bytes(sample);
                return (whole[..random.Next(whole.Length)], type);
            case 3:
                what.Add("deep");
                return (Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("{\"a\":[", 5000))), type);
            case 4:
                what.Add("no UTF-8");
                return ([.. "{\"name\":\""u8, 0xC3, 0x28, 0xFF, .. "\"}"u8], type);
            case 5:
                what.Add("another shape");
                return (Encoding.UTF8.GetBytes(new[] { "[]", "null", "1", "\"text\"", "[[[]]]", "{\"\":{}}", "{\"__proto__\":{\"a\":1}}" }[random.Next(7)]), type);
            case 6:
                what.Add("keys twice");
                var text = sample?.ToJsonString() is { Length: > 2 } known && known[0] == '{' ? known : "{\"a\":1}";
                return (Encoding.UTF8.GetBytes($"{text[..^1]},{text[1..]}"), type);
            case 7:
                what.Add("large");
                return (Encoding.UTF8.GetBytes($"{{\"name\":\"{new string('x', 200_000)}\"}}"), type);
            default:
                var spoiled = sample;
                for (var i = random.Next(1, 3); i > 0; i--)
                {
                    spoiled = Spoil(spoiled, what);
                }

                return (Bytes(spoiled), type);
        }
    }

    /// <summary>One value somewhere in it becomes something else, or is not there.</summary>
    private JsonNode? Spoil(JsonNode? node, List<string> what)
    {
        switch (node)
        {
            case JsonObject { Count: > 0 } members when random.Next(5) > 0:
                var name = members.ElementAt(random.Next(members.Count)).Key;
                var before = members[name];
                if (random.Next(6) == 0)
                {
                    members.Remove(name);
                    what.Add($"no {name}");
                }
                else
                {
                    what.Add(name);
                    members[name] = Spoil(before?.DeepClone(), what);
                }

                return members;
            case JsonArray { Count: > 0 } items when random.Next(3) > 0:
                items[0] = Spoil(items[0]?.DeepClone(), what);
                return items;
            default:
                return random.Next(8) switch
                {
                    0 => null,
                    1 => JsonValue.Create(random.Next(2) == 0),
                    2 => JsonNode.Parse("1e400"),
                    3 => JsonNode.Parse("-123456789012345678901234567890"),
                    4 => new JsonArray(1, "two", null),
                    5 => new JsonObject { ["a"] = new JsonObject() },
                    _ => JsonValue.Create(NaughtyText()),
                };
        }
    }

    /// <summary>A value as the schema wants it, as far as a schema says.</summary>
    private JsonNode? Valid(JsonElement schema, int depth = 0)
    {
        if (schema.ValueKind != JsonValueKind.Object || depth > 6)
        {
            return JsonValue.Create("x");
        }

        schema = Resolve(schema);
        if (schema.TryGetProperty("enum", out var words))
        {
            return JsonNode.Parse(words[random.Next(words.GetArrayLength())].GetRawText());
        }

        foreach (var many in new[] { "oneOf", "anyOf", "allOf" })
        {
            if (schema.TryGetProperty(many, out var choices))
            {
                return Valid(choices[random.Next(choices.GetArrayLength())], depth + 1);
            }
        }

        var type = !schema.TryGetProperty("type", out var said) ? schema.TryGetProperty("properties", out _) ? "object" : "string"
            : said.ValueKind == JsonValueKind.Array ? said.EnumerateArray().Select(one => one.GetString()!).First(one => one != "null") : said.GetString()!;
        switch (type)
        {
            case "object":
                var members = new JsonObject();
                if (schema.TryGetProperty("properties", out var properties))
                {
                    foreach (var property in properties.EnumerateObject())
                    {
                        members[property.Name] = Valid(property.Value, depth + 1);
                    }
                }

                return members;
            case "array":
                return schema.TryGetProperty("items", out var items) ? new JsonArray(Valid(items, depth + 1)) : [];
            case "integer":
                return JsonValue.Create(random.Next(1, 50));
            case "number":
                return JsonValue.Create(random.Next(1, 50) + 0.5);
            case "boolean":
                return JsonValue.Create(random.Next(2) == 0);
            default:
                return JsonValue.Create(schema.TryGetProperty("format", out var format) ? format.GetString() switch
                {
                    "uuid" => new Guid(random.Next(), 1, 0x7000, 0x80, 0, 0, 0, 0, 0, 0, 1).ToString(),
                    "date" => "2026-03-01",
                    "date-time" => "2026-03-01T12:00:00Z",
                    "uri" => "https://www.example.com/",
                    "email" => "somebody@example.com",
                    _ => "text",
                } : "text");
        }
    }

    private string NaughtyText() => random.Next(20) switch
    {
        0 => new string('a', 5000),
        1 => string.Create(CultureInfo.InvariantCulture, $"{random.NextInt64()}"),
        _ => Naughty[random.Next(Naughty.Length)],
    };

    private JsonElement Resolve(JsonElement element)
    {
        while (element.ValueKind == JsonValueKind.Object && element.TryGetProperty("$ref", out var reference))
        {
            // Sample: "#/components/schemas/SiteKeyInfo".
            element = reference.GetString()!.TrimStart('#', '/').Split('/').Aggregate(document, (at, name) => at.GetProperty(name));
        }

        return element;
    }

    private static byte[] Bytes(JsonNode? node) => Encoding.UTF8.GetBytes(node?.ToJsonString() ?? "null");

    // A lone surrogate has no UTF-8; its three bytes are sent as some clients would.
    private static string Escape(string text) => text.Contains('\uD83D') && text.Length == 1 ? "%ED%A0%BD" : Uri.EscapeDataString(text);
}
