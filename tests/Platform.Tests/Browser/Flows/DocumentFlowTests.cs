using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Teg.Platform.Platform.Tests.Browser.Flows;

/// <summary>A contract from the tools hub to the signed copy.</summary>
public sealed class DocumentFlowTests(Suite suite)
{
    private static readonly LocatorAssertionsToBeVisibleOptions Patiently = new() { Timeout = 90_000 };

    [Fact]
    public async Task A_contract_is_written_made_made_anew_compared_sent_and_signed_and_the_page_shows_each_step_by_itself()
    {
        var page = await suite.Chromium.SignInAsync();
        var requests = new Inspection.Requests(page);
        await page.GotoAsync("/tools");
        await page.GetByTestId("make-contract").ClickAsync();
        foreach (var (place, text) in new[]
        {
            ("client.company", "Maison Flow"), ("client.contact", "Florence Low"), ("client.email", "florence@flow.example"), ("project.name", "Autumn 2027"),
            ("project.startsOn", "2027-01-11"), ("project.styles.0.name", "Column gown"), ("project.styles.0.quantity", "2"), ("project.styles.0.price", "6000"),
        })
        {
            await page.GetByTestId(place).FillAsync(text);
        }

        await Expect(page.GetByTestId("preview-total")).ToHaveAttributeAsync("data-value", "12000");
        await page.GetByTestId("make-document").ClickAsync();
        await Expect(page.GetByTestId("file-pdf")).ToBeVisibleAsync(Patiently);
        var download = await page.RunAndWaitForDownloadAsync(() => page.GetByTestId("file-office").ClickAsync());
        download.SuggestedFilename.ShouldEndWith(".docx");
        await Inspection.ExpectCleanAsync(page, requests, "a contract");
        await page.SetViewportSizeAsync(1440, 900);

        await page.GetByTestId("new-version").ClickAsync();
        await Expect(page.GetByTestId("client.company")).ToHaveValueAsync("Maison Flow");
        await page.GetByTestId("project.styles.0.price").FillAsync("6500");
        await Expect(page.GetByTestId("preview-total")).ToHaveAttributeAsync("data-value", "13000");
        await page.GetByTestId("make-document").ClickAsync();
        await Expect(page.GetByTestId("file-pdf")).ToBeVisibleAsync(Patiently);
        await Expect(page.GetByTestId("version")).ToHaveCountAsync(2);
        var second = page.Url;
        await page.GetByTestId("compare").First.ClickAsync();
        await Expect(page.GetByRole(AriaRole.Main)).ToContainTextAsync("13,000.00");
        await Inspection.ExpectCleanAsync(page, requests, "a comparison");
        await page.SetViewportSizeAsync(1440, 900);

        await page.GotoAsync(second);
        await page.GetByTestId("signers.1.email").FillAsync("house@flow.example");
        await page.GetByTestId("send-signature").ClickAsync();
        await Expect(page.GetByTestId("signature")).ToContainTextAsync("0 of 2 have signed.", new() { Timeout = 60_000 });
        foreach (var (role, signed) in new[] { ("Client", "1 of 2"), ("House", "2 of 2") })
        {
            await SignAsync(second[(second.LastIndexOf('/') + 1)..], role);
            await Expect(page.GetByTestId("signature")).ToContainTextAsync($"{signed} have signed.", new() { Timeout = 60_000 });
        }

        await Expect(page.GetByTestId("file-signed")).ToBeVisibleAsync(Patiently);
        await page.Context.CloseAsync();
    }

    private async Task SignAsync(string document, string role)
    {
        var id = "";
        await Suite.EventuallyAsync(
            async () =>
            {
                var sent = await suite.Sandbox.GetFromJsonAsync<JsonElement>($"/__sandbox/signnow/documents?name={document.Replace("-", "", StringComparison.Ordinal)}");
                id = sent.GetArrayLength() == 1 && sent[0].GetProperty("invites").GetArrayLength() == 2 ? sent[0].GetProperty("id").GetString()! : "";
                return id.Length > 0;
            },
            TimeSpan.FromMinutes(1), "the invitations are out");
        using var answer = await suite.Sandbox.PostAsJsonAsync($"/__sandbox/signnow/documents/{id}/sign", new { role, name = "Somebody" });
        answer.IsSuccessStatusCode.ShouldBeTrue(await answer.Content.ReadAsStringAsync());
    }
}
