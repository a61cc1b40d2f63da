using System.Text.Json.Nodes;

namespace Teg.Platform.Sandbox.Google.Slides;

/// <summary>A presentation as the interface shows it, which is also how it is kept.</summary>
internal static class SlidesModel
{
    public const long UsualWidth = 9_144_000;
    public const long UsualHeight = 5_143_500;

    public static JsonObject Empty(string id, string title, long width, long height) => new()
    {
        ["presentationId"] = id,
        ["title"] = title,
        ["locale"] = "en",
        ["revisionId"] = NewRevision(),
        ["pageSize"] = Size(width, height),
        ["slides"] = new JsonArray(),
        ["layouts"] = new JsonArray(Page("layout_blank", "LAYOUT")),
        ["masters"] = new JsonArray(Page("master_one", "MASTER")),
    };

    public static JsonObject Slide(string id, JsonArray elements)
    {
        var slide = Page(id, null);
        slide["pageElements"] = elements;
        slide["slideProperties"] = new JsonObject { ["layoutObjectId"] = "layout_blank", ["masterObjectId"] = "master_one" };
        return slide;
    }

    public static JsonObject Element(string id, long x, long y, long width, long height) => new()
    {
        ["objectId"] = id,
        ["size"] = Size(width, height),
        ["transform"] = new JsonObject { ["scaleX"] = 1, ["scaleY"] = 1, ["translateX"] = x, ["translateY"] = y, ["unit"] = "EMU" },
    };

    public static string NewRevision() => "r" + Guid.NewGuid().ToString("N")[..16];

    /// <summary>The lines of each slide.</summary>
    public static IEnumerable<IReadOnlyList<string>> TextsOf(JsonObject presentation) => ((JsonArray)presentation["slides"]!).Select(slide =>
        (IReadOnlyList<string>)[.. TextHoldersIn(slide!).SelectMany(holder => SlideText.Of(holder["text"]).Content.TrimEnd('\n').Split('\n', '\v')).Where(line => line.Length > 0)]);

    /// <summary>Everything that has a text: shapes and the cells of tables.</summary>
    public static IEnumerable<JsonObject> TextHoldersIn(JsonNode page)
    {
        foreach (var element in (page["pageElements"] as JsonArray ?? []).OfType<JsonObject>())
        {
            if (element["shape"] is JsonObject shape && shape["text"] is not null)
            {
                yield return shape;
            }

            foreach (var cell in (element["table"]?["tableRows"] as JsonArray ?? []).SelectMany(row => row?["tableCells"] as JsonArray ?? []).OfType<JsonObject>().Where(cell => cell["text"] is not null))
            {
                yield return cell;
            }
        }
    }

    private static JsonObject Page(string id, string? type)
    {
        var page = new JsonObject { ["objectId"] = id };
        if (type is not null)
        {
            page["pageType"] = type;
        }

        page["pageElements"] = new JsonArray();
        page["pageProperties"] = new JsonObject();
        return page;
    }

    private static JsonObject Size(long width, long height) => new()
    {
        ["width"] = new JsonObject { ["magnitude"] = width, ["unit"] = "EMU" }, ["height"] = new JsonObject { ["magnitude"] = height, ["unit"] = "EMU" },
    };
}
