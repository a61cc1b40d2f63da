using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Dapper;
using Teg.Platform.Accounts.SecondFactor;

namespace Teg.Platform.Gateway.Tests.Sessions;

public sealed class DoorTests(GatewaySystem system)
{
    private const string Chrome = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36";

    [Fact]
    public async Task The_second_factor_ends_in_a_session_and_before_it_there_is_none()
    {
        var (email, secret) = await PersonWithSecondFactorAsync();
        using var browser = new Browser(system.Address);
        await browser.SessionAsync();

        using var half = await browser.SignInAsync(email, Browser.Password);
        half.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        var problem = (await half.Content.ReadFromJsonAsync<JsonObject>())!;
        problem["type"]!.GetValue<string>().ShouldBe("second-factor-required");
        browser.Cookies["teg-session"].ShouldBeNull();

        using var whole = await browser.SendAsync(HttpMethod.Post, "/session/second-factor", JsonContent.Create(
            new { challenge = problem["challenge"]!.GetValue<string>(), code = Totp.Code(secret, Totp.StepAt(system.Clock.GetUtcNow())) }));
        whole.StatusCode.ShouldBe(HttpStatusCode.OK, await whole.Content.ReadAsStringAsync());
        (await browser.SessionAsync())["signedIn"]!.GetValue<bool>().ShouldBeTrue();
    }

    [Theory]
    [InlineData("/session/second-factor", """{"challenge":"x","code":"000000"}""", "challenge-expired")]
    [InlineData("/session/sign-up", """{"token":"x","password":"a long enough password"}""", "link-expired")]
    [InlineData("/session/invitation", """{"token":"x","password":"a long enough password"}""", "link-expired")]
    public async Task Every_way_in_needs_the_forms_token_and_passes_refusals_on(string path, string form, string type)
    {
        using var browser = new Browser(system.Address);
        await browser.SessionAsync();
        StringContent Form() => new(form, System.Text.Encoding.UTF8, "application/json");

        using var refused = await browser.SendAsync(HttpMethod.Post, path, Form());
        (await Browser.ProblemAsync(refused)).Type.ShouldBe(type);
        browser.Csrf = "";
        using var forged = await browser.SendAsync(HttpMethod.Post, path, Form());
        (await Browser.ProblemAsync(forged)).ShouldBe((HttpStatusCode.Forbidden, "csrf-token-refused"));
    }

    [Fact]
    public async Task Going_to_another_organisation_replaces_the_session()
    {
        using var browser = await PersonAsync();
        var organisation = Guid.CreateVersion7();
        await using (var connection = await system.Postgres.Owner.OpenConnectionAsync())
        {
            await connection.ExecuteAsync(
                """
                insert into accounts.organisation (org_id, name, time_zone, currency) values (@organisation, 'Second', 'UTC', 'EUR');
                insert into accounts.membership (org_id, account_id, role, joined_at)
                select @organisation, id, 'Agent', now() from accounts.account where email = @Email
                """, new { organisation, browser.Email });
        }

        using var before = browser.Browser.At(system.Address);
        using var switched = await browser.Browser.SendAsync(HttpMethod.Post, "/session/organisation", JsonContent.Create(new { organisationId = organisation }));
        var state = (await switched.Content.ReadFromJsonAsync<JsonObject>())!;

        state["organisation"]!["id"]!.GetValue<Guid>().ShouldBe(organisation);
        state["user"]!["role"]!.GetValue<string>().ShouldBe("Agent");
        using var old = await before.GetAsync("/api/sync/sources");
        old.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        using var here = await browser.Browser.GetAsync("/api/sync/sources");
        here.StatusCode.ShouldBe(HttpStatusCode.OK);
        using var refused = await browser.Browser.SendAsync(
            HttpMethod.Post, "/session/organisation", JsonContent.Create(new { organisationId = Guid.NewGuid() }), request => request.Headers.Remove("X-CSRF-Token"));
        refused.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task A_session_is_remembered_with_the_browsers_address_and_device()
    {
        using var browser = await PersonAsync(Chrome);

        using var answer = await browser.Browser.GetAsync("/api/accounts/profile/sessions");
        var session = (await answer.Content.ReadFromJsonAsync<JsonObject>())!["items"]!.AsArray().Single()!;

        session["device"]!.GetValue<string>().ShouldBe("Chrome on Windows");
        session["address"]!.GetValue<string>().ShouldNotBeNullOrEmpty();
        session["current"]!.GetValue<bool>().ShouldBeTrue();
    }

    [Fact]
    public async Task Before_anybody_is_signed_in_only_the_open_paths_are_reached_and_only_by_our_own_page()
    {
        using var browser = new Browser(system.Address);
        await browser.SessionAsync();
        JsonContent Form() => JsonContent.Create(new { email = "nobody@test.example" });

        using var open = await browser.SendAsync(HttpMethod.Post, "/api/accounts/password-resets", Form());
        open.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        using var link = await browser.GetAsync("/api/accounts/sign-ups/nonsense");
        (await Browser.ProblemAsync(link)).ShouldBe((HttpStatusCode.Gone, "link-expired"));
        using var elsewhere = await browser.SendAsync(HttpMethod.Post, "/api/accounts/password-resets", Form(), request => request.Headers.Add("Sec-Fetch-Site", "cross-site"));
        (await Browser.ProblemAsync(elsewhere)).ShouldBe((HttpStatusCode.Forbidden, "cross-site-refused"));
        browser.Csrf = "";
        using var forged = await browser.SendAsync(HttpMethod.Post, "/api/accounts/password-resets", Form());
        (await Browser.ProblemAsync(forged)).ShouldBe((HttpStatusCode.Forbidden, "csrf-token-refused"));

        foreach (var shut in new[] { "/api/accounts/profile", "/api/accounts/invitations", "/api/accounts/password-resetsx", "/api/sync/sign-ups" })
        {
            using var refused = await browser.GetAsync(shut);
            refused.StatusCode.ShouldBe(HttpStatusCode.Unauthorized, shut);
        }
    }

    [Fact]
    public async Task A_machine_gets_a_token_at_the_Gateway_and_its_requests_pass_without_cookie()
    {
        using var admin = await Browser.SignedInAsync(system.Address, "admin@teg.example");
        using var made = await admin.SendAsync(HttpMethod.Post, "/api/accounts/api-clients", JsonContent.Create(new { name = "Machine", role = "Viewer", scopes = new[] { "accounts:read" } }));
        var client = (await made.Content.ReadFromJsonAsync<JsonObject>())!;
        using var machine = new HttpClient { BaseAddress = system.Address };
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials",
            ["client_id"] = client["clientId"]!.GetValue<string>(),
            ["client_secret"] = client["clientSecret"]!.GetValue<string>(),
        });

        using var answer = await machine.PostAsync(new Uri("/oauth/token", UriKind.Relative), form);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync());
        machine.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", (await answer.Content.ReadFromJsonAsync<JsonObject>())!["access_token"]!.GetValue<string>());

        using var organisation = await machine.GetAsync(new Uri("/api/accounts/organisations/current", UriKind.Relative));
        organisation.StatusCode.ShouldBe(HttpStatusCode.OK);
        using var posted = await machine.PostAsync(new Uri("/api/sync/anything", UriKind.Relative), null);
        posted.StatusCode.ShouldBe(HttpStatusCode.OK);
        system.Sync.Last.Headers["Authorization"].ShouldBe(machine.DefaultRequestHeaders.Authorization.ToString());
        foreach (var hidden in new[] { "/api/accounts/sessions/me", "/api/accounts/oauth/token", "/api/accounts/external/google" })
        {
            using var refused = await machine.GetAsync(new Uri(hidden, UriKind.Relative));
            refused.StatusCode.ShouldBe(HttpStatusCode.NotFound, hidden);
        }
    }

    [Fact]
    public async Task A_sign_in_with_a_provider_begins_and_ends_at_the_Gateway_in_the_same_browser()
    {
        using var person = await PersonAsync();
        system.Provider.Claims = new() { ["sub"] = Guid.NewGuid().ToString(), ["email"] = person.Email, ["email_verified"] = true };
        using var browser = new Browser(system.Address);
        (await browser.Http.GetFromJsonAsync<string[]>("/session/providers")).ShouldBe(["google"]);

        var back = await ToProviderAndBackAsync(browser);
        back.GetLeftPart(UriPartial.Path).ShouldBe(new Uri(system.Address, "/session/external/google/callback").ToString());
        using var stranger = new Browser(system.Address);
        using var stolen = await stranger.GetAsync(back.PathAndQuery);
        stolen.Headers.Location!.ToString().ShouldBe("/sign-in?problem=external-refused");
        using var finished = await browser.GetAsync(back.PathAndQuery);

        finished.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        finished.Headers.Location!.ToString().ShouldBe("/");
        (await finished.Content.ReadAsStringAsync()).ShouldBeEmpty();
        var state = await browser.SessionAsync();
        state["user"]!["email"]!.GetValue<string>().ShouldBe(person.Email);
    }

    [Fact]
    public async Task A_provider_sign_in_with_a_second_factor_goes_on_at_the_sign_in_page()
    {
        var (email, _) = await PersonWithSecondFactorAsync();
        system.Provider.Claims = new() { ["sub"] = Guid.NewGuid().ToString(), ["email"] = email, ["email_verified"] = true };
        using var browser = new Browser(system.Address);

        using var half = await browser.GetAsync((await ToProviderAndBackAsync(browser)).PathAndQuery);

        half.Headers.Location!.ToString().ShouldStartWith("/sign-in#challenge=");
        browser.Cookies["teg-session"].ShouldBeNull();
    }

    private static async Task<Uri> ToProviderAndBackAsync(Browser browser)
    {
        using var start = await browser.GetAsync("/session/external/google");
        start.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        using var outside = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });
        using var there = await outside.GetAsync(start.Headers.Location);
        return there.Headers.Location!;
    }

    private sealed record Person(string Email, Browser Browser) : IDisposable
    {
        public void Dispose() => Browser.Dispose();
    }

    /// <summary>A person of their own, signed in.</summary>
    private async Task<Person> PersonAsync(string? userAgent = null)
    {
        var email = $"{Guid.NewGuid():n}@test.example";
        await using (var connection = await system.Postgres.Owner.OpenConnectionAsync())
        {
            // The demo Viewer's password, under another name.
            await connection.ExecuteAsync(
                """
                with person as (
                    insert into accounts.account (id, name, user_name, normalized_user_name, email, normalized_email, email_confirmed, password_hash, security_stamp, concurrency_stamp, created_at)
                    select gen_random_uuid(), 'Pat Person', @email, upper(@email), @email, upper(@email), true, password_hash, 'S', 'C', now()
                    from accounts.account where email = 'viewer@teg.example'
                    returning id
                )
                insert into accounts.membership (org_id, account_id, role, joined_at)
                select m.org_id, p.id, 'Viewer', now() - interval '1 hour'
                from person p, accounts.membership m join accounts.account a on a.id = m.account_id
                where a.email = 'viewer@teg.example'
                """, new { email });
        }

        var browser = new Browser(system.Address);
        if (userAgent is not null)
        {
            browser.Http.DefaultRequestHeaders.UserAgent.ParseAdd(userAgent);
        }

        await browser.SessionAsync();
        using var answer = await browser.SignInAsync(email, Browser.Password);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync());
        await browser.SessionAsync();
        return new Person(email, browser);
    }

    private async Task<(string Email, byte[] Secret)> PersonWithSecondFactorAsync()
    {
        using var person = await PersonAsync();
        using var set = await person.Browser.SendAsync(HttpMethod.Post, "/api/accounts/profile/second-factor");
        var text = (await set.Content.ReadFromJsonAsync<JsonObject>())!["secret"]!.GetValue<string>();
        var bits = string.Concat(text.Select(letter => Convert.ToString("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".IndexOf(letter, StringComparison.Ordinal), 2).PadLeft(5, '0')));
        byte[] secret = [.. bits.Chunk(8).Where(one => one.Length == 8).Select(one => Convert.ToByte(new string(one), 2))];
        using var confirmed = await person.Browser.SendAsync(
            HttpMethod.Post, "/api/accounts/profile/second-factor/confirmation", JsonContent.Create(new { code = Totp.Code(secret, Totp.StepAt(system.Clock.GetUtcNow())) }));
        confirmed.StatusCode.ShouldBe(HttpStatusCode.OK, await confirmed.Content.ReadAsStringAsync());
        system.Clock.Advance(TimeSpan.FromSeconds(30));
        return (person.Email, secret);
    }
}
