using System.Text.Json.Nodes;

namespace Teg.Platform.Sandbox.Google;

/// <summary>The parameter <c>fields</c>: <c>nextPageToken,files(id,name)</c>, <c>sheets.properties</c>, <c>replies/createSlide</c>, <c>*</c>.</summary>
internal sealed class FieldMask
{
    private readonly Dictionary<string, FieldMask?> names = new(StringComparer.Ordinal);

    /// <exception cref="GoogleException">It is not written as one.</exception>
    public static FieldMask Of(string fields)
    {
        var at = 0;
        var mask = List(fields, ref at);
        return at == fields.Length && mask.names.Count > 0 ? mask : throw GoogleException.Invalid($"Invalid field selection {fields}", "fields");
    }

    public bool Has(string name) => names.ContainsKey(name) || names.ContainsKey("*");

    public JsonNode? Of(JsonNode? node) => node switch
    {
        JsonObject whole when !names.ContainsKey("*") => new JsonObject(whole.Where(pair => names.ContainsKey(pair.Key))
            .Select(pair => KeyValuePair.Create(pair.Key, names[pair.Key] is { } inner ? inner.Of(pair.Value) : pair.Value?.DeepClone()))),
        JsonArray items => new JsonArray([.. items.Select(Of)]),
        _ => node?.DeepClone(),
    };

    private static FieldMask List(string text, ref int at)
    {
        var mask = new FieldMask();
        while (true)
        {
            var start = at;
            while (at < text.Length && text[at] is not (',' or '(' or ')' or '/' or '.'))
            {
                at++;
            }

            var name = text[start..at].Trim();
            FieldMask? inner = null;
            if (at < text.Length && text[at] == '(')
            {
                at++;
                inner = List(text, ref at);
                if (at >= text.Length || text[at] != ')')
                {
                    throw GoogleException.Invalid($"Invalid field selection {name}", "fields");
                }

                at++;
            }
            else if (at < text.Length && text[at] is '/' or '.')
            {
                at++;
                inner = One(text, ref at);
            }

            if (name.Length == 0)
            {
                throw GoogleException.Invalid("Invalid field selection", "fields");
            }

            mask.Add(name, inner);
            if (at >= text.Length || text[at] != ',')
            {
                return mask;
            }

            at++;
        }
    }

    // What follows a slash: one name, which may have more behind it.
    private static FieldMask One(string text, ref int at)
    {
        var end = at;
        var depth = 0;
        while (end < text.Length && (depth > 0 || text[end] is not (',' or ')')))
        {
            depth += text[end] switch { '(' => 1, ')' => -1, _ => 0 };
            end++;
        }

        var inside = text[at..end];
        at = end;
        var from = 0;
        return List(inside, ref from);
    }

    private void Add(string name, FieldMask? inner)
    {
        if (names.TryGetValue(name, out var known) && known is not null && inner is not null)
        {
            foreach (var (more, deeper) in inner.names)
            {
                known.Add(more, deeper);
            }
        }
        else
        {
            names[name] = names.ContainsKey(name) && known is null ? null : inner;
        }
    }
}
