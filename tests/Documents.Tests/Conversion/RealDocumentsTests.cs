using System.Text.Json;
using System.Text.Json.Nodes;
using Forms = Teg.Platform.Documents.Tests.Writing.Demo;

namespace Teg.Platform.Documents.Tests.Conversion;

/// <summary>From the form over HTTP to the PDF a person downloads, with the real writers and the real engines.</summary>
public sealed class RealDocumentsTests(DocumentsService documents) : IAsyncLifetime
{
    public async ValueTask InitializeAsync() => await documents.ClearAsync();

    public async ValueTask DisposeAsync() => await documents.ClearAsync();

    [Fact]
    public async Task Each_kind_that_is_asked_for_ends_with_a_PDF_and_a_contract_says_what_the_form_said()
    {
        var folder = Path.Combine(Path.GetTempPath(), $"teg-pdf-{Guid.NewGuid().ToString("n")[..12]}");
        await using (var worker = documents.StartReal(("Jobs:Pause", "00:00:00.010"), ("Conversion:Folder", folder), ("Conversion:OfficeWorkers", "2")))
        {
            var client = documents.SignedIn(await documents.OrganisationAsync(), at: worker);
            var contract = JsonNode.Parse(Forms.Development)!;
            contract["terms"]!["governingLaw"] = "the State of California";
            contract["signatory"] = new JsonObject { ["name"] = "Elena Marchetti" };
            var asked = new List<(Guid Id, string[] Says)>();
            foreach (var (kind, inputs, says) in ((string, string, string[])[])
            [
                ("contract", contract.ToJsonString(), ["Maison Verre", "42,525.00", "Elena Marchetti"]),
                ("deck", Forms.Deck("swim", 0, 4), []),
                ("workbook", Forms.Workbook, []),
                ("a-la-carte", Forms.ALaCarte, []),
            ])
            {
                asked.Add((await DocumentsService.AskForAsync(client, JsonSerializer.Deserialize<JsonElement>(inputs), kind), says));
            }

            foreach (var (id, says) in asked)
            {
                var document = await DocumentsService.UntilAsync(client, id, "ready", "failed");
                document.GetProperty("state").GetString().ShouldBe("ready", document.GetRawText());
                var text = await Farm.TextOfAsync(await client.GetByteArrayAsync($"/documents/{id}/files/pdf"));
                text.ShouldNotBeNullOrWhiteSpace();
                foreach (var words in says)
                {
                    text.ShouldContain(words);
                }
            }
        }

        Farm.Processes(folder).ShouldBeEmpty();
        Directory.Exists(folder).ShouldBeTrue();
        Directory.GetDirectories(folder).ShouldBeEmpty();
        Directory.Delete(folder);
    }
}
