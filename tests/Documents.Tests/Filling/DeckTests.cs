using System.Globalization;
using Teg.Platform.Documents.Filling;
using Teg.Platform.Documents.Tests.Files;

namespace Teg.Platform.Documents.Tests.Filling;

public sealed class DeckTests
{
    private static readonly CultureInfo American = CultureInfo.GetCultureInfo("en-US");

    private static readonly FieldsValue Data = new()
    {
        ["client"] = "Ada",
        ["vip"] = false,
        ["hero"] = new PictureValue(Pictures.Png(300, 600), "A gown"),
        ["looks"] = new List<Value>
        {
            new FieldsValue { ["name"] = "Gown", ["prices"] = new List<Value> { 1, 2 }, ["photo"] = new PictureValue(Pictures.Png(400, 200), "Gown") },
            new FieldsValue { ["name"] = "Veil", ["prices"] = new List<Value> { 3 }, ["photo"] = new PictureValue(Pictures.Png(200, 400, 40, 90, 120), "Veil") },
        },
    };

    [Fact]
    public void A_slide_is_repeated_with_its_notes_pictures_and_tables()
    {
        var template = DeckFile.Of(
            Pictures.Png(10, 10),
            DeckFile.Shape(2, "Title 1", "For {{client}}"),
            DeckFile.Shape(2, "Tag", "{{#each looks}}") + DeckFile.Shape(3, "Title 1", "{{@number}} {{name}}") + DeckFile.Picture(4, "{{photo}}", 1000000, 1000000) +
            DeckFile.Table(5, "Table 2", ["Price"], ["{{#each prices}}{{this}}{{/each}}"]) + "---Say {{name}}{{/each}}",
            DeckFile.Shape(2, "Title 1", "End"));

        var file = Template.Open(template).Fill(Data, American);

        DeckFile.Slides(file).Select(slide => string.Join('|', slide)).ShouldBe(["For Ada", "1 Gown|Price|12", "2 Veil|Price|3", "End"]);
        DeckFile.Notes(file).ShouldBe(["", "Say Gown", "Say Veil", ""]);
        DeckFile.Read(file, slide => string.Concat(slide.Slide.Descendants<DocumentFormat.OpenXml.Drawing.SourceRectangle>().Select(crop => $"l{crop.Left?.Value} t{crop.Top?.Value}")))
            .ShouldBe(["", "l25000 t", "l t25000", ""]);
        DeckFile.ShouldBeValid(file);
        Template.Open(template).Fill(Data, American).ShouldBe(file);
    }

    [Fact]
    public void A_slide_whose_condition_does_not_hold_goes_with_its_parts()
    {
        var file = Template.Open(DeckFile.Of(
            null, DeckFile.Shape(2, "A", "one"), DeckFile.Shape(2, "B", "{{#if vip}}") + DeckFile.Shape(3, "C", "only for you{{/if}}") + "---secret", DeckFile.Shape(2, "D", "three"))).Fill(Data, American);

        DeckFile.Slides(file).Select(slide => slide[0]).ShouldBe(["one", "three"]);
        Zip.Entries(file).ShouldNotContain(entry => entry.Name.Contains("notesSlide", StringComparison.Ordinal));
        DeckFile.ShouldBeValid(file);
    }

    [Fact]
    public void Rows_of_a_table_are_repeated_and_the_frame_grows()
    {
        var file = Template.Open(DeckFile.Of(null, DeckFile.Table(2, "Table 1", ["Look", "N"], ["{{#each looks}}{{name}}", "{{@number}}{{/each}}"]))).Fill(Data, American);

        DeckFile.Slides(file)[0].ShouldBe(["Look", "N", "Gown", "1", "Veil", "2"]);
        DeckFile.Read(file, slide => slide.Slide.Descendants<DocumentFormat.OpenXml.Presentation.Transform>().Single().Extents!.Cy!.Value).ShouldBe([1_200_000]);
        DeckFile.ShouldBeValid(file);
    }

    [Fact]
    public void A_shape_that_is_a_picture_placeholder_becomes_the_picture_cropped_to_its_box()
    {
        var file = Template.Open(DeckFile.Of(null, DeckFile.Shape(2, "Hero", "{{image hero}}", width: 4000000, height: 2000000))).Fill(Data, American);

        var picture = DeckFile.Read(file, slide => slide.Slide.Descendants<DocumentFormat.OpenXml.Presentation.Picture>().Single())[0];
        picture.NonVisualPictureProperties!.NonVisualDrawingProperties!.Description!.Value.ShouldBe("A gown");
        // 1:2 into 2:1: a quarter of the height is shown, the rest is cut above and below.
        picture.BlipFill!.SourceRectangle!.Top!.Value.ShouldBe(37500);
        DeckFile.ShouldBeValid(file);
    }

    [Fact]
    public void Each_copy_of_a_slide_points_at_its_own_picture_only()
    {
        var file = Template.Open(DeckFile.Of(null, DeckFile.Shape(2, "A", "{{#each looks}}") + DeckFile.Shape(3, "Photo", "{{image photo}}") + DeckFile.Shape(4, "B", "{{/each}}"))).Fill(
            new FieldsValue
            {
                ["looks"] = new List<Value> { new FieldsValue { ["photo"] = new PictureValue(Pictures.Png(20, 20)) }, new FieldsValue { ["photo"] = new PictureValue(Pictures.Png(30, 30)) } },
            },
            American);

        DeckFile.Read(file, slide => slide.ImageParts.Single().Uri.ToString()).Distinct().Count().ShouldBe(2);
        DeckFile.ShouldBeValid(file);
    }

    [Fact]
    public void Each_copy_of_a_slide_has_a_chart_of_its_own_and_its_place_in_the_section()
    {
        var template = DeckFile.WithChartAndSection(
            DeckFile.Of(null, DeckFile.Shape(2, "A", "first"), DeckFile.Shape(2, "B", "{{#each looks}}") + DeckFile.Shape(3, "C", "{{name}}{{/each}}"), DeckFile.Shape(2, "D", "{{#if vip}}") + DeckFile.Shape(3, "E", "x{{/if}}")),
            1, "Hours of {{name}}");

        var file = Template.Open(template).Fill(Data, American);

        DeckFile.Read(file, slide => string.Concat(slide.ChartParts.Select(chart => chart.ChartSpace.InnerText))).ShouldBe(["", "Hours of Gown", "Hours of Veil"]);
        DeckFile.Read(file, slide => slide.ChartParts.SingleOrDefault()?.EmbeddedPackagePart?.Uri.ToString() ?? "").Distinct().Count().ShouldBe(3);
        var show = WordFile.Part(file, "presentation.xml");
        show.Descendants().Where(element => element.Name.LocalName == "sldId" && element.Name.Namespace != DeckFile.P).Select(id => (string)id.Attribute("id")!)
            .ShouldBe(show.Descendants(DeckFile.P + "sldId").Select(id => (string)id.Attribute("id")!));
        DeckFile.ShouldBeValid(file);
    }

    [Fact]
    public void Lines_are_breaks_and_right_to_left_paragraphs_are_turned()
    {
        var file = Template.Open(DeckFile.Of(null, DeckFile.Shape(2, "A", "{{a}}") + DeckFile.Shape(3, "B", "{{b}}"))).Fill(new FieldsValue { ["a"] = "one\ntwo\tthree", ["b"] = "שלום" }, American);

        DeckFile.Read(file, slide => slide.Slide.Descendants<DocumentFormat.OpenXml.Drawing.Break>().Count()).ShouldBe([1]);
        DeckFile.Slides(file)[0][0].ShouldBe("onetwo\tthree");
        DeckFile.Read(file, slide => slide.Slide.Descendants<DocumentFormat.OpenXml.Drawing.ParagraphProperties>().Single().RightToLeft!.Value).ShouldBe([true]);
        DeckFile.ShouldBeValid(file);
    }

    [Fact]
    public void Problems_name_slide_and_shape() =>
        Template.Open(DeckFile.Of(null, DeckFile.Shape(2, "Title 1", "x"), DeckFile.Shape(2, "Title 1", "{{missing}}") + DeckFile.Table(3, "Table 2", ["Price"], ["{{client | money}}"]) + "---{{gone}}"))
            .Check(Data, American).Select(problem => $"{problem.Place}: {problem.Message}")
            .ShouldBe([
                "slide 2, shape 'Title 1': the data has no 'missing'",
                "slide 2, shape 'Table 2', row 2, column 'Price': it is a text, where an amount with its currency belongs",
                "notes of slide 2: the data has no 'gone'",
            ]);
}
