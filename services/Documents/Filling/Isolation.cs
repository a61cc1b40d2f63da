using System.Xml.Linq;
using Teg.Platform.Documents.Packages;

namespace Teg.Platform.Documents.Filling;

/// <summary>
/// Finds the placeholders of a part and puts a mark in the place of each. A paragraph's text is read across whatever Word laid into it:
/// <list type="bullet">
/// <item>runs split by spelling, language, rsid or format: the placeholder takes the format of its first letter;</item>
/// <item>proofErr, bookmarks, comment ranges, soft hyphens, page-break hints and field characters stay where they are, between the letters;</item>
/// <item>smart tags, hyperlinks, content controls, simple fields and tracked insertions are read as the text they hold, and the value stands in the one
/// that holds the first letter: a tracked insertion stays one;</item>
/// <item>tracked deletions and the old place of a move are no text: they stay as they are, and a placeholder is read past them;</item>
/// <item>a field's instruction is code: a placeholder in it is refused, because a value could end the instruction and begin another.</item>
/// </list>
/// </summary>
internal sealed class Isolation(Job job)
{
    /// <summary>Marks everything under an element, which is one story with the stories inside it, and matches its blocks.</summary>
    public void Mark(XElement root, Func<XElement, string> place)
    {
        MarkOnly(root, place);
        foreach (var story in root.DescendantsAndSelf().Where(element => element == root || Marks.IsStory(element)))
        {
            job.Match(TokensOf(story).Select(job.Of));
        }
    }

    /// <summary>Marks everything under an element whose blocks may reach into others.</summary>
    public void MarkOnly(XElement root, Func<XElement, string> place)
    {
        foreach (var paragraph in root.DescendantsAndSelf().Where(Marks.IsParagraph).ToList())
        {
            MarkParagraph(paragraph, place);
        }

        MarkAlternatives(root, place);
        RefuseElsewhere(root, place);
    }

    /// <summary>The marks of one story in their order, without those of the stories inside it.</summary>
    public static IEnumerable<XElement> TokensOf(XElement story)
    {
        foreach (var child in story.Elements())
        {
            if (child.Name == Marks.Token)
            {
                yield return child;
            }
            else if (!Marks.IsStory(child))
            {
                foreach (var token in TokensOf(child))
                {
                    yield return token;
                }
            }
        }
    }

    /// <summary>Where the placeholders of a text begin and end. One that is not closed is reported.</summary>
    public static IEnumerable<Range> Find(string text, Action<string> unclosed)
    {
        var position = 0;
        while ((position = text.IndexOf("{{", position, StringComparison.Ordinal)) >= 0)
        {
            var end = EndOf(text, position + 2);
            if (end < 0)
            {
                unclosed(text[position..Math.Min(text.Length, position + 30)]);
                position += 2;
                continue;
            }

            yield return position..end;
            position = end;
        }
    }

    private static int EndOf(string text, int position)
    {
        var isQuoted = false;
        for (; position < text.Length; position++)
        {
            var letter = text[position];
            if (letter is '"' or '“' or '”' or '„')
            {
                isQuoted = !isQuoted;
            }
            else if (!isQuoted && letter == '}' && position + 1 < text.Length && text[position + 1] == '}')
            {
                return position + 2;
            }
            else if (!isQuoted && letter == '{' && position + 1 < text.Length && text[position + 1] == '{')
            {
                return -1;
            }
        }

        return -1;
    }

    private void MarkParagraph(XElement paragraph, Func<XElement, string> place)
    {
        var pieces = PiecesOf(paragraph).ToList();
        var text = string.Concat(pieces.Select(piece => piece.Text));
        if (!text.Contains("{{", StringComparison.Ordinal))
        {
            return;
        }

        var where = new Lazy<string>(() => place(paragraph));
        var found = Find(text, open => job.Report(open, where.Value, "the placeholder is not closed by }}"))
            .Select(range => (Start: range.Start.Value, End: range.End.Value, Placeholder: job.Add(text[range], where.Value)))
            .ToList();
        if (found.Count == 0)
        {
            return;
        }

        var starts = new Dictionary<XElement, (int Start, int End)>();
        var position = 0;
        foreach (var piece in pieces)
        {
            starts.Add(piece.Element, (position, position + piece.Text.Length));
            position += piece.Text.Length;
        }

        var touched = pieces
            .Where(piece => found.Any(token => token.Start < starts[piece.Element].End && token.End > starts[piece.Element].Start))
            .Select(piece => IsRun(piece.Element.Parent!) ? piece.Element.Parent! : piece.Element)
            .Distinct()
            .ToList();

        foreach (var run in touched)
        {
            WakeControl(run, where);
            if (!IsRun(run))
            {
                // A line break of DrawingML stands beside the runs; inside a placeholder it means nothing.
                run.Remove();
                continue;
            }

            run.ReplaceWith(Split(run, starts, found));
        }

        // Word's notes on spelling are about the text that was; the new text gets new ones.
        paragraph.Descendants(Names.W + "proofErr").Where(mark => Marks.ParagraphOf(mark) == paragraph).Remove();
    }

    private static List<XElement> Split(
        XElement run, Dictionary<XElement, (int Start, int End)> places, List<(int Start, int End, Placeholder Placeholder)> found)
    {
        var properties = run.Element(run.Name.Namespace + "rPr");
        var result = new List<XElement>();
        XElement? current = null;

        void Keep(XElement child)
        {
            if (current is null)
            {
                current = new XElement(run.Name, run.Attributes(), properties is null ? null : new XElement(properties));
                result.Add(current);
            }

            current.Add(child);
        }

        foreach (var child in run.Elements().Where(child => child != properties))
        {
            if (!places.TryGetValue(child, out var place) || !found.Any(token => token.Start < place.End && token.End > place.Start))
            {
                Keep(new XElement(child));
                continue;
            }

            var position = place.Start;
            foreach (var (start, end, placeholder) in found.Where(token => token.Start < place.End && token.End > place.Start))
            {
                if (start > position)
                {
                    Keep(Text(child, child.Value[(position - place.Start)..(start - place.Start)]));
                }

                if (start >= place.Start)
                {
                    current = null;
                    result.Add(Marks.TokenFor(placeholder, properties));
                }

                position = Math.Min(end, place.End);
            }

            if (position < place.End)
            {
                Keep(Text(child, child.Value[(position - place.Start)..]));
            }
        }

        return result;
    }

    private static XElement Text(XElement original, string text) =>
        new(original.Name, original.Name.Namespace == Names.A ? null : new XAttribute(XNamespace.Xml + "space", "preserve"), text);

    private static bool IsRun(XElement element) => element.Name.LocalName == "r"
        && (element.Name.Namespace == Names.W || element.Name.Namespace == Names.A || element.Name.Namespace == Names.X);

    private static IEnumerable<(XElement Element, string Text)> PiecesOf(XElement container)
    {
        var space = container.Name.Namespace;
        foreach (var child in container.Elements())
        {
            if (child.Name.Namespace != Names.W && child.Name.Namespace != Names.A && child.Name.Namespace != Names.X)
            {
                continue;
            }

            switch (child.Name.LocalName)
            {
                case "r":
                    foreach (var piece in child.Elements())
                    {
                        var text = piece.Name.Namespace != child.Name.Namespace ? "" : piece.Name.LocalName switch
                        {
                            "t" => piece.Value,
                            "tab" or "ptab" => "\t",
                            "br" or "cr" => "\n",
                            "noBreakHyphen" => "-",
                            _ => "",
                        };
                        if (text.Length > 0)
                        {
                            yield return (piece, text);
                        }
                    }

                    break;

                case "br" when space == Names.A:
                    yield return (child, "\n");
                    break;

                case "hyperlink" or "ins" or "moveTo" or "smartTag" or "sdt" or "sdtContent" or "fldSimple" or "customXml" or "dir" or "bdo":
                    foreach (var piece in PiecesOf(child))
                    {
                        yield return piece;
                    }

                    break;
            }
        }
    }

    /// <summary>A content control that shows its prompt takes the value as its content; one bound to data would be overwritten by Word.</summary>
    private void WakeControl(XElement run, Lazy<string> place)
    {
        foreach (var control in run.Ancestors(Names.W + "sdt"))
        {
            var properties = control.Element(Names.W + "sdtPr");
            if (properties?.Element(Names.W + "dataBinding") is not null)
            {
                job.Report(control.Value.Trim(), place.Value, "the content control is bound to other data, which Word would write over the value");
            }

            if (properties?.Element(Names.W + "showingPlcHdr") is { } prompt)
            {
                prompt.Remove();
                control.Descendants(Names.W + "rStyle").Where(style => (string?)style.Attribute(Names.W + "val") == "PlaceholderText").Remove();
            }
        }
    }

    private void MarkAlternatives(XElement root, Func<XElement, string> place)
    {
        foreach (var element in root.DescendantsAndSelf().Where(element => element.Name.LocalName is "docPr" or "cNvPr").ToList())
        {
            var text = (string?)element.Attribute("descr") ?? "";
            if (!text.Contains("{{", StringComparison.Ordinal))
            {
                continue;
            }

            var where = $"{place(element)}, alternative text of '{(string?)element.Attribute("name")}'";
            var numbers = Find(text, open => job.Report(open, where, "the placeholder is not closed by }}"))
                .Select(range => job.Add(text[range], where).Number)
                .ToList();
            element.SetAttributeValue(Marks.Alternative, string.Join(' ', numbers));
        }
    }

    private void RefuseElsewhere(XElement root, Func<XElement, string> place)
    {
        foreach (var element in root.DescendantsAndSelf())
        {
            // Two braces are rare, so the whole tree is looked through without a word said twice.
            if (element.Attributes().FirstOrDefault(attribute => attribute.Value.Contains("{{", StringComparison.Ordinal)
                    && !(attribute.Name.LocalName is "descr" or "title" or "name" && element.Attribute(Marks.Alternative) is not null)) is { } attribute)
            {
                job.Report(attribute.Value, place(element), $"nothing is filled in the setting '{attribute.Name.LocalName}' of '{element.Name.LocalName}'");
            }

            if (element.HasElements || !element.Value.Contains("{{", StringComparison.Ordinal))
            {
                continue;
            }

            var isField = element.Name == Names.W + "instrText";
            var isText = element.Parent?.Name != Names.A + "fld"
                && (element.Name == Names.W + "t" || element.Name == Names.A + "t" || element.Name == Names.X + "t" || element.Name == Names.W + "delText");
            if (isField)
            {
                job.Report(element.Value.Trim(), place(element), "it stands in a field's instruction; a value could change what the field does");
            }
            else if (!isText)
            {
                job.Report(element.Value.Trim(), place(element), $"nothing is filled in '{element.Name.LocalName}'");
            }
        }
    }
}
