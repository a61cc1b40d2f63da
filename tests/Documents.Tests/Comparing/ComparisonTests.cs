using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Teg.Platform.Documents.Comparing;
using Teg.Platform.Documents.Tests.Files;

namespace Teg.Platform.Documents.Tests.Comparing;

public sealed class ComparisonTests(DocumentsService documents)
{
    [Fact]
    public async Task Two_versions_are_compared_by_inputs_prices_and_paragraphs()
    {
        await using var worker = documents.StartWorker();
        var org = await documents.OrganisationAsync();
        var client = documents.SignedIn(org, at: worker);
        var one = await DocumentsService.AskForAsync(client, new { text = new[] { "Title", "Silk", "Deposit" }, amount = 10, client = new { company = "Verre" } });
        using var asked = await client.PostAsJsonAsync($"/documents/{one}/versions", new { requestKey = "two", inputs = new { text = new[] { "Title", "Wool", "Lining", "Deposit" }, amount = 12 } });
        var two = (await asked.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetGuid();
        await DocumentsService.UntilAsync(client, one, "ready");
        await DocumentsService.UntilAsync(client, two, "ready");

        var comparison = await client.GetFromJsonAsync<JsonElement>($"/documents/{two}/comparison?with={one}");

        comparison.GetProperty("inputs").EnumerateArray().Select(change => $"{change.GetProperty("path")}: {change.GetProperty("from")} > {change.GetProperty("to")}").Order().ShouldBe(
            ["amount: 10 > 12", "client.company: Verre > ", "text[1]: Silk > Wool", "text[2]: Deposit > Lining", "text[3]:  > Deposit"]);
        comparison.GetProperty("prices").GetProperty("from").GetProperty("total").GetDecimal().ShouldBe(10);
        comparison.GetProperty("prices").GetProperty("to").GetProperty("total").GetDecimal().ShouldBe(12);
        comparison.GetProperty("text").EnumerateArray().Take(5).Select(change => $"{change.GetProperty("kind")} {change.GetProperty("text")}")
            .ShouldBe(["same Title", "removed Silk", "added Wool", "added Lining", "same Deposit"]);
        using var foreign = await documents.SignedIn(await documents.OrganisationAsync()).GetAsync(new Uri($"/documents/{two}/comparison?with={one}", UriKind.Relative));
        foreign.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        var deck = await documents.ReadyAsync(org, "deck");
        using var apples = await client.GetAsync(new Uri($"/documents/{two}/comparison?with={deck}", UriKind.Relative));
        (await DocumentsService.ProblemAsync(apples)).ShouldBe("kinds-differ");
    }

    [Theory]
    [InlineData("abc", "abc", "=a=b=c")]
    [InlineData("", "ab", "+a+b")]
    [InlineData("ab", "", "-a-b")]
    [InlineData("abcd", "acbd", "=a-b=c+b=d")]
    [InlineData("axb", "ayb", "=a-x+y=b")]
    [InlineData("aab", "ab", "=a-a=b")]
    public void The_most_that_is_common_stays(string from, string to, string expected) =>
        string.Concat(TextDifference.Of([.. from.Select(letter => $"{letter}")], [.. to.Select(letter => $"{letter}")]).Select(change => change.Kind switch
        {
            TextChangeKind.Same => "=",
            TextChangeKind.Removed => "-",
            _ => "+",
        } + change.Text)).ShouldBe(expected);

    [Fact]
    public void Texts_beyond_the_tables_size_are_shown_as_replaced()
    {
        var changes = TextDifference.Of(["same", .. Enumerable.Range(0, 4000).Select(n => $"a{n}")], ["same", .. Enumerable.Range(0, 4000).Select(n => $"b{n}")]);

        (changes.Count, changes[0].Kind, changes[1].Kind, changes[^1].Kind).ShouldBe((8001, TextChangeKind.Same, TextChangeKind.Removed, TextChangeKind.Added));
    }

    [Fact]
    public void A_word_file_is_read_paragraph_by_paragraph_with_tables_breaks_and_tabs() =>
        OfficeText.Paragraphs(WordFile.Of(WordFile.P("One") + "<w:p/>" + WordFile.Table(WordFile.Row("a", "b", "c")) + "<w:p><w:r><w:t>Two</w:t><w:tab/><w:t>tabs</w:t><w:br/><w:t>lines</w:t></w:r></w:p>"))
            .ShouldBe(["One", "a", "b", "c", "after", "Two\ttabs\nlines"]);
}
