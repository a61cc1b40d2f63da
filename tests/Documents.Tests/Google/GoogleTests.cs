using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Teg.Platform.Documents.Google;
using Teg.Platform.Documents.Tests.Files;
using Teg.Platform.Documents.Tests.Signing;
using Teg.Platform.ServiceDefaults;

namespace Teg.Platform.Documents.Tests.Google;

/// <summary>Pictures, copies and prints by the Sandbox's Google, over HTTP on both sides.</summary>
public sealed class GoogleTests(DocumentsService documents, SandboxVendors vendors) : IAsyncLifetime
{
    public async ValueTask InitializeAsync() => await vendors.ResetAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Pictures_are_found_folder_by_folder_page_by_page_and_brought_in_once()
    {
        await using var worker = Worker();
        var org = await documents.OrganisationAsync();
        var client = documents.SignedIn(org, at: worker);

        var root = await client.GetFromJsonAsync<JsonElement>("/drive/images");
        var swim = root.GetProperty("folders").EnumerateArray().Single(folder => folder.GetProperty("name").GetString() == "Swim").GetProperty("id").GetString();
        var first = await client.GetFromJsonAsync<JsonElement>($"/drive/images?folder={swim}&limit=4");
        var second = await client.GetFromJsonAsync<JsonElement>($"/drive/images?folder={swim}&limit=4&after={Uri.EscapeDataString(first.GetProperty("next").GetString()!)}");
        first.GetProperty("items").GetArrayLength().ShouldBe(4);
        second.GetProperty("items").GetArrayLength().ShouldBe(2);
        second.GetProperty("next").ValueKind.ShouldBe(JsonValueKind.Null);

        var ids = first.GetProperty("items").EnumerateArray().Take(2).Select(item => item.GetProperty("id").GetString()).ToList();
        using var thumbnail = await client.GetAsync($"/drive/images/{ids[0]}/thumbnail");
        (thumbnail.StatusCode, thumbnail.Content.Headers.ContentType?.MediaType).ShouldBe((HttpStatusCode.OK, "image/png"));
        var imported = await ImportAsync(client, [.. ids, ids[0]]);
        var again = await ImportAsync(client, [.. ids]);

        var images = imported.GetProperty("images").EnumerateArray().Select(image => image.GetProperty("id").GetGuid()).ToList();
        images.Count.ShouldBe(2);
        again.GetProperty("images").EnumerateArray().Select(image => image.GetProperty("id").GetGuid()).ShouldBe(images);
        (await documents.AskAsync<long>("select count(*) from documents.image where org_id = @org and origin = 'drive'", new { org })).ShouldBe(2);
        (await client.GetByteArrayAsync($"/images/{images[0]}")).AsSpan(1, 3).SequenceEqual("PNG"u8).ShouldBeTrue();
    }

    [Fact]
    public async Task What_is_no_picture_is_refused_by_its_bytes_and_the_others_come_in()
    {
        await using var worker = Worker();
        var client = documents.SignedIn(await documents.OrganisationAsync(), at: worker);
        using var form = new MultipartContent("related")
        {
            JsonContent.Create(new { name = "picture.png", mimeType = "image/png" }), new ByteArrayContent(Encoding.ASCII.GetBytes("<script>")) { Headers = { ContentType = new MediaTypeHeaderValue("image/png") } },
        };
        using var made = await vendors.Google.PostAsync("/upload/drive/v3/files?uploadType=multipart", form);
        var disguised = (await made.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString();

        var imported = await ImportAsync(client, [disguised, "1TegDeckImages-activewear-01", "nowhere"]);

        imported.GetProperty("images").GetArrayLength().ShouldBe(1);
        imported.GetProperty("refused").EnumerateArray().Select(refused => refused.GetProperty("fileId").GetString()).ShouldBe([disguised, "nowhere"]);
        using var none = await client.PostAsJsonAsync("/drive/images/import", new { fileIds = Array.Empty<string>() });
        none.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task A_token_that_was_taken_back_is_got_anew()
    {
        await using var worker = Worker();
        var client = documents.SignedIn(await documents.OrganisationAsync(), at: worker);
        (await client.GetAsync("/drive/images")).StatusCode.ShouldBe(HttpStatusCode.OK);

        using var revoked = await vendors.Control.DeleteAsync("/__sandbox/google/tokens");

        (await client.GetAsync("/drive/images")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Without_a_key_a_person_is_told_what_to_do()
    {
        var client = documents.SignedIn(await documents.OrganisationAsync());

        using var response = await client.GetAsync("/drive/images");

        (response.StatusCode, await DocumentsService.ProblemAsync(response)).ShouldBe((HttpStatusCode.Conflict, "google-refused"));
    }

    [Theory]
    [InlineData("drop-answer")]
    [InlineData("drop")]
    [InlineData("status")]
    public async Task A_deck_becomes_one_presentation_whatever_becomes_of_the_request(string fault)
    {
        await vendors.FaultAsync("google", fault, "/upload/drive", status: 503);
        await using var worker = Worker();
        var org = await documents.OrganisationAsync();
        var client = documents.SignedIn(org, at: worker);
        var id = await documents.ReadyAsync(org, kind: "deck", office: DeckFile.Of(null, DeckFile.Shape(2, "Title", "Gowns for Acme")));

        using var asked = await client.PostAsync($"/documents/{id}/slides", null);
        asked.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        JsonElement copy = default;
        await DocumentsService.UntilAsync("the presentation", async () => (copy = await client.GetFromJsonAsync<JsonElement>($"/documents/{id}/slides")).GetProperty("state").GetString() != "waiting");

        copy.GetProperty("state").GetString().ShouldBe("ready", copy.GetRawText());
        (await vendors.AllFaultsTakenAsync()).ShouldBeTrue();
        var there = (await vendors.Google.GetFromJsonAsync<JsonElement>($"/drive/v3/files?q={Uri.EscapeDataString($"name contains '{id:N}' or name contains 'A document'")}")).GetProperty("files");
        there.GetArrayLength().ShouldBe(1);
        copy.GetProperty("url").GetString()!.ShouldContain(there[0].GetProperty("id").GetString()!);
        (await vendors.Google.GetStringAsync($"/v1/presentations/{there[0].GetProperty("id").GetString()}")).ShouldContain("Gowns for Acme");
        using var twice = await client.PostAsync($"/documents/{id}/slides", null);
        (await twice.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("url").GetString().ShouldBe(copy.GetProperty("url").GetString());
    }

    [Fact]
    public async Task Only_a_deck_becomes_slides_and_an_agent_copies_own_ones()
    {
        await using var worker = Worker();
        var (org, agent) = (await documents.OrganisationAsync(), Guid.CreateVersion7());
        var (contract, others) = (await documents.ReadyAsync(org), await documents.ReadyAsync(org, kind: "deck"));

        using var wrong = await documents.SignedIn(org, at: worker).PostAsync($"/documents/{contract}/slides", null);
        using var unseen = await documents.SignedIn(org, Roles.Agent, agent, worker).PostAsync($"/documents/{others}/slides", null);

        (wrong.StatusCode, unseen.StatusCode).ShouldBe((HttpStatusCode.Conflict, HttpStatusCode.NotFound));
    }

    [Fact]
    public async Task A_workbook_printed_by_Sheets_says_the_total_and_leaves_nothing_behind()
    {
        await using var worker = Worker(("Google:WorkbookPdf", "true"));
        var printer = worker.Service.Services.GetRequiredService<WorkbookPdf>();
        var org = await documents.OrganisationAsync();

        printer.IsWanted(org).ShouldBeTrue();
        var pdf = await printer.PrintAsync(org, Guid.CreateVersion7(), SheetFile.Of([["Total", "n:1234.5"]]), CancellationToken.None);

        Encoding.Latin1.GetString(pdf).ShouldContain("1234.5");
        (await vendors.Google.GetFromJsonAsync<JsonElement>($"/drive/v3/files?q={Uri.EscapeDataString("name contains 'teg-print'")}")).GetProperty("files").GetArrayLength().ShouldBe(0);
    }

    private DocumentsService.Worker Worker(params (string Name, string Value)[] settings) => documents.StartWorker(
    [
        ("Jobs:Work", "false"), ("Google:Work", "true"), ("Google:Address", vendors.GoogleAddress.ToString()), ("Google:Key", vendors.GoogleKey),
        ("Google:Settling", "00:00:00.200"), ("Google:FaultPause", "00:00:00.050"), .. settings,
    ]);

    private static async Task<JsonElement> ImportAsync(HttpClient client, IReadOnlyList<string?> ids)
    {
        using var response = await client.PostAsJsonAsync("/drive/images/import", new { fileIds = ids });
        response.StatusCode.ShouldBe(HttpStatusCode.OK, await response.Content.ReadAsStringAsync());
        return await response.Content.ReadFromJsonAsync<JsonElement>();
    }
}
