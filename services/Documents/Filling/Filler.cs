using System.Globalization;
using System.Xml.Linq;
using Teg.Platform.Documents.Packages;

namespace Teg.Platform.Documents.Filling;

/// <summary>Fills the marked tree of one part: repeats, leaves out and replaces, from the outermost block inwards.</summary>
internal class Filler(Job job, string part)
{
    protected Job Job { get; } = job;

    protected string Part { get; } = part;

    /// <summary>Whether anything was repeated, so that what has to be unique must be looked after.</summary>
    public bool HasRepeated { get; private set; }

    /// <summary>Fills siblings that stand in a tree, seen from one scope.</summary>
    public void Fill(IReadOnlyList<XElement> siblings, Scope scope)
    {
        if (siblings.Count == 0)
        {
            return;
        }

        var events = siblings.SelectMany(EventsOf).ToList();
        var spans = SpansOf(events);
        var covered = spans.SelectMany(span => span.Nodes).ToHashSet();

        foreach (var element in events.Where(element => !element.AncestorsAndSelf().Any(covered.Contains)))
        {
            // What follows a list's tag that has no end is about its items; seen from here it would be a second complaint about the same.
            if (element.Name == Marks.Token && Job.Of(element).Tag is EachTag)
            {
                break;
            }

            FillOne(element, scope);
        }

        foreach (var span in spans)
        {
            Repeat(span, scope);
        }
    }

    /// <summary>Reports the blocks of a story whose ends stand where nothing can be repeated between them.</summary>
    public void CheckSpans(XElement root)
    {
        foreach (var story in root.DescendantsAndSelf().Where(element => element == root || Marks.IsStory(element)))
        {
            var tokens = Isolation.TokensOf(story).ToList();
            foreach (var open in tokens)
            {
                if (Job.BlockOf(Job.Of(open)) is { } block)
                {
                    try
                    {
                        SpanOf(block, open, tokens);
                    }
                    catch (FormatException wrong)
                    {
                        Job.Break(Job.Of(open), wrong.Message);
                    }
                }
            }
        }
    }

    protected virtual bool IsEvent(XElement element) =>
        element.Name == Marks.Token || Marks.IsStory(element) || element.Attribute(Marks.Alternative) is not null;

    protected virtual void FillOne(XElement element, Scope scope)
    {
        if (element.Name == Marks.Token)
        {
            Replace(element, scope);
        }
        else if (Marks.IsStory(element))
        {
            Fill([.. element.Elements()], scope);
            Tidy(element, null);
        }
        else
        {
            FillAlternative(element, scope);
        }
    }

    /// <summary>A picture in the line of a text; the languages differ in what that is.</summary>
    protected virtual void PlacePicture(XElement token, ImageTag tag, PictureValue picture, PictureFile file, Scope scope) =>
        Job.Report(Job.Of(token), scope, "no picture can stand here; put one there and write the placeholder into its alternative text");

    /// <summary>A text has been written into a paragraph.</summary>
    protected virtual void Written(XElement paragraph, string text)
    {
    }

    /// <summary>The box a picture has to fill, in any unit; null when it is nowhere said.</summary>
    protected virtual (double Width, double Height)? BoxOf(XElement owner)
    {
        var size = owner.Elements().Where(element => element.Name.LocalName == "spPr").Elements(Names.A + "xfrm").Elements(Names.A + "ext").FirstOrDefault()
            ?? owner.Element(Names.Wp + "extent");
        return size is null ? null : ((double)size.Attribute("cx")!, (double)size.Attribute("cy")!);
    }

    private IEnumerable<XElement> EventsOf(XElement element)
    {
        if (IsEvent(element))
        {
            yield return element;
        }

        if (Marks.IsStory(element))
        {
            yield break;
        }

        foreach (var inner in element.Elements())
        {
            foreach (var found in EventsOf(inner))
            {
                yield return found;
            }
        }
    }

    private List<Span> SpansOf(List<XElement> events)
    {
        var found = new List<Span>();
        for (var position = 0; position < events.Count; position++)
        {
            if (events[position].Name != Marks.Token || Job.BlockOf(Job.Of(events[position])) is not { } block)
            {
                continue;
            }

            var end = events.FindIndex(position, element => element.Name == Marks.Token && Marks.NumberOf(element) == block.Close);
            if (end < 0)
            {
                continue;
            }

            try
            {
                found.Add(SpanOf(block, events[position], events.GetRange(position, end - position + 1)));
            }
            catch (FormatException wrong)
            {
                Job.Break(Job.Of(events[position]), wrong.Message);
            }

            position = end;
        }

        // A row that repeats may begin with a condition inside one of its cells: the larger span comes first, the smaller one is met in its copies.
        var taken = new HashSet<XElement>();
        var chosen = new HashSet<Span>();
        foreach (var span in found.OrderBy(span => span.Nodes[0].Ancestors().Count()))
        {
            if (!span.Nodes[0].AncestorsAndSelf().Any(taken.Contains))
            {
                taken.UnionWith(span.Nodes);
                chosen.Add(span);
            }
        }

        return [.. found.Where(chosen.Contains)];
    }

    /// <summary>What a block repeats: the content between its tags, whole paragraphs, or whole rows.</summary>
    /// <exception cref="FormatException">Its ends do not stand in one line, one text or one table.</exception>
    private Span SpanOf(Block block, XElement open, IReadOnlyList<XElement> tokens)
    {
        var close = tokens.First(token => token.Name == Marks.Token && Marks.NumberOf(token) == block.Close);
        var otherwise = block.Else is { } number ? tokens.First(token => token.Name == Marks.Token && Marks.NumberOf(token) == number) : null;
        var outer = open.Ancestors().ToHashSet();
        var common = close.Ancestors().First(outer.Contains);

        var level = common.AncestorsAndSelf()
            .FirstOrDefault(element => Marks.IsParagraph(element) || Marks.IsRow(element) || Marks.IsTable(element) || Marks.IsCell(element) || Marks.IsStory(element));
        if (level is not null && Marks.IsParagraph(level))
        {
            return Inline(block, common, open, close, otherwise);
        }

        if (level is not null && Marks.IsRow(level))
        {
            return otherwise is null
                ? new Span(block, [level], null, IsInline: false)
                : throw new FormatException("{{else}} of a block over a table's row has to stand in a row of its own");
        }

        var from = ChildOf(common, open);
        var to = ChildOf(common, close);
        var isTable = level is not null && Marks.IsTable(level);
        if (isTable != (ContainsRow(from) && ContainsRow(to)) || (!isTable && !(Marks.IsParagraph(from) && Marks.IsParagraph(to))))
        {
            throw new FormatException($"the block begins in {Job.Of(open).Place} and ends in {Job.Of(close).Place}; both have to stand in the same table or the same text");
        }

        if (!isTable && (!IsEdge(from, open, isBefore: true) || !IsEdge(to, close, isBefore: false)))
        {
            throw new FormatException("the block spans paragraphs, so nothing may stand in its first paragraph before {{#…}} nor in its last after {{/…}}");
        }

        var nodes = from.ElementsAfterSelf().TakeWhile(element => element != to).Prepend(from).ToList();
        if (to != from)
        {
            nodes.Add(to);
        }

        XElement? middle = null;
        if (otherwise is not null)
        {
            middle = ChildOf(common, otherwise);
            if (middle == from || middle == to || !IsAlone(middle, otherwise))
            {
                throw new FormatException($"{{{{else}}}} of a block over {(isTable ? "rows has to stand in a row" : "paragraphs has to stand in a paragraph")} of its own");
            }
        }

        return new Span(block, nodes, middle, IsInline: false);
    }

    private static Span Inline(Block block, XElement common, XElement open, XElement close, XElement? otherwise)
    {
        if (open.Parent != common || close.Parent != common || (otherwise is not null && otherwise.Parent != common))
        {
            throw new FormatException("one end of the block stands inside a link, a content control or a tracked change, the other outside of it");
        }

        var nodes = open.ElementsAfterSelf().TakeWhile(element => element != close).Prepend(open).Append(close).ToList();
        return new Span(block, nodes, otherwise, IsInline: true);
    }

    private static XElement ChildOf(XElement parent, XElement inner) => inner.AncestorsAndSelf().First(element => element.Parent == parent);

    private static bool ContainsRow(XElement element) => Marks.IsRow(element)
        || element.Elements().Where(child => child.Name.LocalName == "sdtContent").Elements().Any(Marks.IsRow);

    // Several blocks may begin or end in one paragraph; they are worked on one after the other.
    private bool IsEdge(XElement paragraph, XElement tag, bool isBefore) =>
        !paragraph.Descendants()
            .Where(element => isBefore ? element.IsBefore(tag) : element.IsAfter(tag))
            .Any(element => (element.Name.LocalName == "t" && element.Value.Trim().Length > 0)
                || (element.Name == Marks.Token && Job.Of(element).Tag is not (EachTag or IfTag or CloseTag)));

    private static bool IsAlone(XElement element, XElement token) =>
        element.Descendants(Marks.Token).All(other => other == token) && !HasContent(element);

    private static bool HasContent(XElement element) => element.Descendants().Any(inner => inner.Name.LocalName switch
    {
        "t" => inner.Value.Length > 0,
        "drawing" or "pict" or "object" or "sym" or "footnoteReference" or "endnoteReference" or "fldChar" or "fld" or "oMath" or "AlternateContent" => true,
        // In a paragraph's properties they are settings.
        "br" or "tab" => inner.Parent!.Name.LocalName == "r",
        _ => false,
    });

    protected static bool IsBlank(XElement element) =>
        !HasContent(element) && !element.Descendants(Marks.Token).Any() && !element.Descendants(Names.W + "sectPr").Any();

    private void Repeat(Span span, Scope scope)
    {
        var open = Job[span.Block.Open];
        var parent = span.Nodes[0].Parent!;
        var here = new XElement(Marks.Here);
        span.Nodes[0].AddBeforeSelf(here);
        foreach (var node in span.Nodes)
        {
            node.Remove();
        }

        var (rounds, isElse) = Job.Rounds(open, scope);
        var middle = span.Middle is null ? -1 : span.Nodes.ToList().IndexOf(span.Middle);
        var body = isElse
            ? middle < 0 ? [] : span.Nodes.Skip(middle + 1).ToList()
            : span.Nodes.Take(middle < 0 ? span.Nodes.Count : middle).ToList();

        var count = 0;
        if (body.Count > 0)
        {
            foreach (var round in rounds)
            {
                Write(span, body, here, round);
                count++;
            }
        }

        HasRepeated |= count > 1;
        here.Remove();
        Tidy(parent, span.IsInline ? null : span.Nodes[0]);
    }

    private void Write(Span span, List<XElement> body, XElement here, Scope scope)
    {
        var copies = body.Select(node => new XElement(node)).ToList();
        here.AddBeforeSelf(copies);

        var own = copies
            .SelectMany(copy => copy.DescendantsAndSelf(Marks.Token))
            .Where(token => Marks.NumberOf(token) == span.Block.Open || Marks.NumberOf(token) == span.Block.Close)
            .ToList();
        foreach (var token in own)
        {
            var wrapper = span.IsInline ? null : copies.FirstOrDefault(copy => token.AncestorsAndSelf().Contains(copy));
            var paragraph = Marks.ParagraphOf(token);
            token.Remove();
            copies.Remove(token);

            // The paragraph or row that held nothing but the tag was there for the tag.
            if (wrapper is not null && copies.Contains(wrapper) && IsBlank(wrapper) && (Marks.IsParagraph(wrapper) || copies.Count > 1))
            {
                wrapper.Remove();
                copies.Remove(wrapper);
            }
            else if (wrapper is not null && paragraph is not null && paragraph != wrapper && IsBlank(paragraph) && HasOtherParagraph(paragraph))
            {
                paragraph.Remove();
            }
        }

        Fill(copies, scope);
    }

    private static bool HasOtherParagraph(XElement paragraph) => paragraph.ElementsAfterSelf(paragraph.Name).Any();

    /// <summary>Leaves no cell, text or table without what its schema wants in it.</summary>
    protected virtual void Tidy(XElement container, XElement? template)
    {
        if (container.Name == Names.W + "tc" || container.Name == Names.W + "txbxContent" || container.Name == Names.W + "hdr" || container.Name == Names.W + "ftr"
            || container.Name == Names.W + "footnote" || container.Name == Names.W + "endnote" || container.Name == Names.W + "comment")
        {
            var last = container.Elements().LastOrDefault(element => element.Name.LocalName is "p" or "tbl" or "sdt");
            if (last is null || (last.Name.LocalName == "tbl" && container.Name.LocalName == "tc"))
            {
                container.Add(new XElement(Names.W + "p", template?.Name == Names.W + "p" ? template.Element(Names.W + "pPr") : null));
            }
        }
        else if (container.Name.LocalName == "txBody" && !container.Elements(Names.A + "p").Any())
        {
            container.Add(new XElement(Names.A + "p", template?.Name == Names.A + "p" ? template.Element(Names.A + "pPr") : null));
        }
        else if (Marks.IsTable(container) && !container.Descendants().Any(Marks.IsRow))
        {
            var whole = container.Ancestors(Names.P + "graphicFrame").FirstOrDefault() ?? container;
            var parent = whole.Parent!;
            whole.Remove();
            Tidy(parent, null);
        }
        else if (Marks.IsParagraph(container) && container.Name != Names.X + "is" && IsBlank(container) && container.Parent is { } text)
        {
            // A paragraph that was nothing but a block left out leaves no gap.
            container.Remove();
            Tidy(text, container);
        }
    }

    private void Replace(XElement token, Scope scope)
    {
        var placeholder = Job.Of(token);
        switch (placeholder.Tag)
        {
            case ImageTag image:
                if (Job.TryPicture(placeholder, image.Path, scope, out var picture, out var file))
                {
                    PlacePicture(token, image, picture, file, scope);
                }

                break;

            case ValueTag or LiteralTag:
                if (Job.TryText(placeholder, scope, out var text))
                {
                    var paragraph = Marks.ParagraphOf(token)!;
                    token.ReplaceWith(RunWriter.Write(paragraph.Name, Marks.PropertiesOf(token), text));
                    Written(paragraph, text);
                }

                break;
        }
    }

    private void FillAlternative(XElement element, Scope scope)
    {
        var numbers = ((string)element.Attribute(Marks.Alternative)!)
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(number => Job[int.Parse(number, CultureInfo.InvariantCulture)])
            .ToList();
        element.SetAttributeValue(Marks.Alternative, null);
        var text = (string)element.Attribute("descr")!;
        var isWhole = numbers.Count == 1 && numbers[0].Text.Length == text.Trim().Length;
        var path = isWhole ? numbers[0].Tag switch { ImageTag image => image.Path, ValueTag { Format: null } value => value.Path, _ => null } : null;
        if (path is not null)
        {
            if (!Job.TryValue(numbers[0], path, scope, out var value))
            {
                return;
            }

            if (value is PictureValue || numbers[0].Tag is ImageTag)
            {
                if (Job.TryPicture(numbers[0], path, scope, out var picture, out var file))
                {
                    Exchange(element, numbers[0], picture, file, scope);
                }

                return;
            }
        }

        foreach (var placeholder in numbers)
        {
            if (Job.TryText(placeholder, scope, out var words))
            {
                var start = text.IndexOf(placeholder.Text, StringComparison.Ordinal);
                text = string.Concat(text.AsSpan(0, start), words, text.AsSpan(start + placeholder.Text.Length));
            }
        }

        element.SetAttributeValue("descr", text);
    }

    /// <summary>Puts another picture into a picture's box: cropped at the longer side, in the middle, never stretched.</summary>
    private void Exchange(XElement named, Placeholder placeholder, PictureValue picture, PictureFile file, Scope scope)
    {
        var owner = named.Ancestors().FirstOrDefault(element => element.Name.LocalName is "inline" or "anchor" or "pic" or "sp");
        var blip = owner?.Descendants(Names.A + "blip").FirstOrDefault();
        if (owner is null || blip is null)
        {
            Job.Report(placeholder, scope, "the alternative text belongs to something that shows no picture");
            return;
        }

        if (BoxOf(owner) is not { Width: > 0, Height: > 0 } box)
        {
            Job.Report(placeholder, scope, "the size of the picture's box is nowhere said");
            return;
        }

        blip.SetAttributeValue(Names.R + "embed", Job.Show(Part, picture, file));
        blip.SetAttributeValue(Names.R + "link", null);
        blip.Elements(Names.A + "extLst").Remove();

        var fill = blip.Parent!;
        fill.Elements().Where(element => element.Name.LocalName is "srcRect" or "stretch" or "tile").Remove();
        fill.Add(Crop(file, box), new XElement(Names.A + "stretch", new XElement(Names.A + "fillRect")));
        foreach (var name in owner.Descendants()
            .Where(element => element.Name.LocalName is "docPr" or "cNvPr" && (element == named || ((string?)element.Attribute("descr"))?.Trim() == placeholder.Text)))
        {
            name.SetAttributeValue("descr", picture.Description);
            name.SetAttributeValue(Marks.Alternative, null);
        }
    }

    protected static XElement? Crop(PictureFile file, (double Width, double Height) box)
    {
        // Thousandths of a percent of the picture's side, cut from both ends.
        var shown = box.Width / box.Height / ((double)file.Width / file.Height);
        var cut = (int)Math.Round((1 - Math.Min(shown, 1 / shown)) / 2 * 100_000);
        return cut < 1 ? null : new XElement(Names.A + "srcRect", shown < 1
            ? new[] { new XAttribute("l", cut), new XAttribute("r", cut) }
            : [new XAttribute("t", cut), new XAttribute("b", cut)]);
    }

    /// <param name="Nodes">Siblings, tags included.</param>
    /// <param name="Middle">The one of them that is <c>{{else}}</c>.</param>
    private sealed record Span(Block Block, IReadOnlyList<XElement> Nodes, XElement? Middle, bool IsInline);
}
