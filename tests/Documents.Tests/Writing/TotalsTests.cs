using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using Teg.Platform.Documents.Pricing;
using Teg.Platform.Documents.Tests.Files;
using Teg.Platform.Documents.Workbooks;
using Teg.Platform.Documents.Writing;

namespace Teg.Platform.Documents.Tests.Writing;

/// <summary>What a workbook says is reckoned four times: by the form, by the sheet's formulas here, by LibreOffice, and once more from the snapshot in whole numbers.</summary>
public sealed partial class TotalsTests
{
    private static readonly string[] Uneven =
    [
        // Halves of a cent, long multipliers, a discount that ends between two cents.
        """{"client":{"company":"Half a cent"},"project":{"name":"One"},"package":"essential","styles":[{"name":"A","complexity":"odd","quantity":3},{"name":"B","complexity":"moderate","quantity":1}],"lines":[{"item":"inspection","quantity":0.01,"price":0.5},{"item":"labels-packaging","quantity":12.34}],"discount":{"percent":33.33}}""",
        """{"client":{"company":"Everything off"},"project":{"name":"Two"},"package":"couture-collection","styles":[{"name":"A","complexity":"couture","quantity":1000}],"discount":{"amount":9999999.99,"reason":"All of it"}}""",
        // In the numbers a sheet reckons with, 2614345.21 less 2475481.08 is a little less than 138864.13, and half of that a little less than a half cent.
        """{"client":{"company":"Half of a half"},"project":{"name":"Four"},"package":"essential","styles":[{"name":"A"}],"lines":[{"item":"couture-make","price":1117174.52},{"item":"toile","price":1493720.69}],"discount":{"amount":2475481.08}}""",
        """{"client":{"company":"Nothing added"},"project":{"name":"Three"},"package":"signature","styles":[{"name":"A"}],"discount":{"percent":0.01}}""",
    ];

    private static readonly WritingContext Odd = Demo.Context with
    {
        Prices = Demo.Context.Prices with { Complexities = [.. PriceList.Default.Complexities, new Complexity("odd", "Odd", 1.001m)], Version = 4 },
    };

    private static readonly Gen<string> Word = Gen.Elements('a', 'Z', '9', '&', '<', '"', '\'', 'é', '漢', ' ', 'ש', '=').ListOf(6).Select(letters => new string([.. letters]).Trim() + "x");

    private static readonly Gen<decimal> Money = Gen.Choose(0, 2_000_000).Select(cents => cents / 100m);

    private static readonly Gen<(string Client, string Project, List<Line> Lines, int Percent)> Selections =
        from client in Word
        from project in Word
        from count in Gen.Choose(1, 9)
        from lines in (from name in Word from quantity in Gen.Choose(1, 5_000) from price in Money from free in Gen.Elements(true, false, false) select new Line(name, quantity / 100m, price, free)).ListOf(count)
        from percent in Gen.Choose(0, 10_000)
        select (client, project, lines.ToList(), percent);

    private static readonly Config Enough = Config.QuickThrowOnFailure.WithMaxTest(30);

    [Fact]
    public async Task The_form_the_sheet_LibreOffice_the_PDF_and_the_recomputation_agree()
    {
        var documents = Uneven.Select(inputs => (Kind: DocumentKind.Workbook, Prepared: Demo.Prepare(DocumentKind.Workbook, inputs, Odd)))
            .Append((DocumentKind.Workbook, Demo.Prepare(DocumentKind.Workbook, Demo.Workbook)))
            .Append((DocumentKind.ALaCarte, Demo.Prepare(DocumentKind.ALaCarte, Demo.ALaCarte))).ToList();
        var files = new List<WrittenFile>();
        foreach (var (kind, prepared) in documents)
        {
            prepared.Problems.ShouldBeEmpty();
            files.Add(await Demo.WriteAsync(kind, prepared));
        }

        var recalculated = await LibreOffice.ConvertAsync("xlsx", "xlsx:Calc MS Excel 2007 XML", files);
        var printed = await LibreOffice.ConvertAsync("pdf", "pdf:calc_pdf_Export", files);

        for (var number = 0; number < files.Count; number++)
        {
            var (_, prepared) = documents[number];
            var totals = Recomputation.Of(prepared.Snapshot!.Value);
            totals.Total.ShouldBe(prepared.Prices!.Total);
            totals.Discount.ShouldBe(prepared.Prices.Discount);
            totals.Subtotal.ShouldBe(prepared.Prices.Subtotal);
            totals.Complimentary.ShouldBe(prepared.Prices.Complimentary);
            totals.Deposit.ShouldBe(prepared.Prices.Deposit);
            SheetTotals.Read(files[number].Content).ShouldBe(totals);
            SheetTotals.Read(recalculated[number]).ShouldBe(totals);

            var text = await LibreOffice.TextOfAsync(printed[number]);
            LastAmountOf(text, "Total").ShouldBe(totals.Total);
            LastAmountOf(text, "Subtotal").ShouldBe(totals.Subtotal);
            if (totals.Balance is { } balance)
            {
                LastAmountOf(text, "Balance before handover").ShouldBe(balance);
            }
        }
    }

    [Fact]
    public async Task A_template_that_lost_a_formula_hands_out_no_workbook()
    {
        var folder = Directory.CreateTempSubdirectory("teg-templates-");
        try
        {
            var template = new TemplateStore(Microsoft.Extensions.Options.Options.Create(new TemplateOptions())).Read("Workbooks/a-la-carte.xlsx");
            Directory.CreateDirectory(Path.Combine(folder.FullName, "Workbooks"));
            await File.WriteAllBytesAsync(
                Path.Combine(folder.FullName, "Workbooks/a-la-carte.xlsx"), Zip.Replacing(template, "xl/worksheets/sheet1.xml", "<f>ROUND(I16-I17,2)</f>", "<f>I16</f>"), TestContext.Current.CancellationToken);
            var own = Demo.All(folder.FullName).Single(writer => writer.Kind == DocumentKind.ALaCarte);

            var refused = await Should.ThrowAsync<TotalsDifferException>(async () =>
                await own.WriteAsync(Demo.Prepare(DocumentKind.ALaCarte, Demo.ALaCarte).Snapshot!.Value, new Demo.Shelf(), TestContext.Current.CancellationToken));

            refused.Message.ShouldContain("should say 4977.50 after 250.00 off");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void Whatever_is_asked_for_every_value_is_found_and_the_totals_agree() =>
        Prop.ForAll(Selections.ToArbitrary(), selection =>
        {
            var inputs = JsonSerializer.Serialize(new
            {
                client = new { company = selection.Client },
                project = new { name = selection.Project },
                lines = selection.Lines.Select(line => new { name = line.Name, quantity = line.Quantity, price = line.Price, free = line.Free }),
                discount = new { percent = selection.Percent / 100m },
            });
            var prepared = Demo.Prepare(DocumentKind.ALaCarte, inputs);
            var file = Written(Demo.WriteAsync(DocumentKind.ALaCarte, prepared));

            SheetFile.Cell(file.Content, "A2").ShouldBe(selection.Project);
            for (var number = 0; number < selection.Lines.Count; number++)
            {
                var line = selection.Lines[number];
                SheetFile.Cell(file.Content, $"B{number + 10}").ShouldBe(line.Name);
                decimal.Parse(SheetFile.Cell(file.Content, $"E{number + 10}"), CultureInfo.InvariantCulture).ShouldBe(line.Quantity);
                var amount = SheetFile.Cell(file.Content, $"I{number + 10}").Split(" | ")[0];
                decimal.Parse(amount, CultureInfo.InvariantCulture).ShouldBe(prepared.Prices!.Lines[number].Amount);
            }

            SheetTotals.Read(file.Content).ShouldBe(Recomputation.Of(prepared.Snapshot!.Value));
            WritingTests.ShouldHoldNoPlaceholder(file);
        }).Check(Enough);

    [Fact]
    public void Whatever_package_is_asked_for_its_styles_are_found_and_the_totals_agree() =>
        Prop.ForAll(Selections.ToArbitrary(), selection =>
        {
            var prices = Odd.Prices;
            var prepared = Demo.Prepare(
                DocumentKind.Workbook,
                JsonSerializer.Serialize(new
                {
                    client = new { company = selection.Client },
                    project = new { name = selection.Project },
                    package = prices.Packages[selection.Percent % prices.Packages.Count].Code,
                    styles = selection.Lines.Select((line, number) => new
                    {
                        name = line.Name,
                        complexity = prices.Complexities[(selection.Percent + number) % prices.Complexities.Count].Code,
                        quantity = 1 + (int)(line.Quantity % 30),
                    }),
                    lines = selection.Lines.Where(line => line.Free).Select(line => new { item = prices.Items[(int)line.Quantity % prices.Items.Count].Code, quantity = line.Quantity, price = line.Price }),
                    discount = new { percent = selection.Percent / 100m },
                }),
                Odd);
            var file = Written(Demo.WriteAsync(DocumentKind.Workbook, prepared));

            for (var number = 0; number < selection.Lines.Count; number++)
            {
                SheetFile.Cell(file.Content, $"B{number + 11}").ShouldBe(selection.Lines[number].Name);
                decimal.Parse(SheetFile.Cell(file.Content, $"H{number + 11}").Split(" | ")[0], CultureInfo.InvariantCulture).ShouldBe(prepared.Prices!.Lines[number].Amount);
            }

            SheetTotals.Read(file.Content).Total.ShouldBe(prepared.Prices!.Total);
            WritingTests.ShouldHoldNoPlaceholder(file);
        }).Check(Enough);

    [Fact]
    public void Whatever_is_asked_for_every_word_of_it_is_in_the_contract_and_in_the_deck() =>
        Prop.ForAll(Selections.ToArbitrary(), selection =>
        {
            var contract = Written(Demo.WriteAsync(DocumentKind.Contract, JsonSerializer.Serialize(new
            {
                agreement = selection.Percent % 2 == 0 ? "development" : "production",
                client = new { company = selection.Client, contact = selection.Project, email = "a@b.example" },
                project = new { name = selection.Project, startsOn = "2026-01-01", styles = selection.Lines.Select(line => new { name = line.Name, quantity = line.Quantity, price = line.Price }) },
                terms = new { deposit = selection.Percent / 100m },
            })));
            var paragraphs = WordFile.Paragraphs(WordFile.Xml(contract.Content));
            paragraphs.ShouldContain(selection.Client);
            foreach (var line in selection.Lines)
            {
                paragraphs.ShouldContain(line.Name);
                paragraphs.ShouldContain(Amounts.Of(line.Quantity, line.Price).ToString("N2", CultureInfo.GetCultureInfo("en-US")));
            }

            WritingTests.ShouldHoldNoPlaceholder(contract);

            var deck = Written(Demo.WriteAsync(DocumentKind.Deck, JsonSerializer.Serialize(new
            {
                category = TemplateCatalog.AllCategories[selection.Percent % 6].Code,
                client = new { company = selection.Client },
                services = PriceList.Default.Services.Take(1 + (selection.Percent % 4)).Select(service => service.Code),
                priorities = selection.Lines.Take(6).Select(line => new { title = line.Name, text = line.Name + selection.Project }),
            })));
            var text = DeckFile.Slides(deck.Content).SelectMany(slide => slide).ToList();
            foreach (var line in selection.Lines.Take(6))
            {
                text.ShouldContain(shape => shape.Contains(line.Name) && shape.Contains(line.Name + selection.Project));
            }

            WritingTests.ShouldHoldNoPlaceholder(deck);
        }).Check(Enough);

    // A property of FsCheck is no task, and nothing else waits on its thread.
    private static WrittenFile Written(Task<WrittenFile> writing) => writing.GetAwaiter().GetResult();

    /// <summary>The amount at the end of the last line that begins with the label, as it was printed.</summary>
    private static decimal LastAmountOf(string text, string label)
    {
        var line = text.Split('\n').Last(candidate => Regex.IsMatch(candidate, $@"(^|\s){label}\s+[\d,]+\.\d\d\s*$", RegexOptions.None, TimeSpan.FromSeconds(1)));
        return decimal.Parse(Amount().Match(line).Value, NumberStyles.Number, CultureInfo.InvariantCulture);
    }

    [GeneratedRegex(@"[\d,]+\.\d\d(?=\s*$)", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Amount();

    private sealed record Line(string Name, decimal Quantity, decimal Price, bool Free);
}
