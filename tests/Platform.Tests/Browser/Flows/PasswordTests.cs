using static Microsoft.Playwright.Assertions;

namespace Teg.Platform.Platform.Tests.Browser.Flows;

/// <summary>A password that was forgotten, and one that is changed.</summary>
public sealed class PasswordTests(Suite suite)
{
    private const string Fresh = "seven yards of organza";

    [Fact]
    public async Task A_forgotten_password_is_replaced_by_the_link_in_the_mail_once()
    {
        var newcomer = await Newcomer.OpenAsync(suite);
        var page = await suite.Chromium.VisitAsync();
        await page.GotoAsync("/sign-in");
        await page.GetByTestId("to-forgotten-password").ClickAsync();
        // Both pages ask for an address.
        await Expect(page.GetByTestId("send-reset")).ToBeVisibleAsync();
        await page.GetByTestId("email").FillAsync(newcomer.Email);
        await page.GetByTestId("send-reset").ClickAsync();
        await Expect(page.GetByTestId("reset-sent")).ToBeVisibleAsync();

        var link = await Newcomer.LinkAsync(suite, newcomer.Email, "/reset-password");
        await page.GotoAsync(link);
        await page.GetByTestId("new-password").FillAsync(Fresh);
        await page.GetByTestId("set-password").ClickAsync();
        await Expect(page.GetByTestId("reset-done")).ToBeVisibleAsync();

        await Newcomer.TryAsync(page, newcomer.Email, Newcomer.Password);
        await Expect(page.GetByTestId("sign-in-problem")).ToBeVisibleAsync();
        await Newcomer.SignInAsync(suite, newcomer.Email, Fresh);
        await newcomer.Page.GotoAsync("/profile");
        await Expect(newcomer.Page.GetByTestId("sign-in")).ToBeVisibleAsync();

        await page.GotoAsync(link);
        await page.GetByTestId("new-password").FillAsync("another seven yards");
        await page.GetByTestId("set-password").ClickAsync();
        await Expect(page.GetByTestId("link-expired")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_stranger_s_address_gets_the_same_answer()
    {
        var page = await suite.Chromium.VisitAsync();
        await page.GotoAsync("/forgotten-password");
        await page.GetByTestId("email").FillAsync(Newcomer.NewEmail());
        await page.GetByTestId("send-reset").ClickAsync();

        await Expect(page.GetByTestId("reset-sent")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_changed_password_signs_out_the_other_devices_and_needs_the_present_one()
    {
        var newcomer = await Newcomer.OpenAsync(suite);
        var phone = await Newcomer.SignInAsync(suite, newcomer.Email);
        var page = newcomer.Page;
        await page.GotoAsync("/profile");
        await page.GetByTestId("current-password").FillAsync("not the present one");
        await page.GetByTestId("new-password").FillAsync(Fresh);
        await page.GetByTestId("change-password").ClickAsync();
        await Expect(page.GetByTestId("profile-password").GetByRole(Microsoft.Playwright.AriaRole.Alert)).ToBeVisibleAsync();

        await page.GetByTestId("current-password").FillAsync(Newcomer.Password);
        await page.GetByTestId("change-password").ClickAsync();
        await Expect(page.GetByText("Your password is changed.")).ToBeVisibleAsync();

        await Expect(page.GetByTestId("table-sessions-row")).ToHaveCountAsync(1);
        await phone.GotoAsync("/profile");
        await Expect(phone.GetByTestId("sign-in")).ToBeVisibleAsync();
        await Newcomer.SignInAsync(suite, newcomer.Email, Fresh);
    }
}
