using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Teg.Platform.Platform.Tests.Browser.Flows;

/// <summary>From a form anybody may fill in to an organisation of their own.</summary>
public sealed class SignUpTests(Suite suite)
{
    [Fact]
    public async Task The_link_in_the_mail_opens_an_organisation_without_figures_whose_admin_one_is()
    {
        var newcomer = await Newcomer.SignUpAsync(suite);
        var page = newcomer.Page;

        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1, Name = "Advertising" })).ToBeVisibleAsync();
        await Expect(page.GetByTestId("empty")).ToBeVisibleAsync();
        await Newcomer.ExpectRoleAsync(page, "Admin", newcomer.Organisation);

        await page.GotoAsync("/data");
        await Expect(page.GetByText("No source is connected yet.")).ToBeVisibleAsync();
        await page.GotoAsync("/settings/people");
        await Expect(page.GetByTestId("table-people-row")).ToHaveCountAsync(1);
        await Expect(page.GetByTestId("table-people")).ToContainTextAsync(newcomer.Email);
    }

    [Fact]
    public async Task The_link_opens_once()
    {
        var newcomer = await Newcomer.OpenAsync(suite);
        var other = await suite.Chromium.VisitAsync();

        await other.GotoAsync(await Newcomer.LinkAsync(suite, newcomer.Email, "/welcome"));

        await Expect(other.GetByTestId("link-expired")).ToBeVisibleAsync();
        await Expect(other.GetByTestId("new-password")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Who_has_an_account_reads_the_same_on_the_page_and_the_truth_in_the_mail()
    {
        var newcomer = await Newcomer.OpenAsync(suite);
        var page = await suite.Chromium.VisitAsync();

        await Newcomer.SignUpAsync(page, Newcomer.NewName("Second house of"), newcomer.Email);

        await page.GotoAsync(await Newcomer.LinkAsync(suite, newcomer.Email, "/sign-in"));
        await Expect(page.GetByTestId("sign-in")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_form_that_is_not_filled_in_says_what_is_missing()
    {
        var page = await suite.Chromium.VisitAsync();
        await page.GotoAsync("/sign-up");
        await page.GetByTestId("email").FillAsync("not an address");
        await page.GetByTestId("sign-up").ClickAsync();

        foreach (var sentence in new[] { "Write what your organisation is called.", "Write your name.", "Write your e-mail address at work.", "Accept the terms to go on." })
        {
            await Expect(page.GetByText(sentence)).ToBeVisibleAsync();
        }
    }

    [Fact]
    public async Task A_short_password_is_refused_before_it_is_sent()
    {
        var email = Newcomer.NewEmail();
        var page = await suite.Chromium.VisitAsync();
        await Newcomer.SignUpAsync(page, Newcomer.NewName("House of"), email);
        await page.GotoAsync(await Newcomer.LinkAsync(suite, email, "/welcome"));

        await page.GetByTestId("new-password").FillAsync("ten-letter");
        await page.GetByTestId("set-password").ClickAsync();

        await Expect(page.GetByText("2 more characters, please.")).ToBeVisibleAsync();
    }
}
