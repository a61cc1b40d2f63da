using static Microsoft.Playwright.Assertions;

namespace Teg.Platform.Platform.Tests.Browser.Flows;

/// <summary>What a person keeps in order about themselves.</summary>
public sealed class ProfileTests(Suite suite)
{
    [Fact]
    public async Task A_session_on_another_device_is_seen_and_ended()
    {
        var newcomer = await Newcomer.OpenAsync(suite);
        var phone = await Newcomer.SignInAsync(suite, newcomer.Email);
        var page = newcomer.Page;
        await page.GotoAsync("/profile");
        await Expect(page.GetByTestId("table-sessions-row")).ToHaveCountAsync(2);
        await Expect(page.GetByTestId("this-session")).ToHaveCountAsync(1);

        await page.GetByTestId("end-session").ClickAsync();

        await Expect(page.GetByTestId("table-sessions-row")).ToHaveCountAsync(1);
        await phone.GotoAsync("/profile");
        await Expect(phone.GetByTestId("sign-in")).ToBeVisibleAsync();
        await page.ReloadAsync();
        await Expect(page.GetByTestId("this-session")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_new_name_stands_at_the_top_at_once()
    {
        var newcomer = await Newcomer.OpenAsync(suite);
        var page = newcomer.Page;
        await page.GotoAsync("/profile");
        await page.GetByTestId("profile-name").FillAsync("Ada Renamed");
        await page.GetByTestId("save-name").ClickAsync();

        await Expect(page.GetByTestId("user-menu")).ToContainTextAsync("Ada Renamed");
        await page.ReloadAsync();
        await Expect(page.GetByTestId("user-menu")).ToContainTextAsync("Ada Renamed");
    }

    [Fact]
    public async Task The_organisation_s_new_name_stands_in_the_menu()
    {
        var newcomer = await Newcomer.OpenAsync(suite);
        var name = Newcomer.NewName("Renamed house of");
        await newcomer.Page.GotoAsync("/settings/general");
        await newcomer.Page.GetByTestId("organisation-name-field").FillAsync(name);
        await newcomer.Page.GetByTestId("save-organisation-name").ClickAsync();
        await Expect(newcomer.Page.GetByText("The organisation is renamed.")).ToBeVisibleAsync();

        await Newcomer.ExpectRoleAsync(newcomer.Page, "Admin", name);
    }
}
