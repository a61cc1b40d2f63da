using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Dapper;
using Teg.Platform.Accounts.People;
using Teg.Platform.Accounts.SiteKeys;

namespace Teg.Platform.Accounts.Tests.Machines;

public sealed class MachineTests(AccountsService accounts)
{
    [Fact]
    public async Task A_machine_gets_a_token_for_a_quarter_of_an_hour_with_its_role_and_scopes()
    {
        var (admin, orgId, client) = await AdminAsync();
        using var _ = client;
        var (id, clientId, secret) = await CreateAsync(client, ["sync:write", "accounts:read"]);

        using var answer = await TokenAsync(clientId, secret);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync());
        answer.Headers.CacheControl!.NoStore.ShouldBeTrue();
        var issued = await answer.Content.ReadFromJsonAsync<JsonElement>();
        (issued.GetProperty("token_type").GetString(), issued.GetProperty("expires_in").GetInt32(), issued.GetProperty("scope").GetString())
            .ShouldBe(("Bearer", 900, "accounts:read sync:write"));
        var claims = JsonDocument.Parse(System.Buffers.Text.Base64Url.DecodeFromChars(issued.GetProperty("access_token").GetString()!.Split('.')[1])).RootElement;
        (claims.GetProperty("sub").GetGuid(), claims.GetProperty("org").GetGuid(), claims.GetProperty("role").GetString(), claims.GetProperty("client").GetBoolean())
            .ShouldBe((id, orgId, "Manager", true));
        (claims.GetProperty("exp").GetInt64() - claims.GetProperty("iat").GetInt64()).ShouldBe(900);

        var listed = (await client.GetFromJsonAsync<JsonElement>("/api-clients")).GetProperty("items").EnumerateArray().Single();
        listed.TryGetProperty("clientSecret", out var shown).ShouldBeFalse();
        shown.ValueKind.ShouldBe(JsonValueKind.Undefined);
        listed.GetProperty("lastUsedAt").ValueKind.ShouldBe(JsonValueKind.String);
        admin.Id.ShouldNotBe(id);
    }

    [Fact]
    public async Task The_scope_decides_besides_the_role_and_people_only_things_are_refused()
    {
        var (_, orgId, admin) = await AdminAsync();
        using var _ = admin;
        var (_, clientId, secret) = await CreateAsync(admin, ["accounts:read", "sync:write"], "Admin");
        using var reader = await WithTokenAsync(clientId, secret, "accounts:read");
        using var writer = await WithTokenAsync(clientId, secret, "sync:write");

        (await reader.GetStringAsync("/organisations/current")).ShouldContain(orgId.ToString());
        using var lacking = await writer.GetAsync(new Uri("/organisations/current", UriKind.Relative));
        (await AccountsService.ProblemAsync(lacking)).ShouldBe("scope-missing");
        lacking.Headers.WwwAuthenticate.ToString().ShouldContain("accounts:read");
        using var writing = await reader.PatchAsJsonAsync("/organisations/current", new { name = "Mine" });
        (await AccountsService.ProblemAsync(writing)).ShouldBe("scope-missing");
        using var people = await reader.GetAsync(new Uri("/people", UriKind.Relative));
        (await AccountsService.ProblemAsync(people)).ShouldBe("person-required");
        using var keys = await writer.GetAsync(new Uri("/.well-known/jwks.json", UriKind.Relative));
        keys.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_wrong_secret_an_unknown_a_revoked_and_an_expired_client_get_the_same_refusal()
    {
        var (_, _, admin) = await AdminAsync();
        using var _ = admin;
        var (_, known, _) = await CreateAsync(admin, ["sync:read"]);
        var (revokedId, revoked, revokedSecret) = await CreateAsync(admin, ["sync:read"]);
        var (_, expired, expiredSecret) = await CreateAsync(admin, ["sync:read"], expiresAt: accounts.Clock.GetUtcNow().AddMinutes(-1));
        for (var time = 0; time < 2; time++)
        {
            using var deleted = await admin.DeleteAsync(new Uri($"/api-clients/{revokedId}", UriKind.Relative));
            deleted.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        }

        List<string> answers = [];
        foreach (var (clientId, secret) in new[]
        {
            (known, "ts_wrong"), (Teg.Platform.ServiceDefaults.TenantKey.Create("tc_", Guid.NewGuid(), Guid.NewGuid()), "ts_wrong"), ("nonsense", ""), (revoked, revokedSecret), (expired, expiredSecret),
        })
        {
            using var refused = await TokenAsync(clientId, secret);
            refused.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
            answers.Add(await refused.Content.ReadAsStringAsync());
        }

        answers.Distinct().ShouldHaveSingleItem().ShouldContain("\"error\":\"invalid_client\"");
    }

    [Fact]
    public async Task A_changed_secret_replaces_the_old_one()
    {
        var (_, _, admin) = await AdminAsync();
        using var _ = admin;
        var (id, clientId, old) = await CreateAsync(admin, ["sync:read"]);
        using var changed = await admin.PostAsync(new Uri($"/api-clients/{id}/secret", UriKind.Relative), null);
        var secret = (await changed.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("clientSecret").GetString()!;

        using var refused = await TokenAsync(clientId, old);
        using var taken = await TokenAsync(clientId, secret);

        refused.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        taken.StatusCode.ShouldBe(HttpStatusCode.OK);
        await using var connection = await accounts.Postgres.Owner.OpenConnectionAsync();
        (await connection.ExecuteScalarAsync<string>("select string_agg(c::text, '') from accounts.api_client c"))!.ShouldNotContain(secret);
    }

    [Fact]
    public async Task Guessed_secrets_are_throttled()
    {
        var (_, _, admin) = await AdminAsync();
        using var _ = admin;
        var (_, clientId, secret) = await CreateAsync(admin, ["sync:read"]);
        using var guesser = accounts.Client();
        for (var guess = 0; guess < 10; guess++)
        {
            using var refused = await TokenAsync(clientId, $"ts_{guess}", client: guesser);
            refused.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        }

        using var throttled = await TokenAsync(clientId, secret, client: guesser);
        throttled.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        using var elsewhere = await TokenAsync(clientId, secret);
        elsewhere.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("", "invalid_request")]
    [InlineData("grant_type=password&username=a&password=b", "unsupported_grant_type")]
    [InlineData("grant_type=client_credentials&scope=crm:write", "invalid_scope")]
    public async Task Refusals_are_those_of_the_standard(string form, string error)
    {
        var (_, _, admin) = await AdminAsync();
        using var _ = admin;
        var (_, clientId, secret) = await CreateAsync(admin, ["sync:read"]);
        using var client = accounts.Client();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{clientId}:{secret}")));
        using var content = new StringContent(form, Encoding.UTF8, "application/x-www-form-urlencoded");

        using var refused = await client.PostAsync(new Uri("/oauth/token", UriKind.Relative), content);

        refused.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await refused.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("error").GetString().ShouldBe(error);
    }

    [Fact]
    public async Task Clients_and_site_keys_of_another_organisation_are_neither_seen_nor_revoked()
    {
        var (_, _, admin) = await AdminAsync();
        var (_, _, stranger) = await AdminAsync();
        using var one = admin;
        using var other = stranger;
        var (id, clientId, secret) = await CreateAsync(admin, ["sync:read"]);
        using var made = await admin.PostAsJsonAsync("/site-keys", new { name = "Site", origins = new[] { "https://www.test.example" } });
        var key = (await made.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetGuid();

        foreach (var path in new[] { "/api-clients", "/site-keys" })
        {
            (await stranger.GetFromJsonAsync<JsonElement>(path)).GetProperty("items").GetArrayLength().ShouldBe(0);
        }

        foreach (var path in new[] { $"/api-clients/{id}", $"/site-keys/{key}" })
        {
            using var deleted = await stranger.DeleteAsync(new Uri(path, UriKind.Relative));
            deleted.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        }

        using var changed = await stranger.PostAsync(new Uri($"/api-clients/{id}/secret", UriKind.Relative), null);
        changed.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        using var good = await TokenAsync(clientId, secret);
        good.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_site_key_is_public_names_its_origins_and_is_gone_when_revoked()
    {
        var (_, _, admin) = await AdminAsync();
        using var _ = admin;
        using var made = await admin.PostAsJsonAsync("/site-keys", new { name = "Site", origins = new[] { "https://www.Test.example/", "http://localhost:5173" } });
        made.StatusCode.ShouldBe(HttpStatusCode.Created);
        var key = await made.Content.ReadFromJsonAsync<SiteKeyInfo>();
        key!.Key.ShouldStartWith("pk_");
        key.Origins.ShouldBe(["https://www.test.example", "http://localhost:5173"]);

        var listed = await admin.GetFromJsonAsync<SiteKeyPage>("/site-keys");
        listed!.Items.ShouldHaveSingleItem().Key.ShouldBe(key.Key);
        using var deleted = await admin.DeleteAsync(new Uri($"/site-keys/{key.Id}", UriKind.Relative));
        deleted.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await admin.GetFromJsonAsync<SiteKeyPage>("/site-keys"))!.Items.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("/site-keys", """{"name":"S","origins":["http://www.test.example"]}""")]
    [InlineData("/site-keys", """{"name":"S","origins":["https://www.test.example/path"]}""")]
    [InlineData("/site-keys", """{"name":"S","origins":["*"]}""")]
    [InlineData("/site-keys", """{"name":"S","origins":[]}""")]
    [InlineData("/api-clients", """{"name":"C","role":"Manager","scopes":["sync:everything"]}""")]
    [InlineData("/api-clients", """{"name":"C","role":"Manager","scopes":[]}""")]
    [InlineData("/api-clients", """{"name":"C","role":"Root","scopes":["sync:read"]}""")]
    public async Task What_cannot_be_right_is_refused(string path, string form)
    {
        var (_, _, admin) = await AdminAsync();
        using var _ = admin;
        using var content = new StringContent(form, Encoding.UTF8, "application/json");

        using var refused = await admin.PostAsync(new Uri(path, UriKind.Relative), content);

        (await AccountsService.ProblemAsync(refused)).ShouldBe("validation-failed");
    }

    private async Task<(User Admin, Guid OrgId, HttpClient Client)> AdminAsync()
    {
        var (admin, orgId) = await accounts.PersonAsync("Admin");
        return (admin, orgId, await accounts.SignedInAsync(admin));
    }

    private static async Task<(Guid Id, string ClientId, string Secret)> CreateAsync(HttpClient admin, string[] scopes, string role = "Manager", DateTimeOffset? expiresAt = null)
    {
        using var made = await admin.PostAsJsonAsync("/api-clients", new { name = "Machine", role, scopes, expiresAt });
        made.StatusCode.ShouldBe(HttpStatusCode.Created, await made.Content.ReadAsStringAsync());
        var client = await made.Content.ReadFromJsonAsync<JsonElement>();
        return (client.GetProperty("id").GetGuid(), client.GetProperty("clientId").GetString()!, client.GetProperty("clientSecret").GetString()!);
    }

    private async Task<HttpResponseMessage> TokenAsync(string clientId, string secret, string? scope = null, HttpClient? client = null)
    {
        using var own = accounts.Client();
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials", ["client_id"] = clientId, ["client_secret"] = secret, ["scope"] = scope ?? "",
        });
        return await (client ?? own).PostAsync(new Uri("/oauth/token", UriKind.Relative), form);
    }

    private async Task<HttpClient> WithTokenAsync(string clientId, string secret, string scope)
    {
        using var answer = await TokenAsync(clientId, secret, scope);
        var client = accounts.Client();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("access_token").GetString());
        return client;
    }
}
