using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Teg.Platform.Platform.Tests.Browser.Flows;

/// <summary>An admin looks up who did what, takes it away as a file, and has the chain checked.</summary>
public sealed class AuditPageTests(Suite suite)
{
    [Fact]
    public async Task What_was_done_is_found_by_a_filter_and_is_in_the_file()
    {
        var newcomer = await Newcomer.OpenAsync(suite);
        var page = newcomer.Page;
        await page.GotoAsync("/settings/general");
        await page.GetByTestId("organisation-name-field").FillAsync(Newcomer.NewName("Audited house of"));
        await page.GetByTestId("save-organisation-name").ClickAsync();
        await Expect(page.GetByText("The organisation is renamed.")).ToBeVisibleAsync();

        await page.GotoAsync("/settings/audit");
        await page.GetByTestId("filter-action").First.FillAsync("ChangeCurrentOrganisation");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByTestId("table-audit-row")).ToHaveCountAsync(1);
        page.Url.ShouldContain("action=ChangeCurrentOrganisation");
        await Expect(page.GetByTestId("table-audit-row")).ToContainTextAsync(Newcomer.AdminName);

        await page.GetByTestId("table-audit-row").GetByRole(AriaRole.Button).First.ClickAsync();
        await Expect(page.GetByTestId("event-drawer").GetByTestId("changes")).ToContainTextAsync(newcomer.Organisation);
        await page.Keyboard.PressAsync("Escape");

        var download = await page.RunAndWaitForDownloadAsync(() => page.GetByTestId("audit-csv").ClickAsync());
        var lines = await File.ReadAllLinesAsync((await download.PathAsync())!);
        lines.Length.ShouldBe(2, string.Join('\n', lines));
        lines[1].ShouldContain("ChangeCurrentOrganisation");
    }

    [Fact]
    public async Task The_chain_is_verified_with_a_button()
    {
        var newcomer = await Newcomer.OpenAsync(suite);
        await newcomer.Page.GotoAsync("/settings/audit");
        await newcomer.Page.GetByTestId("verify-chain").ClickAsync();

        await Expect(newcomer.Page.GetByTestId("verdict-state")).ToHaveAttributeAsync("data-status", "valid");
    }
}
