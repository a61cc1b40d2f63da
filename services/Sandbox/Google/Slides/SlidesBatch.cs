using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Teg.Platform.Sandbox.Google.Slides;

/// <summary>The requests of a batch, applied one after the other to one presentation. Whoever calls keeps the result only when none has thrown.</summary>
/// <param name="pictures">What was fetched from the addresses in the requests.</param>
internal sealed partial class SlidesBatch(JsonObject presentation, IReadOnlyDictionary<string, FetchedPicture> pictures)
{
    private const int Emu = 9525;

    private int made;

    private JsonArray Slides => (JsonArray)presentation["slides"]!;

    /// <summary>One reply per request in their order.</summary>
    public JsonArray Apply(JsonArray requests)
    {
        var replies = new JsonArray();
        for (var index = 0; index < requests.Count; index++)
        {
            if (requests[index] is not JsonObject { Count: 1 } request || request.Single() is not { Value: JsonObject asked, Key: var kind })
            {
                throw GoogleException.Invalid($"Invalid requests[{index}]: No request set.");
            }

            try
            {
                replies.Add(One(kind, asked));
            }
            catch (GoogleException wrong)
            {
                throw GoogleException.Invalid($"Invalid requests[{index}].{kind}: {wrong.Message}");
            }
            catch (ArgumentOutOfRangeException)
            {
                throw GoogleException.Invalid($"Invalid requests[{index}].{kind}: The index is out of the text's bounds.");
            }
            catch (Exception wrong) when (wrong is InvalidOperationException or FormatException or RegexParseException)
            {
                throw GoogleException.Invalid($"Invalid requests[{index}].{kind}: Invalid value.");
            }
        }

        return replies;
    }

    private JsonObject One(string kind, JsonObject asked) => kind switch
    {
        "replaceAllText" => ReplaceAllText(asked),
        "replaceAllShapesWithImage" => ReplaceAllShapesWithImage(asked),
        "duplicateObject" => Duplicate(asked),
        "deleteObject" => Delete(asked),
        "createSlide" => CreateSlide(asked),
        "createShape" => CreateElement(asked, kind, element => element["shape"] = new JsonObject { ["shapeType"] = (string?)asked["shapeType"] ?? "TEXT_BOX", ["shapeProperties"] = new JsonObject() }),
        "createImage" => CreateElement(asked, kind, element => element["image"] = Image(Picture((string?)asked["url"]), (string?)asked["url"])),
        "replaceImage" => ReplaceImage(asked),
        "insertText" => ChangeText(asked, text => text.Insert((int?)asked["insertionIndex"] ?? 0, (string?)asked["text"] ?? "")),
        "deleteText" => ChangeText(asked, text =>
        {
            var (from, to) = Range(asked["textRange"], text);
            text.Delete(from, to);
        }),
        "updateTextStyle" => ChangeText(asked, text =>
        {
            var (from, to) = Range(asked["textRange"], text);
            text.Style(from, to, asked["style"] as JsonObject ?? []);
        }),
        "updatePageElementTransform" => Change(asked, element => element["transform"] = asked["transform"]!.DeepClone()),
        "updateShapeProperties" => Change(asked, element => Merge((element["shape"] as JsonObject ?? throw GoogleException.Invalid("The object is not a shape."))["shapeProperties"]!, asked["shapeProperties"])),
        "updateImageProperties" => Change(asked, element => Merge((element["image"] as JsonObject ?? throw GoogleException.Invalid("The object is not an image."))["imageProperties"]!, asked["imageProperties"])),
        "updatePageProperties" => Change(asked, page => Merge(page["pageProperties"] ?? throw GoogleException.Invalid("The object is not a page."), asked["pageProperties"])),
        "updateSlidesPosition" => Move(asked),
        _ => throw GoogleException.Invalid($"Unknown name \"{kind}\"."),
    };

    private JsonObject ReplaceAllText(JsonObject asked)
    {
        var wanted = Wanted(asked);
        var to = (string?)asked["replaceText"] ?? "";
        var count = 0;
        foreach (var holder in PagesOf(asked).SelectMany(SlidesModel.TextHoldersIn))
        {
            var text = SlideText.Of(holder["text"]);
            var changed = wanted.Regex is { } regex
                ? regex.Matches(text.Content).Select(match => match.Value).Where(value => value.Length > 0).Distinct(StringComparer.Ordinal).Sum(value => text.Replace(value, to, matchCase: true))
                : text.Replace(wanted.Text, to, wanted.MatchCase);
            if (changed > 0)
            {
                holder["text"] = text.ToJson();
                count += changed;
            }
        }

        return Counted("replaceAllText", count);
    }

    private JsonObject ReplaceAllShapesWithImage(JsonObject asked)
    {
        var wanted = Wanted(asked);
        var url = (string?)asked["imageUrl"];
        var picture = Picture(url);
        var crop = ((string?)asked["imageReplaceMethod"] ?? (string?)asked["replaceMethod"]) is "CENTER_CROP";
        var count = 0;
        foreach (var element in PagesOf(asked).SelectMany(page => (page["pageElements"] as JsonArray ?? []).OfType<JsonObject>()).Where(element => element["shape"]?["text"] is not null).ToList())
        {
            if (!wanted.IsIn(SlideText.Of(element["shape"]!["text"]).Content))
            {
                continue;
            }

            element.Remove("shape");
            element["image"] = Image(picture, url);
            Fit(element, picture, crop);
            count++;
        }

        return Counted("replaceAllShapesWithImage", count);
    }

    private JsonObject Duplicate(JsonObject asked)
    {
        var id = Id(asked, "objectId");
        var ids = asked["objectIds"] as JsonObject ?? [];
        var at = Slides.ToList().FindIndex(slide => (string?)slide!["objectId"] == id);
        var copy = (JsonObject)(at >= 0 ? Slides[at] : Find(id).Element)!.DeepClone();
        foreach (var part in ((JsonArray?)(at >= 0 ? copy["pageElements"] : null) ?? []).OfType<JsonObject>().Prepend(copy))
        {
            var old = (string)part["objectId"]!;
            part["objectId"] = ids[old] is { } named ? New((string?)named) : NewId(old);
        }

        if (at >= 0)
        {
            Slides.Insert(at + 1, copy);
        }
        else
        {
            Find(id).Siblings.Add(copy);
        }

        return new JsonObject { ["duplicateObject"] = new JsonObject { ["objectId"] = (string?)copy["objectId"] } };
    }

    private JsonObject Delete(JsonObject asked)
    {
        var id = Id(asked, "objectId");
        var (element, siblings) = Find(id);
        siblings.Remove(element);
        return [];
    }

    private JsonObject CreateSlide(JsonObject asked)
    {
        var id = asked["objectId"] is { } named ? New((string?)named) : NewId("slide");
        var index = (int?)asked["insertionIndex"] ?? Slides.Count;
        if (index < 0 || index > Slides.Count)
        {
            throw GoogleException.Invalid("The insertion index is out of bounds.");
        }

        Slides.Insert(index, SlidesModel.Slide(id, []));
        return new JsonObject { ["createSlide"] = new JsonObject { ["objectId"] = id } };
    }

    private JsonObject CreateElement(JsonObject asked, string kind, Action<JsonObject> fill)
    {
        var properties = asked["elementProperties"] as JsonObject ?? throw GoogleException.Invalid("elementProperties is required.");
        var page = Slides.FirstOrDefault(slide => (string?)slide!["objectId"] == (string?)properties["pageObjectId"]) ?? throw GoogleException.Invalid($"The page ({(string?)properties["pageObjectId"]}) could not be found.");
        var id = asked["objectId"] is { } named ? New((string?)named) : NewId("element");
        var element = SlidesModel.Element(id, 0, 0, 3_000_000, 3_000_000);
        foreach (var name in new[] { "size", "transform" })
        {
            if (properties[name] is { } given)
            {
                element[name] = given.DeepClone();
            }
        }

        fill(element);
        ((JsonArray)page["pageElements"]!).Add(element);
        return new JsonObject { [kind] = new JsonObject { ["objectId"] = id } };
    }

    private JsonObject ReplaceImage(JsonObject asked)
    {
        var element = Find(Id(asked, "imageObjectId")).Element;
        if (element["image"] is null)
        {
            throw GoogleException.Invalid("The object is not an image.");
        }

        var url = (string?)asked["url"];
        element["image"] = Image(Picture(url), url);
        Fit(element, Picture(url), (string?)asked["imageReplaceMethod"] is "CENTER_CROP");
        return [];
    }

    private JsonObject ChangeText(JsonObject asked, Action<SlideText> change)
    {
        var shape = Find(Id(asked, "objectId")).Element["shape"] as JsonObject ?? throw GoogleException.Invalid("The object does not have text.");
        var text = SlideText.Of(shape["text"]);
        change(text);
        shape["text"] = text.ToJson();
        return [];
    }

    private JsonObject Change(JsonObject asked, Action<JsonObject> change)
    {
        change(Find(Id(asked, "objectId")).Element);
        return [];
    }

    private JsonObject Move(JsonObject asked)
    {
        var ids = (asked["slideObjectIds"] as JsonArray ?? []).Select(id => (string?)id).ToList();
        var moved = ids.Select(id => Slides.FirstOrDefault(slide => (string?)slide!["objectId"] == id) ?? throw GoogleException.Invalid($"The slide ({id}) could not be found.")).ToList();
        var index = (int?)asked["insertionIndex"] ?? 0;
        // The index counts the slides as they stood before.
        index -= Slides.Take(index).Count(slide => moved.Contains(slide!));
        foreach (var slide in moved)
        {
            Slides.Remove(slide);
        }

        foreach (var slide in moved.AsEnumerable().Reverse())
        {
            Slides.Insert(Math.Clamp(index, 0, Slides.Count), slide);
        }

        return [];
    }

    private IEnumerable<JsonNode> PagesOf(JsonObject asked)
    {
        var ids = (asked["pageObjectIds"] as JsonArray)?.Select(id => (string?)id).ToList();
        if (ids is { Count: > 0 } && ids.Find(id => !Slides.Any(slide => (string?)slide!["objectId"] == id)) is { } missing)
        {
            throw GoogleException.Invalid($"The page ({missing}) could not be found.");
        }

        return Slides.OfType<JsonNode>().Where(slide => ids is not { Count: > 0 } || ids.Contains((string?)slide["objectId"])).ToList();
    }

    private (JsonObject Element, JsonArray Siblings) Find(string id)
    {
        foreach (var slide in Slides.OfType<JsonObject>())
        {
            if ((string?)slide["objectId"] == id)
            {
                return (slide, Slides);
            }

            var elements = (JsonArray)slide["pageElements"]!;
            if (elements.OfType<JsonObject>().FirstOrDefault(element => (string?)element["objectId"] == id) is { } found)
            {
                return (found, elements);
            }
        }

        throw GoogleException.Invalid($"The object ({id}) could not be found.");
    }

    private static string Id(JsonObject asked, string name) => (string?)asked[name] is { Length: > 0 } id ? id : throw GoogleException.Invalid($"{name} is required.");

    private string New(string? id)
    {
        if (id is null || !ObjectId().IsMatch(id))
        {
            throw GoogleException.Invalid("The object ID should be 5 to 50 characters, begin with a letter, digit or underscore and hold only those, hyphens and colons.");
        }

        return IsTaken(id) ? throw GoogleException.Invalid($"The object ID ({id}) should be unique among all pages and page elements in the presentation.") : id;
    }

    private string NewId(string like)
    {
        string id;
        do
        {
            id = $"{like[..Math.Min(like.Length, 30)]}_{++made:0000}";
        }
        while (IsTaken(id));
        return id;
    }

    private bool IsTaken(string id) => Slides.OfType<JsonObject>().Any(slide => (string?)slide["objectId"] == id || ((JsonArray)slide["pageElements"]!).Any(element => (string?)element!["objectId"] == id));

    private FetchedPicture Picture(string? url) => url is not null && pictures.TryGetValue(url, out var picture) && picture.Problem is null
        ? picture
        : throw GoogleException.Invalid(url is not null && pictures.TryGetValue(url, out var broken) ? broken.Problem! : "The image URL is required.");

    private static JsonObject Image(FetchedPicture picture, string? url) => new() { ["contentUrl"] = picture.ContentUrl, ["imageProperties"] = new JsonObject(), ["sourceUrl"] = url };

    // Inside: as large as fits, in the middle. Crop: the frame is filled, what stands over is cut off on both sides.
    private static void Fit(JsonObject element, FetchedPicture picture, bool crop)
    {
        var (width, height) = ((double)element["size"]!["width"]!["magnitude"]!, (double)element["size"]!["height"]!["magnitude"]!);
        var transform = (JsonObject)element["transform"]!;
        var (frame, shape) = (width / height, (double)picture.Width / picture.Height);
        if (crop)
        {
            var (x, y) = (Math.Max(0, (1 - (frame / shape)) / 2), Math.Max(0, (1 - (shape / frame)) / 2));
            element["image"]!["imageProperties"] = new JsonObject { ["cropProperties"] = new JsonObject { ["leftOffset"] = x, ["rightOffset"] = x, ["topOffset"] = y, ["bottomOffset"] = y } };
            return;
        }

        var scale = Math.Min(width / (picture.Width * Emu), height / (picture.Height * Emu));
        var (fitted, tall) = (picture.Width * Emu * scale, picture.Height * Emu * scale);
        transform["translateX"] = (double)transform["translateX"]! + ((width - fitted) / 2);
        transform["translateY"] = (double)transform["translateY"]! + ((height - tall) / 2);
        element["size"]!["width"]!["magnitude"] = Math.Round(fitted);
        element["size"]!["height"]!["magnitude"] = Math.Round(tall);
    }

    private static void Merge(JsonNode into, JsonNode? given)
    {
        foreach (var (name, value) in given as JsonObject ?? [])
        {
            into[name] = value?.DeepClone();
        }
    }

    private static (int From, int To) Range(JsonNode? range, SlideText text) => (string?)range?["type"] switch
    {
        "FIXED_RANGE" => ((int?)range!["startIndex"] ?? 0, (int?)range["endIndex"] ?? 0),
        "FROM_START_INDEX" => ((int?)range!["startIndex"] ?? 0, text.Content.Length),
        "ALL" or null => (0, text.Content.Length),
        _ => throw GoogleException.Invalid("The text range has an unknown type."),
    };

    // What changed nothing is not said.
    private static JsonObject Counted(string kind, int count) => new() { [kind] = count == 0 ? [] : new JsonObject { ["occurrencesChanged"] = count } };

    private static Sought Wanted(JsonObject asked)
    {
        var text = (string?)asked["containsText"]?["text"] is { Length: > 0 } given ? given : throw GoogleException.Invalid("containsText.text is required.");
        var matchCase = (bool?)asked["containsText"]!["matchCase"] ?? false;
        return new Sought(text, matchCase, (bool?)asked["containsText"]!["searchByRegex"] is true ? new Regex(text, matchCase ? RegexOptions.None : RegexOptions.IgnoreCase, TimeSpan.FromSeconds(1)) : null);
    }

    [GeneratedRegex("^[a-zA-Z0-9_][a-zA-Z0-9_:-]{4,49}$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ObjectId();

    private sealed record Sought(string Text, bool MatchCase, Regex? Regex)
    {
        public bool IsIn(string content) => Regex?.IsMatch(content) ?? content.Contains(Text, MatchCase ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase);
    }
}

/// <summary>A picture that a request names by its address, or why there is none.</summary>
internal sealed record FetchedPicture(string ContentUrl, int Width, int Height, string? Problem);
