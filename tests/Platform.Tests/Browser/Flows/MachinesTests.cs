using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using static Microsoft.Playwright.Assertions;

namespace Teg.Platform.Platform.Tests.Browser.Flows;

/// <summary>Programs and websites get a way in, and lose it.</summary>
public sealed class MachinesTests(Suite suite)
{
    [Fact]
    public async Task A_client_s_secret_is_shown_once_and_buys_tokens_until_it_is_revoked()
    {
        var newcomer = await Newcomer.OpenAsync(suite);
        var page = newcomer.Page;
        await page.GotoAsync("/settings/api-clients");
        await page.GetByTestId("create-client").ClickAsync();
        await page.GetByTestId("client-name").FillAsync("Nightly export");
        await page.GetByTestId("save-client").ClickAsync();
        var secret = await page.GetByTestId("secret").InnerTextAsync();
        await page.GetByTestId("secret-stored").ClickAsync();
        await page.ReloadAsync();
        await Expect(page.GetByTestId("table-clients-row")).ToHaveCountAsync(1);
        (await page.ContentAsync()).ShouldNotContain(secret);
        var id = await page.GetByTestId("table-clients-row").Locator("code").InnerTextAsync();

        using var program = new HttpClient { BaseAddress = suite.Address };
        using var granted = await AskAsync(program, id, secret);
        granted.StatusCode.ShouldBe(HttpStatusCode.OK);
        var token = (await granted.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("access_token").GetString();
        (await GetAsync(program, token, "/api/analytics/filters")).ShouldBe(HttpStatusCode.OK);
        (await GetAsync(program, token, "/api/sync/sources")).ShouldBe(HttpStatusCode.Forbidden, "the scope was not granted");

        await page.GetByTestId("revoke-client").ClickAsync();
        await page.GetByTestId("confirm").ClickAsync();
        await Expect(page.GetByTestId("table-clients")).ToHaveCountAsync(0);
        using var refused = await AskAsync(program, id, secret);
        refused.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_site_key_is_made_for_its_websites_and_revoked()
    {
        var newcomer = await Newcomer.OpenAsync(suite);
        var page = newcomer.Page;
        await page.GotoAsync("/settings/site-keys");
        await page.GetByTestId("create-key").ClickAsync();
        await page.GetByTestId("key-name").FillAsync("Main website");
        await page.GetByTestId("key-origins").FillAsync("ftp://nowhere");
        await page.Keyboard.PressAsync("Enter");
        await page.GetByTestId("save-key").ClickAsync();
        await Expect(page.GetByText("ftp://nowhere is no https address.")).ToBeVisibleAsync();

        await page.GetByTestId("key-origins").FocusAsync();
        await page.Keyboard.PressAsync("Backspace");
        await page.GetByTestId("key-origins").FillAsync("https://www.gowns.example");
        await page.Keyboard.PressAsync("Enter");
        await page.GetByTestId("save-key").ClickAsync();
        await Expect(page.GetByTestId("snippet-dialog")).ToContainTextAsync("teg-site-key");
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.GetByTestId("table-keys-row")).ToContainTextAsync("https://www.gowns.example");

        await page.GetByTestId("revoke-key").ClickAsync();
        await page.GetByTestId("confirm").ClickAsync();
        await Expect(page.GetByTestId("table-keys")).ToHaveCountAsync(0);
    }

    private static async Task<HttpResponseMessage> AskAsync(HttpClient program, string id, string secret)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/oauth/token")
        {
            Content = new FormUrlEncodedContent(new Dictionary<string, string>(StringComparer.Ordinal) { ["grant_type"] = "client_credentials" }),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{id}:{secret}")));
        return await program.SendAsync(request);
    }

    private static async Task<HttpStatusCode> GetAsync(HttpClient program, string? token, string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var answer = await program.SendAsync(request);
        return answer.StatusCode;
    }
}
