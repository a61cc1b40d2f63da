using System.Text;
using System.Text.Json.Nodes;

namespace Teg.Platform.Sandbox.Google.Slides;

/// <summary>The text of a shape, letter by letter with its style, so that a token split over several runs is still one word.</summary>
internal sealed class SlideText
{
    private readonly List<(char Letter, string Style)> letters = [];

    public bool IsEmpty => letters.TrueForAll(letter => char.IsWhiteSpace(letter.Letter));

    public string Content => string.Concat(letters.Select(letter => letter.Letter));

    public static SlideText Of(JsonNode? text)
    {
        var read = new SlideText();
        foreach (var run in (text?["textElements"] as JsonArray ?? []).Select(element => element?["textRun"]).OfType<JsonObject>())
        {
            read.Append((string?)run["content"] ?? "", run["style"] as JsonObject ?? []);
        }

        return read;
    }

    public void Append(string content, JsonObject style)
    {
        var written = style.ToJsonString();
        letters.AddRange(content.Select(letter => (letter, written)));
    }

    public int Replace(string from, string to, bool matchCase)
    {
        var content = Content;
        var count = 0;
        for (var at = content.LastIndexOf(from, matchCase ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase); at >= 0;
             at = at == 0 ? -1 : content.LastIndexOf(from, at - 1, matchCase ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase))
        {
            var style = letters[at].Style;
            letters.RemoveRange(at, from.Length);
            letters.InsertRange(at, to.Select(letter => (letter, style)));
            content = content[..at];
            count++;
        }

        return count;
    }

    public void Insert(int index, string text)
    {
        // A text ends with a line end of its own, which stays last.
        if (letters.Count == 0)
        {
            letters.Add(('\n', "{}"));
        }

        if (index < 0 || index >= letters.Count)
        {
            throw new ArgumentOutOfRangeException(nameof(index));
        }

        var style = letters[Math.Max(0, index - 1)].Style;
        letters.InsertRange(index, text.Select(letter => (letter, style)));
    }

    public void Delete(int from, int to)
    {
        if (from < 0 || to > letters.Count || from > to)
        {
            throw new ArgumentOutOfRangeException(nameof(from));
        }

        letters.RemoveRange(from, Math.Min(to, Math.Max(from, letters.Count - 1)) - from);
    }

    public void Style(int from, int to, JsonObject style)
    {
        for (var at = Math.Max(0, from); at < to && at < letters.Count; at++)
        {
            var merged = (JsonObject)JsonNode.Parse(letters[at].Style)!;
            foreach (var (name, value) in style)
            {
                merged[name] = value?.DeepClone();
            }

            letters[at] = (letters[at].Letter, merged.ToJsonString());
        }
    }

    /// <summary>Each paragraph begins with its marker; indexes that are 0 are left out.</summary>
    public JsonObject ToJson()
    {
        var elements = new JsonArray();
        var at = 0;
        while (at < letters.Count)
        {
            var end = letters.FindIndex(at, letter => letter.Letter == '\n');
            end = end < 0 ? letters.Count : end + 1;
            elements.Add(Element(at, end, "paragraphMarker", new JsonObject { ["style"] = new JsonObject() }));
            while (at < end)
            {
                var start = at;
                var run = new StringBuilder();
                while (at < end && letters[at].Style == letters[start].Style)
                {
                    run.Append(letters[at++].Letter);
                }

                elements.Add(Element(start, at, "textRun", new JsonObject { ["content"] = run.ToString(), ["style"] = JsonNode.Parse(letters[start].Style) }));
            }
        }

        return new JsonObject { ["textElements"] = elements };
    }

    private static JsonObject Element(int start, int end, string kind, JsonObject content)
    {
        var element = new JsonObject();
        if (start > 0)
        {
            element["startIndex"] = start;
        }

        element["endIndex"] = end;
        element[kind] = content;
        return element;
    }
}
