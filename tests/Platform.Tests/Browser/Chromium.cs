using Microsoft.Playwright;

// The tests share one system; some change its world, and then wait until its figures are true again.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace Teg.Platform.Platform.Tests.Browser;

/// <summary>Debian's Chromium, driven by Playwright.</summary>
internal sealed class Chromium(Uri address) : IAsyncDisposable
{
    // The same package's build without the windows nobody sees; an older package lacks it.

    private readonly List<IBrowserContext> visits = [];
    private string? visitingTest;
    private IPlaywright? playwright;
    private IBrowser? browser;

    public async Task StartAsync()
    {
        playwright = await Playwright.CreateAsync();
        browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Environment.GetEnvironmentVariable("TEG_CHROMIUM") ?? "/usr/lib/chromium/chromium-headless-shell",
            Args =
            [
                "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
                "--disable-component-update", "--disable-sync",
            ],
        });
    }

    public async ValueTask DisposeAsync()
    {
        if (browser is not null)
        {
            await browser.DisposeAsync();
        }

        playwright?.Dispose();
    }

    /// <summary>A new visitor's page on the suite's address.</summary>
    internal async Task<IPage> VisitAsync(int width = 1440, int height = 900, ColorScheme scheme = ColorScheme.Light, bool installs = false)
    {
        await CloseEarlierAsync();
        var context = await browser!.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = address.ToString(),
            ViewportSize = new ViewportSize { Width = width, Height = height },
            ColorScheme = scheme,
            Locale = "en-US",
            ReducedMotion = ReducedMotion.Reduce,
            // A visitor who stays for one test has no use for the app's files of later visits.
            ServiceWorkers = installs ? ServiceWorkerPolicy.Allow : ServiceWorkerPolicy.Block,
        });
        visits.Add(context);
        context.SetDefaultTimeout(15_000);
        return await context.NewPageAsync();
    }

    /// <summary>A page of a demo user who has just signed in through the form.</summary>
    internal async Task<IPage> SignInAsync(string user = "manager", string path = "/", int width = 1440, int height = 900, ColorScheme scheme = ColorScheme.Light)
    {
        var page = await VisitAsync(width, height, scheme);
        await page.GotoAsync(path);
        await page.GetByTestId("email").FillAsync($"{user}@teg.example");
        await page.GetByTestId("password").FillAsync("couture-demo-2026");
        await page.GetByTestId("sign-in").ClickAsync();
        await Assertions.Expect(page.GetByTestId("as-of")).ToBeVisibleAsync();
        return page;
    }

    // An open page hears of every change in its organisation and asks anew, in the background of all tests that follow.
    private async Task CloseEarlierAsync()
    {
        var test = TestContext.Current.Test?.UniqueID;
        if (test != visitingTest)
        {
            await Task.WhenAll(visits.Select(visit => visit.CloseAsync()));
            visits.Clear();
            visitingTest = test;
        }
    }
}
