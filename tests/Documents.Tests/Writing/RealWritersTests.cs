using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Teg.Platform.Contracts;
using Teg.Platform.Documents.Packages;
using Teg.Platform.Documents.Writing;

namespace Teg.Platform.Documents.Tests.Writing;

/// <summary>The writers in their service: what they prepared has been through the database before they write from it.</summary>
public sealed class RealWritersTests(DocumentsService documents) : IAsyncLifetime
{
    public async ValueTask InitializeAsync() => await documents.ClearAsync();

    public async ValueTask DisposeAsync() => await documents.ClearAsync();

    [Fact]
    public async Task Each_kind_is_asked_for_over_HTTP_and_written_from_what_the_database_kept()
    {
        await using var worker = documents.StartReal(("Jobs:Pdf", "false"), ("Jobs:Pause", "00:00:00.010"));
        var client = documents.SignedIn(await documents.OrganisationAsync(), at: worker);
        var contract = JsonNode.Parse(Demo.Development)!;
        contract["terms"]!["governingLaw"] = "the State of California";
        contract["signatory"] = new JsonObject { ["name"] = "Elena Marchetti" };

        foreach (var (kind, inputs, office) in ((string, string, OfficeKind)[])
        [
            ("contract", contract.ToJsonString(), OfficeKind.Word), ("deck", Demo.Deck("swim", 0, 4), OfficeKind.PowerPoint),
            ("workbook", Demo.Workbook, OfficeKind.Excel), ("a-la-carte", Demo.ALaCarte, OfficeKind.Excel),
        ])
        {
            var id = await DocumentsService.AskForAsync(client, JsonSerializer.Deserialize<JsonElement>(inputs), kind);
            var document = await DocumentsService.UntilAsync(client, id, "ready", "failed");

            document.GetProperty("state").GetString().ShouldBe("ready", document.GetRawText());
            var file = new WrittenFile(await client.GetByteArrayAsync($"/documents/{id}/files/office"), office, document.GetProperty("files")[0].GetProperty("name").GetString()!);
            WritingTests.ShouldBeValid(file);
            WritingTests.ShouldHoldNoPlaceholder(file);
        }
    }

    [Fact]
    public async Task The_demo_organisation_begins_with_a_price_list_that_names_who_signs()
    {
        await DocumentsService.UntilAsync("the demo's prices", async () =>
            await documents.AskAsync<long>("select count(*) from documents.price_list where org_id = @Id", new { DemoOrganisation.Id }) == 1);

        // A second process begins beside the first and leaves what is there.
        await using var second = documents.StartWorker();
        var prices = await documents.SignedIn(DemoOrganisation.Id, at: second).GetFromJsonAsync<JsonElement>("/prices");

        prices.GetProperty("version").GetInt32().ShouldBe(1);
        prices.GetProperty("content").GetProperty("house").GetProperty("signatoryName").GetString().ShouldBe("Elena Marchetti");
    }
}
