using System.Globalization;
using System.Xml.Linq;
using Teg.Platform.Documents.Filling;
using Teg.Platform.Documents.Tests.Files;
using static Teg.Platform.Documents.Tests.Files.WordFile;

namespace Teg.Platform.Documents.Tests.Filling;

public sealed class WordTests
{
    private static readonly CultureInfo American = CultureInfo.GetCultureInfo("en-US");

    private static readonly FieldsValue Data = new()
    {
        ["client"] = new FieldsValue { ["name"] = "Maison Ada & Söhne <Paris>", ["vip"] = true },
        ["total"] = new MoneyValue(12345.5m, "USD"),
        ["signedOn"] = new DateOnly(2026, 3, 9),
        ["lines"] = new List<Value>
        {
            new FieldsValue { ["name"] = "Pattern", ["price"] = new MoneyValue(1200, "USD"), ["rush"] = false },
            new FieldsValue { ["name"] = "Sample", ["price"] = new MoneyValue(850.25m, "USD"), ["rush"] = true },
        },
        ["none"] = new List<Value>(),
        ["note"] = Value.Nothing,
        ["kind"] = "production",
        ["logo"] = new PictureValue(Pictures.Png(200, 100), "The house's mark"),
    };

    [Fact]
    public void Values_are_written_in_the_culture_of_the_document()
    {
        Filled("{{client.name}} pays {{total | money}} on {{signedOn | date}}, {{signedOn | date \"dd.MM.yy\"}}, {{total | money whole}}")
            .ShouldBe(["Maison Ada & Söhne <Paris> pays $12,345.50 on March 9, 2026, 09.03.26, $12,346"]);

        Paragraphs(Xml(Template.Open(Of(P("{{total}} {{signedOn}}"))).Fill(Data, CultureInfo.GetCultureInfo("de-DE")))).ShouldBe(["12.345,50\u00A0$ 9. März 2026"]);
    }

    [Fact]
    public void Words_typographic_quotes_and_spaces_are_understood() =>
        Filled("{{ signedOn\u00A0| date “yyyy” }}").ShouldBe(["2026"]);

    [Fact]
    public void A_row_is_repeated_for_each_item_and_keeps_its_format()
    {
        var file = Fill(Table(Row("Item", "Price", ""), Row("{{#each lines}}{{@number}}. {{name}}", "{{price}}", "{{#if rush}}rush{{else}}-{{/if}}{{/each}}"), Row("Total", "{{total}}", "")));

        Rows(file).ShouldBe(["Item|Price|", "1. Pattern|$1,200.00|-", "2. Sample|$850.25|rush", "Total|$12,345.50|"]);
        Xml(file).Descendants(W + "tcW").Count().ShouldBe(12);
    }

    [Fact]
    public void Rows_that_hold_only_tags_go_with_them() =>
        Rows(Fill(Table(Row("{{#each lines}}", "", ""), Row("{{name}}", "{{price}}", ""), Row("{{/each}}", "", ""))))
            .ShouldBe(["Pattern|$1,200.00|", "Sample|$850.25|"]);

    [Fact]
    public void A_table_whose_rows_all_go_goes_too()
    {
        var file = Fill(Table(Row("{{#each none}}{{x}}", "", "{{/each}}")));

        Xml(file).Descendants(W + "tbl").ShouldBeEmpty();
    }

    [Fact]
    public void Blocks_nest_in_tables_in_cells_and_across_paragraphs()
    {
        var inner = "<w:tbl><w:tblPr><w:tblW w:w=\"0\" w:type=\"auto\"/></w:tblPr><w:tblGrid><w:gridCol w:w=\"1000\"/></w:tblGrid>" + Row("{{#each sizes}}{{this}}{{/each}}") + "</w:tbl>";
        var data = new FieldsValue
        {
            ["styles"] = new List<Value>
            {
                new FieldsValue { ["name"] = "Gown", ["sizes"] = new List<Value> { "36", "38" } },
                new FieldsValue { ["name"] = "Veil", ["sizes"] = new List<Value>() },
            },
        };
        var body = Table($"<w:tr><w:tc><w:tcPr/>{P("{{#each styles}}{{name}}")}{inner}{P("{{/each}}")}</w:tc></w:tr>");

        var file = Template.Open(Of(body)).Fill(data, American);

        Paragraphs(Xml(file)).ShouldBe(["Gown", "3638", "Veil", "", "", "after"]);
        ShouldBeValid(file);
    }

    [Fact]
    public void Paragraphs_between_tags_are_repeated_and_conditions_choose() =>
        Filled(
            P("{{#each lines}}") + P("Item {{name}}") + P("{{#if price > 1000}}") + P("dear") + P("{{else}}") + P("cheap") + P("{{/if}}") + P("{{/each}}") +
            P("{{#if kind == \"production\"}}P{{else}}D{{/if}}{{#if not client.vip}}!{{/if}}"), isXml: true)
            .ShouldBe(["Item Pattern", "dear", "Item Sample", "cheap", "P"]);

    [Fact]
    public void A_paragraph_that_was_nothing_but_a_block_left_out_leaves_no_gap() =>
        Filled(P("a") + P("{{#if note}}Note: {{note}}{{/if}}") + P("b"), isXml: true).ShouldBe(["a", "b"]);

    [Fact]
    public void Headers_footnotes_and_both_branches_of_a_text_box_are_filled()
    {
        const string Box =
            "<w:p><w:r><mc:AlternateContent><mc:Choice Requires=\"wps\"><w:drawing><wp:inline distT=\"0\" distB=\"0\" distL=\"0\" distR=\"0\"><wp:extent cx=\"900000\" cy=\"900000\"/><wp:docPr id=\"7\" name=\"Box\"/>" +
            "<a:graphic><a:graphicData uri=\"http://schemas.microsoft.com/office/word/2010/wordprocessingShape\"><wps:wsp><wps:cNvSpPr txBox=\"1\"/><wps:spPr/><wps:txbx><w:txbxContent><w:p><w:r><w:t>{{#each lines}}{{name}};{{/each}}</w:t></w:r></w:p></w:txbxContent></wps:txbx><wps:bodyPr/></wps:wsp></a:graphicData></a:graphic></wp:inline></w:drawing></mc:Choice>" +
            "<mc:Fallback><w:pict><v:rect><v:textbox><w:txbxContent><w:p><w:r><w:t>{{#each lines}}{{name}};{{/each}}</w:t></w:r></w:p></w:txbxContent></v:textbox></v:rect></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>";
        const string Note = "<w:p><w:r><w:t>for {{name}}</w:t></w:r></w:p>";
        var file = Template.Open(Of(
            Box + P("{{#each lines}}") + "<w:p><w:r><w:t>{{name}}</w:t></w:r><w:r><w:footnoteReference w:id=\"1\"/></w:r></w:p>" + P("{{/each}}"), header: P("{{client.name}}"), footnote: Note))
            .Fill(Data, American);

        Xml(file).Descendants(W + "txbxContent").Select(box => TextOf(box.Element(W + "p")!)).ShouldBe(["Pattern;Sample;", "Pattern;Sample;"]);
        Paragraphs(Part(file, "header1.xml")).ShouldBe(["Maison Ada & Söhne <Paris>"]);
        // Each copy of a repeated paragraph has a note of its own.
        Part(file, "footnotes.xml").Elements(W + "footnote").Skip(1).Select(note => note.Value).ShouldBe(["for Pattern", "for Sample"]);
        Xml(file).Descendants(W + "footnoteReference").Select(reference => (int)reference.Attribute(W + "id")!).ShouldBe([1, 2]);
        ShouldBeValid(file);
    }

    [Fact]
    public void Bookmarks_stay_with_the_first_copy_and_paragraph_ids_too()
    {
        var file = Fill(P("{{#each lines}}") + "<w:p w14:paraId=\"00000001\"><w:bookmarkStart w:id=\"4\" w:name=\"here\"/><w:r><w:t>{{name}}</w:t></w:r><w:bookmarkEnd w:id=\"4\"/></w:p>" + P("{{/each}}"));

        Xml(file).Descendants(W + "bookmarkStart").ShouldHaveSingleItem();
        Xml(file).Descendants(W + "bookmarkEnd").ShouldHaveSingleItem();
        Xml(file).Descendants().Attributes().Count(attribute => attribute.Name.LocalName == "paraId").ShouldBe(1);
    }

    [Fact]
    public void A_tracked_insertion_stays_one_and_deleted_letters_are_read_past()
    {
        var file = Fill("<w:p><w:r><w:t>{{client</w:t></w:r><w:del w:id=\"1\" w:author=\"a\"><w:r><w:delText>s</w:delText></w:r></w:del><w:ins w:id=\"2\" w:author=\"a\"><w:r><w:t>.name}} {{kind}}</w:t></w:r></w:ins></w:p>");

        Paragraphs(Xml(file)).ShouldBe(["Maison Ada & Söhne <Paris> production"]);
        Xml(file).Descendants(W + "ins").Single().Value.ShouldBe(" production");
        Xml(file).Descendants(W + "delText").Single().Value.ShouldBe("s");
        ShouldBeValid(file);
    }

    [Fact]
    public void A_content_control_takes_the_value_as_its_own_content()
    {
        var file = Fill("<w:sdt><w:sdtPr><w:id w:val=\"5\"/><w:showingPlcHdr/><w:text/></w:sdtPr><w:sdtContent><w:p><w:r><w:rPr><w:rStyle w:val=\"PlaceholderText\"/></w:rPr><w:t>{{kind}}</w:t></w:r></w:p></w:sdtContent></w:sdt>");

        Paragraphs(Xml(file)).ShouldBe(["production"]);
        Xml(file).Descendants(W + "showingPlcHdr").ShouldBeEmpty();
        Xml(file).Descendants(W + "rStyle").ShouldBeEmpty();
    }

    [Fact]
    public void A_picture_stands_in_the_line_no_wider_than_the_text()
    {
        var file = Fill(P("{{image logo 40mm}}") + Table(Row("{{image logo}}", "", "")));

        var sizes = Xml(file).Descendants().Where(element => element.Name.LocalName == "extent").Select(size => ((long)size.Attribute("cx")!, (long)size.Attribute("cy")!)).ToList();
        sizes[0].ShouldBe((1_440_000, 720_000));
        sizes[1].Item1.ShouldBe((3000 - 216) * 635);
        Zip.Entries(file).Count(entry => entry.Name.StartsWith("word/media/", StringComparison.Ordinal)).ShouldBe(1);
        ShouldBeValid(file);
    }

    [Fact]
    public void A_picture_with_a_placeholder_as_alternative_text_is_exchanged_and_cropped()
    {
        const string Picture =
            "<w:p><w:r><w:drawing><wp:inline distT=\"0\" distB=\"0\" distL=\"0\" distR=\"0\"><wp:extent cx=\"1000000\" cy=\"1000000\"/><wp:docPr id=\"1\" name=\"Mark\" descr=\"{{image logo}}\"/><a:graphic><a:graphicData uri=\"http://schemas.openxmlformats.org/drawingml/2006/picture\">" +
            "<pic:pic><pic:nvPicPr><pic:cNvPr id=\"1\" name=\"Mark\"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed=\"rIdPicture\"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x=\"0\" y=\"0\"/><a:ext cx=\"1000000\" cy=\"1000000\"/></a:xfrm><a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom></pic:spPr></pic:pic>" +
            "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>";
        var file = Template.Open(Of(Picture, picture: Pictures.Png(10, 10))).Fill(Data, American);

        // 2:1 into a square: a quarter is cut on both sides.
        var crop = Xml(file).Descendants().Single(element => element.Name.LocalName == "srcRect");
        ((int)crop.Attribute("l")!, (int)crop.Attribute("r")!).ShouldBe((25000, 25000));
        Xml(file).Descendants().Single(element => element.Name.LocalName == "docPr").Attribute("descr")!.Value.ShouldBe("The house's mark");
        ShouldBeValid(file);
    }

    [Fact]
    public void Right_to_left_letters_get_runs_that_say_so()
    {
        var file = Template.Open(Of("<w:p><w:r><w:rPr><w:b/><w:lang w:val=\"en-US\"/></w:rPr><w:t>To {{name}}.</w:t></w:r></w:p>")).Fill(new FieldsValue { ["name"] = "Dr. שלום עולם (Ltd)" }, American);

        var runs = Xml(file).Descendants(W + "r").Select(run => (run.Value, run.Descendants(W + "rtl").Any())).ToList();
        runs.ShouldContain(("שלום עולם", true));
        runs.Where(run => run.Item2).ShouldHaveSingleItem();
        ShouldBeValid(file);
    }

    [Fact]
    public void Every_problem_is_named_with_its_place_and_nothing_is_produced()
    {
        var template = Template.Open(Of(
            P("{{client.phone}}") + P("{{signedOn | money}} {{total | fine}} {{kind | date}}") + P("{{#if kind}}open") + P("{{note}}") +
            Table(Row("Item", "Price", "Rush"), Row("{{#each lines}}{{name}}", "{{price.net}}", "{{/each}}")) +
            "<w:p><w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText>HYPERLINK {{kind}}</w:instrText></w:r><w:r><w:fldChar w:fldCharType=\"end\"/></w:r></w:p>" +
            P("{{image kind}} {{client.name"),
            header: P("{{#each lines}}{{#if rush}}{{/each}}{{/if}}")));

        var problems = template.Check(Data, American).Select(problem => problem.ToString()).ToList();

        problems.ShouldContain("{{client.phone}} in paragraph 1: 'client' has no 'phone'");
        problems.ShouldContain("{{signedOn | money}} in paragraph 2: it is a date, where an amount with its currency belongs");
        problems.ShouldContain(problem => problem.StartsWith("{{total | fine}} in paragraph 2: there is no format 'fine'", StringComparison.Ordinal));
        problems.ShouldContain("{{kind | date}} in paragraph 2: it is a text, where a date belongs");
        problems.ShouldContain("{{#if kind}} in paragraph 3: the block is not closed by {{/if}}");
        problems.ShouldContain("{{note}} in paragraph 4: it is empty");
        problems.ShouldContain("{{price.net}} in table 1, row 2, column 'Price' (item 1 of lines): 'price' is an amount and has no 'net'");
        problems.ShouldContain("{{price.net}} in table 1, row 2, column 'Price' (item 2 of lines): 'price' is an amount and has no 'net'");
        problems.ShouldContain("HYPERLINK {{kind}} in paragraph 6: it stands in a field's instruction; a value could change what the field does");
        problems.ShouldContain("{{image kind}} in paragraph 7: it is a text, where a picture belongs");
        problems.ShouldContain("{{client.name in paragraph 7: the placeholder is not closed by }}");
        problems.ShouldContain(problem => problem.StartsWith("{{/each}} in page header of section 1, paragraph 1: it crosses the block {{#if rush}}", StringComparison.Ordinal));

        Should.Throw<UnfillableException>(() => template.Fill(Data, American)).Problems.Count.ShouldBe(problems.Count);
    }

    [Theory]
    [InlineData("before {{#each lines}}", "x", "{{/each}}", "nothing may stand in its first paragraph")]
    [InlineData("{{#if kind}}", "{{else}} x", "{{/if}}", "of its own")]
    public void A_block_that_begins_in_the_middle_of_a_paragraph_is_a_problem(string first, string second, string third, string message) =>
        Template.Open(Of(P(first) + P(second) + P(third))).Check(Data, American).ShouldHaveSingleItem().Message.ShouldContain(message);

    [Fact]
    public void Characters_that_no_document_can_hold_are_refused_by_name() =>
        Template.Open(Of(P("{{a}}"))).Check(new FieldsValue { ["a"] = "be\u0007ll" }, American).ShouldHaveSingleItem().Message.ShouldBe("the text holds the character U+0007 at position 3, which no document can hold");

    [Fact]
    public void An_address_of_a_link_takes_values_that_stay_in_their_place()
    {
        var template = Zip.With(
            Of("<w:p><w:hyperlink r:id=\"rIdLink\"><w:r><w:t>here</w:t></w:r></w:hyperlink></w:p>"),
            "word/_rels/document.xml.rels",
            "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rIdLink\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink\" Target=\"https://example.org/%7b%7bkind%7d%7d?c=%7B%7Bclient.name%7D%7D\" TargetMode=\"External\"/></Relationships>");

        Zip.Text(Template.Open(template).Fill(Data, American), "word/_rels/document.xml.rels")
            .ShouldContain("https://example.org/production?c=Maison%20Ada%20%26%20S%C3%B6hne%20%3CParis%3E");
    }

    [Fact]
    public void Properties_are_filled_and_a_placeholder_where_nothing_is_filled_is_a_problem()
    {
        const string Core = "<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:title>For {{client.name}}</dc:title></cp:coreProperties>";
        var template = Zip.With(Of(P("x")), "docProps/core.xml", Core);
        template = Zip.Replacing(template, "[Content_Types].xml", "</Types>", "<Override PartName=\"/docProps/core.xml\" ContentType=\"application/vnd.openxmlformats-package.core-properties+xml\"/></Types>");

        Zip.Text(Template.Open(template).Fill(Data, American), "docProps/core.xml").ShouldContain("For Maison Ada &amp; Söhne &lt;Paris&gt;");
        template = Zip.Replacing(template, "[Content_Types].xml", "</Types>", "<Override PartName=\"/word/diagrams/data1.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.drawingml.diagramData+xml\"/></Types>");
        Template.Open(Zip.With(template, "word/diagrams/data1.xml", "<a>{{client.name}}</a>")).Check(Data, American).ShouldHaveSingleItem().ToString()
            .ShouldBe("{{client.name}} in word/diagrams/data1.xml: nothing is filled in this part of the file");
    }

    [Fact]
    public void Data_that_no_placeholder_asks_for_is_no_problem() => Template.Open(Of(P("plain"))).Check(Data, American).ShouldBeEmpty();

    [Fact]
    public void What_has_no_placeholder_keeps_its_bytes_and_the_same_data_gives_the_same_bytes()
    {
        var template = Of(P("{{kind}}"), header: P("static"), styles: "<w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"Normal\"><w:name w:val=\"Normal\"/></w:style>", picture: Pictures.Png(20, 20));

        var file = Template.Open(template).Fill(Data, American);

        foreach (var (name, content) in Zip.Entries(template).Where(entry => entry.Name != "word/document.xml"))
        {
            Zip.Entry(file, name).ShouldBe(content, name);
        }

        Template.Open(template).Fill(Data, American).ShouldBe(file);
        // The clock is not in it: two fillings in the same second would not show that.
        Zip.Times(file).ShouldAllBe(time => time.Year == 1980);
    }

    private static byte[] Fill(string body)
    {
        var file = Template.Open(Of(body)).Fill(Data, American);
        ShouldBeValid(file);
        return file;
    }

    private static IReadOnlyList<string> Filled(string text, bool isXml = false) => Paragraphs(Xml(Fill(isXml ? text : P(text))));

    private static IReadOnlyList<string> Rows(byte[] file) =>
        [.. Xml(file).Descendants(W + "tr").Select(row => string.Join('|', row.Elements(W + "tc").Select(cell => string.Join('/', cell.Elements(W + "p").Select(TextOf)))))];
}
