using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Teg.Platform.Documents.Filling;
using Teg.Platform.Documents.Tests.Files;

namespace Teg.Platform.Documents.Tests.Filling;

/// <summary>Whatever the data is: every value is found in the result, no placeholder is left, and nothing of the engine's own marks.</summary>
public sealed class RandomDataTests
{
    private static readonly CultureInfo American = CultureInfo.GetCultureInfo("en-US");

    private static readonly Gen<string> Word = Gen.Elements('a', 'Z', '9', '&', '<', '"', '\'', 'é', '漢', ' ').ListOf(5).Select(letters => new string([.. letters]).Trim() + "x");

    private static readonly Gen<(string Client, bool IsVip, List<(string Name, int Price, List<string> Sizes)> Lines)> Orders =
        from client in Word
        from isVip in Gen.Elements(true, false)
        from count in Gen.Choose(0, 6)
        from lines in (from name in Word from price in Gen.Choose(1, 99_999) from sizes in Word.ListOf(count) select (name, price, sizes)).ListOf((count + 2) % 5)
        select (client, isVip, lines);

    [Fact]
    public void A_document_holds_what_the_data_holds()
    {
        var template = Template.Open(WordFile.Of(
            WordFile.P("{{client}}") + WordFile.Table(WordFile.Row("Name", "Price", ""), WordFile.Row("{{#each lines}}{{name}}", "{{price | number plain}}", "{{#each sizes}}{{this}};{{/each}}{{/each}}")) +
            WordFile.P("{{#if vip}}") + WordFile.P("dear {{client}}") + WordFile.P("{{else}}") + WordFile.P("regards") + WordFile.P("{{/if}}"),
            header: WordFile.P("{{client}}")));

        Prop.ForAll(Orders.ToArbitrary(), order =>
        {
            var file = template.Fill(Data(order), American);
            WordFile.Paragraphs(WordFile.Xml(file)).ShouldBe([
                order.Client, "Name", "Price", "", .. order.Lines.SelectMany(line => new[] { line.Name, Text(line.Price), string.Concat(line.Sizes.Select(size => size + ";")) }), "after",
                order.IsVip ? $"dear {order.Client}" : "regards",
            ]);
            IsClean(file);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A_deck_holds_what_the_data_holds()
    {
        var template = Template.Open(DeckFile.Of(
            null, DeckFile.Shape(2, "A", "{{client}}"), DeckFile.Shape(2, "B", "{{#each lines}}") + DeckFile.Shape(3, "C", "{{name}}") + DeckFile.Table(4, "D", ["Size"], ["{{#each sizes}}{{this}}"], ["{{/each}}"]) + "---{{price}}{{/each}}"));

        Prop.ForAll(Orders.ToArbitrary(), order =>
        {
            var file = template.Fill(Data(order), American);
            DeckFile.Slides(file).Select(slide => string.Join('|', slide))
                .ShouldBe([order.Client, .. order.Lines.Select(line => string.Join('|', [line.Name, "Size", .. line.Sizes]))]);
            DeckFile.Notes(file).Skip(1).ShouldBe(order.Lines.Select(line => Text(line.Price)));
            IsClean(file);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A_workbook_holds_what_the_data_holds()
    {
        var template = Template.Open(SheetFile.Of([["{{client}}", "=SUM(B3:B4)"], ["{{#each lines}}"], ["{{name}}", "{{price}}"], ["{{/each}}"], ["{{#if vip}}dear{{/if}}", "=B1*2"]]));

        Prop.ForAll(Orders.ToArbitrary(), order =>
        {
            var file = template.Fill(Data(order), American);
            var sum = order.Lines.Sum(line => line.Price);
            SheetFile.Cell(file, "A1").ShouldBe(order.Client);
            SheetFile.Cell(file, "B1").Split(' ')[0].ShouldBe(Text(sum));
            for (var number = 0; number < order.Lines.Count; number++)
            {
                SheetFile.Cell(file, $"A{number + 2}").ShouldBe(order.Lines[number].Name);
                SheetFile.Cell(file, $"B{number + 2}").ShouldBe(Text(order.Lines[number].Price));
            }

            SheetFile.Cell(file, $"B{order.Lines.Count + 2}").ShouldBe($"{Text(sum * 2)} | B1*2");
            IsClean(file);
        }).QuickCheckThrowOnFailure();
    }

    private static FieldsValue Data((string Client, bool IsVip, List<(string Name, int Price, List<string> Sizes)> Lines) order) => new()
    {
        ["client"] = order.Client,
        ["vip"] = order.IsVip,
        ["lines"] = order.Lines.Select(line => (Value)new FieldsValue
        {
            ["name"] = line.Name,
            ["price"] = line.Price,
            ["sizes"] = line.Sizes.Select(size => (Value)size).ToList(),
        }).ToList(),
    };

    private static void IsClean(byte[] file)
    {
        foreach (var (name, content) in Zip.Entries(file).Where(entry => entry.Name.EndsWith("xml", StringComparison.Ordinal)))
        {
            var text = System.Text.Encoding.UTF8.GetString(content);
            text.ShouldNotContain("{{", Case.Sensitive, name);
            text.ShouldNotContain("urn:teg", Case.Sensitive, name);
        }
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
