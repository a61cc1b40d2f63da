using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using FsCheck;
using FsCheck.Fluent;
using Teg.Platform.Documents.Filling;
using Teg.Platform.Documents.Tests.Files;
using static Teg.Platform.Documents.Tests.Files.SheetFile;

namespace Teg.Platform.Documents.Tests.Filling;

public sealed class WorkbookTests
{
    private static readonly CultureInfo American = CultureInfo.GetCultureInfo("en-US");

    private static FieldsValue Line(string name, decimal price, int quantity) =>
        new() { ["name"] = name, ["price"] = new MoneyValue(price, "USD"), ["quantity"] = quantity };

    private static readonly FieldsValue Data = new()
    {
        ["client"] = "Ada & Co",
        ["signedOn"] = new DateOnly(2026, 3, 9),
        ["rate"] = 0.1m,
        ["vip"] = true,
        ["lines"] = new List<Value> { Line("Pattern", 1200, 1), Line("Sample", 850.25m, 2), Line("Fitting", 99.95m, 3) },
        ["none"] = new List<Value>(),
    };

    private static readonly string[][] Price =
    [
        ["Item", "Price", "Pieces", "Sum"],
        ["{{#each lines}}{{name}}", "{{price}}", "{{quantity}}", "=B2*C2"],
        ["", "", "", "i:{{/each}}"],
        ["Total", "", "", "=SUM(D2:D2)"],
        ["Fee", "", "", "=ROUND(D4*Rate,2)"],
        ["Due", "", "", "=IF(D4+D5>1000,D4+D5,0)"],
        ["{{rate}}", "{{signedOn}}", "{{vip}}", "Dear {{client}}"],
    ];

    [Fact]
    public void A_row_with_a_height_of_its_own_grows_for_a_text_of_several_lines_and_never_shrinks()
    {
        // Rows are 20, 21, 22 points high; a line is one of 11 points in a column of 8 letters.
        var file = Template.Open(Of([["{{long}}"], ["{{client}}"], ["{{lines3}}", "{{client}}"]]))
            .Fill(new FieldsValue { ["long"] = new string('m', 40), ["client"] = "Ada", ["lines3"] = "one\ntwo\nthree" }, American);

        var heights = Xml(file).Descendants(X + "row").Select(row => (string?)row.Attribute("ht")).ToList();
        heights[0].ShouldBe("20", "a cell that does not wrap runs over its neighbours");
        heights[1].ShouldBe("21");
        heights[2].ShouldBe("48");
    }

    [Fact]
    public void Rows_are_repeated_formulas_follow_and_a_reader_without_Excel_sees_right_numbers()
    {
        var file = Fill(Of(
            Price,
            "<mergeCells count=\"1\"><mergeCell ref=\"A4:C4\"/></mergeCells><conditionalFormatting sqref=\"D2\"><cfRule type=\"expression\" dxfId=\"0\" priority=\"1\"><formula>D2&gt;$D$4</formula></cfRule></conditionalFormatting>" +
            "<dataValidations count=\"1\"><dataValidation type=\"whole\" sqref=\"C2\"><formula1>1</formula1><formula2>9</formula2></dataValidation></dataValidations>",
            "<definedName name=\"_xlnm.Print_Area\" localSheetId=\"0\">Package!$A$1:$D$7</definedName><definedName name=\"Rate\">Package!$A$7</definedName>",
            ("Summary", [["=Package!D6", "=SUMPRODUCT(Package!B2:B2,Package!C2:C2)", "=COUNT(Package!B2)"]])));

        Cell(file, "A2").ShouldBe("Pattern");
        Cell(file, "D2").ShouldBe("1200 | B2*C2");
        Cell(file, "D3").ShouldBe("1700.5 | B3*C3");
        Cell(file, "A4").ShouldBe("Fitting");
        // The row with the closing tag alone was there for the tag.
        Cell(file, "D5").ShouldBe("3200.35 | SUM(D2:D4)");
        Cell(file, "D6").ShouldBe("320.04 | ROUND(D5*Rate,2)");
        Cell(file, "D7").ShouldBe("3520.39 | IF(D5+D6>1000,D5+D6,0)");
        Cell(file, "A1", 2).ShouldBe("3520.39 | Package!D7");
        Cell(file, "B1", 2).ShouldBe("3200.35 | SUMPRODUCT(Package!B2:B4,Package!C2:C4)");
        Cell(file, "C1", 2).ShouldBe("3 | COUNT(Package!B2:B4)");

        var sheet = Xml(file);
        sheet.Descendants(X + "mergeCell").Single().Attribute("ref")!.Value.ShouldBe("A5:C5");
        sheet.Descendants(X + "conditionalFormatting").Single().Attribute("sqref")!.Value.ShouldBe("D2:D4");
        sheet.Descendants(X + "formula").Single().Value.ShouldBe("D2>$D$5");
        sheet.Descendants(X + "dataValidation").Single().Attribute("sqref")!.Value.ShouldBe("C2:C4");
        sheet.Descendants(X + "row").Select(row => (string)row.Attribute("ht")!).ShouldBe(["20", "21", "21", "21", "23", "24", "25", "26"]);
        sheet.Element(X + "dimension")!.Attribute("ref")!.Value.ShouldBe("A1:D8");
        var book = WordFile.Part(file, "workbook.xml");
        book.Descendants(X + "definedName").Select(name => name.Value).ShouldBe(["Package!$A$1:$D$8", "Package!$A$8"]);
        book.Element(X + "calcPr")!.Attribute("fullCalcOnLoad")!.Value.ShouldBe("1");

        var template = Of(Price, names: "<definedName name=\"Rate\">Package!$A$7</definedName>");
        Template.Open(template).Fill(Data, American).SequenceEqual(Template.Open(template).Fill(Data, American)).ShouldBeTrue();
    }

    [Fact]
    public void A_cell_that_is_one_placeholder_takes_the_kind_of_its_value()
    {
        var file = Fill(Of([["{{rate}}", "{{signedOn}}", "{{vip}}", "{{client}}", "{{rate}} of {{client}}", "{{rate | text}}"]]));

        var cells = Xml(file).Descendants(X + "c").ToList();
        cells.Select(cell => (string?)cell.Attribute("t")).ShouldBe([null, null, "b", "inlineStr", "inlineStr", "inlineStr"]);
        cells.Take(3).Select(cell => cell.Value).ShouldBe(["0.1", "46090", "1"]);
        // A date in a cell without a date's format gets one.
        var style = WordFile.Part(file, "styles.xml").Element(X + "cellXfs")!.Elements().ElementAt((int)cells[1].Attribute("s")!);
        style.Attribute("numFmtId")!.Value.ShouldBe("14");
        cells.Skip(3).Select(cell => cell.Value).ShouldBe(["Ada & Co", "0.1 of Ada & Co", "0.1"]);
        Zip.Text(file, "xl/sharedStrings.xml").ShouldNotContain("{{");
    }

    [Fact]
    public void An_empty_list_leaves_totals_of_nothing() =>
        Cell(Fill(Of([["{{#each none}}{{x}}", "{{/each}}"], ["", "=SUM(B1:B1)"]])), "B1").ShouldBe("0 | SUM(0)");

    [Fact]
    public void Rows_chosen_by_conditions_nest_in_repeated_rows()
    {
        var file = Fill(Of(
        [
            ["{{#each lines}}"],
            ["{{name}}", "{{price}}"],
            ["{{#if quantity > 1}}"],
            ["pieces", "{{quantity}}", "=B2*B4"],
            ["{{/if}}"],
            ["{{/each}}"],
            ["", "=SUM(B2:B4)"],
        ]));

        Enumerable.Range(1, 6).Select(row => string.Join(' ', Cell(file, $"A{row}"), Cell(file, $"B{row}"), Cell(file, $"C{row}")).Trim()).ShouldBe([
            "Pattern 1200", "Sample 850.25", "pieces 2 1700.5 | B2*B3", "Fitting 99.95", "pieces 3 299.85 | B4*B5", " 2155.2 | SUM(B1:B5)".Trim(),
        ]);
    }

    [Fact]
    public void Shared_formulas_are_written_out_and_rich_text_keeps_its_runs()
    {
        var template = Of([["{{#each lines}}{{price}}", "{{quantity}}", "=A1*B1", "i:{{/each}}"], ["n:1", "n:2", "=A2*B2"], ["<r><rPr><b/></rPr><t>To {{cli</t></r><r><t>ent}}!</t></r>"]]);
        template = Zip.Replacing(template, "xl/worksheets/sheet1.xml", "<f>A1*B1</f>", "<f t=\"shared\" ref=\"C1:C2\" si=\"0\">A1*B1</f>");
        template = Zip.Replacing(template, "xl/worksheets/sheet1.xml", "<f>A2*B2</f>", "<f t=\"shared\" si=\"0\"/>");

        var file = Fill(template);

        Cell(file, "C3").ShouldBe("299.85 | A3*B3");
        Cell(file, "C4").ShouldBe("2 | A4*B4");
        Cell(file, "A5").ShouldBe("To Ada & Co!");
        Xml(file).Descendants(X + "b").ShouldNotBeEmpty();
    }

    [Fact]
    public void Charts_tables_drawings_links_and_page_breaks_follow_the_rows()
    {
        var template = WithChartAndTable(
            Of(
                [["Item", "Price"], ["{{#each lines}}{{name}}", "{{price}}{{/each}}"], ["n:1", "n:2"], ["end", ""]],
                "<hyperlinks><hyperlink ref=\"A2\" location=\"Package!A1\"/><hyperlink ref=\"A4\" location=\"Package!A1\"/></hyperlinks><rowBreaks count=\"1\" manualBreakCount=\"1\"><brk id=\"3\" max=\"16383\" man=\"1\"/></rowBreaks><drawing r:id=\"rIdDrawing\"/><tableParts count=\"1\"><tablePart r:id=\"rIdTable\"/></tableParts>"),
            "For {{client}}", "Package!$A$2:$A$2", "Package!$B$2", "A1:B3");

        var file = Fill(template);

        var chart = WordFile.Part(file, "chart1.xml");
        chart.Descendants().Where(element => element.Name.LocalName == "f").Select(formula => formula.Value).ShouldBe(["Package!$A$2:$A$4", "Package!$B$2:$B$4"]);
        chart.Descendants().Where(element => element.Name.LocalName == "v").Select(point => point.Value).ShouldBe(["Pattern", "Sample", "Fitting", "1200", "850.25", "99.95"]);
        chart.Descendants().Single(element => element.Name.LocalName == "title").Value.ShouldBe("For Ada & Co");
        WordFile.Part(file, "table1.xml").Attribute("ref")!.Value.ShouldBe("A1:B5");
        WordFile.Part(file, "drawing1.xml").Descendants().Where(element => element.Name.LocalName == "row").Select(row => row.Value).ShouldBe(["5", "15"]);
        Xml(file).Descendants(X + "hyperlink").Select(link => (string)link.Attribute("ref")!).ShouldBe(["A2", "A3", "A4", "A6"]);
        Xml(file).Descendants(X + "brk").Single().Attribute("id")!.Value.ShouldBe("5");
    }

    [Fact]
    public void Page_headers_are_filled_with_their_own_escape() =>
        Xml(Fill(Of([["{{client}}"]], "<headerFooter><oddHeader>&amp;L{{client}}</oddHeader></headerFooter>"))).Descendants(X + "oddHeader").Single().Value.ShouldBe("&LAda && Co");

    [Fact]
    public void Problems_name_sheet_and_cell() =>
        Template.Open(Of([["{{missing}}", "{{client | money}}", "{{image client}}"], ["{{#each lines}}"]])).Check(Data, American).Select(problem => $"{problem.Place}: {problem.Message}")
            .ShouldBe([
                "sheet Package, cell A2: the block is not closed by {{/each}}",
                "sheet Package, cell A1: the data has no 'missing'",
                "sheet Package, cell B1: it is a text, where an amount with its currency belongs",
                "sheet Package, cell C1: it is a text, where a picture belongs",
            ]);

    [Fact]
    public void A_formula_the_evaluator_does_not_know_shows_nothing_rather_than_something_old() =>
        Cell(Fill(Of([["{{rate}}", "=NPV(A1,1,2)", "=B1+1", "=A1+1"]])), "B1").ShouldBe(" | NPV(A1,1,2)");

    [Fact]
    public void Any_text_comes_back_from_a_cell()
    {
        var letters = Gen.Frequency((6, Gen.Choose(32, 126).Select(code => ((char)code).ToString())), (1, Gen.Elements("\n", "\t", "{{", "_x000D_", "_x0", "_", "&", "<", "😀", "שלום", "  ")));

        Prop.ForAll(letters.ListOf().Select(parts => string.Concat(parts)).Where(text => text.Length > 0).ToArbitrary(), text =>
        {
            var file = Template.Open(Of([["{{value}}"]])).Fill(new FieldsValue { ["value"] = text }, American);
            return Decoded(Cell(file, "A1")) == text;
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Any_lines_sum_to_what_they_sum_to()
    {
        var line = from cents in Gen.Choose(0, 1_000_000) from pieces in Gen.Choose(0, 50) select (Price: cents / 100m, Pieces: pieces);

        Prop.ForAll(line.ListOf().ToArbitrary(), lines =>
        {
            var data = new FieldsValue { ["lines"] = lines.Select(one => (Value)Line("x", one.Price, one.Pieces)).ToList(), ["rate"] = 0.07m, ["signedOn"] = new DateOnly(2026, 1, 1), ["vip"] = true, ["client"] = "x" };
            var file = Template.Open(Of(Price, names: "<definedName name=\"Rate\">Package!$A$7</definedName>")).Fill(data, American);
            var sum = lines.Sum(one => one.Price * one.Pieces);
            var shown = decimal.Parse(Cell(file, $"D{lines.Count + 3}").Split(' ')[0], NumberStyles.Float, CultureInfo.InvariantCulture);
            return shown == Math.Round(sum * 0.07m, 2, MidpointRounding.AwayFromZero);
        }).QuickCheckThrowOnFailure();
    }

    /// <summary>As Excel reads it: _x000D_ is the character with this code.</summary>
    private static string Decoded(string text) => Regex.Replace(
        text,
        "_x(?<code>[0-9A-Fa-f]{4})_",
        escape => ((char)int.Parse(escape.Groups["code"].Value, NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToString(),
        RegexOptions.ExplicitCapture,
        TimeSpan.FromSeconds(10));

    private static byte[] Fill(byte[] template)
    {
        var file = Template.Open(template).Fill(Data, American);
        ShouldBeValid(file);
        return file;
    }
}
