using System.Text;
using Teg.Platform.Documents.Packages;
using Teg.Platform.Documents.Safety;
using Teg.Platform.Documents.Tests.Files;
using Teg.Platform.Documents.Writing;

namespace Teg.Platform.Documents.Tests.Writing;

public sealed class WritingTests
{
    public static TheoryData<string, string> Documents => new()
    {
        { "contract", Demo.Development },
        { "contract", Demo.Production },
        { "workbook", Demo.Workbook },
        { "a-la-carte", Demo.ALaCarte },
        { "deck", Demo.Deck("activewear", 5, 3) },
        { "deck", Demo.Deck("bridal-couture", 3, 4) },
        { "deck", Demo.Deck("loungewear", 4, 2) },
        { "deck", Demo.Deck("contemporary", 2, 1) },
        { "deck", Demo.Deck("streetwear", 1, 3, priorities: 1) },
        { "deck", Demo.Deck("swim", 0, 4) },
    };

    [Theory]
    [MemberData(nameof(Documents))]
    public async Task A_document_is_valid_whole_and_the_same_every_time(string kind, string inputs)
    {
        var file = await Demo.WriteAsync(DocumentKinds.Of(kind)!.Value, inputs);

        ShouldBeValid(file);
        ShouldHoldNoPlaceholder(file);
        (await Demo.WriteAsync(DocumentKinds.Of(kind)!.Value, inputs)).Content.ShouldBe(file.Content);
        Keep(file, kind);
    }

    [Fact]
    public void Every_template_is_a_valid_file_of_its_program()
    {
        var store = new TemplateStore(Microsoft.Extensions.Options.Options.Create(new TemplateOptions()));
        TemplateStore.Names.Count.ShouldBe(14);
        foreach (var name in TemplateStore.Names)
        {
            store[name].ShouldNotBeNull();
            ShouldBeValid(new WrittenFile(store.Read(name), KindOf(name), name));
        }
    }

    [Fact]
    public async Task A_template_of_the_organisation_replaces_the_one_that_comes_along()
    {
        var folder = Directory.CreateTempSubdirectory("teg-templates-");
        try
        {
            Directory.CreateDirectory(Path.Combine(folder.FullName, "Contracts"));
            await File.WriteAllBytesAsync(Path.Combine(folder.FullName, "Contracts/development-agreement.docx"), WordFile.Of(WordFile.P("Our own words for {{client.company}}.")), TestContext.Current.CancellationToken);
            var own = Demo.All(folder.FullName)[0];

            var file = await own.WriteAsync(Demo.Prepare(DocumentKind.Contract, Demo.Development).Snapshot!.Value, new Demo.Shelf(), TestContext.Current.CancellationToken);

            var paragraphs = WordFile.Paragraphs(WordFile.Xml(file.Content));
            paragraphs[0].ShouldBe("Our own words for Maison Verre.");
            paragraphs.ShouldContain("Terms and Conditions");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task A_contract_holds_both_parties_every_style_and_the_chosen_schedules_in_order()
    {
        var file = await Demo.WriteAsync(DocumentKind.Contract, Demo.Production);
        var text = string.Join('\n', WordFile.Paragraphs(WordFile.Xml(file.Content)));

        foreach (var expected in (string[])["The Evans Group", "Harbour & Pine", "Jonah Reyes", "Heavy hooded sweatshirt", "22,935.00", "21,375.00", "44,310.00", "$17,724.00", "$26,586.00", "the State of New York", "December 1, 2025"])
        {
            text.ShouldContain(expected);
        }

        text.IndexOf("Schedule A\nDeliverables", StringComparison.Ordinal).ShouldBeGreaterThan(text.IndexOf("Terms and Conditions", StringComparison.Ordinal));
        text.IndexOf("Schedule B\nSpecifications", StringComparison.Ordinal).ShouldBeGreaterThan(text.IndexOf("Schedule A\nDeliverables", StringComparison.Ordinal));
        text.ShouldNotContain("What is due, and when.");
    }

    [Fact]
    public async Task The_house_signs_with_its_picture_or_electronically_and_the_client_always_electronically()
    {
        var signed = Encoding.UTF8.GetString(Document(await Demo.WriteAsync(DocumentKind.Contract, Demo.Production)));
        var unsigned = Encoding.UTF8.GetString(Document(await Demo.WriteAsync(DocumentKind.Contract, Demo.Development)));

        signed.ShouldContain("{{t:s;r:y;o:\"Client\"");
        signed.ShouldNotContain("o:\"House\"");
        signed.ShouldContain("Signature of Elena Marchetti");
        unsigned.ShouldContain("{{t:s;r:y;o:\"Client\"");
        unsigned.ShouldContain("{{t:s;r:y;o:\"House\"");
    }

    [Fact]
    public async Task Clauses_of_every_part_begin_at_one()
    {
        var file = await Demo.WriteAsync(DocumentKind.Contract, Demo.Development);
        var body = WordFile.Xml(file.Content);
        var numbering = WordFile.Part(file.Content, "numbering.xml");
        var styles = WordFile.Part(file.Content, "styles.xml");

        // Each part's headings stand in a list of its own: the agreement, the terms, three schedules.
        var lists = body.Descendants(WordFile.W + "p").Select(paragraph => NumberOf(paragraph, styles, "eading1")).OfType<string>().Distinct().ToList();
        var abstracts = lists.Select(list => numbering.Elements(WordFile.W + "num").Single(num => (string?)num.Attribute(WordFile.W + "numId") == list).Element(WordFile.W + "abstractNumId")!.Attribute(WordFile.W + "val")!.Value).Distinct();
        lists.Count.ShouldBe(5);
        abstracts.Count().ShouldBe(5);
    }

    [Theory]
    [InlineData(0, 8)]
    [InlineData(1, 9)]
    [InlineData(3, 10)]
    [InlineData(5, 11)]
    public async Task A_deck_has_a_slide_for_each_priority_and_as_many_for_pictures_as_they_need(int pictures, int slides)
    {
        var file = await Demo.WriteAsync(DocumentKind.Deck, Demo.Deck("bridal-couture", pictures, 3));
        var written = DeckFile.Slides(file.Content);

        // Cover, words, demands, services, three priorities, pictures, packages when there are any, way of work, end.
        written.Count.ShouldBe(slides + 1);
        DeckFile.Read(file.Content, slide => slide.ImageParts.Count()).Sum().ShouldBe(pictures);
        var text = string.Join('\n', written.SelectMany(slide => slide));
        text.ShouldContain("Fit before everything");
        text.ShouldContain("02");
        text.ShouldContain("Toiles in muslin");
        DeckFile.Notes(file.Content).ShouldContain("A calendar that holds. Stop here and ask whether this is right.");
    }

    [Fact]
    public async Task Pictures_that_are_gone_leave_a_cover_of_colour_and_no_empty_frame()
    {
        var prepared = Demo.Prepare(DocumentKind.Deck, Demo.Deck("swim", 4, 2));

        var file = await Demo.WriterOf(DocumentKind.Deck).WriteAsync(prepared.Snapshot!.Value, new Demo.Shelf(isEmpty: true), TestContext.Current.CancellationToken);

        DeckFile.Read(file.Content, slide => slide.ImageParts.Count()).Sum().ShouldBe(0);
        ShouldHoldNoPlaceholder(file);
        ShouldBeValid(file);
    }

    internal static void ShouldBeValid(WrittenFile file)
    {
        OfficeFileKind(file).ShouldBe(file.Kind);
        switch (file.Kind)
        {
            case OfficeKind.Word:
                WordFile.ShouldBeValid(file.Content);
                break;
            case OfficeKind.PowerPoint:
                DeckFile.ShouldBeValid(file.Content);
                break;
            case OfficeKind.Excel:
                SheetFile.ShouldBeValid(file.Content);
                break;
        }
    }

    internal static void ShouldHoldNoPlaceholder(WrittenFile file)
    {
        foreach (var (name, content) in Zip.Entries(file.Content).Where(entry => entry.Name.EndsWith("xml", StringComparison.Ordinal) || entry.Name.EndsWith("rels", StringComparison.Ordinal)))
        {
            // What is left is the signing service's: {{t:s;r:y;o:"Client";…}}
            Encoding.UTF8.GetString(content).Replace("{{t:", "", StringComparison.Ordinal).ShouldNotContain("{{", Case.Sensitive, name);
        }
    }

    private static OfficeKind OfficeFileKind(WrittenFile file) => OfficeFile.Inspect(file.Content);

    private static OfficeKind KindOf(string name) => Path.GetExtension(name) switch { ".docx" => OfficeKind.Word, ".pptx" => OfficeKind.PowerPoint, _ => OfficeKind.Excel };

    private static byte[] Document(WrittenFile file) => Zip.Entries(file.Content).Single(entry => entry.Name == "word/document.xml").Content;

    private static string? NumberOf(System.Xml.Linq.XElement paragraph, System.Xml.Linq.XElement styles, string ending)
    {
        var style = (string?)paragraph.Element(WordFile.W + "pPr")?.Element(WordFile.W + "pStyle")?.Attribute(WordFile.W + "val");
        if (style is null || !style.Contains(ending, StringComparison.Ordinal))
        {
            return null;
        }

        return (string?)(paragraph.Element(WordFile.W + "pPr")!.Element(WordFile.W + "numPr")
            ?? styles.Elements(WordFile.W + "style").Single(entry => (string?)entry.Attribute(WordFile.W + "styleId") == style).Element(WordFile.W + "pPr")!.Element(WordFile.W + "numPr"))!
            .Element(WordFile.W + "numId")!.Attribute(WordFile.W + "val");
    }

    /// <summary>Leaves the demo's documents where a person can open them.</summary>
    private static void Keep(WrittenFile file, string kind)
    {
        var folder = Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, "written")).FullName;
        File.WriteAllBytes(Path.Combine(folder, $"{kind} {file.Name}"), file.Content);
    }
}
