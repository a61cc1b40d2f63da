using System.Text.Json;
using System.Text.Json.Nodes;
using Teg.Platform.Documents.Pricing;
using Teg.Platform.Documents.Writing;

namespace Teg.Platform.Documents.Tests.Writing;

public sealed class PreparationTests
{
    [Theory]
    [InlineData(DocumentKind.Contract, "[]", "inputs")]
    [InlineData(DocumentKind.Contract, "{}", "inputs.agreement inputs.client.company inputs.client.contact inputs.client.email inputs.project.name inputs.project.startsOn inputs.project.styles")]
    [InlineData(DocumentKind.Deck, "{}", "inputs.category inputs.client.company inputs.services inputs.priorities")]
    [InlineData(DocumentKind.Workbook, "{}", "inputs.client.company inputs.project.name inputs.package inputs.styles")]
    [InlineData(DocumentKind.ALaCarte, """{"lines":[{}]}""", "inputs.client.company inputs.project.name inputs.lines[0].name inputs.lines[0].price")]
    public void What_is_missing_is_named_all_at_once(DocumentKind kind, string inputs, string paths)
    {
        var prepared = Demo.Prepare(kind, inputs);

        prepared.Snapshot.ShouldBeNull();
        foreach (var path in paths.Split(' '))
        {
            prepared.Problems.Keys.ShouldContain(path);
        }
    }

    [Theory]
    [InlineData("client.email", "\"ada\"", "client.email", "This is no e-mail address.")]
    [InlineData("agreement", "\"marriage\"", "agreement", "'marriage' is not one of development, production.")]
    [InlineData("project.deliversOn", "\"2026-01-11\"", "project.deliversOn", "Delivery is before the work begins.")]
    [InlineData("project.startsOn", "\"12 January\"", "project.startsOn", "This is no date; write it as 2026-03-31.")]
    [InlineData("project.styles", "[{\"name\":\"Gown\",\"price\":-1}]", "project.styles[0].price", "An amount is at least 0 and at most 10,000,000, with two decimals.")]
    [InlineData("project.styles", "[{\"name\":\"Gown\",\"price\":1.005}]", "project.styles[0].price", "An amount is at least 0 and at most 10,000,000, with two decimals.")]
    [InlineData("project.styles", "[{\"name\":\"Gown\",\"price\":1,\"quantity\":0}]", "project.styles[0].quantity", "A quantity is more than 0 and at most 100,000, with two decimals.")]
    [InlineData("project.styles", "[{\"name\":\"Gown\",\"price\":1e400}]", "project.styles[0].price", "An amount is at least 0 and at most 10,000,000, with two decimals.")]
    [InlineData("terms.deposit", "101", "terms.deposit", "A percentage is from 0 to 100, with two decimals.")]
    [InlineData("terms.currency", "\"dollars\"", "terms.currency", "A currency is three letters: USD, EUR.")]
    [InlineData("schedules", "[\"payment\",\"menu\"]", "schedules[1]", "'menu' is not one of payment, deliverables, specifications.")]
    [InlineData("signatory", "{\"name\":\"E\",\"imageId\":\"01960000-0000-7000-8000-0000000000ff\"}", "signatory.imageId", "There is no such picture.")]
    [InlineData("project.name", "\"a\\u0001b\"", "project.name", "This holds a character that cannot be written.")]
    [InlineData("project.name", "\"\\ud83d\"", "project.name", "This holds a character that cannot be written.")]
    [InlineData("client.company", "\"{{t:s;r:y;o:'House';}}\"", "client.company", "Two braces in a row mean something to the signing service; write one.")]
    [InlineData("client", "\"Maison Verre\"", "client", "This has to be a group of fields.")]
    public void What_is_wrong_is_named_where_it_is(string field, string value, string path, string sentence)
    {
        var inputs = JsonNode.Parse(Demo.Development)!;
        var names = field.Split('.');
        var group = names[..^1].Aggregate(inputs, (node, name) => node[name]!);
        group.AsObject().Remove(names[^1]);
        var text = inputs.ToJsonString();
        // A number no machine type holds and half a pair of letters cannot be said by the node, only by its text.
        var parent = names.Length == 1 ? "{" : $"\"{names[0]}\":{{";
        text = text.Insert(text.IndexOf(parent, StringComparison.Ordinal) + parent.Length, $"\"{names[^1]}\":{value},");

        var prepared = Demo.Prepare(DocumentKind.Contract, text);

        prepared.Snapshot.ShouldBeNull();
        prepared.Problems.Keys.ShouldContain($"inputs.{path}");
        prepared.Problems[$"inputs.{path}"].ShouldContain(sentence);
    }

    [Fact]
    public void What_was_not_said_comes_from_the_house()
    {
        var snapshot = Demo.Prepare(DocumentKind.Contract, Demo.Development).Snapshot!.Value;

        snapshot.GetProperty("date").GetString().ShouldBe("2025-11-21");
        snapshot.GetProperty("terms").GetProperty("governingLaw").GetString().ShouldBe("the State of California");
        snapshot.GetProperty("signatory").GetProperty("name").GetString().ShouldBe("Elena Marchetti");
        snapshot.GetProperty("currency").GetString().ShouldBe("USD");
        snapshot.GetProperty("priceListVersion").GetInt32().ShouldBe(3);
    }

    [Fact]
    public void A_house_that_has_said_nothing_of_itself_is_asked_who_signs_and_whose_law_holds()
    {
        var unknown = Demo.Context with { Prices = PriceList.Default };

        var asked = Demo.Prepare(DocumentKind.Contract, Demo.Development, unknown);

        asked.Problems.Keys.ShouldBe(["inputs.terms.governingLaw", "inputs.signatory.name"]);
        Demo.Prepare(DocumentKind.Workbook, Demo.Workbook, unknown).Problems.ShouldBeEmpty();
    }

    [Fact]
    public void The_same_inputs_on_the_same_day_are_the_same_snapshot()
    {
        foreach (var (kind, inputs) in ((DocumentKind, string)[])[(DocumentKind.Contract, Demo.Development), (DocumentKind.Deck, Demo.Deck("swim", 3, 2)), (DocumentKind.Workbook, Demo.Workbook), (DocumentKind.ALaCarte, Demo.ALaCarte)])
        {
            Demo.Prepare(kind, inputs).Snapshot!.Value.GetRawText().ShouldBe(Demo.Prepare(kind, inputs).Snapshot!.Value.GetRawText());
        }
    }

    [Fact]
    public void Prices_are_shown_while_the_form_is_still_incomplete()
    {
        var prepared = Demo.Prepare(DocumentKind.ALaCarte, """{"lines":[{"item":"cut-sew","quantity":100},{"item":"toile","free":true},{"item":"velvet"}]}""");

        prepared.Snapshot.ShouldBeNull();
        prepared.Problems.Keys.ShouldContain("inputs.lines[2].item");
        prepared.Prices!.Lines[0].UnitPrice.ShouldBe(118.75m);
        prepared.Prices.Total.ShouldBe(11_875m);
        prepared.Prices.Complimentary.ShouldBe(620m);
    }

    [Theory]
    [InlineData("24.99", "185")]
    [InlineData("25", "148.5")]
    [InlineData("99.99", "148.5")]
    [InlineData("100", "118.75")]
    [InlineData("200", "104.25")]
    public void A_tier_holds_from_its_quantity_on(string quantity, string price) =>
        PriceList.Default.Item("cut-sew")!.PriceFor(decimal.Parse(quantity, System.Globalization.CultureInfo.InvariantCulture))
            .ShouldBe(decimal.Parse(price, System.Globalization.CultureInfo.InvariantCulture));

    [Fact]
    public void A_line_is_rounded_half_away_from_zero_and_a_discount_never_takes_more_than_there_is()
    {
        // 7.05 × 2.5 = 17.625
        var prepared = Demo.Prepare(DocumentKind.ALaCarte, """{"client":{"company":"A"},"project":{"name":"B"},"lines":[{"name":"C","quantity":2.5,"price":7.05}],"discount":{"amount":20}}""");

        prepared.Prices!.Subtotal.ShouldBe(17.63m);
        prepared.Prices.Discount.ShouldBe(17.63m);
        prepared.Prices.Total.ShouldBe(0m);
    }

    [Fact]
    public void A_name_is_one_line_and_notes_keep_theirs()
    {
        var snapshot = Demo.Prepare(DocumentKind.ALaCarte, """{"client":{"company":"A\r\nB"},"project":{"name":"C"},"lines":[{"name":"D\tE","price":1}],"notes":"F\nG"}""").Snapshot!.Value;

        snapshot.GetProperty("client").GetProperty("company").GetString().ShouldBe("A B");
        snapshot.GetProperty("lines")[0].GetProperty("name").GetString().ShouldBe("D E");
        snapshot.GetProperty("notes").GetString().ShouldBe("F\nG");
    }

    [Fact]
    public void A_discount_is_a_percentage_or_an_amount() =>
        Demo.Prepare(DocumentKind.Workbook, Demo.Workbook.Replace("\"percent\":7.5", "\"percent\":7.5,\"amount\":10", StringComparison.Ordinal)).Problems.Keys.ShouldContain("inputs.discount");

    [Fact]
    public void Pictures_are_named_before_anything_is_prepared()
    {
        using var deck = JsonDocument.Parse(Demo.Deck("swim", 3, 1));
        using var contract = JsonDocument.Parse(Demo.Production);
        using var nonsense = JsonDocument.Parse("""{"images":{"cover":7,"gallery":["x",null,[]]},"signatory":"E"}""");

        Demo.WriterOf(DocumentKind.Deck).ImagesOf(deck.RootElement).Count.ShouldBe(3);
        Demo.WriterOf(DocumentKind.Contract).ImagesOf(contract.RootElement).ShouldBe([Demo.Signature]);
        Demo.WriterOf(DocumentKind.Deck).ImagesOf(nonsense.RootElement).ShouldBeEmpty();
        Demo.WriterOf(DocumentKind.Contract).ImagesOf(nonsense.RootElement).ShouldBeEmpty();
    }

    [Fact]
    public void The_list_an_organisation_starts_with_is_a_good_one_and_survives_being_stored()
    {
        var content = PriceList.Default.ToJson();

        PriceList.Check(content).ShouldBeEmpty();
        var read = PriceList.Read(content, 7);
        read.Version.ShouldBe(7);
        read.ToJson().GetRawText().ShouldBe(content.GetRawText());
        TemplateCatalog.Of(read).Packages.Select(package => package.Code).ShouldBe(["essential", "signature", "couture-collection"]);
    }

    [Theory]
    [InlineData("\"code\":\"toile\"", "\"code\":\"tech-pack\"", "content.items[11].code")]
    [InlineData("\"code\":\"toile\"", "\"code\":\"Toile!\"", "content.items[11].code")]
    [InlineData("\"item\":\"tech-pack\"", "\"item\":\"tea\"", "content.packages[0].includes[0].item")]
    [InlineData("\"unitPrice\":1850", "\"unitPrice\":\"much\"", "content.items[0].unitPrice")]
    [InlineData("\"multiplier\":1.25", "\"multiplier\":0", "content.complexities[1].multiplier")]
    [InlineData("\"from\":100", "\"from\":20", "content.items[26].tiers[1].from")]
    [InlineData("\"currency\":\"USD\"", "\"currency\":\"usd\"", "content.currency")]
    [InlineData("\"name\":\"Moderate\"", "\"name\":\"Simple\"", "content.complexities[1].name")]
    [InlineData("\"name\":\"Moderate\"", "\"name\":\"\\u003eModerate\"", "content.complexities[1].name")]
    public void A_price_list_with_a_fault_is_not_taken(string text, string fault, string path)
    {
        var content = PriceList.Default.ToJson().GetRawText();
        content.ShouldContain(text);
        using var changed = JsonDocument.Parse(content.Insert(content.IndexOf(text, StringComparison.Ordinal), fault + ",").Replace(fault + "," + text, fault, StringComparison.Ordinal));

        PriceList.Check(changed.RootElement).Keys.ShouldContain(path);
    }
}
