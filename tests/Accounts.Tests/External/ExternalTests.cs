using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Dapper;
using Teg.Platform.Accounts.External;
using Teg.Platform.Accounts.Sessions;

namespace Teg.Platform.Accounts.Tests.External;

public sealed class ExternalTests(AccountsService accounts)
{
    [Fact]
    public async Task A_verified_address_is_linked_at_the_first_sign_in_and_the_link_counts_from_then_on()
    {
        var (user, orgId) = await accounts.PersonAsync("Agent");
        var subject = Guid.NewGuid().ToString();
        Says(subject, user.Email!, verified: true);
        using var first = await SignInAsync("google");
        first.StatusCode.ShouldBe(HttpStatusCode.OK, await first.Content.ReadAsStringAsync());
        (await first.Content.ReadFromJsonAsync<SessionTokens>())!.Organisation.Id.ShouldBe(orgId);
        accounts.Provider.LastRedirectUri.ShouldBe("https://teg.example/session/external/google/callback");

        // The address may change there; the subject is the person.
        Says(subject, "renamed@test.example", verified: false);
        using var second = await SignInAsync("google");
        (await second.Content.ReadFromJsonAsync<SessionTokens>())!.User.Id.ShouldBe(user.Id);
    }

    [Fact]
    public async Task An_address_that_one_side_has_not_verified_is_not_linked()
    {
        var (user, _) = await accounts.PersonAsync();
        Says(Guid.NewGuid().ToString(), user.Email!, verified: false);
        using (var unverified = await SignInAsync("microsoft"))
        {
            (await AccountsService.ProblemAsync(unverified)).ShouldBe("external-unknown");
        }

        await using var connection = await accounts.Postgres.Owner.OpenConnectionAsync();
        await connection.ExecuteAsync("update accounts.account set email_confirmed = false where id = @Id", new { user.Id });
        Says(Guid.NewGuid().ToString(), user.Email!, verified: true);
        using var unconfirmed = await SignInAsync("google");
        (await AccountsService.ProblemAsync(unconfirmed)).ShouldBe("external-unknown");
        (await connection.ExecuteScalarAsync<long>("select count(*) from accounts.account_login where account_id = @Id", new { user.Id })).ShouldBe(0);
    }

    [Fact]
    public async Task The_second_factor_is_asked_for_after_an_outside_sign_in_too()
    {
        var (user, _) = await accounts.PersonAsync();
        using var client = await accounts.SignedInAsync(user);
        await accounts.SetUpSecondFactorAsync(client);
        Says(Guid.NewGuid().ToString(), user.Email!, verified: true);

        using var half = await SignInAsync("google");

        (await AccountsService.ProblemAsync(half)).ShouldBe("second-factor-required");
    }

    [Fact]
    public async Task An_answer_in_another_browser_with_a_changed_state_or_a_second_time_is_refused()
    {
        var (user, _) = await accounts.PersonAsync();
        Says(Guid.NewGuid().ToString(), user.Email!, verified: true);
        var (callback, cookie) = await BeginAsync("google");

        foreach (var (address, sent) in new[] { (callback, ""), (callback.Replace("state=", "state=x", StringComparison.Ordinal), cookie) })
        {
            using var refused = await GetAsync(address, sent);
            (await AccountsService.ProblemAsync(refused)).ShouldBe("external-refused");
        }

        using var good = await GetAsync(callback, cookie);
        good.StatusCode.ShouldBe(HttpStatusCode.OK);
        using var again = await GetAsync(callback, cookie);
        (await AccountsService.ProblemAsync(again)).ShouldBe("external-refused");
    }

    [Fact]
    public async Task The_configured_providers_are_listed_and_others_are_not_found()
    {
        using var client = accounts.Client();

        (await client.GetFromJsonAsync<string[]>("/external")).ShouldBe(["google", "microsoft"]);
        foreach (var provider in new[] { "bearer", "Bearer", "github" })
        {
            using var unknown = await client.GetAsync(new Uri($"/external/{provider}", UriKind.Relative));
            unknown.StatusCode.ShouldBe(HttpStatusCode.NotFound, provider);
        }
    }

    [Fact]
    public async Task The_keys_that_seal_the_state_are_sealed_in_the_database_and_shared()
    {
        await BeginAsync("google");
        await using var connection = await accounts.Postgres.Owner.OpenConnectionAsync();

        var keys = (await connection.QueryAsync<string>("select xml from accounts.data_protection_key")).AsList();

        keys.ShouldNotBeEmpty();
        keys.ShouldAllBe(key => key.Contains("<sealed") && !key.Contains("masterKey"));
    }

    [Theory]
    [InlineData("""{"aud":"c","sub":"1","email":"a@b","email_verified":true}""", true)]
    [InlineData("""{"aud":"c","sub":"1","email":"a@b","email_verified":"true"}""", true)]
    [InlineData("""{"aud":"c","sub":"1","email":"a@b","xms_edov":true}""", true)]
    [InlineData("""{"aud":"c","sub":"1","email":"a@b","xms_edov":"1"}""", true)]
    [InlineData("""{"aud":"c","sub":"1","email":"a@b","email_verified":false}""", false)]
    [InlineData("""{"aud":"c","sub":"1","email":"a@b"}""", false)]
    [InlineData("""{"aud":"other","sub":"1","email":"a@b","email_verified":true}""", null)]
    [InlineData("""{"aud":"c","email":"a@b","email_verified":true}""", null)]
    [InlineData("nonsense", null)]
    public void An_identity_is_verified_only_when_its_provider_says_so(string claims, bool? verified) =>
        ExternalIdentity.Read($"e30.{System.Buffers.Text.Base64Url.EncodeToString(System.Text.Encoding.UTF8.GetBytes(claims))}.c2ln", "c")?.EmailVerified.ShouldBe(verified ?? throw new InvalidOperationException("Taken for an identity."));

    private void Says(string subject, string email, bool verified) =>
        accounts.Provider.Claims = new() { ["sub"] = subject, ["email"] = email, ["email_verified"] = verified };

    private async Task<HttpResponseMessage> SignInAsync(string provider)
    {
        var (callback, cookie) = await BeginAsync(provider);
        return await GetAsync(callback, cookie);
    }

    /// <returns>Where the provider sends the browser, as Accounts sees it, and the browser's cookies.</returns>
    private async Task<(string Callback, string Cookie)> BeginAsync(string provider)
    {
        using var start = await GetAsync($"/external/{provider}", "");
        start.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var set = start.Headers.GetValues("Set-Cookie").Single();
        set.ShouldContain($"path=/session/external/{provider}/callback");
        set.ShouldContain("httponly");
        using var browser = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });
        using var there = await browser.GetAsync(start.Headers.Location);
        var back = there.Headers.Location!;
        return (back.PathAndQuery["/session".Length..], set.Split(';')[0]);
    }

    private async Task<HttpResponseMessage> GetAsync(string path, string cookie)
    {
        using var known = accounts.Client();
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = known.BaseAddress };
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        foreach (var (name, value) in new[] { ("X-Forwarded-For", "198.51.100.80"), ("X-Forwarded-Proto", "https"), ("X-Forwarded-Host", "teg.example"), ("X-Forwarded-Prefix", "/session"), ("Cookie", cookie) })
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await client.SendAsync(request);
    }
}
