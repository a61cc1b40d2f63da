using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Teg.Platform.Platform.Tests.Browser.Flows;

/// <summary>Somebody is asked to join, becomes something else, and leaves again.</summary>
public sealed class InvitationTests(Suite suite)
{
    [Fact]
    public async Task An_invited_person_joins_changes_role_and_is_shut_out_when_removed()
    {
        var newcomer = await Newcomer.OpenAsync(suite);
        var (guest, email) = await newcomer.InviteAsync(suite, "Viewer");
        await Newcomer.ExpectRoleAsync(guest, "Viewer", newcomer.Organisation);
        await guest.GotoAsync("/settings/people");
        await Expect(guest.GetByTestId("table-people")).ToHaveCountAsync(0);

        var admin = newcomer.Page;
        await admin.GotoAsync("/settings/people");
        await Expect(admin.GetByTestId("table-people-row")).ToHaveCountAsync(2);
        await Expect(admin.GetByTestId("table-invitations")).ToHaveCountAsync(0);
        var row = admin.GetByTestId("table-people-row").Filter(new() { HasText = email });
        await row.GetByRole(AriaRole.Button).First.ClickAsync();
        await Newcomer.ChooseRoleAsync(admin, "Manager");
        await admin.GetByTestId("save-person").ClickAsync();
        await Expect(row).ToContainTextAsync("Manager");
        await guest.GotoAsync("/");
        await Newcomer.ExpectRoleAsync(guest, "Manager", newcomer.Organisation);

        await row.GetByRole(AriaRole.Button).First.ClickAsync();
        await admin.GetByTestId("remove-person").ClickAsync();
        await admin.GetByTestId("confirm").ClickAsync();
        await Expect(admin.GetByTestId("table-people-row")).ToHaveCountAsync(1);

        // What the open page had is gone with the next look; nobody waits for the token's hour.
        await guest.GotoAsync("/sales");
        await Expect(guest.GetByTestId("sign-in")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Who_is_a_member_or_has_an_invitation_is_not_invited_twice()
    {
        var newcomer = await Newcomer.OpenAsync(suite);
        await newcomer.Page.GotoAsync("/settings/people");
        await newcomer.Page.GetByTestId("invite").ClickAsync();
        await newcomer.Page.GetByTestId("invite-email").FillAsync(newcomer.Email);
        await newcomer.Page.GetByTestId("send-invitation").ClickAsync();

        await Expect(newcomer.Page.GetByTestId("invite-dialog").GetByRole(AriaRole.Alert)).ToContainTextAsync("member");
    }

    [Fact]
    public async Task A_withdrawn_invitation_opens_nothing()
    {
        var newcomer = await Newcomer.OpenAsync(suite);
        var email = Newcomer.NewEmail();
        await newcomer.SendInvitationAsync(email, "Agent");
        var link = await Newcomer.LinkAsync(suite, email, "/invitation");

        await newcomer.Page.GetByTestId("cancel-invitation").ClickAsync();
        await newcomer.Page.GetByTestId("confirm").ClickAsync();
        await Expect(newcomer.Page.GetByTestId("table-invitations")).ToHaveCountAsync(0);

        var guest = await suite.Chromium.VisitAsync();
        await guest.GotoAsync(link);
        await Expect(guest.GetByTestId("link-expired")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_person_of_two_organisations_goes_from_one_to_the_other()
    {
        var host = await Newcomer.OpenAsync(suite);
        var visitor = await Newcomer.OpenAsync(suite);
        await host.SendInvitationAsync(visitor.Email, "Manager");
        var page = visitor.Page;
        await page.GotoAsync(await Newcomer.LinkAsync(suite, visitor.Email, "/invitation"));
        await page.GetByTestId("password").FillAsync(Newcomer.Password);
        await page.GetByTestId("join").ClickAsync();
        await Expect(page.GetByTestId("user-menu")).ToBeVisibleAsync();
        await Newcomer.ExpectRoleAsync(page, "Manager", host.Organisation);

        await page.GetByTestId("user-menu").ClickAsync();
        await page.GetByTestId("switch-organisation").Filter(new() { HasText = visitor.Organisation }).ClickAsync();
        // The page is loaded anew.
        await Expect(page.GetByRole(AriaRole.Navigation)).ToContainTextAsync(visitor.Organisation);
        await Newcomer.ExpectRoleAsync(page, "Admin", visitor.Organisation);

        await page.GotoAsync("/profile");
        await Expect(page.GetByTestId("membership")).ToHaveCountAsync(2);
        await page.GetByTestId("membership").Filter(new() { HasText = host.Organisation }).GetByRole(AriaRole.Button).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Navigation)).ToContainTextAsync(host.Organisation);
        await page.GotoAsync("/profile");
        await Expect(page.GetByTestId("membership").Filter(new() { HasText = host.Organisation })).ToContainTextAsync("You are here");
        await Newcomer.ExpectRoleAsync(page, "Manager", host.Organisation);
    }
}
