using System.Xml.Linq;
using DocumentFormat.OpenXml.Packaging;
using Teg.Platform.Documents.Merging;
using Teg.Platform.Documents.Safety;
using Teg.Platform.Documents.Tests.Files;
using static Teg.Platform.Documents.Tests.Files.WordFile;

namespace Teg.Platform.Documents.Tests.Merging;

public sealed class MergeTests
{
    private const string Normal = "<w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"Normal\"><w:name w:val=\"Normal\"/></w:style>";

    private const string Numbering =
        "<w:abstractNum w:abstractNumId=\"0\"><w:nsid w:val=\"11111111\"/><w:multiLevelType w:val=\"singleLevel\"/><w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/><w:numFmt w:val=\"decimal\"/><w:pStyle w:val=\"Clause\"/><w:lvlText w:val=\"%1.\"/></w:lvl></w:abstractNum>" +
        "<w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num>";

    private static readonly byte[] Agreement = Of(
        "<w:p><w:pPr><w:pStyle w:val=\"Clause\"/></w:pPr><w:bookmarkStart w:id=\"0\" w:name=\"Terms\"/><w:r><w:t>Agreed</w:t></w:r><w:bookmarkEnd w:id=\"0\"/></w:p>" + P("body text"),
        header: P("Agreement header"),
        footnote: P("first note"),
        styles: Normal + Clause("B", 1),
        numbering: Numbering);

    private static readonly byte[] Terms = Of(
        "<w:p><w:pPr><w:pStyle w:val=\"Clause\"/></w:pPr><w:bookmarkStart w:id=\"0\" w:name=\"Terms\"/><w:r><w:t>Conditions</w:t></w:r><w:bookmarkEnd w:id=\"0\"/></w:p>" +
        "<w:p><w:hyperlink w:anchor=\"Terms\"><w:r><w:t>see</w:t></w:r></w:hyperlink><w:r><w:footnoteReference w:id=\"1\"/></w:r></w:p>" +
        "<w:p><w:pPr><w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"1\"/></w:numPr></w:pPr><w:r><w:t>listed</w:t></w:r></w:p>",
        footnote: P("second note"),
        styles: "<w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val=\"18\"/></w:rPr></w:rPrDefault></w:docDefaults>" + Normal + Clause("I", 1),
        numbering: Numbering,
        page: "<w:pgSz w:w=\"11906\" w:h=\"16838\"/><w:pgMar w:top=\"720\" w:right=\"720\" w:bottom=\"720\" w:left=\"720\" w:header=\"300\" w:footer=\"300\" w:gutter=\"0\"/>");

    [Fact]
    public void Each_document_keeps_its_pages_headers_styles_and_lists()
    {
        var file = WordDocuments.Merge([Agreement, Terms]);

        ShouldBeValid(file);
        var root = Xml(file);
        Paragraphs(root).ShouldBe(["Agreed", "body text", "Conditions", "see", "listed"]);

        var sections = root.Descendants(W + "sectPr").ToList();
        sections.Select(section => (string)section.Element(W + "pgSz")!.Attribute(W + "w")!).ShouldBe(["12240", "11906"]);
        Header(file, sections[0]).ShouldBe("Agreement header");
        // The terms had no header; they must not inherit the agreement's.
        Header(file, sections[1]).ShouldBe("");

        // Both have a style "Clause"; theirs is italic and comes in beside ours.
        var styles = Part(file, "styles.xml");
        var clauses = root.Descendants(W + "pStyle").Select(style => (string)style.Attribute(W + "val")!).ToList();
        clauses[0].ShouldBe("Clause");
        clauses[1].ShouldBe("Clause_2");
        Style(styles, "Clause_2").Descendants(W + "i").ShouldNotBeEmpty();
        Style(styles, "Clause_2").Element(W + "basedOn")!.Attribute(W + "val")!.Value.ShouldBe("Normal_2");
        // What the terms had from their document's defaults they now have from their own root style.
        Style(styles, "Normal_2").Descendants(W + "sz").Single().Attribute(W + "val")!.Value.ShouldBe("18");
        clauses.Skip(2).ShouldBe(["Normal_2", "Normal_2"]);

        // Two lists, each beginning at 1: the clause style and the paragraph of the terms share the second.
        var numbering = Part(file, "numbering.xml");
        numbering.Elements(W + "abstractNum").Count().ShouldBe(2);
        numbering.Elements(W + "abstractNum").Select(list => (string)list.Element(W + "nsid")!.Attribute(W + "val")!).Distinct().Count().ShouldBe(2);
        numbering.Elements(W + "abstractNum").Last().Descendants(W + "pStyle").Single().Attribute(W + "val")!.Value.ShouldBe("Clause_2");
        root.Descendants(W + "numId").Single().Attribute(W + "val")!.Value.ShouldBe("2");
        Style(styles, "Clause_2").Descendants(W + "numId").Single().Attribute(W + "val")!.Value.ShouldBe("2");
    }

    [Fact]
    public void Notes_and_bookmarks_stay_apart_and_links_follow()
    {
        var file = WordDocuments.Merge([Agreement, Terms]);

        var root = Xml(file);
        root.Descendants(W + "bookmarkStart").Select(mark => (string)mark.Attribute(W + "name")!).ShouldBe(["Terms", "Terms_2"]);
        root.Descendants(W + "bookmarkStart").Select(mark => (string)mark.Attribute(W + "id")!).Distinct().Count().ShouldBe(2);
        root.Descendants(W + "hyperlink").Single().Attribute(W + "anchor")!.Value.ShouldBe("Terms_2");
        var note = (string)root.Descendants(W + "footnoteReference").Single().Attribute(W + "id")!;
        Part(file, "footnotes.xml").Elements(W + "footnote").Single(element => (string?)element.Attribute(W + "id") == note).Value.ShouldBe("second note");
    }

    [Fact]
    public void Pictures_come_along_and_a_shared_one_once()
    {
        const string Picture =
            "<w:p><w:r><w:drawing><wp:inline distT=\"0\" distB=\"0\" distL=\"0\" distR=\"0\"><wp:extent cx=\"900000\" cy=\"900000\"/><wp:docPr id=\"1\" name=\"Mark\"/><a:graphic><a:graphicData uri=\"http://schemas.openxmlformats.org/drawingml/2006/picture\">" +
            "<pic:pic><pic:nvPicPr><pic:cNvPr id=\"1\" name=\"Mark\"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed=\"rIdPicture\"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x=\"0\" y=\"0\"/><a:ext cx=\"900000\" cy=\"900000\"/></a:xfrm><a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom></pic:spPr></pic:pic>" +
            "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>";
        var (red, blue) = (Pictures.Png(20, 20), Pictures.Png(20, 20, 10, 20, 200));

        var file = WordDocuments.Merge([Of(Picture, picture: red), Of(Picture, picture: red), Of(Picture, picture: blue)]);

        ShouldBeValid(file);
        Zip.Entries(file).Count(entry => entry.Name.Contains("/media/", StringComparison.Ordinal) || entry.Name.EndsWith(".png", StringComparison.Ordinal)).ShouldBe(2);
        using var stream = new MemoryStream(file);
        using var document = WordprocessingDocument.Open(stream, isEditable: false);
        var shown = Xml(file).Descendants().Where(element => element.Name.LocalName == "blip").Select(blip => blip.Attributes().Single(attribute => attribute.Name.LocalName == "embed").Value).ToList();
        shown.Select(id => ((ImagePart)document.MainDocumentPart!.GetPartById(id)).GetStream().Length).ShouldBe([red.Length, red.Length, blue.Length]);
    }

    [Fact]
    public void Even_pages_keep_what_they_showed_where_only_one_document_has_headers_for_them()
    {
        var usual = Of(P("usual"), header: P("every page"), settings: "<w:zoom w:percent=\"100\"/><w:defaultTabStop w:val=\"720\"/><w:characterSpacingControl w:val=\"doNotCompress\"/>");
        var even = Of(P("even"), header: P("odd pages"), settings: "<w:evenAndOddHeaders/>");

        var file = WordDocuments.Merge([usual, even]);

        ShouldBeValid(file);
        Part(file, "settings.xml").Element(W + "evenAndOddHeaders").ShouldNotBeNull();
        var first = Xml(file).Descendants(W + "sectPr").First();
        first.Elements(W + "headerReference").Select(reference => (string)reference.Attribute(W + "type")!).ShouldBe(["default", "even"], ignoreOrder: true);
    }

    [Fact]
    public void Equal_documents_share_everything_and_give_equal_bytes()
    {
        var file = WordDocuments.Merge([Agreement, Agreement]);

        Part(file, "styles.xml").Elements(W + "style").Count().ShouldBe(3);
        WordDocuments.Merge([Agreement, Agreement]).ShouldBe(file);
        OfficeFile.Inspect(file);
    }

    [Fact]
    public void Only_Word_documents_are_merged() =>
        Should.Throw<RefusedFileException>(() => WordDocuments.Merge([Agreement, DeckFile.Of(null, "")])).Reason.ShouldBe(Refusal.NotAnOfficeFile);

    private static string Clause(string look, int list) =>
        $"<w:style w:type=\"paragraph\" w:customStyle=\"1\" w:styleId=\"Clause\"><w:name w:val=\"Clause\"/><w:basedOn w:val=\"Normal\"/><w:pPr><w:numPr><w:numId w:val=\"{list}\"/></w:numPr></w:pPr><w:rPr><w:{look.ToLowerInvariant()}/></w:rPr></w:style>";

    private static XElement Style(XElement styles, string id) => styles.Elements(W + "style").Single(style => (string?)style.Attribute(W + "styleId") == id);

    private static string Header(byte[] file, XElement section)
    {
        using var stream = new MemoryStream(file);
        using var document = WordprocessingDocument.Open(stream, isEditable: false);
        var id = section.Elements(W + "headerReference").Single(reference => (string?)reference.Attribute(W + "type") == "default").Attributes().Single(attribute => attribute.Name.LocalName == "id").Value;
        return ((HeaderPart)document.MainDocumentPart!.GetPartById(id)).Header.InnerText;
    }
}
