using System.Text.Json;

namespace Teg.Platform.Documents.Comparing;

/// <summary>Two documents of values, compared value by value.</summary>
internal static class JsonDifference
{
    public static IReadOnlyList<InputChange> Of(JsonElement? from, JsonElement? to)
    {
        var (before, after) = (Flat(from), Flat(to));
        return
        [
            .. before.Keys.Concat(after.Keys.Where(path => !before.ContainsKey(path)))
                .Where(path => !(before.TryGetValue(path, out var old) && after.TryGetValue(path, out var now) && JsonElement.DeepEquals(old, now)))
                .Select(path => new InputChange(path, before.TryGetValue(path, out var old) ? old : null, after.TryGetValue(path, out var now) ? now : null)),
        ];
    }

    private static Dictionary<string, JsonElement> Flat(JsonElement? root)
    {
        var found = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        if (root is { } element)
        {
            Walk(element, "", found);
        }

        return found;
    }

    private static void Walk(JsonElement element, string path, Dictionary<string, JsonElement> found)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var property in element.EnumerateObject())
                {
                    Walk(property.Value, path.Length == 0 ? property.Name : $"{path}.{property.Name}", found);
                }

                break;
            case JsonValueKind.Array:
                var position = 0;
                foreach (var item in element.EnumerateArray())
                {
                    Walk(item, $"{path}[{position++}]", found);
                }

                break;
            // What is not said and what is said to be nothing are the same.
            case JsonValueKind.Null or JsonValueKind.Undefined:
                break;
            default:
                found[path] = element;
                break;
        }
    }
}
