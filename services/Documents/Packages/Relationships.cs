using System.Globalization;
using System.Xml.Linq;

namespace Teg.Platform.Documents.Packages;

internal sealed record Relationship(string Id, string Type, string Target, bool IsExternal);

/// <summary>What one part points at, kept in a part of its own beside it: <c>word/_rels/document.xml.rels</c>.</summary>
internal sealed class Relationships(OfficePackage package, string source)
{
    private readonly string part = PartOf(source);

    /// <summary>In the order they are written. Targets inside the file are part names, not relative addresses.</summary>
    public IEnumerable<Relationship> All =>
        package.Has(part)
            ? package.Xml(part).Root!.Elements(Names.Rels + "Relationship").Select(Read).ToList()
            : [];

    public Relationship? this[string? id] => All.FirstOrDefault(relationship => relationship.Id == id);

    /// <summary>The part names this part points at with a type, by the last word of the type: <c>slide</c>, <c>image</c>.</summary>
    public IEnumerable<string> Targets(string type) =>
        All.Where(relationship => !relationship.IsExternal && relationship.Type.EndsWith('/' + type, StringComparison.Ordinal))
            .Select(relationship => relationship.Target);

    /// <summary>The id of a relationship with this type and target; a new one is added when there is none.</summary>
    public string IdOf(string type, string target)
    {
        var known = All.FirstOrDefault(relationship => !relationship.IsExternal && relationship.Type == type && relationship.Target == target);
        return known?.Id ?? Add(type, target, isExternal: false);
    }

    public string Add(string type, string target, bool isExternal)
    {
        if (!package.Has(part))
        {
            package.AddRelationshipsPart(part, new XDocument(new XElement(Names.Rels + "Relationships")));
        }

        var root = package.Xml(part).Root!;
        var taken = root.Elements().Select(element => (string?)element.Attribute("Id")).ToHashSet(StringComparer.Ordinal);
        var number = taken.Count + 1;
        while (taken.Contains($"rId{number.ToString(CultureInfo.InvariantCulture)}"))
        {
            number++;
        }

        var id = $"rId{number.ToString(CultureInfo.InvariantCulture)}";
        var element = new XElement(
            Names.Rels + "Relationship",
            new XAttribute("Id", id),
            new XAttribute("Type", type),
            new XAttribute("Target", isExternal ? target : "/" + target));
        if (isExternal)
        {
            element.Add(new XAttribute("TargetMode", "External"));
        }

        root.Add(element);
        package.Changed(part);
        return id;
    }

    public void Remove(string id)
    {
        package.Xml(part).Root!.Elements().Where(element => (string?)element.Attribute("Id") == id).Remove();
        package.Changed(part);
    }

    public void Retarget(string id, string target)
    {
        package.Xml(part).Root!.Elements().Single(element => (string?)element.Attribute("Id") == id).SetAttributeValue("Target", target);
        package.Changed(part);
    }

    public static string PartOf(string source) => $"{OfficePackage.FolderOf(source)}_rels/{source[(source.LastIndexOf('/') + 1)..]}.rels";

    /// <summary>The part a relative address means, seen from the part that says it: <c>../media/a.png</c> from <c>ppt/slides/slide1.xml</c>.</summary>
    public static string Resolve(string source, string target)
    {
        var fragment = target.IndexOf('#', StringComparison.Ordinal);
        var path = Uri.UnescapeDataString(fragment < 0 ? target : target[..fragment]);
        var segments = new List<string>(path.StartsWith('/') ? [] : OfficePackage.FolderOf(source).Split('/', StringSplitOptions.RemoveEmptyEntries));
        foreach (var segment in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            switch (segment)
            {
                case ".":
                    break;
                case "..":
                    segments.RemoveRange(Math.Max(0, segments.Count - 1), Math.Min(1, segments.Count));
                    break;
                default:
                    segments.Add(segment);
                    break;
            }
        }

        return string.Join('/', segments);
    }

    private Relationship Read(XElement element)
    {
        var target = (string?)element.Attribute("Target") ?? "";
        var isExternal = (string?)element.Attribute("TargetMode") == "External";
        return new Relationship(
            (string?)element.Attribute("Id") ?? "", (string?)element.Attribute("Type") ?? "", isExternal ? target : Resolve(source, target), isExternal);
    }
}
