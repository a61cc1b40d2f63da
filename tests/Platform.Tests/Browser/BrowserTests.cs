using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Playwright;
using Teg.Platform.Platform.Tests.Truths;
using static Microsoft.Playwright.Assertions;

namespace Teg.Platform.Platform.Tests.Browser;

/// <summary>What an executive does with the pages, in a real browser against the whole system.</summary>
public sealed class BrowserTests(Suite suite)
{
    private Chromium Chromium => suite.Chromium;

    [Fact]
    public async Task Signing_in_shows_the_year_as_the_truth_has_it()
    {
        var truth = await suite.TruthAsync();
        var totals = truth.GetProperty("totals");

        var page = await Chromium.SignInAsync();

        await ExpectTileAsync(page, "spend", totals, "spend");
        await ExpectTileAsync(page, "leads", totals, "leads");
        await ExpectTileAsync(page, "roas", totals, "roas");
        await ExpectTileAsync(page, "conversion", totals, "conversion");
    }

    [Fact]
    public async Task A_wrong_password_is_refused_with_a_sentence_and_nothing_is_shown()
    {
        var page = await Chromium.VisitAsync();
        await page.GotoAsync("/sales");
        await page.GetByTestId("email").FillAsync("manager@teg.example");
        await page.GetByTestId("password").FillAsync("not-the-password");
        await page.GetByTestId("sign-in").ClickAsync();

        await Expect(page.GetByTestId("sign-in-problem")).ToBeVisibleAsync();
        await Expect(page.GetByTestId("as-of")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Changing_the_range_changes_the_figures_and_the_address()
    {
        var today = DateOnly.Parse((await suite.TruthAsync()).Text("to"), null);
        var truth = await suite.TruthAsync(new DateOnly(today.Year, 1, 1), today);
        var page = await Chromium.SignInAsync();

        await page.GetByTestId("range-picker").ClickAsync();
        await page.GetByTestId("range-ytd").ClickAsync();

        await ExpectTileAsync(page, "spend", truth.GetProperty("totals"), "spend");
        await ExpectTileAsync(page, "leads", truth.GetProperty("totals"), "leads");
        page.Url.ShouldContain($"from={today.Year}-01-01");

        await page.ReloadAsync();
        await ExpectTileAsync(page, "spend", truth.GetProperty("totals"), "spend");
    }

    [Fact]
    public async Task Following_a_campaign_filters_the_whole_page_to_it()
    {
        var truth = await suite.TruthAsync();
        var page = await Chromium.SignInAsync();
        var row = page.GetByTestId("table-campaigns-row").First;
        var campaign = await row.GetAttributeAsync("data-key");
        var spend = truth.Rows("campaigns").Where(each => each.Text("campaign") == campaign).Sum(each => each.GetProperty("spend").GetDecimal());

        await row.GetByRole(AriaRole.Button).First.ClickAsync();

        await Expect(page.GetByTestId("chip-campaign")).ToBeVisibleAsync();
        await Expect(page.GetByTestId("tile-spend")).ToHaveAttributeAsync("data-value", spend.ToString("0.##", CultureInfo.InvariantCulture));
        await Expect(page.GetByTestId("table-campaigns-row")).ToHaveCountAsync(1);

        await page.GetByTestId("chip-campaign").GetByRole(AriaRole.Button).ClickAsync();
        await ExpectTileAsync(page, "spend", truth.GetProperty("totals"), "spend");
    }

    [Fact]
    public async Task A_refresh_is_started_and_seen_to_finish_without_a_reload()
    {
        var page = await Chromium.SignInAsync(path: "/data");
        var before = (await suite.GetAsync("/api/sync/runs?limit=1")).GetProperty("items")[0].Text("id");
        await page.EvaluateAsync("() => { window.notReloaded = true; }");

        await page.GetByTestId("refresh-monday-menu").ClickAsync();
        await page.GetByTestId("refresh-monday-full").ClickAsync();

        await Expect(page.GetByTestId("run-progress")).ToBeVisibleAsync();
        await Expect(page.GetByTestId("run-progress")).ToHaveCountAsync(0, new() { Timeout = 60_000 });
        var run = (await suite.GetAsync("/api/sync/runs?limit=1")).GetProperty("items")[0];
        run.Text("id").ShouldNotBe(before);
        run.Text("status").ShouldBe("succeeded");
        run.Text("certificate").ShouldBe("equal");
        await Expect(page.GetByTestId("source-monday").GetByTestId("certificate")).ToHaveAttributeAsync("data-status", "equal");
        (await page.EvaluateAsync<bool>("() => window.notReloaded === true")).ShouldBeTrue();
    }

    [Fact]
    public async Task What_happens_at_the_vendor_is_on_the_open_page_without_a_reload()
    {
        var page = await Chromium.SignInAsync();
        await ExpectTileAsync(page, "leads", (await suite.TruthAsync()).GetProperty("totals"), "leads");
        await Expect(page.GetByTestId("live-state")).ToBeVisibleAsync();

        using var answer = await suite.Sandbox.PostAsJsonAsync("/__sandbox/events", new { kind = "lead", email = "new.client@couture.example", name = "New Client" });
        answer.IsSuccessStatusCode.ShouldBeTrue(await answer.Content.ReadAsStringAsync());

        var truth = (await suite.TruthAsync()).GetProperty("totals");
        await ExpectTileAsync(page, "leads", truth, "leads", within: 30_000);
    }

    [Fact]
    public async Task The_sales_page_follows_a_salesperson()
    {
        var truth = await suite.TruthAsync();
        var rep = truth.Rows("reps").Where(row => row.GetProperty("deals").GetInt64() > 0).GroupBy(row => row.Text("rep"))
            .MaxBy(group => group.Sum(row => row.GetProperty("revenue").GetDecimal()))!;
        var page = await Chromium.SignInAsync(path: $"/sales?rep={Uri.EscapeDataString(rep.Key)}");

        await Expect(page.GetByTestId("chip-salesperson")).ToBeVisibleAsync();
        await Expect(page.GetByTestId("tile-revenue")).ToHaveAttributeAsync(
            "data-value", rep.Sum(row => row.GetProperty("revenue").GetDecimal()).ToString("0.##", CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task The_command_palette_goes_to_every_page()
    {
        var page = await Chromium.SignInAsync();
        foreach (var (name, path) in new[] { ("Sales", "/sales"), ("Data", "/data"), ("Advertising", "/") })
        {
            var palette = page.GetByPlaceholder("A page, a lead, a campaign, a document…");
            await page.Keyboard.PressAsync("Control+k");
            await palette.FillAsync(name);
            // The first that fits is chosen without an arrow.
            await Expect(page.Locator("[data-action][data-selected]")).ToContainTextAsync(name);
            await page.Keyboard.PressAsync("Enter");
            await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1, Name = name })).ToBeVisibleAsync();
            await Expect(palette).ToHaveCountAsync(0);
            new Uri(page.Url).AbsolutePath.ShouldBe(path);
        }
    }

    [Fact]
    public async Task A_viewer_sees_figures_and_cannot_start_a_refresh()
    {
        var page = await Chromium.SignInAsync("viewer", "/data");

        await Expect(page.GetByTestId("source-monday")).ToBeVisibleAsync();
        await Expect(page.GetByTestId("refresh-monday")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Signing_out_ends_the_session()
    {
        var page = await Chromium.SignInAsync("agent");
        await page.GetByTestId("user-menu").ClickAsync();
        await page.GetByTestId("sign-out").ClickAsync();
        await Expect(page.GetByTestId("sign-in")).ToBeVisibleAsync();

        (await page.EvaluateAsync<int>("async () => (await fetch('/api/analytics/ads')).status")).ShouldBe(401);
    }

    private static Task ExpectTileAsync(IPage page, string tile, JsonElement truth, string measure, float within = 15_000) =>
        Expect(page.GetByTestId($"tile-{tile}")).ToHaveAttributeAsync(
            "data-value", truth.GetProperty(measure).GetDecimal().ToString("0.####", CultureInfo.InvariantCulture), new() { Timeout = within });
}
