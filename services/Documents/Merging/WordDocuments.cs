using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Teg.Platform.Documents.Packages;
using Teg.Platform.Documents.Safety;

namespace Teg.Platform.Documents.Merging;

/// <summary>Several Word documents as one: an agreement, its terms and conditions, its schedules.</summary>
public static class WordDocuments
{
    /// <summary>
    /// Puts the documents one after the other, each beginning on a new page with its own page setup, headers, footers, styles, lists and notes.
    /// The first one gives the settings of the whole: language, compatibility, embedded fonts, properties. Comments of the others do not come along.
    /// The same documents give the same bytes.
    /// </summary>
    /// <exception cref="RefusedFileException">One of them is no Word document that the engine opens.</exception>
    public static byte[] Merge(IReadOnlyList<ReadOnlyMemory<byte>> documents, FileLimits? limits = null)
    {
        if (documents.Count == 0)
        {
            throw new ArgumentException("There is nothing to merge.", nameof(documents));
        }

        return MergeParts(documents.Select(document => OfficeFile.Open(document, limits)).ToList());
    }

    /// <summary>The same for files that are open already; the first one is changed by it.</summary>
    internal static byte[] MergeParts(List<OfficePackage> opened)
    {
        if (opened.Find(package => package.Kind != OfficeKind.Word) is not null)
        {
            throw new RefusedFileException(Refusal.NotAnOfficeFile, "Only Word documents can be merged into one.");
        }

        for (var number = 1; number < opened.Count; number++)
        {
            new Joining(opened[0], opened[number], number + 1).Join();
        }

        return opened[0].Save();
    }
}

/// <summary>Brings one document into another.</summary>
internal sealed partial class Joining(OfficePackage target, OfficePackage source, int number)
{
    private readonly Dictionary<string, string> parts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> bookmarks = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> bookmarkIds = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> footnotes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> endnotes = new(StringComparer.Ordinal);
    private readonly Theme theme = new(source);
    private readonly bool isOtherTheme = new Theme(target).Look != new Theme(source).Look;
    private StyleMerge? styles;
    private NumberingMerge? numbering;

    private XElement Body => target.Xml(target.MainPart).Root!.Element(Names.W + "body")!;

    public void Join()
    {
        target.Changed(target.MainPart);
        MergeStyles();
        MergeNumbering();
        NameBookmarks();
        MergeNotes("footnotes", "footnote", footnotes);
        MergeNotes("endnotes", "endnote", endnotes);

        var content = new XElement(source.Xml(source.MainPart).Root!.Element(Names.W + "body")!);
        Move(content, source.MainPart, target.MainPart);
        DeclareNamespaces();

        var sections = content.Descendants(Names.W + "sectPr").ToList();
        if (sections.Count == 0 || sections[^1].Parent != content)
        {
            sections.Add(new XElement(Names.W + "sectPr"));
            content.Add(sections[^1]);
        }

        EvenPages(sections);
        OwnPages(sections[0]);
        EndLastSection();
        Body.Add(content.Elements());
        Renumber();
    }

    private static string? PartOf(OfficePackage package, string kind) => package.RelationshipsOf(package.MainPart).Targets(kind).FirstOrDefault();

    private static XDocument Empty(string root) => new(new XElement(Names.W + root, new XAttribute(XNamespace.Xmlns + "w", Names.W.NamespaceName)));

    private void MergeStyles()
    {
        if (PartOf(source, "styles") is not { } theirs)
        {
            return;
        }

        var copy = new XElement(source.Xml(theirs).Root!);
        if (isOtherTheme)
        {
            theme.WriteOut(copy);
        }

        if (PartOf(target, "styles") is not { } ours)
        {
            ours = "word/styles.xml";
            target.Add(ours, Empty("styles"), source.ContentTypeOf(theirs)!);
            target.RelationshipsOf(target.MainPart).Add(Names.Relationship + "styles", ours, isExternal: false);
        }

        styles = new StyleMerge(target.Xml(ours).Root!, copy, number);
        target.Changed(ours);
    }

    private void MergeNumbering()
    {
        if (PartOf(source, "numbering") is not { } theirs || styles is null)
        {
            return;
        }

        var ours = PartOf(target, "numbering");
        if (ours is null)
        {
            ours = "word/numbering.xml";
            target.Add(ours, Empty("numbering"), source.ContentTypeOf(theirs)!);
            target.RelationshipsOf(target.MainPart).Add(Names.Relationship + "numbering", ours, isExternal: false);
        }

        var copy = new XElement(source.Xml(theirs).Root!);
        if (isOtherTheme)
        {
            theme.WriteOut(copy);
        }

        numbering = new NumberingMerge(target.Xml(ours).Root!, copy, styles, number);
        target.Changed(ours);
        foreach (var reference in styles.Brought.Descendants(Names.W + "numId"))
        {
            reference.SetAttributeValue(Names.W + "val", numbering.NewNumber((string?)reference.Attribute(Names.W + "val") ?? ""));
        }
    }

    private void NameBookmarks()
    {
        var taken = Marked(target).Select(mark => (string?)mark.Attribute(Names.W + "name") ?? "").ToHashSet(StringComparer.OrdinalIgnoreCase);
        var next = Marked(target).Select(mark => (int?)mark.Attribute(Names.W + "id") ?? 0).DefaultIfEmpty(0).Max() + 1;
        foreach (var mark in Marked(source))
        {
            var name = (string?)mark.Attribute(Names.W + "name") ?? "";
            var own = name;
            if (!taken.Add(own))
            {
                // A bookmark's name has at most forty letters.
                own = $"{name[..Math.Min(name.Length, 36)]}_{number.ToString(CultureInfo.InvariantCulture)}";
                taken.Add(own);
            }

            bookmarks.TryAdd(name, own);
            bookmarkIds.TryAdd((string?)mark.Attribute(Names.W + "id") ?? "", (next++).ToString(CultureInfo.InvariantCulture));
        }
    }

    private static IEnumerable<XElement> Marked(OfficePackage package) => package.Xml(package.MainPart).Descendants(Names.W + "bookmarkStart");

    private void MergeNotes(string kind, string element, Dictionary<string, string> ids)
    {
        if (PartOf(source, kind) is not { } theirs)
        {
            return;
        }

        if (PartOf(target, kind) is not { } ours)
        {
            var name = Copy(theirs);
            target.RelationshipsOf(target.MainPart).Add(Names.Relationship + kind, name, isExternal: false);
            return;
        }

        var root = target.Xml(ours).Root!;
        var next = root.Elements().Select(note => (int?)note.Attribute(Names.W + "id") ?? 0).DefaultIfEmpty(0).Max() + 1;
        foreach (var note in source.Xml(theirs).Root!.Elements(Names.W + element).Where(note => note.Attribute(Names.W + "type") is null))
        {
            var copy = new XElement(note);
            var id = (next++).ToString(CultureInfo.InvariantCulture);
            ids[(string?)note.Attribute(Names.W + "id") ?? ""] = id;
            copy.SetAttributeValue(Names.W + "id", id);
            Move(copy, theirs, ours);
            root.Add(copy);
            target.Changed(ours);
        }
    }

    /// <summary>Makes content of the source say what it means in the target: styles, lists, notes, bookmarks, and what it points at.</summary>
    private void Move(XElement content, string from, string to)
    {
        if (isOtherTheme)
        {
            theme.WriteOut(content);
        }

        foreach (var element in content.DescendantsAndSelf().ToList())
        {
            if (element.Name.Namespace == Names.W)
            {
                MoveWord(element);
            }

            foreach (var attribute in element.Attributes().Where(attribute => attribute.Name.Namespace == Names.R).ToList())
            {
                if (source.RelationshipsOf(from)[attribute.Value] is { } relationship)
                {
                    attribute.Value = relationship.IsExternal
                        ? External(to, relationship)
                        : target.RelationshipsOf(to).IdOf(relationship.Type, Copy(relationship.Target));
                }
            }
        }

        content.DescendantsAndSelf().Attributes().Where(attribute => attribute.Name == Names.W14 + "paraId" || attribute.Name == Names.W14 + "textId").Remove();
        content.Descendants().Where(element => element.Name.Namespace == Names.W
            && element.Name.LocalName is "commentRangeStart" or "commentRangeEnd" or "commentReference").Remove();
    }

    private string External(string part, Relationship relationship) =>
        target.RelationshipsOf(part).All.FirstOrDefault(known => known.IsExternal && known.Type == relationship.Type && known.Target == relationship.Target)?.Id
        ?? target.RelationshipsOf(part).Add(relationship.Type, relationship.Target, isExternal: true);

    private void MoveWord(XElement element)
    {
        var value = (string?)element.Attribute(Names.W + "val") ?? "";
        var id = (string?)element.Attribute(Names.W + "id") ?? "";
        switch (element.Name.LocalName)
        {
            case "pStyle" or "rStyle" or "tblStyle":
                element.SetAttributeValue(Names.W + "val", styles?.NewName(value) ?? value);
                break;
            case "p" when styles?.DefaultParagraph is { } named && element.Element(Names.W + "pPr")?.Element(Names.W + "pStyle") is null:
                var properties = element.Element(Names.W + "pPr");
                if (properties is null)
                {
                    properties = new XElement(Names.W + "pPr");
                    element.AddFirst(properties);
                }

                properties.AddFirst(new XElement(Names.W + "pStyle", new XAttribute(Names.W + "val", named)));
                break;
            case "tblPr" when styles?.DefaultTable is { } table && element.Parent!.Name.LocalName == "tbl" && element.Element(Names.W + "tblStyle") is null:
                element.AddFirst(new XElement(Names.W + "tblStyle", new XAttribute(Names.W + "val", table)));
                break;
            case "numId":
                element.SetAttributeValue(Names.W + "val", numbering?.NewNumber(value) ?? value);
                break;
            case "footnoteReference":
                element.SetAttributeValue(Names.W + "id", footnotes.GetValueOrDefault(id, id));
                break;
            case "endnoteReference":
                element.SetAttributeValue(Names.W + "id", endnotes.GetValueOrDefault(id, id));
                break;
            case "bookmarkStart":
                element.SetAttributeValue(Names.W + "id", bookmarkIds.GetValueOrDefault(id, id));
                element.SetAttributeValue(Names.W + "name", bookmarks.GetValueOrDefault((string?)element.Attribute(Names.W + "name") ?? "", ""));
                break;
            case "bookmarkEnd":
                element.SetAttributeValue(Names.W + "id", bookmarkIds.GetValueOrDefault(id, id));
                break;
            case "hyperlink" when (string?)element.Attribute(Names.W + "anchor") is { } anchor:
                element.SetAttributeValue(Names.W + "anchor", bookmarks.GetValueOrDefault(anchor, anchor));
                break;
            case "instrText":
                // REF _Ref123 \h, HYPERLINK \l "Terms": whole words that are bookmarks of the moved document.
                element.Value = Words().Replace(element.Value, word => bookmarks.GetValueOrDefault(word.Value, word.Value));
                break;
            case "fldSimple" when (string?)element.Attribute(Names.W + "instr") is { } instruction:
                element.SetAttributeValue(Names.W + "instr", Words().Replace(instruction, word => bookmarks.GetValueOrDefault(word.Value, word.Value)));
                break;
        }
    }

    /// <summary>Copies a part with everything it points at; a picture both documents have is there once.</summary>
    private string Copy(string part)
    {
        if (parts.TryGetValue(part, out var known))
        {
            return known;
        }

        var bytes = source.Bytes(part);
        if (target.PartNames.FirstOrDefault(name => target.ContentTypeOf(name)?.StartsWith("image/", StringComparison.Ordinal) == true
            && target.Bytes(name).Span.SequenceEqual(bytes.Span)) is { } same)
        {
            return parts[part] = same;
        }

        var stem = Path.GetFileNameWithoutExtension(part).TrimEnd('0', '1', '2', '3', '4', '5', '6', '7', '8', '9');
        var name = target.FreeName(OfficePackage.FolderOf(part), stem, Path.GetExtension(part));
        parts[part] = name;
        var type = source.ContentTypeOf(part) ?? "application/octet-stream";
        if (part.EndsWith(".xml", StringComparison.OrdinalIgnoreCase) && source.Xml(part).Root!.Name.Namespace == Names.W)
        {
            // Headers, footers, notes: text of the document, which speaks of its styles.
            var root = new XElement(source.Xml(part).Root!);
            target.Add(name, new XDocument(root), type);
            root = target.Xml(name).Root!;
            Move(root, part, name);
            target.Changed(name);
            return name;
        }

        target.Add(name, bytes, type);
        CopyRelationships(part, name);
        return name;
    }

    // Charts and diagrams are moved as they are, so their relationships keep their ids.
    private void CopyRelationships(string part, string name)
    {
        var copied = new XElement(Names.Rels + "Relationships");
        foreach (var relationship in source.RelationshipsOf(part).All)
        {
            var element = new XElement(
                Names.Rels + "Relationship",
                new XAttribute("Id", relationship.Id),
                new XAttribute("Type", relationship.Type),
                new XAttribute("Target", relationship.IsExternal ? relationship.Target : "/" + Copy(relationship.Target)));
            if (relationship.IsExternal)
            {
                element.Add(new XAttribute("TargetMode", "External"));
            }

            copied.Add(element);
        }

        if (copied.HasElements)
        {
            target.AddRelationshipsPart(Relationships.PartOf(name), new XDocument(copied));
        }
    }

    /// <summary>Prefixes that markup compatibility names in the source must mean something in the target.</summary>
    private void DeclareNamespaces()
    {
        var (ours, theirs) = (target.Xml(target.MainPart).Root!, source.Xml(source.MainPart).Root!);
        foreach (var declaration in theirs.Attributes().Where(attribute => attribute.IsNamespaceDeclaration && attribute.Name.LocalName != "xmlns"))
        {
            if (ours.GetNamespaceOfPrefix(declaration.Name.LocalName) is null)
            {
                ours.Add(new XAttribute(declaration));
            }
        }

        var ignorable = ((string?)ours.Attribute(Names.Mc + "Ignorable") ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Union(((string?)theirs.Attribute(Names.Mc + "Ignorable") ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries), StringComparer.Ordinal)
            .ToList();
        if (ignorable.Count > 0)
        {
            ours.SetAttributeValue(Names.Mc + "Ignorable", string.Join(' ', ignorable));
        }
    }

    /// <summary>Whether even pages have headers of their own is a setting of the whole document; where only one of the two wants it, the other shows its usual ones.</summary>
    private void EvenPages(List<XElement> arriving)
    {
        var theirs = HasEvenPages(source);
        var ours = HasEvenPages(target);
        if (theirs == ours)
        {
            return;
        }

        if (theirs && PartOf(target, "settings") is { } settings)
        {
            var setting = new XElement(Names.W + "evenAndOddHeaders");
            var root = target.Xml(settings).Root!;
            // CT_Settings is a sequence; these are what may come before.
            var before = root.Elements().LastOrDefault(element => EarlySettings.Contains(element.Name.LocalName));
            if (before is null)
            {
                root.AddFirst(setting);
            }
            else
            {
                before.AddAfterSelf(setting);
            }

            target.Changed(settings);
        }

        foreach (var section in theirs ? Body.Descendants(Names.W + "sectPr").ToList() : arriving)
        {
            foreach (var usual in section.Elements()
                .Where(element => element.Name.LocalName is "headerReference" or "footerReference" && (string?)element.Attribute(Names.W + "type") is null or "default").ToList())
            {
                if (!section.Elements(usual.Name).Any(element => (string?)element.Attribute(Names.W + "type") == "even"))
                {
                    var even = new XElement(usual);
                    even.SetAttributeValue(Names.W + "type", "even");
                    usual.AddAfterSelf(even);
                }
            }
        }
    }

    private static readonly string[] EarlySettings =
    [
        "writeProtection", "view", "zoom", "removePersonalInformation", "removeDateAndTime", "doNotDisplayPageBoundaries", "displayBackgroundShape", "printPostScriptOverText",
        "printFractionalCharacterWidth", "printFormsData", "embedTrueTypeFonts", "embedSystemFonts", "saveSubsetFonts", "saveFormsData", "mirrorMargins", "alignBordersAndEdges",
        "bordersDoNotSurroundHeader", "bordersDoNotSurroundFooter", "gutterAtTop", "hideSpellingErrors", "hideGrammaticalErrors", "activeWritingStyle", "proofState", "formsDesign",
        "attachedTemplate", "linkStyles", "stylePaneFormatFilter", "stylePaneSortMethod", "documentType", "mailMerge", "revisionView", "trackRevisions", "doNotTrackMoves",
        "doNotTrackFormatting", "documentProtection", "autoFormatOverride", "styleLockTheme", "styleLockQFSet", "defaultTabStop", "autoHyphenation", "consecutiveHyphenLimit",
        "hyphenationZone", "doNotHyphenateCaps", "showEnvelope", "summaryLength", "clickAndTypeStyle", "defaultTableStyle",
    ];

    private static bool HasEvenPages(OfficePackage package) =>
        PartOf(package, "settings") is { } settings
        && package.Xml(settings).Root!.Element(Names.W + "evenAndOddHeaders") is { } setting
        && (string?)setting.Attribute(Names.W + "val") is not ("0" or "false" or "off");

    /// <summary>A section without a header shows the one before it; the first section of a document has none before it and must not get the other document's.</summary>
    private void OwnPages(XElement section)
    {
        // It begins on a new page, whatever it said while there was nothing before it.
        section.Elements(Names.W + "type").Where(type => (string?)type.Attribute(Names.W + "val") == "continuous").Remove();
        foreach (var kind in new[] { "footer", "header" })
        {
            foreach (var page in new[] { "first", "even", "default" })
            {
                if (section.Elements(Names.W + (kind + "Reference")).Any(element => ((string?)element.Attribute(Names.W + "type") ?? "default") == page))
                {
                    continue;
                }

                section.AddFirst(new XElement(Names.W + (kind + "Reference"),
                    new XAttribute(Names.W + "type", page), new XAttribute(Names.R + "id", EmptyPage(kind))));
            }
        }
    }

    private string EmptyPage(string kind)
    {
        var name = $"word/empty{kind}.xml";
        if (!target.Has(name))
        {
            target.Add(
                name,
                new XDocument(new XElement(Names.W + (kind == "header" ? "hdr" : "ftr"),
                    new XAttribute(XNamespace.Xmlns + "w", Names.W.NamespaceName), new XElement(Names.W + "p"))),
                $"application/vnd.openxmlformats-officedocument.wordprocessingml.{kind}+xml");
        }

        return target.RelationshipsOf(target.MainPart).IdOf(Names.Relationship + kind, name);
    }

    /// <summary>The last section of what is there so far: its settings move from the end of the body into its last paragraph.</summary>
    private void EndLastSection()
    {
        var section = Body.Element(Names.W + "sectPr") ?? new XElement(Names.W + "sectPr");
        if (section.Parent is not null)
        {
            section.Remove();
        }

        var last = Body.Elements().LastOrDefault();
        if (last?.Name != Names.W + "p" || last.Element(Names.W + "pPr")?.Element(Names.W + "sectPr") is not null)
        {
            last = new XElement(Names.W + "p");
            Body.Add(last);
        }

        var properties = last.Element(Names.W + "pPr");
        if (properties is null)
        {
            properties = new XElement(Names.W + "pPr");
            last.AddFirst(properties);
        }

        if (properties.Element(Names.W + "pPrChange") is { } change)
        {
            change.AddBeforeSelf(section);
        }
        else
        {
            properties.Add(section);
        }
    }

    private void Renumber()
    {
        var known = new HashSet<string>(StringComparer.Ordinal);
        var drawings = Body.Descendants(Names.Wp + "docPr").ToList();
        var next = drawings.Select(drawing => (long?)drawing.Attribute("id") ?? 0).DefaultIfEmpty().Max() + 1;
        foreach (var drawing in drawings.Where(drawing => !known.Add((string?)drawing.Attribute("id") ?? "")))
        {
            drawing.SetAttributeValue("id", next++);
        }

        foreach (var control in Body.Descendants(Names.W + "sdtPr").Elements(Names.W + "id").ToList())
        {
            if (!known.Add($"control {(string?)control.Attribute(Names.W + "val")}"))
            {
                control.Remove();
            }
        }
    }

    [GeneratedRegex(@"[\p{L}\p{N}_]+", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Words();
}
