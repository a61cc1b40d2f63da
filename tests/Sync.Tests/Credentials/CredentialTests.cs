using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Teg.Platform.ServiceDefaults;
using Teg.Platform.Sync.Credentials;

namespace Teg.Platform.Sync.Tests.Credentials;

public sealed class CredentialTests(SyncHost host)
{
    private const string Token = "page-token-that-nobody-reads-back";
    private const string Secret = "signing-secret-that-nobody-reads-back";

    [Fact]
    public async Task A_token_goes_in_and_never_comes_out()
    {
        await host.ResetAsync();
        var tenant = await Tenant.CreateAsync(host);
        using var admin = host.SignedIn(tenant.Org, "Admin");
        (await ItemAsync(admin, "monday")).GetProperty("source").GetString().ShouldBe("configuration");

        using var set = await admin.PutAsJsonAsync("/credentials/monday", new { token = Token, signingSecret = Secret });
        set.StatusCode.ShouldBe(HttpStatusCode.NoContent);

        var item = await ItemAsync(admin, "monday");
        item.GetProperty("set").GetBoolean().ShouldBeTrue();
        item.GetProperty("source").GetString().ShouldBe("page");
        item.GetProperty("setBy").GetString().ShouldBe("A Admin");
        item.GetProperty("setAt").GetDateTimeOffset().ShouldBeInRange(DateTimeOffset.UtcNow.AddMinutes(-1), DateTimeOffset.UtcNow);
        (await admin.GetStringAsync("/credentials")).ShouldNotContain("nobody-reads-back");
        (await host.AskAsync<string>("select string_agg(to_jsonb(c)::text || encode(sealed, 'escape'), '') from sync.credential c where org_id = @Org", new { tenant.Org }))
            .ShouldNotContain("nobody-reads-back");
        (await host.AskAsync<string>("select string_agg(to_jsonb(e)::text, '') from audit.event e where org_id = @Org and action = 'SetCredential'", new { tenant.Org }))
            .ShouldSatisfyAllConditions(trail => trail.ShouldNotContain("nobody-reads-back"), trail => trail.ShouldContain("\"kind\": \"credential\""));
        string.Join('\n', host.Application.GetLogs("sync")).ShouldNotContain("nobody-reads-back");

        (await admin.DeleteAsync("/credentials/monday")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await ItemAsync(admin, "monday")).GetProperty("source").GetString().ShouldBe("configuration");
        (await admin.DeleteAsync("/credentials/monday")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
    }

    [Theory]
    [InlineData("monday")]
    [InlineData("calendly")]
    public async Task The_pages_token_goes_before_the_configurations(string vendor)
    {
        var tenant = await Tenant.CreateAsync(host, credential: "refused");
        using var admin = host.SignedIn(tenant.Org, "Admin");
        (await TestAsync(admin, vendor)).GetProperty("ok").GetBoolean().ShouldBeFalse();

        await SetAsync(admin, vendor, Token);
        var accepted = await TestAsync(admin, vendor);
        accepted.GetProperty("ok").GetBoolean().ShouldBeTrue(accepted.GetProperty("message").GetString());
        accepted.GetProperty("account").GetString().ShouldNotBeNullOrEmpty();
        (await ItemAsync(admin, vendor)).GetProperty("lastTest").GetProperty("ok").GetBoolean().ShouldBeTrue();

        await SetAsync(admin, vendor, "invalid");
        (await ItemAsync(admin, vendor)).GetProperty("lastTest").ValueKind.ShouldBe(JsonValueKind.Null);
        var refused = await TestAsync(admin, vendor);
        refused.GetProperty("ok").GetBoolean().ShouldBeFalse();
        refused.GetProperty("message").GetString()!.ShouldContain("token");
        refused.GetProperty("account").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public async Task A_run_reads_with_the_pages_token()
    {
        await host.ResetAsync();
        var tenant = await Tenant.CreateAsync(host, credential: "refused");
        (await tenant.RunAsync(tenant.Monday)).Status.ShouldBe("failed");
        using var admin = host.SignedIn(tenant.Org, "Admin");

        await SetAsync(admin, "monday", Token);

        (await tenant.RunAsync(tenant.Monday)).Status.ShouldBe("succeeded");
    }

    [Fact]
    public async Task Only_administrators_and_only_their_own()
    {
        await host.ResetAsync();
        var tenant = await Tenant.CreateAsync(host);
        using var admin = host.SignedIn(tenant.Org, "Admin");
        await SetAsync(admin, "monday", Token);
        using var manager = host.SignedIn(tenant.Org, "Manager");
        (await manager.GetAsync("/credentials")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await manager.PutAsJsonAsync("/credentials/monday", new { token = Token })).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await manager.PostAsync("/credentials/monday/test", null)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);

        using var stranger = host.SignedIn(Guid.NewGuid(), "Admin");
        (await ItemAsync(stranger, "monday")).GetProperty("source").GetString().ShouldBe("none");
        (await stranger.DeleteAsync("/credentials/monday")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await ItemAsync(admin, "monday")).GetProperty("source").GetString().ShouldBe("page");
    }

    [Theory]
    [InlineData("/credentials/salesforce", "a-good-token", HttpStatusCode.BadRequest)]
    [InlineData("/credentials/monday", "", HttpStatusCode.BadRequest)]
    [InlineData("/credentials/monday", "with a space", HttpStatusCode.BadRequest)]
    [InlineData("/credentials/monday", "with\r\nX-Header: 1", HttpStatusCode.BadRequest)]
    public async Task What_is_no_vendor_or_no_token_is_refused(string path, string token, HttpStatusCode expected)
    {
        using var admin = host.SignedIn(Guid.NewGuid(), "Admin");

        (await admin.PutAsJsonAsync(path, new { token })).StatusCode.ShouldBe(expected);
    }

    [Fact]
    public async Task A_new_key_takes_over_at_the_start_and_a_moved_secret_does_not_open()
    {
        await host.ResetAsync();
        var (tenant, other) = (await Tenant.CreateAsync(host), await Tenant.CreateAsync(host));
        var old = Key("an older key, also 32 bytes long");
        var before = new SecretBox(old, [], "Credentials");
        var sealedBefore = host.Book(box: before).Seal(new StoredSecret(Token, Secret), tenant.Org, "monday");
        await host.DoAsync(
            "insert into sync.credential (org_id, vendor, sealed, key_fingerprint, set_at, set_by) values (@Org, 'monday', @sealedBefore, @Fingerprint, now(), 'Ada')",
            new { tenant.Org, sealedBefore, before.Fingerprint });

        var box = new SecretBox(SyncHost.EncryptionKey, [old], "Credentials");
        var book = host.Book(box: box);
        var resealing = new CredentialResealing(host.Database, book, box, TimeProvider.System, NullLogger<CredentialResealing>.Instance);
        (await resealing.RunAsync(CancellationToken.None)).ShouldBe(1);
        (await resealing.RunAsync(CancellationToken.None)).ShouldBe(0);

        var account = new VendorAccount(tenant.Org, "none");
        (await host.Book().FindAsync("monday", account, CancellationToken.None)).ShouldNotBeNull().Token.ShouldBe(Token);
        $"{await host.Book().FindAsync("monday", account, CancellationToken.None)}".ShouldNotContain(Token);

        await host.DoAsync("update sync.credential set org_id = @To where org_id = @Org", new { To = other.Org, tenant.Org });
        await Should.ThrowAsync<SecretSealedException>(() => host.Book().FindAsync("monday", new VendorAccount(other.Org, "none"), CancellationToken.None));
        await host.DoAsync("delete from sync.credential where org_id = @To", new { To = other.Org });
    }

    private static string Key(string text) => Convert.ToBase64String(Encoding.ASCII.GetBytes(text));

    private static async Task SetAsync(HttpClient admin, string vendor, string token)
    {
        using var set = await admin.PutAsJsonAsync($"/credentials/{vendor}", new { token });
        set.StatusCode.ShouldBe(HttpStatusCode.NoContent, await set.Content.ReadAsStringAsync());
    }

    private static async Task<JsonElement> TestAsync(HttpClient admin, string vendor)
    {
        using var answer = await admin.PostAsync($"/credentials/{vendor}/test", null);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    private static async Task<JsonElement> ItemAsync(HttpClient admin, string vendor) =>
        (await admin.GetFromJsonAsync<JsonElement>("/credentials")).GetProperty("items").EnumerateArray().Single(item => item.GetProperty("vendor").GetString() == vendor);
}
