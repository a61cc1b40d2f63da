using System.Text.Json;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Teg.Platform.Platform.Tests.Browser.Flows;

/// <summary>Somebody asks what is held on them, and then to be forgotten.</summary>
public sealed class PrivacyPageTests(Suite suite)
{
    [Fact]
    public async Task A_person_is_exported_and_erased_and_both_leave_a_receipt()
    {
        var newcomer = await Newcomer.OpenAsync(suite);
        var email = Newcomer.NewEmail();
        await newcomer.SendInvitationAsync(email, "Viewer");
        var page = newcomer.Page;
        await page.GotoAsync("/settings/privacy");
        await page.GetByTestId("person-email").FillAsync(email);

        var download = await page.RunAndWaitForDownloadAsync(() => page.GetByTestId("export-person").ClickAsync());
        var export = await File.ReadAllTextAsync((await download.PathAsync())!);
        export.ShouldContain(email);
        var receipt = JsonElement.Parse(export).GetProperty("receipt").GetProperty("id").GetString()!;
        await Expect(page.GetByTestId("table-privacy-requests-row")).ToHaveCountAsync(1);
        await Expect(page.GetByTestId("table-privacy-requests")).ToContainTextAsync(receipt);

        await page.GetByTestId("erase-person").ClickAsync();
        await page.GetByTestId("confirm").ClickAsync();
        await Expect(page.GetByTestId("table-privacy-requests-row")).ToHaveCountAsync(2);
        await Expect(page.GetByTestId("table-privacy-requests-row").First).ToContainTextAsync("Erasure");

        await page.GotoAsync("/settings/people");
        await Expect(page.GetByTestId("table-people")).ToBeVisibleAsync();
        await Expect(page.GetByText(email)).ToHaveCountAsync(0);
    }

    [Theory]
    [InlineData("Terms", "/terms")]
    [InlineData("Privacy", "/privacy")]
    [InlineData("Cookies", "/cookies")]
    public async Task The_small_print_is_reached_from_the_door_without_signing_in(string link, string path)
    {
        var page = await suite.Chromium.VisitAsync();
        await page.GotoAsync("/sign-in");
        await page.GetByRole(AriaRole.Contentinfo).GetByRole(AriaRole.Link, new() { Name = link }).ClickAsync();

        await page.WaitForURLAsync($"**{path}");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToBeVisibleAsync();
    }
}
