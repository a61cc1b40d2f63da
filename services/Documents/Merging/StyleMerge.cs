using System.Globalization;
using System.Xml.Linq;
using Teg.Platform.Documents.Packages;

namespace Teg.Platform.Documents.Merging;

/// <summary>
/// Brings a document's styles into another's. A style both have alike is shared; one that differs in itself, in what it is based on or in the document's
/// defaults beneath it comes in under a new name.
/// </summary>
internal sealed class StyleMerge
{
    private readonly Dictionary<string, string> names = new(StringComparer.Ordinal);
    private readonly List<XElement> brought = [];

    public StyleMerge(XElement target, XElement source, int number)
    {
        var own = StylesOf(target);
        var others = StylesOf(source);
        var defaultsDiffer = Text(target.Element(Names.W + "docDefaults")) != Text(source.Element(Names.W + "docDefaults"));
        var renamed = others.Values
            .Where(style => own.TryGetValue(IdOf(style), out var mine) && (Text(mine) != Text(style) || IsNumbered(style) || (defaultsDiffer && IsRoot(style))))
            .Select(IdOf)
            .ToHashSet(StringComparer.Ordinal);

        // What is based on a style that gets a new name is not the same either.
        while (others.Values.Where(style => !renamed.Contains(IdOf(style)) && own.ContainsKey(IdOf(style)) && Links(style).Any(renamed.Contains))
            .Select(IdOf).ToList() is { Count: > 0 } more)
        {
            renamed.UnionWith(more);
        }

        foreach (var id in others.Keys)
        {
            names[id] = renamed.Contains(id) ? FreeId(own, $"{id}_{number.ToString(CultureInfo.InvariantCulture)}") : id;
        }

        var taken = target.Elements(Names.W + "style").Select(style => NameOf(style)).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var (id, style) in others.Where(pair => renamed.Contains(pair.Key) || !own.ContainsKey(pair.Key)))
        {
            var copy = new XElement(style);
            copy.SetAttributeValue(Names.W + "styleId", names[id]);
            copy.SetAttributeValue(Names.W + "default", null);
            if (!taken.Add(NameOf(copy)))
            {
                var name = $"{NameOf(copy)} ({number.ToString(CultureInfo.InvariantCulture)})";
                taken.Add(name);
                copy.Element(Names.W + "name")!.SetAttributeValue(Names.W + "val", name);
                copy.SetAttributeValue(Names.W + "customStyle", 1);
                copy.Elements(Names.W + "aliases").Remove();
            }

            foreach (var link in copy.Elements().Where(element => element.Name.LocalName is "basedOn" or "next" or "link"))
            {
                link.SetAttributeValue(Names.W + "val", NewName((string?)link.Attribute(Names.W + "val") ?? ""));
            }

            if (defaultsDiffer && IsRoot(style) && (string?)style.Attribute(Names.W + "type") == "paragraph")
            {
                LayDefaultsUnder(copy, target, source);
            }

            brought.Add(copy);
            target.Add(copy);
        }

        DefaultParagraph = NewDefault(others, "paragraph");
        DefaultTable = NewDefault(others, "table");
    }

    /// <summary>The style that paragraphs without one have to name now; null when the default is shared.</summary>
    public string? DefaultParagraph { get; }

    public string? DefaultTable { get; }

    /// <summary>The styles that moved in, so that their numbering can be told its new numbers.</summary>
    public IEnumerable<XElement> Brought => brought;

    public string NewName(string id) => names.GetValueOrDefault(id, id);

    private static Dictionary<string, XElement> StylesOf(XElement styles) =>
        styles.Elements(Names.W + "style").GroupBy(IdOf, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.First(), StringComparer.Ordinal);

    private static string IdOf(XElement style) => (string?)style.Attribute(Names.W + "styleId") ?? "";

    private static string NameOf(XElement style) => (string?)style.Element(Names.W + "name")?.Attribute(Names.W + "val") ?? IdOf(style);

    private static bool IsRoot(XElement style) => style.Element(Names.W + "basedOn") is null && (string?)style.Attribute(Names.W + "type") == "paragraph";

    private static IEnumerable<string> Links(XElement style) =>
        style.Elements().Where(element => element.Name.LocalName is "basedOn" or "link").Select(element => (string?)element.Attribute(Names.W + "val") ?? "");

    // A numbered style counts on in its list; with a list of its own the second document begins again at 1.
    private static bool IsNumbered(XElement style) => style.Descendants(Names.W + "numPr").Any();

    // How a style is listed in Word's panes has nothing to do with how it looks.
    private static string Text(XElement? element)
    {
        if (element is null)
        {
            return "";
        }

        var copy = new XElement(element);
        copy.Elements().Where(setting => setting.Name.LocalName is "rsid" or "uiPriority" or "qFormat" or "semiHidden" or "unhideWhenUsed" or "locked" or "next").Remove();
        copy.DescendantsAndSelf().Attributes()
            .Where(attribute => attribute.IsNamespaceDeclaration || attribute.Name.LocalName.StartsWith("rsid", StringComparison.Ordinal)).Remove();
        return copy.ToString(SaveOptions.DisableFormatting);
    }

    private static string FreeId(Dictionary<string, XElement> own, string id)
    {
        while (own.ContainsKey(id))
        {
            id += "_";
        }

        return id;
    }

    private string? NewDefault(Dictionary<string, XElement> others, string type)
    {
        var style = others.Values.FirstOrDefault(candidate => (string?)candidate.Attribute(Names.W + "type") == type
            && (string?)candidate.Attribute(Names.W + "default") is "1" or "true");
        return style is not null && names[IdOf(style)] != IdOf(style) ? names[IdOf(style)] : null;
    }

    private static void LayDefaultsUnder(XElement style, XElement target, XElement source)
    {
        foreach (var (kind, holder) in new[] { ("pPr", "pPrDefault"), ("rPr", "rPrDefault") })
        {
            var theirs = source.Element(Names.W + "docDefaults")?.Element(Names.W + holder)?.Element(Names.W + kind);
            var ours = target.Element(Names.W + "docDefaults")?.Element(Names.W + holder)?.Element(Names.W + kind);
            var properties = style.Element(Names.W + kind);
            if (properties is null)
            {
                properties = new XElement(Names.W + kind);
                var before = style.Elements().LastOrDefault(element => element.Name.LocalName is not ("rPr" or "tblPr" or "trPr" or "tcPr" or "tblStylePr")
                    && (kind == "rPr" || element.Name.LocalName != "pPr"));
                before!.AddAfterSelf(properties);
            }

            Properties.LayUnder(properties, theirs);

            // Where only the new surroundings have a default, Word's own takes its place.
            Properties.LayUnder(properties, new XElement(Names.W + kind, WordsOwn(kind).Where(setting => ours?.Element(setting.Name) is not null)));
            if (!properties.HasElements)
            {
                properties.Remove();
            }
        }
    }

    private static IEnumerable<XElement> WordsOwn(string kind) => kind == "pPr"
        ?
        [
            new XElement(
                Names.W + "spacing", new XAttribute(Names.W + "before", 0), new XAttribute(Names.W + "after", 0),
                    new XAttribute(Names.W + "line", 240), new XAttribute(Names.W + "lineRule", "auto")),
        ]
        :
        [
            new XElement(
                Names.W + "rFonts",
                new XAttribute(Names.W + "ascii", "Times New Roman"), new XAttribute(Names.W + "hAnsi", "Times New Roman"),
                    new XAttribute(Names.W + "cs", "Times New Roman")),
            new XElement(Names.W + "sz", new XAttribute(Names.W + "val", 20)),
            new XElement(Names.W + "szCs", new XAttribute(Names.W + "val", 20)),
        ];
}
