using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Teg.Platform.Platform.Tests.Browser;

/// <summary>The app keeps to the content security policy also where it draws by itself: charts and their tooltips, lists, calendars, dialogs, notices.</summary>
public sealed class PolicyTests(Suite suite)
{
    [Fact]
    public async Task Nothing_the_app_draws_breaks_the_policy()
    {
        var page = await suite.Chromium.VisitAsync();
        var broken = new List<string>();
        await page.ExposeFunctionAsync("policyBroken", (string what) => broken.Add(what));
        await page.AddInitScriptAsync(
            "document.addEventListener('securitypolicyviolation', e => policyBroken(`${location.pathname}: ${e.effectiveDirective} ${e.blockedURI} ${e.sourceFile}:${e.lineNumber}`))");

        await page.GotoAsync("/sign-up");
        await page.GetByTestId("time-zone").ClickAsync();
        await page.GotoAsync("/sign-in");
        await page.GetByTestId("email").FillAsync("admin@teg.example");
        await page.GetByTestId("password").FillAsync("couture-demo-2026");
        await page.GetByTestId("sign-in").ClickAsync();
        await Expect(page.GetByTestId("as-of")).ToBeVisibleAsync();

        // A tooltip.
        var chart = page.Locator("canvas").First;
        await Expect(chart).ToBeVisibleAsync();
        await chart.HoverAsync();
        // A calendar.
        await page.GetByTestId("range-picker").ClickAsync();
        await page.GetByTestId("range-ytd").ClickAsync();
        // The palette.
        await page.Keyboard.PressAsync("Control+k");
        await page.Keyboard.TypeAsync("people");
        await page.Keyboard.PressAsync("Escape");
        // A notice.
        await page.GotoAsync("/profile");
        await page.GetByTestId("save-name").ClickAsync();
        await Expect(page.GetByText("Your name is changed.")).ToBeVisibleAsync();
        // A dialog with a drawing.
        await page.GetByTestId("set-up-second-factor").ClickAsync();
        await Expect(page.GetByTestId("qr-code")).ToBeVisibleAsync();
        // Lists, and a drawer.
        await page.GotoAsync("/settings/general");
        await page.GetByTestId("organisation-currency").ClickAsync();
        await page.GotoAsync("/settings/audit");
        await page.GetByTestId("table-audit-row").First.GetByRole(AriaRole.Button).First.ClickAsync();
        await Expect(page.GetByTestId("event-drawer")).ToBeVisibleAsync();

        broken.ShouldBeEmpty();
    }
}
