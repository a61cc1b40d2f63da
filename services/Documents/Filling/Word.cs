using System.Globalization;
using System.Xml.Linq;
using Teg.Platform.Documents.Packages;

namespace Teg.Platform.Documents.Filling;

/// <summary>A Word document: body, headers, footers, notes, comments, text boxes (both branches of their alternate content) and chart titles.</summary>
internal sealed class Word(Job job)
{
    private readonly Isolation isolation = new(job);

    public void Fill(Scope data)
    {
        var package = job.Package;
        var main = package.MainPart;
        var relationships = package.RelationshipsOf(main);

        var footnotes = Notes("footnotes", "footnote", relationships);
        var endnotes = Notes("endnotes", "endnote", relationships);

        var stories = new List<(string Part, XElement Root, Func<XElement, string> Place)> { (main, package.Xml(main).Root!, element => Place(element, "")) };
        foreach (var kind in new[] { "header", "footer" })
        {
            foreach (var part in relationships.Targets(kind).Distinct(StringComparer.Ordinal))
            {
                var name = PageName(kind, part);
                stories.Add((part, package.Xml(part).Root!, element => Place(element, name)));
            }
        }

        foreach (var part in relationships.Targets("comments"))
        {
            stories.Add((part, package.Xml(part).Root!, element => Place(element, $"comment {NumberIn(element, "comment")}")));
        }

        foreach (var (_, root, place) in stories)
        {
            isolation.Mark(root, place);
        }

        foreach (var (part, root, _) in stories)
        {
            var filler = new WordFiller(job, part, footnotes, endnotes);
            filler.CheckSpans(root);
            if (Marks.AreIn(root))
            {
                package.Changed(part);
            }

            filler.Fill([root], data);
            if (filler.HasRepeated)
            {
                Unique(root);
            }

            NumberDrawings(root);
        }

        footnotes?.End();
        endnotes?.End();
        Drawings.FillCharts(job, isolation, data, chart => $"chart {chart}");
    }

    private NotesPart? Notes(string kind, string element, Relationships relationships) =>
        relationships.Targets(kind).FirstOrDefault() is { } part
            ? new NotesPart(job, isolation, part, element, inside => Place(inside, $"{element} {NumberIn(inside, element)}"))
            : null;

    /// <summary>"page header of section 2", "first-page footer of section 1".</summary>
    private string PageName(string kind, string part)
    {
        var package = job.Package;
        var id = package.RelationshipsOf(package.MainPart).All.First(relationship => relationship.Target == part).Id;
        var sections = package.Xml(package.MainPart).Descendants(Names.W + "sectPr").ToList();
        for (var number = 0; number < sections.Count; number++)
        {
            var reference = sections[number].Elements(Names.W + (kind + "Reference")).FirstOrDefault(element => (string?)element.Attribute(Names.R + "id") == id);
            if (reference is not null)
            {
                var page = (string?)reference.Attribute(Names.W + "type") switch { "first" => "first-page", "even" => "even-page", _ => "page" };
                return $"{page} {kind} of section {number + 1}";
            }
        }

        return $"{kind} that no section shows";
    }

    private static string Place(XElement element, string story)
    {
        var box = element.Ancestors().FirstOrDefault(Marks.IsStory);
        var words = box is null ? story : $"{Place(box.Parent!, story)}, text box";
        var scope = box ?? element.Ancestors().LastOrDefault();
        var inside = InStory(element, scope);
        return words.Length == 0 ? inside : inside.Length == 0 ? words : $"{words}, {inside}";
    }

    private static string InStory(XElement element, XElement? story)
    {
        var table = element.Ancestors().TakeWhile(ancestor => ancestor != story).LastOrDefault(Marks.IsTable);
        if (table is not null)
        {
            return $"table {NumberOf(table, story)}, {Tables.Place(element, table)}";
        }

        var paragraph = Marks.ParagraphOf(element);
        return paragraph is null ? "" : $"paragraph {NumberOf(paragraph, story)}";
    }

    // Paragraphs in tables and text boxes are counted there.
    private static string NumberOf(XElement element, XElement? story)
    {
        var siblings = (story?.Descendants(element.Name) ?? [element])
            .Where(other => !other.Ancestors().TakeWhile(ancestor => ancestor != story).Any(ancestor => Marks.IsTable(ancestor) || Marks.IsStory(ancestor)));
        return (siblings.TakeWhile(other => other != element).Count() + 1).ToString(CultureInfo.InvariantCulture);
    }

    private static string NumberIn(XElement element, string name)
    {
        var note = element.AncestorsAndSelf(Names.W + name).FirstOrDefault();
        return (string?)note?.Attribute(Names.W + "id") ?? "";
    }

    /// <summary>What names or numbers one place in the document stays with its first copy.</summary>
    private static void Unique(XElement root)
    {
        var known = new HashSet<string>(StringComparer.Ordinal);
        foreach (var element in root.Descendants().Where(element => element.Name.Namespace == Names.W && element.Name.LocalName is
                     "bookmarkStart" or "bookmarkEnd" or "commentRangeStart" or "commentRangeEnd" or "commentReference" or "permStart" or "permEnd").ToList())
        {
            if (!known.Add($"{element.Name.LocalName} {(string?)element.Attribute(Names.W + "id")}"))
            {
                element.Remove();
            }
        }

        foreach (var attribute in root.Descendants().Attributes()
            .Where(attribute => attribute.Name == Names.W14 + "paraId" || attribute.Name == Names.W14 + "textId").ToList())
        {
            if (!known.Add($"{attribute.Name.LocalName} {attribute.Value}"))
            {
                attribute.Remove();
            }
        }

        foreach (var id in root.Descendants(Names.W + "sdtPr").Elements(Names.W + "id").ToList())
        {
            if (!known.Add($"control {(string?)id.Attribute(Names.W + "val")}"))
            {
                id.Remove();
            }
        }
    }

    private static void NumberDrawings(XElement root)
    {
        var drawings = root.Descendants(Names.Wp + "docPr").ToList();
        var known = new HashSet<long>();
        var next = drawings.Select(drawing => (long?)drawing.Attribute("id") ?? 0).DefaultIfEmpty().Max() + 1;
        foreach (var drawing in drawings)
        {
            // Zero is what the engine gives its own pictures.
            var id = (long?)drawing.Attribute("id") ?? 0;
            if (id == 0 || !known.Add(id))
            {
                drawing.SetAttributeValue("id", next++);
            }
        }
    }
}

/// <summary>Footnotes or endnotes: each is filled where it is referred to, so a note of a repeated paragraph is repeated with it.</summary>
internal sealed class NotesPart
{
    private readonly Job job;
    private readonly string part;
    private readonly XElement root;
    private readonly Dictionary<string, XElement> templates = new(StringComparer.Ordinal);
    private readonly HashSet<string> used = new(StringComparer.Ordinal);
    private readonly bool hasMarks;
    private int next;

    public NotesPart(Job job, Isolation isolation, string part, string element, Func<XElement, string> place)
    {
        this.job = job;
        this.part = part;
        root = job.Package.Xml(part).Root!;
        var filler = new Filler(job, part);
        foreach (var note in root.Elements(Names.W + element))
        {
            isolation.Mark(note, place);
            filler.CheckSpans(note);
            var id = (string?)note.Attribute(Names.W + "id") ?? "";
            templates[id] = new XElement(note);
            next = Math.Max(next, (int.TryParse(id, CultureInfo.InvariantCulture, out var number) ? number : 0) + 1);
        }

        hasMarks = Marks.AreIn(root);
    }

    /// <summary>The note for one more reference: the first one keeps its number, a copy gets the next.</summary>
    public string Use(string id, Scope scope)
    {
        if (!templates.TryGetValue(id, out var template))
        {
            return id;
        }

        XElement note;
        if (used.Add(id))
        {
            note = root.Elements().First(element => (string?)element.Attribute(Names.W + "id") == id);
        }
        else
        {
            id = (next++).ToString(CultureInfo.InvariantCulture);
            note = new XElement(template);
            note.SetAttributeValue(Names.W + "id", id);
            foreach (var attribute in note.Descendants().Attributes().Where(attribute => attribute.Name.Namespace == Names.W14).ToList())
            {
                attribute.Remove();
            }

            used.Add(id);
            root.Add(note);
            job.Package.Changed(part);
        }

        new Filler(job, part).Fill([note], scope);
        return id;
    }

    /// <summary>Notes whose reference was left out go with it.</summary>
    public void End()
    {
        if (hasMarks)
        {
            root.Elements().Where(Marks.AreIn).Remove();
            job.Package.Changed(part);
        }
    }
}

internal sealed class WordFiller(Job job, string part, NotesPart? footnotes, NotesPart? endnotes) : Filler(job, part)
{
    private const double EmuPerInch = 914_400;
    private const double EmuPerMillimetre = 36_000;
    private const double EmuPerTwip = 635;

    protected override bool IsEvent(XElement element) =>
        base.IsEvent(element) || element.Name == Names.W + "footnoteReference" || element.Name == Names.W + "endnoteReference";

    protected override void FillOne(XElement element, Scope scope)
    {
        var notes = element.Name == Names.W + "footnoteReference" ? footnotes : element.Name == Names.W + "endnoteReference" ? endnotes : null;
        if (notes is null)
        {
            base.FillOne(element, scope);
            return;
        }

        var id = (string?)element.Attribute(Names.W + "id") ?? "";
        var own = notes.Use(id, scope);
        if (own != id)
        {
            element.SetAttributeValue(Names.W + "id", own);
        }
    }

    protected override void PlacePicture(XElement token, ImageTag tag, PictureValue picture, PictureFile file, Scope scope)
    {
        var width = tag.Millimetres is { } millimetres ? (double)millimetres * EmuPerMillimetre : file.Width / file.Dpi * EmuPerInch;
        width = Math.Min(width, RoomFor(token));
        var (cx, cy) = ((long)width, Math.Max(1, (long)(width * file.Height / file.Width)));
        var id = Job.Show(Part, picture, file);
        var name = $"Picture {Marks.NumberOf(token) + 1}";

        token.ReplaceWith(new XElement(
            Names.W + "r",
            Marks.PropertiesOf(token),
            new XElement(
                Names.W + "drawing",
                new XElement(
                    Names.Wp + "inline",
                    new XAttribute("distT", 0), new XAttribute("distB", 0), new XAttribute("distL", 0), new XAttribute("distR", 0),
                    new XElement(Names.Wp + "extent", new XAttribute("cx", cx), new XAttribute("cy", cy)),
                    new XElement(Names.Wp + "docPr", new XAttribute("id", 0), new XAttribute("name", name), new XAttribute("descr", picture.Description)),
                    new XElement(Names.Wp + "cNvGraphicFramePr", new XElement(Names.A + "graphicFrameLocks", new XAttribute("noChangeAspect", 1))),
                    new XElement(
                        Names.A + "graphic",
                        new XElement(
                            Names.A + "graphicData",
                            new XAttribute("uri", Names.Pic.NamespaceName),
                            new XElement(
                                Names.Pic + "pic",
                                new XElement(
                                    Names.Pic + "nvPicPr",
                                    new XElement(Names.Pic + "cNvPr", new XAttribute("id", 0), new XAttribute("name", name)),
                                    new XElement(Names.Pic + "cNvPicPr")),
                                new XElement(
                                    Names.Pic + "blipFill",
                                    new XElement(Names.A + "blip", new XAttribute(Names.R + "embed", id)),
                                    new XElement(Names.A + "stretch", new XElement(Names.A + "fillRect"))),
                                new XElement(
                                    Names.Pic + "spPr",
                                    new XElement(
                                        Names.A + "xfrm",
                                        new XElement(Names.A + "off", new XAttribute("x", 0), new XAttribute("y", 0)),
                                        new XElement(Names.A + "ext", new XAttribute("cx", cx), new XAttribute("cy", cy))),
                                    new XElement(Names.A + "prstGeom", new XAttribute("prst", "rect"), new XElement(Names.A + "avLst"))))))))));
    }

    /// <summary>How wide a picture can be where it stands: the cell, or the text between the margins.</summary>
    private double RoomFor(XElement token)
    {
        var cell = token.Ancestors(Names.W + "tc").FirstOrDefault()?.Element(Names.W + "tcPr")?.Element(Names.W + "tcW");
        if ((string?)cell?.Attribute(Names.W + "type") == "dxa" && (double?)cell!.Attribute(Names.W + "w") is { } wide and > 300)
        {
            // Word's cells have 0.08 inch on both sides.
            return (wide - 216) * EmuPerTwip;
        }

        var section = Job.Package.Xml(Job.Package.MainPart).Descendants(Names.W + "sectPr").LastOrDefault();
        var page = (double?)section?.Element(Names.W + "pgSz")?.Attribute(Names.W + "w") ?? 12240;
        var margins = section?.Element(Names.W + "pgMar");
        var room = page - ((double?)margins?.Attribute(Names.W + "left") ?? 1440) - ((double?)margins?.Attribute(Names.W + "right") ?? 1440);
        return Math.Max(room, 720) * EmuPerTwip;
    }
}
