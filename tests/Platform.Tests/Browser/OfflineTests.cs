using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Teg.Platform.Platform.Tests.Browser;

/// <summary>The installed app without a connection, in a real browser under the real policy.</summary>
public sealed class OfflineTests(Suite suite)
{
    [Fact]
    public async Task Without_a_connection_the_last_figures_are_there_with_their_age_until_somebody_signs_out()
    {
        var page = await suite.Chromium.VisitAsync(installs: true);
        await page.GotoAsync("/");
        await page.GetByTestId("email").FillAsync("manager@teg.example");
        await page.GetByTestId("password").FillAsync("couture-demo-2026");
        await page.GetByTestId("sign-in").ClickAsync();
        await Expect(page.GetByTestId("as-of")).ToBeVisibleAsync();
        await page.EvaluateAsync("navigator.serviceWorker.ready.then(() => navigator.serviceWorker.controller ?? new Promise(r => navigator.serviceWorker.addEventListener('controllerchange', r)))");
        // The worker has seen this page's answers only from now on.
        await page.ReloadAsync();
        var spend = await page.GetByTestId("tile-spend").GetAttributeAsync("data-value");
        await page.WaitForFunctionAsync("async () => !!(await caches.match(new Request('/session')))");
        await Expect(page.GetByTestId("offline")).ToHaveCountAsync(0);

        await page.Context.SetOfflineAsync(true);
        await page.ReloadAsync();

        await Expect(page.GetByTestId("tile-spend")).ToHaveAttributeAsync("data-value", spend!);
        await Expect(page.GetByTestId("offline")).ToContainTextAsync("You are offline. Data as of");

        await page.Context.SetOfflineAsync(false);
        await Expect(page.GetByTestId("offline")).ToHaveCountAsync(0);
        await page.GetByTestId("user-menu").ClickAsync();
        await page.GetByTestId("sign-out").ClickAsync();
        await Expect(page.GetByTestId("email")).ToBeVisibleAsync(new() { Timeout = 15_000 });
        (await page.EvaluateAsync<string[]>("caches.keys()")).ShouldAllBe(name => name.StartsWith("files-", StringComparison.Ordinal));
    }
}
