using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Teg.Platform.Platform.Tests.Browser;

/// <summary>Each page at both widths and in both colour schemes: axe finds no violation, nothing scrolls sideways, nothing is logged as an error.</summary>
public sealed class AccessibilityTests(Suite suite)
{
    private static readonly (int Width, int Height, ColorScheme Scheme)[] Screens =
        [(1440, 900, ColorScheme.Light), (1440, 900, ColorScheme.Dark), (390, 844, ColorScheme.Dark), (390, 844, ColorScheme.Light)];

    [Fact]
    public async Task Every_page_is_clean()
    {
        var page = await suite.Chromium.VisitAsync(1440, 900, ColorScheme.Light);
        var requests = new Requests(page);
        var errors = new List<string>();
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
            {
                errors.Add(message.Text);
            }
        };
        page.PageError += (_, error) => errors.Add(error);

        await page.GotoAsync("/");
        await Expect(page.GetByTestId("sign-in")).ToBeVisibleAsync();
        await CleanAsync(page, requests, "sign-in");
        foreach (var path in new[] { "/sign-up", "/forgotten-password", "/reset-password", "/privacy", "/cookies", "/terms" })
        {
            await page.GotoAsync(path);
            await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToBeVisibleAsync();
            await CleanAsync(page, requests, path);
        }

        await page.GotoAsync("/sign-in");
        await page.GetByTestId("email").FillAsync("admin@teg.example");
        await page.GetByTestId("password").FillAsync("couture-demo-2026");
        await page.GetByTestId("sign-in").ClickAsync();
        await Expect(page.GetByTestId("as-of")).ToBeVisibleAsync();
        foreach (var (path, settled) in new[]
        {
            ("/", "table-campaigns"), ("/sales", "table-deals"), ("/data", "source-monday"), ("/enquiries", "enquiries"), ("/outcomes", "filters"),
            ("/qualifier/rules", "versions"), ("/qualifier/replays", "replays"), ("/qualifier/batches", "batches"), ("/tools", "recent"), ("/tools/documents", "documents-card"),
            ("/tools/new/contract", "form-contract"), ("/tools/new/deck", "form-deck"), ("/tools/new/workbook", "form-workbook"), ("/tools/new/a-la-carte", "form-a-la-carte"),
            ("/tools/prices", "price-list"), ("/profile", "table-sessions"), ("/settings/general", "organisation-id"),
            ("/settings/people", "table-people"), ("/settings/credentials", "credential-monday"), ("/settings/api-clients", "api-clients"), ("/settings/site-keys", "site-keys"),
            ("/settings/audit", "table-audit"), ("/settings/privacy", "person"),
        })
        {
            await page.GotoAsync(path);
            await Expect(page.GetByTestId(settled)).ToBeVisibleAsync();
            await CleanAsync(page, requests, path);
        }

        errors.ShouldBeEmpty();
    }

    // Loaded once, then looked at on every screen.
    private static async Task CleanAsync(IPage page, Requests requests, string name)
    {
        await requests.AnsweredAsync();

        // Evaluated by the debugger, not by a script tag: the page's own policy stays in force.
        await page.EvaluateAsync(await File.ReadAllTextAsync(AxeScript()));
        foreach (var (width, height, scheme) in Screens)
        {
            var where = $"{name} at {width} pixels, {scheme}";
            await page.SetViewportSizeAsync(width, height);
            await page.EmulateMediaAsync(new() { ColorScheme = scheme });
            await Expect(page.Locator($"html[data-mantine-color-scheme={(scheme == ColorScheme.Dark ? "dark" : "light")}]")).ToHaveCountAsync(1);
            // Colours fade from one scheme to the other, and what inherits them fades after them.
            await page.EvaluateAsync(
                """
                async () => {
                  const fading = () => document.getAnimations().filter(({ effect }) => effect?.getComputedTiming().endTime !== Infinity);
                  do {
                    await Promise.all(fading().map(({ finished }) => finished.catch(() => {})));
                    await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
                  } while (fading().length > 0);
                }
                """);
            var violations = await page.EvaluateAsync<JsonElement>(
                // Of what passes axe need not work out where it stands.
                "async () => (await axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'], resultTypes: ['violations'] })).violations" +
                ".map(v => `${v.id}: ${v.help}: ${v.nodes.slice(0, 3).map(n => n.html).join(' | ')}`)");
            violations.EnumerateArray().Select(violation => violation.GetString()).ShouldBeEmpty(where);
            (await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - window.innerWidth")).ShouldBeLessThanOrEqualTo(0, where);
        }
    }

    private static string AxeScript([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "..", "web", "App", "node_modules", "axe-core", "axe.min.js"));

    /// <summary>What the page has asked for and has not got yet, but for its stream of events, which has no end: Playwright's own count never comes to nothing.</summary>
    private sealed class Requests
    {
        private readonly ConcurrentDictionary<IRequest, bool> open = new();

        public Requests(IPage page)
        {
            page.Request += (_, request) =>
            {
                if (request.ResourceType != "eventsource")
                {
                    open[request] = true;
                }
            };
            page.RequestFinished += (_, request) => open.TryRemove(request, out var _);
            page.RequestFailed += (_, request) => open.TryRemove(request, out var _);
        }

        /// <summary>An answer may lead to the next question: half a second without any. A page that never comes to rest is looked at all the same.</summary>
        public async Task AnsweredAsync()
        {
            var calm = 0;
            for (var look = 0; calm < 10 && look < 60; look++)
            {
                await Task.Delay(50);
                calm = open.IsEmpty ? calm + 1 : 0;
            }
        }
    }
}
