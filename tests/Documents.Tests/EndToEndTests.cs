using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Teg.Platform.Documents.Tests.Files;

namespace Teg.Platform.Documents.Tests;

/// <summary>The one service as it runs: asked over HTTP, written by its writers, converted by LibreOffice, fetched again.</summary>
public sealed class EndToEndTests(DocumentsService documents) : IAsyncLifetime
{
    public async ValueTask InitializeAsync() => await documents.ClearAsync();

    public async ValueTask DisposeAsync() => await documents.ClearAsync();

    [Fact]
    public async Task Every_kind_is_made_with_its_pdf_twice_the_same_and_a_version_differs_by_what_was_changed()
    {
        await using var service = documents.StartReal(("Jobs:Pause", "00:00:00.100"));
        var org = await documents.OrganisationAsync();
        var client = documents.SignedIn(org, at: service);
        using var picture = new ByteArrayContent(Pictures.Png(400, 120)) { Headers = { ContentType = new MediaTypeHeaderValue("image/png") } };
        using var uploaded = await client.PostAsync(new Uri("/images?name=signature.png", UriKind.Relative), picture);
        var image = (await uploaded.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString();
        var contract = JsonNode.Parse(Writing.Demo.Development)!;
        contract["terms"]!["governingLaw"] = "the State of California";
        contract["signatory"] = new JsonObject { ["name"] = "Elena Marchetti", ["imageId"] = image };
        var inputs = new Dictionary<string, JsonNode>(StringComparer.Ordinal)
        {
            ["contract"] = contract, ["deck"] = JsonNode.Parse(Writing.Demo.Deck("swim", 0, 4))!, ["workbook"] = JsonNode.Parse(Writing.Demo.Workbook)!, ["a-la-carte"] = JsonNode.Parse(Writing.Demo.ALaCarte)!,
        };

        var asked = new List<(string Kind, Guid One, Guid Two)>();
        foreach (var (kind, wanted) in inputs)
        {
            asked.Add((kind, await DocumentsService.AskForAsync(client, wanted, kind), await DocumentsService.AskForAsync(client, wanted, kind)));
        }

        foreach (var (kind, one, two) in asked)
        {
            foreach (var id in new[] { one, two })
            {
                var document = await DocumentsService.UntilAsync(client, id, "ready", "failed");
                document.GetProperty("state").GetString().ShouldBe("ready", document.GetRawText());
                document.GetProperty("files").EnumerateArray().Select(file => file.GetProperty("format").GetString()).ShouldBe(["office", "pdf"]);
            }

            foreach (var format in new[] { "office", "pdf" })
            {
                var (first, second) = (await client.GetByteArrayAsync($"/documents/{one}/files/{format}"), await client.GetByteArrayAsync($"/documents/{two}/files/{format}"));
                first.SequenceEqual(second).ShouldBeTrue($"the same inputs make the same {format} of a {kind}");
            }

            var text = await TextOfAsync(await client.GetByteArrayAsync($"/documents/{one}/files/pdf"));
            text.ShouldContain(kind == "a-la-carte" ? "Atelier Nord" : "Maison Verre", Case.Insensitive);
            if (kind is "workbook" or "a-la-carte")
            {
                var total = (await client.GetFromJsonAsync<JsonElement>($"/documents/{one}")).GetProperty("total").GetDecimal();
                text.ShouldContain(total.ToString("N2", System.Globalization.CultureInfo.InvariantCulture), Case.Sensitive, "the total in the list is the PDF's");
            }
        }

        contract["client"]!["contact"] = "Adèle Verre";
        using var version = await client.PostAsJsonAsync($"/documents/{asked[0].One}/versions", new { requestKey = "next", inputs = contract });
        var next = (await version.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetGuid();
        (await DocumentsService.UntilAsync(client, next, "ready", "failed")).GetProperty("version").GetInt32().ShouldBe(2);
        var comparison = await client.GetFromJsonAsync<JsonElement>($"/documents/{next}/comparison?with={asked[0].One}");
        comparison.GetProperty("inputs").EnumerateArray().Select(change => change.GetProperty("path").GetString()).ShouldBe(["client.contact"]);
        var changes = comparison.GetProperty("text").EnumerateArray().Where(change => change.GetProperty("kind").GetString() != "same").ToList();
        changes.Count.ShouldBeInRange(2, 20);
        changes.ShouldContain(change => change.GetProperty("text").GetString()!.Contains("Adèle Verre", StringComparison.Ordinal));
    }

    private static async Task<string> TextOfAsync(byte[] pdf)
    {
        pdf.AsSpan().StartsWith("%PDF-"u8).ShouldBeTrue();
        using var reader = Process.Start(new ProcessStartInfo("pdftotext", "-layout - -") { RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false })!;
        var text = reader.StandardOutput.ReadToEndAsync();
        await reader.StandardInput.BaseStream.WriteAsync(pdf);
        reader.StandardInput.Close();
        return await text;
    }
}
