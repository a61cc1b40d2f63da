using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Teg.Platform.Platform.Tests.Browser;

/// <summary>What every page must be at both widths and in both colour schemes: axe finds no violation, and nothing scrolls sideways.</summary>
internal static class Inspection
{
    private const string AllRules = "['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']";
    private const string RulesOfColours = "{ type: 'rule', values: ['color-contrast', 'link-in-text-block'] }";

    // A page's structure is another at another width, but the same in other colours.
    private static readonly (int Width, int Height, ColorScheme Scheme, string Rules)[] Screens =
    [
        (1440, 900, ColorScheme.Light, AllRules), (1440, 900, ColorScheme.Dark, RulesOfColours),
        (390, 844, ColorScheme.Dark, AllRules), (390, 844, ColorScheme.Light, RulesOfColours),
    ];

    /// <summary>The open page as it stands, on every screen.</summary>
    public static async Task ExpectCleanAsync(IPage page, Requests requests, string name)
    {
        await requests.AnsweredAsync();

        // Evaluated by the debugger, not by a script tag: the page's own policy stays in force.
        await page.EvaluateAsync(await File.ReadAllTextAsync(AxeScript()));
        foreach (var (width, height, scheme, rules) in Screens)
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
                $"async () => (await axe.run(document, {{ runOnly: {rules}, resultTypes: ['violations'] }})).violations" +
                ".map(v => `${v.id}: ${v.help}: ${v.nodes.slice(0, 3).map(n => n.html).join(' | ')}`)");
            violations.EnumerateArray().Select(violation => violation.GetString()).ShouldBeEmpty(where);
            (await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - window.innerWidth")).ShouldBeLessThanOrEqualTo(0, where);
        }
    }

    private static string AxeScript([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "..", "web", "App", "node_modules", "axe-core", "axe.min.js"));

    /// <summary>What the page has asked for and has not got yet, but for its stream of events, which has no end: Playwright's own count never comes to nothing.</summary>
    internal sealed class Requests
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
