using System.Globalization;
using System.Text;
using System.Xml.Linq;
using Teg.Platform.Documents.Packages;

namespace Teg.Platform.Documents.Filling;

/// <summary>
/// A presentation: shapes, tables, notes, charts' titles, layouts and masters. A block whose tags stand in different shapes, in different slides or one of
/// them in the notes is about slides: the slides from the first tag to the last are repeated or left out. A shape that held nothing but such a tag goes.
/// </summary>
internal sealed class Deck(Job job)
{
    // What a copy of a slide goes on sharing; everything else a slide points at is its own and is copied with it.
    private static readonly HashSet<string> Shared = new(StringComparer.Ordinal)
    {
        "slideLayout", "slideMaster", "notesMaster", "theme", "image", "media", "video", "audio", "slide", "hyperlink", "font", "customXml", "tags", "commentAuthors",
    };

    private readonly Isolation isolation = new(job);
    private readonly OfficePackage package = job.Package;
    private readonly List<Slide> slides = [];
    private readonly Dictionary<string, IReadOnlyList<Relationship>> pointers = new(StringComparer.Ordinal);
    private readonly Dictionary<Block, (int From, int? Else, int To)> blocks = [];

    public void Fill(Scope data)
    {
        var presentation = package.Xml(package.MainPart).Root!;
        var relationships = package.RelationshipsOf(package.MainPart);
        foreach (var entry in presentation.Elements(Names.P + "sldIdLst").Elements())
        {
            slides.Add(Read(entry, relationships, slides.Count + 1));
        }

        job.Match(slides.SelectMany(slide => slide.Tokens).Select(job.Of));
        FindBlocks();
        foreach (var slide in slides)
        {
            foreach (var (part, root) in slide.Roots)
            {
                new DeckFiller(job, part).CheckSpans(root);
            }
        }

        var shown = Expand(0, slides.Count - 1, data, [.. blocks.Keys.OrderBy(block => blocks[block].From).ThenBy(block => block.Open)]).ToList();
        if (shown.Count == 0 && slides.Count > 0)
        {
            job.Report("", "presentation", "no slide is left");
        }

        RefuseLostLinks(shown.Select(slide => slide.Number).ToHashSet());
        if (job.Problems.Count > 0)
        {
            // The slides are still filled, to name what is wrong in them; which of them stay no longer matters.
            foreach (var (number, scope) in shown)
            {
                FillSlide(slides[number], slides[number].Roots.Select(root => (root.Part, new XElement(root.Root))), scope);
            }
        }
        else
        {
            Write(shown, presentation, relationships);
        }

        foreach (var part in package.PartNames.Where(name => IsLayout(package.ContentTypeOf(name))).ToList())
        {
            var name = (string?)package.Xml(part).Root!.Element(Names.P + "cSld")?.Attribute("name");
            Drawings.FillPart(job, isolation, part, data, name is null ? "slide master" : $"slide layout '{name}'");
        }
    }

    private static bool IsLayout(string? type) =>
        type is "application/vnd.openxmlformats-officedocument.presentationml.slideLayout+xml" or "application/vnd.openxmlformats-officedocument.presentationml.slideMaster+xml";

    private Slide Read(XElement entry, Relationships relationships, int number)
    {
        var part = relationships[(string?)entry.Attribute(Names.R + "id")]?.Target ?? "";
        var roots = new List<(string Part, XElement Root)> { (part, package.Xml(part).Root!) };
        isolation.MarkOnly(roots[0].Root, element => $"slide {number}{ShapeOf(element)}");
        foreach (var notes in package.RelationshipsOf(part).Targets("notesSlide"))
        {
            roots.Add((notes, package.Xml(notes).Root!));
            isolation.MarkOnly(roots[^1].Root, _ => $"notes of slide {number}");
        }

        foreach (var chart in package.RelationshipsOf(part).Targets("chart"))
        {
            roots.Add((chart, package.Xml(chart).Root!));
            isolation.MarkOnly(roots[^1].Root, _ => $"slide {number}, chart");
        }

        return new Slide(entry, part, roots);
    }

    private static string ShapeOf(XElement element)
    {
        var shape = element.AncestorsAndSelf()
            .FirstOrDefault(ancestor => ancestor.Name.Namespace == Names.P && ancestor.Name.LocalName is "sp" or "pic" or "graphicFrame" or "cxnSp" or "grpSp");
        var name = (string?)shape?.Elements().Elements(Names.P + "cNvPr").FirstOrDefault()?.Attribute("name");
        var table = element.Ancestors().LastOrDefault(Marks.IsTable);
        return (name is null ? "" : $", shape '{name}'") + (table is null ? "" : $", {Tables.Place(element, table)}");
    }

    /// <summary>Finds the blocks that are about slides and takes their tags out of the slides.</summary>
    private void FindBlocks()
    {
        var places = new Dictionary<int, (int Slide, XElement Token)>();
        for (var number = 0; number < slides.Count; number++)
        {
            foreach (var token in slides[number].Tokens)
            {
                places[Marks.NumberOf(token)] = (number, token);
            }
        }

        foreach (var (number, (from, open)) in places.OrderBy(place => place.Key))
        {
            if (job.BlockOf(job[number]) is not { } block || IsInsideShape(open, places[block.Close].Token))
            {
                continue;
            }

            var to = places[block.Close].Slide;
            var middle = block.Else is { } otherwise ? places[otherwise].Slide : (int?)null;
            if (middle == from)
            {
                job.Break(job[number], "{{else}} of a block over slides has to stand on a slide after the first");
                continue;
            }

            if (blocks.Any(other => other.Key.Close < block.Open && other.Value.To >= from))
            {
                job.Break(job[number], $"two blocks over slides share slide {from + 1} without one lying inside the other");
                continue;
            }

            blocks.Add(block, (from, middle, to));
            foreach (var tag in new[] { block.Open, block.Close }.Concat(block.Else is { } inner ? [inner] : []))
            {
                TakeOut(places[tag].Token);
            }
        }
    }

    private static bool IsInsideShape(XElement open, XElement close)
    {
        var outer = open.Ancestors().ToHashSet();
        return close.Ancestors().FirstOrDefault(outer.Contains) is { } common
            && common.AncestorsAndSelf().Any(element => element.Name.LocalName is "txBody" or "tbl" or "rich" || Marks.IsParagraph(element));
    }

    private static void TakeOut(XElement token)
    {
        var paragraph = Marks.ParagraphOf(token)!;
        var shape = token.Ancestors(Names.P + "sp").FirstOrDefault();
        token.Remove();
        if (shape is not null && !shape.Descendants(Marks.Token).Any() && !shape.Descendants(Names.A + "t").Any(text => text.Value.Length > 0)
            && shape.Ancestors(Names.P + "notes").FirstOrDefault() is null)
        {
            shape.Remove();
        }
        else if (!paragraph.Descendants(Marks.Token).Any() && !paragraph.Descendants(Names.A + "t").Any(text => text.Value.Length > 0)
            && paragraph.Parent!.Elements(Names.A + "p").Skip(1).Any())
        {
            paragraph.Remove();
        }
    }

    private IEnumerable<(int Number, Scope Scope)> Expand(int from, int to, Scope scope, List<Block> inside)
    {
        for (var number = from; number <= to; number++)
        {
            var block = inside.FirstOrDefault(candidate => blocks[candidate].From == number && blocks[candidate].To <= to);
            if (block is null)
            {
                yield return (number, scope);
                continue;
            }

            var (_, middle, end) = blocks[block];
            var inner = inside.Where(other => other != block && blocks[other].From >= number && blocks[other].To <= end).ToList();
            var (rounds, isElse) = job.Rounds(job[block.Open], scope);
            var (first, last) = isElse ? (middle ?? end + 1, end) : (number, (middle ?? end + 1) - 1);
            foreach (var round in rounds)
            {
                foreach (var shown in Expand(first, last, round, inner))
                {
                    yield return shown;
                }
            }

            number = end;
        }
    }

    private void RefuseLostLinks(HashSet<int> shown)
    {
        foreach (var number in shown)
        {
            foreach (var target in package.RelationshipsOf(slides[number].Part).Targets("slide"))
            {
                var lost = slides.FindIndex(slide => slide.Part == target);
                if (lost >= 0 && !shown.Contains(lost))
                {
                    job.Report("", $"slide {number + 1}", $"it links to slide {lost + 1}, which is left out");
                }
            }
        }
    }

    private void Write(List<(int Number, Scope Scope)> shown, XElement presentation, Relationships relationships)
    {
        var list = presentation.Element(Names.P + "sldIdLst");
        var next = slides.Select(slide => (uint)slide.Entry.Attribute("id")!).DefaultIfEmpty(255u).Max() + 1;
        var copies = new Dictionary<int, int>();
        var entries = new List<XElement>();
        var templates = slides.ToDictionary(slide => slide.Part, slide => slide.Roots
            .ToDictionary(root => root.Part, root => new XElement(root.Root)), StringComparer.Ordinal);
        // A copy is one of the template's slide: the pictures its first filling brought along are not its own.
        foreach (var (part, _) in slides.SelectMany(slide => slide.Roots))
        {
            pointers[part] = [.. package.RelationshipsOf(part).All];
        }

        foreach (var (number, scope) in shown)
        {
            var slide = slides[number];
            if (copies.TryAdd(number, 1))
            {
                FillSlide(slide, slide.Roots, scope);
                foreach (var part in slide.Marked)
                {
                    package.Changed(part);
                }

                entries.Add(slide.Entry);
                continue;
            }

            copies[number]++;
            var names = new Dictionary<string, string>(StringComparer.Ordinal);
            Copy(slide.Part, names, templates[slide.Part]);
            FillSlide(slide, slide.Roots.Select(root => (names[root.Part], package.Xml(names[root.Part]).Root!)), scope);
            foreach (var (part, _) in slide.Roots)
            {
                package.Changed(names[part]);
            }

            var entry = new XElement(slide.Entry);
            entry.SetAttributeValue("id", next);
            entry.SetAttributeValue(Names.R + "id", relationships.IdOf(Names.Relationship + "slide", names[slide.Part]));
            AddToSection(presentation, entries[^1], slide.Entry, next++);
            entries.Add(entry);
        }

        var gone = slides.Where((_, number) => !copies.ContainsKey(number)).ToList();
        foreach (var slide in gone)
        {
            Remove(slide, presentation, relationships);
        }

        if (gone.Count > 0 || shown.Count > slides.Count || copies.Values.Any(count => count > 1))
        {
            list!.ReplaceNodes(entries);
            package.Changed(package.MainPart);
        }
    }

    private void FillSlide(Slide slide, IEnumerable<(string Part, XElement Root)> roots, Scope scope)
    {
        foreach (var (part, root) in roots.ToList())
        {
            new DeckFiller(job, part) { Template = slide.Part }.Fill([root], scope);
        }
    }

    /// <summary>Copies a part with everything that is its own, and points the copies at each other.</summary>
    private void Copy(string part, Dictionary<string, string> names, Dictionary<string, XElement> templates)
    {
        var extension = Path.GetExtension(part);
        var stem = Path.GetFileNameWithoutExtension(part).TrimEnd('0', '1', '2', '3', '4', '5', '6', '7', '8', '9');
        var name = package.FreeName(OfficePackage.FolderOf(part), stem, extension);
        names.Add(part, name);
        var type = package.ContentTypeOf(part) ?? "application/octet-stream";
        if (templates.TryGetValue(part, out var template))
        {
            package.Add(name, new XDocument(template), type);
        }
        else
        {
            package.Add(name, package.Bytes(part), type);
        }

        var copied = new XElement(Names.Rels + "Relationships");
        foreach (var relationship in pointers.TryGetValue(part, out var own) ? own : package.RelationshipsOf(part).All)
        {
            var target = relationship.Target;
            if (!relationship.IsExternal && names.TryGetValue(target, out var known))
            {
                target = known;
            }
            else if (!relationship.IsExternal && !Shared.Contains(relationship.Type[(relationship.Type.LastIndexOf('/') + 1)..]) && package.Has(target))
            {
                Copy(target, names, templates);
                target = names[target];
            }

            var element = new XElement(
                Names.Rels + "Relationship",
                new XAttribute("Id", relationship.Id), new XAttribute("Type", relationship.Type),
                    new XAttribute("Target", relationship.IsExternal ? target : "/" + target));
            if (relationship.IsExternal)
            {
                element.Add(new XAttribute("TargetMode", "External"));
            }

            copied.Add(element);
        }

        if (copied.HasElements)
        {
            package.AddRelationshipsPart(Relationships.PartOf(name), new XDocument(copied));
        }
    }

    private static void AddToSection(XElement presentation, XElement previous, XElement template, uint id)
    {
        var sections = presentation.Descendants(Names.P14 + "sldId").ToList();
        var before = sections.FirstOrDefault(entry => (string?)entry.Attribute("id") == (string?)previous.Attribute("id"))
            ?? sections.FirstOrDefault(entry => (string?)entry.Attribute("id") == (string?)template.Attribute("id"));
        before?.AddAfterSelf(new XElement(Names.P14 + "sldId", new XAttribute("id", id)));
    }

    private void Remove(Slide slide, XElement presentation, Relationships relationships)
    {
        var id = (string)slide.Entry.Attribute(Names.R + "id")!;
        presentation.Descendants(Names.P14 + "sldId").Where(entry => (string?)entry.Attribute("id") == (string?)slide.Entry.Attribute("id")).Remove();
        presentation.Descendants(Names.P + "custShow").Descendants(Names.P + "sld").Where(entry => (string?)entry.Attribute(Names.R + "id") == id).Remove();
        relationships.Remove(id);
        RemovePart(slide.Part, []);
    }

    private void RemovePart(string part, HashSet<string> seen)
    {
        if (!seen.Add(part) || !package.Has(part))
        {
            return;
        }

        foreach (var relationship in package.RelationshipsOf(part).All
            .Where(relationship => !relationship.IsExternal && !Shared.Contains(relationship.Type[(relationship.Type.LastIndexOf('/') + 1)..])).ToList())
        {
            RemovePart(relationship.Target, seen);
        }

        package.Remove(part);
    }

    /// <param name="Roots">The slide itself, its notes, its charts.</param>
    private sealed record Slide(XElement Entry, string Part, IReadOnlyList<(string Part, XElement Root)> Roots)
    {
        public IReadOnlyList<XElement> Tokens { get; } = [.. Roots.SelectMany(root => root.Root.Descendants(Marks.Token))];

        /// <summary>The parts that have something to fill; the others stay as they came.</summary>
        public IReadOnlyList<string> Marked { get; } =
            [.. Roots.Where(root => Marks.AreIn(root.Root)).Select(root => root.Part)];
    }
}

internal sealed class DeckFiller(Job job, string part) : Filler(job, part)
{
    private static readonly string[] Fills = ["noFill", "solidFill", "gradFill", "blipFill", "pattFill", "grpFill"];

    /// <summary>The slide of the template, whose layout says where a shape stands that does not say it itself.</summary>
    public string? Template { get; init; }

    protected override void PlacePicture(XElement token, ImageTag tag, PictureValue picture, PictureFile file, Scope scope)
    {
        var shape = token.Ancestors(Names.P + "sp").FirstOrDefault();
        if (shape is null || shape.Descendants(Marks.Token).Skip(1).Any() || shape.Descendants(Names.A + "t").Any(text => text.Value.Trim().Length > 0))
        {
            Job.Report(Job.Of(token), scope, "a picture takes the place of a whole shape, so its placeholder has to stand alone in one");
            return;
        }

        if (FrameOf(shape) is not { } frame || BoxOf(shape) is not { Width: > 0, Height: > 0 } box)
        {
            Job.Report(Job.Of(token), scope, "the size of the picture's box is nowhere said");
            return;
        }

        var name = shape.Element(Names.P + "nvSpPr")!.Element(Names.P + "cNvPr")!;
        var own = shape.Element(Names.P + "spPr");
        var look = own?.Elements().Where(element => element.Name != Names.A + "xfrm" && !Fills.Contains(element.Name.LocalName)).ToList() ?? [];
        if (!look.Exists(element => element.Name.LocalName is "prstGeom" or "custGeom"))
        {
            look.Insert(0, new XElement(Names.A + "prstGeom", new XAttribute("prst", "rect"), new XElement(Names.A + "avLst")));
        }

        shape.ReplaceWith(new XElement(
            Names.P + "pic",
            new XElement(
                Names.P + "nvPicPr",
                new XElement(Names.P + "cNvPr", new XAttribute("id", (string)name.Attribute("id")!),
                    new XAttribute("name", (string?)name.Attribute("name") ?? ""), new XAttribute("descr", picture.Description)),
                new XElement(Names.P + "cNvPicPr", new XElement(Names.A + "picLocks", new XAttribute("noChangeAspect", 1))),
                new XElement(Names.P + "nvPr")),
            new XElement(
                Names.P + "blipFill",
                new XElement(Names.A + "blip", new XAttribute(Names.R + "embed", Job.Show(Part, picture, file))),
                Crop(file, box),
                new XElement(Names.A + "stretch", new XElement(Names.A + "fillRect"))),
            new XElement(Names.P + "spPr", new XElement(frame), look)));
    }

    protected override (double Width, double Height)? BoxOf(XElement owner)
    {
        if (FrameOf(owner)?.Element(Names.A + "ext") is not { } size)
        {
            return null;
        }

        var (width, height) = ((double)size.Attribute("cx")!, (double)size.Attribute("cy")!);
        foreach (var group in owner.Ancestors(Names.P + "grpSp"))
        {
            // A group may be drawn larger or smaller than its shapes were.
            var frame = group.Element(Names.P + "grpSpPr")?.Element(Names.A + "xfrm");
            if (frame?.Element(Names.A + "ext") is { } outer && frame.Element(Names.A + "chExt") is { } inner
                && (double)inner.Attribute("cx")! > 0 && (double)inner.Attribute("cy")! > 0)
            {
                width *= (double)outer.Attribute("cx")! / (double)inner.Attribute("cx")!;
                height *= (double)outer.Attribute("cy")! / (double)inner.Attribute("cy")!;
            }
        }

        return (width, height);
    }

    protected override void Written(XElement paragraph, string text)
    {
        // DrawingML knows the direction of paragraphs only; the first letter that has one decides, as Unicode says.
        if (!text.EnumerateRunes().Any(RunWriter.IsRightToLeft))
        {
            return;
        }

        var whole = string.Concat(paragraph.Descendants(Names.A + "t").Select(piece => piece.Value));
        var first = whole.EnumerateRunes().FirstOrDefault(Rune.IsLetter);
        if (RunWriter.IsRightToLeft(first))
        {
            var properties = paragraph.Element(Names.A + "pPr");
            if (properties is null)
            {
                properties = new XElement(Names.A + "pPr");
                paragraph.AddFirst(properties);
            }

            properties.SetAttributeValue("rtl", 1);
            if (properties.Attribute("algn") is null)
            {
                properties.SetAttributeValue("algn", "r");
            }
        }
    }

    protected override void Tidy(XElement container, XElement? template)
    {
        base.Tidy(container, template);
        if (container.Name == Names.A + "tbl" && container.Ancestors(Names.P + "graphicFrame").FirstOrDefault() is { } frame)
        {
            // The frame is as tall as its rows, and every row has an identity of its own.
            var rows = container.Elements(Names.A + "tr").ToList();
            frame.Element(Names.P + "xfrm")?.Element(Names.A + "ext")?.SetAttributeValue("cy", rows.Sum(row => (long?)row.Attribute("h") ?? 0));
            var known = new HashSet<string>(StringComparer.Ordinal);
            foreach (var id in rows.Elements(Names.A + "extLst").Descendants().Where(element => element.Name.LocalName == "rowId"))
            {
                var value = (string?)id.Attribute("val") ?? "0";
                while (!known.Add(value))
                {
                    value = (uint.Parse(value, CultureInfo.InvariantCulture) + 1).ToString(CultureInfo.InvariantCulture);
                }

                id.SetAttributeValue("val", value);
            }
        }
    }

    private XElement? FrameOf(XElement shape)
    {
        var own = shape.Element(Names.P + "spPr")?.Element(Names.A + "xfrm");
        if (own is not null || shape.Elements().Elements(Names.P + "nvPr").Elements(Names.P + "ph").FirstOrDefault() is not { } slot || Template is null)
        {
            return own;
        }

        // Slide → layout → master: the first that places the same slot.
        var layout = Job.Package.RelationshipsOf(Template).Targets("slideLayout").FirstOrDefault();
        var master = layout is null ? null : Job.Package.RelationshipsOf(layout).Targets("slideMaster").FirstOrDefault();
        foreach (var level in new[] { layout, master }.OfType<string>())
        {
            foreach (var candidate in Job.Package.Xml(level).Descendants(Names.P + "ph"))
            {
                var key = slot.Attribute("idx") is not null && level == layout ? "idx" : "type";
                var isSame = (string?)candidate.Attribute(key) == (string?)slot.Attribute(key);
                var frame = candidate.Parent?.Parent?.Parent?.Element(Names.P + "spPr")?.Element(Names.A + "xfrm");
                if (isSame && frame is not null)
                {
                    return frame;
                }
            }
        }

        return null;
    }
}
