using System.Net;
using Dapper;
using StackExchange.Redis;
using Teg.Platform.Gateway.Sessions;

namespace Teg.Platform.Gateway.Tests.Sessions;

public sealed class SignInTests(GatewaySystem system)
{
    [Fact]
    public async Task A_browser_signs_in_and_holds_nothing_but_a_cookie_no_script_can_read()
    {
        using var browser = new Browser(system.Address);
        (await browser.SessionAsync())["signedIn"]!.GetValue<bool>().ShouldBeFalse();

        using var response = await browser.SignInAsync("manager@teg.example", Browser.Password);

        var text = await response.Content.ReadAsStringAsync();
        text.ShouldContain("\"role\":\"Manager\"");
        text.ShouldContain("\"timeZone\":\"America/Los_Angeles\"");
        text.ShouldNotContain("eyJ");
        response.Headers.CacheControl!.NoStore.ShouldBeTrue();
        var cookie = response.Headers.GetValues("Set-Cookie").Single(value => value.StartsWith("teg-session=", StringComparison.Ordinal));
        cookie.ShouldContain("httponly");
        cookie.ShouldContain("samesite=lax");
        (await browser.SessionAsync())["user"]!["email"]!.GetValue<string>().ShouldBe("manager@teg.example");
    }

    [Fact]
    public async Task A_refused_sign_in_says_what_Accounts_says()
    {
        using var browser = new Browser(system.Address);
        await browser.SessionAsync();

        using var response = await browser.SignInAsync("viewer@teg.example", "not the password");

        (await Browser.ProblemAsync(response)).ShouldBe((HttpStatusCode.Unauthorized, "sign-in-refused"));
        browser.Cookies["teg-session"].ShouldBeNull();
    }

    [Fact]
    public async Task Signing_in_without_the_forms_token_or_with_another_browsers_is_refused()
    {
        using var browser = new Browser(system.Address);
        using var stranger = new Browser(system.Address);
        await browser.SessionAsync();
        await stranger.SessionAsync();

        foreach (var token in new[] { "", "nonsense", stranger.Csrf })
        {
            browser.Csrf = token;
            using var response = await browser.SignInAsync("viewer@teg.example", Browser.Password);
            (await Browser.ProblemAsync(response)).ShouldBe((HttpStatusCode.Forbidden, "csrf-token-refused"));
        }
    }

    [Theory]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    [InlineData("Sec-Fetch-Site", "none")]
    [InlineData("Origin", "https://evil.example")]
    [InlineData("Origin", "null")]
    public async Task A_request_from_another_site_is_refused_even_with_the_right_token(string header, string value)
    {
        using var browser = await Browser.SignedInAsync(system.Address);

        using var response = await browser.SendAsync(HttpMethod.Post, "/api/sync/sources/1/runs", change: request => request.Headers.Add(header, value));

        (await Browser.ProblemAsync(response)).ShouldBe((HttpStatusCode.Forbidden, "cross-site-refused"));
    }

    [Fact]
    public async Task Our_own_page_may_change_things_and_needs_the_token_for_it()
    {
        using var browser = await Browser.SignedInAsync(system.Address);
        var origin = browser.Gateway.GetLeftPart(UriPartial.Authority);

        using var allowed = await browser.SendAsync(HttpMethod.Post, "/api/sync/runs", change: request =>
        {
            request.Headers.Add("Origin", origin);
            request.Headers.Add("Sec-Fetch-Site", "same-origin");
        });
        allowed.StatusCode.ShouldBe(HttpStatusCode.OK);

        browser.Csrf = "";
        using var refused = await browser.SendAsync(HttpMethod.Delete, "/api/sync/runs");
        (await Browser.ProblemAsync(refused)).ShouldBe((HttpStatusCode.Forbidden, "csrf-token-refused"));
    }

    [Fact]
    public async Task Signing_in_again_gives_a_new_session_and_ends_the_one_before()
    {
        using var browser = await Browser.SignedInAsync(system.Address);
        var before = browser.Cookies["teg-session"]!.Value;
        using var old = browser.At(system.Address);

        using var again = await browser.SignInAsync("viewer@teg.example", Browser.Password);

        again.StatusCode.ShouldBe(HttpStatusCode.OK);
        browser.Cookies["teg-session"]!.Value.ShouldNotBe(before);
        using var refused = await old.GetAsync("/api/sync/sources");
        refused.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Signing_out_ends_the_session_here_and_the_family_in_Accounts()
    {
        using var browser = await Browser.SignedInAsync(system.Address, "agent@teg.example");
        using var copy = browser.At(system.Address);

        using var response = await browser.SendAsync(HttpMethod.Delete, "/session");

        response.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        using var refused = await copy.GetAsync("/api/sync/sources");
        (await Browser.ProblemAsync(refused)).ShouldBe((HttpStatusCode.Unauthorized, "not-signed-in"));
        await using var connection = await system.Postgres.Owner.OpenConnectionAsync();
        (await connection.ExecuteScalarAsync<string>(
            "select s.ended_because from accounts.session s join accounts.account a on a.id = s.account_id where a.email = 'agent@teg.example' order by s.started_at desc limit 1"))
            .ShouldBe("signed out");
    }

    [Fact]
    public async Task Redis_shows_neither_tokens_nor_names_nor_the_cookie()
    {
        using var browser = await Browser.SignedInAsync(system.Address);
        var cookie = browser.Cookies["teg-session"]!.Value;
        using var redis = await ConnectionMultiplexer.ConnectAsync(system.Redis);
        var database = redis.GetDatabase();
        var key = $"gateway:session:{SessionKey.Parse(cookie)!.Name}";

        byte[] stored = (await database.StringGetAsync(key))!;

        var text = System.Text.Encoding.Latin1.GetString(stored);
        text.ShouldNotContain("viewer@teg.example");
        text.ShouldNotContain("eyJ");
        text.ShouldNotContain(cookie);
        (await database.KeyTimeToLiveAsync(key))!.Value.ShouldBeInRange(TimeSpan.FromDays(6), TimeSpan.FromDays(7));
    }

    [Fact]
    public async Task A_cookie_that_somebody_made_up_is_no_session()
    {
        using var browser = new Browser(system.Address);
        foreach (var cookie in new[] { "x", SessionKey.Create().ToCookie(), new string('A', 43), new string('%', 43) })
        {
            using var response = await browser.SendAsync(HttpMethod.Get, "/api/sync/sources", change: request => request.Headers.Add("Cookie", $"teg-session={cookie}"));
            response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized, cookie);
        }
    }
}
