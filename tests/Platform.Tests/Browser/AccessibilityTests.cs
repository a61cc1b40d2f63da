using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Teg.Platform.Platform.Tests.Browser;

/// <summary>Each page at both widths and in both colour schemes: axe finds no violation, nothing scrolls sideways, nothing is logged as an error.</summary>
public sealed class AccessibilityTests(Suite suite)
{
    [Fact]
    public async Task Every_page_is_clean()
    {
        var page = await suite.Chromium.VisitAsync(1440, 900, ColorScheme.Light);
        var requests = new Inspection.Requests(page);
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
        await Inspection.ExpectCleanAsync(page, requests, "sign-in");
        foreach (var path in new[] { "/sign-up", "/forgotten-password", "/reset-password", "/privacy", "/cookies", "/terms" })
        {
            await page.GotoAsync(path);
            await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToBeVisibleAsync();
            await Inspection.ExpectCleanAsync(page, requests, path);
        }

        await page.GotoAsync("/sign-in");
        await page.GetByTestId("email").FillAsync("admin@teg.example");
        await page.GetByTestId("password").FillAsync("couture-demo-2026");
        await page.GetByTestId("sign-in").ClickAsync();
        await Expect(page.GetByTestId("as-of")).ToBeVisibleAsync();
        foreach (var (path, settled) in new[]
        {
            ("/", "table-campaigns"), ("/sales", "table-deals"), ("/sales?explain=sales.average-deal", "table-explained"), ("/new-leads", "table-leads"), ("/calls", "table-calls"), ("/calls/design-reviews", "table-calls"), ("/calls/rep", "table-calls"),
            ("/seo", "empty"), ("/data", "source-monday"), ("/demo-truth", "truth-matrix"), ("/enquiries", "enquiries"), ("/outcomes", "filters"),
            ("/qualifier/rules", "versions"), ("/qualifier/replays", "replays"), ("/qualifier/batches", "batches"), ("/tools", "recent"), ("/tools/documents", "documents-card"),
            ("/tools/new/contract", "form-contract"), ("/tools/new/deck", "form-deck"), ("/tools/new/workbook", "form-workbook"), ("/tools/new/a-la-carte", "form-a-la-carte"),
            ("/tools/prices", "price-list"), ("/profile", "table-sessions"), ("/settings/general", "organisation-id"),
            ("/settings/people", "table-people"), ("/settings/credentials", "credential-monday"), ("/settings/api-clients", "api-clients"), ("/settings/site-keys", "site-keys"),
            ("/settings/audit", "table-audit"), ("/settings/privacy", "person"),
        })
        {
            await page.GotoAsync(path);
            await Expect(page.GetByTestId(settled)).ToBeVisibleAsync();
            await Inspection.ExpectCleanAsync(page, requests, path);
        }

        errors.ShouldBeEmpty();
    }
}
