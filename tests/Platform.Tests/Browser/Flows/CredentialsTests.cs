using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Teg.Platform.Platform.Tests.Browser.Flows;

/// <summary>What a connector signs in with is written, tested, and never seen again.</summary>
public sealed class CredentialsTests(Suite suite)
{
    // As AppHost gives it to the Sandbox.
    private const string SandboxToken = "app-demo-monday-token";

    [Fact]
    public async Task A_token_is_stored_tested_with_a_button_and_never_shown_again()
    {
        var newcomer = await Newcomer.OpenAsync(suite);
        var page = newcomer.Page;
        await page.GotoAsync("/settings/credentials");
        var monday = page.GetByTestId("credential-monday");
        await WriteAsync(page, monday, SandboxToken);
        await monday.GetByTestId("test-credential").ClickAsync();
        await Expect(monday.GetByTestId("test-result")).ToHaveAttributeAsync("data-ok", "true");

        await page.ReloadAsync();
        await Expect(monday.GetByTestId("last-test")).ToContainTextAsync("Works");
        await monday.GetByTestId("write-credential").ClickAsync();
        await Expect(page.GetByTestId("credential-token")).ToHaveValueAsync("");
        (await page.ContentAsync()).ShouldNotContain(SandboxToken);
    }

    [Fact]
    public async Task A_wrong_token_is_refused_by_the_vendor_and_the_page_says_so()
    {
        var newcomer = await Newcomer.OpenAsync(suite);
        var page = newcomer.Page;
        await page.GotoAsync("/settings/credentials");
        var monday = page.GetByTestId("credential-monday");
        await WriteAsync(page, monday, "no-such-token");
        await monday.GetByTestId("test-credential").ClickAsync();

        await Expect(monday.GetByTestId("test-result")).ToHaveAttributeAsync("data-ok", "false");
        await Expect(monday.GetByTestId("last-test")).ToContainTextAsync("Refused");

        await monday.GetByTestId("remove-credential").ClickAsync();
        await page.GetByTestId("confirm").ClickAsync();
        await Expect(monday.GetByTestId("test-credential")).ToHaveCountAsync(0);
    }

    private static async Task WriteAsync(IPage page, ILocator card, string token)
    {
        await card.GetByTestId("write-credential").ClickAsync();
        await page.GetByTestId("credential-token").FillAsync(token);
        await page.GetByTestId("save-credential").ClickAsync();
        await Expect(card.GetByTestId("test-credential")).ToBeVisibleAsync();
    }
}
