using System.Net.Http.Json;
using System.Text.Json;
using System.Web;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Teg.Platform.Platform.Tests.Browser.Flows;

/// <summary>An organisation that exists for one test alone; its admin is signed in on <paramref name="Page"/>.</summary>
internal sealed record Newcomer(IPage Page, string Organisation, string Email)
{
    public const string Password = "a gown of blue taffeta";

    public const string AdminName = "Ada Newcomer";

    /// <summary>Asks for what the pages of the sign-up ask for, and opens the first page behind them.</summary>
    public static async Task<Newcomer> OpenAsync(Suite suite)
    {
        var (organisation, email) = (NewName("House of"), NewEmail());
        var page = await suite.Chromium.VisitAsync();
        await PostAsync(page, "/api/accounts/sign-ups", new { organisation, name = AdminName, email, timeZone = "UTC", acceptedTerms = true });
        var token = HttpUtility.ParseQueryString(new Uri(await LinkAsync(suite, email, "/welcome")).Query)["token"];
        await PostAsync(page, "/session/sign-up", new { token, password = Password });
        await page.GotoAsync("/");
        await Expect(page.GetByTestId("user-menu")).ToBeVisibleAsync();
        return new Newcomer(page, organisation, email);
    }

    /// <summary>The same through the pages.</summary>
    public static async Task<Newcomer> SignUpAsync(Suite suite)
    {
        var (organisation, email) = (NewName("House of"), NewEmail());
        var page = await suite.Chromium.VisitAsync();
        await SignUpAsync(page, organisation, email);
        await page.GotoAsync(await LinkAsync(suite, email, "/welcome"));
        await page.GetByTestId("new-password").FillAsync(Password);
        await page.GetByTestId("set-password").ClickAsync();
        await Expect(page.GetByTestId("user-menu")).ToBeVisibleAsync();
        return new Newcomer(page, organisation, email);
    }

    public static string NewEmail() => $"p{Guid.NewGuid():n}@flows.example";

    public static string NewName(string begin) => $"{begin} {Guid.NewGuid():n}"[..(begin.Length + 9)];

    public static async Task SignUpAsync(IPage page, string organisation, string email)
    {
        await page.GotoAsync("/sign-up");
        await page.GetByTestId("organisation").FillAsync(organisation);
        await page.GetByTestId("name").FillAsync(AdminName);
        await page.GetByTestId("email").FillAsync(email);
        await page.GetByTestId("accepted-terms").CheckAsync();
        await page.GetByTestId("sign-up").ClickAsync();
        await Expect(page.GetByTestId("sign-up-sent")).ToContainTextAsync("few minutes");
    }

    /// <summary>Writes the password into the sign-in form, whatever becomes of it.</summary>
    public static async Task TryAsync(IPage page, string email, string password)
    {
        await page.GotoAsync("/sign-in");
        await page.GetByTestId("email").FillAsync(email);
        await page.GetByTestId("password").FillAsync(password);
        await page.GetByTestId("sign-in").ClickAsync();
    }

    public static async Task<IPage> SignInAsync(Suite suite, string email, string password = Password)
    {
        var page = await suite.Chromium.VisitAsync();
        await TryAsync(page, email, password);
        await Expect(page.GetByTestId("user-menu")).ToBeVisibleAsync();
        return page;
    }

    public static async Task SignOutAsync(IPage page)
    {
        await page.GetByTestId("user-menu").ClickAsync();
        await page.GetByTestId("sign-out").ClickAsync();
        await Expect(page.GetByTestId("sign-in")).ToBeVisibleAsync();
    }

    /// <summary>What the person is here, as the menu at the top says it: "Viewer · House of Tulle".</summary>
    public static async Task ExpectRoleAsync(IPage page, string role, string organisation)
    {
        await page.GetByTestId("user-menu").ClickAsync();
        await Expect(page.GetByText($"{role} · {organisation}")).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Escape");
    }

    // With the cookies of the page's visit, and the token the page would send.
    private static async Task PostAsync(IPage page, string path, object body)
    {
        var session = await page.APIRequest.GetAsync("/session");
        var answer = await page.APIRequest.PostAsync(path, new()
        {
            DataString = JsonSerializer.Serialize(body),
            Headers = new Dictionary<string, string>
            {
                ["Content-Type"] = "application/json",
                ["X-CSRF-Token"] = (await session.JsonAsync())!.Value.GetProperty("csrfToken").GetString()!,
            },
        });
        answer.Ok.ShouldBeTrue($"{path} answered {answer.Status}: {await answer.TextAsync()}");
    }

    /// <summary>Somebody else joins by invitation, with an account of their own.</summary>
    public async Task<(IPage Page, string Email)> InviteAsync(Suite suite, string role)
    {
        var email = NewEmail();
        await SendInvitationAsync(email, role);
        var guest = await suite.Chromium.VisitAsync();
        await guest.GotoAsync(await LinkAsync(suite, email, "/invitation"));
        await guest.GetByTestId("name").FillAsync("Ines Guest");
        await guest.GetByTestId("new-password").FillAsync(Password);
        await guest.GetByTestId("set-password").ClickAsync();
        await Expect(guest.GetByTestId("user-menu")).ToBeVisibleAsync();
        return (guest, email);
    }

    public async Task SendInvitationAsync(string email, string role)
    {
        await Page.GotoAsync("/settings/people");
        await Page.GetByTestId("invite").ClickAsync();
        await Page.GetByTestId("invite-email").FillAsync(email);
        await ChooseRoleAsync(Page, role);
        await Page.GetByTestId("send-invitation").ClickAsync();
        await Expect(Page.GetByTestId("table-invitations-row").Filter(new() { HasText = email })).ToBeVisibleAsync();
    }

    public static async Task ChooseRoleAsync(IPage page, string role)
    {
        await page.GetByTestId("role").ClickAsync();
        await page.GetByRole(AriaRole.Option, new() { Name = role, Exact = true }).ClickAsync();
    }

    /// <summary>The newest link to that page that was mailed to them, once it came.</summary>
    public static async Task<string> LinkAsync(Suite suite, string email, string path)
    {
        string? link = null;
        await Suite.EventuallyAsync(
            async () =>
            {
                var mails = await suite.Sandbox.GetFromJsonAsync<JsonElement>($"/__sandbox/mail?to={Uri.EscapeDataString(email)}");
                link = mails.EnumerateArray().SelectMany(mail => mail.GetProperty("links").EnumerateArray()).Select(each => each.GetString()!)
                    .FirstOrDefault(each => new Uri(each).AbsolutePath == path);
                return link is not null;
            },
            TimeSpan.FromSeconds(30), $"a link to {path} is in the mailbox");
        return link!;
    }
}
