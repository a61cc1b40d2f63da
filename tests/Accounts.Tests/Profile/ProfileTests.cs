using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Dapper;
using Teg.Platform.Accounts.People;
using Teg.Platform.Accounts.Sessions;
using Teg.Platform.Accounts.SignIn;

namespace Teg.Platform.Accounts.Tests.Profile;

public sealed class ProfileTests(AccountsService accounts)
{
    private const string Chrome = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36";

    [Fact]
    public async Task The_profile_names_person_role_and_organisations_and_the_name_can_be_changed()
    {
        var (user, orgId) = await accounts.PersonAsync("Agent");
        var other = await JoinAnotherAsync(user, "Manager");
        using var client = await accounts.SignedInAsync(user);

        using var changed = await client.PatchAsJsonAsync("/profile", new { name = " Pia Person " });
        changed.StatusCode.ShouldBe(HttpStatusCode.OK);
        var profile = await client.GetFromJsonAsync<JsonElement>("/profile");

        profile.GetProperty("name").GetString().ShouldBe("Pia Person");
        profile.GetProperty("role").GetString().ShouldBe("Agent");
        profile.GetProperty("twoFactor").GetBoolean().ShouldBeFalse();
        profile.GetProperty("organisations").EnumerateArray()
            .Select(one => (one.GetProperty("id").GetGuid(), one.GetProperty("role").GetString(), one.GetProperty("current").GetBoolean()))
            .ShouldBe([(orgId, "Agent", true), (other, "Manager", false)], ignoreOrder: true);
    }

    [Fact]
    public async Task A_new_password_ends_the_other_sessions_everywhere_and_keeps_the_one_that_asked()
    {
        var (user, _) = await accounts.PersonAsync();
        var other = await JoinAnotherAsync(user, "Viewer");
        var mine = await accounts.SignInAsync(user);
        var second = await accounts.SignInAsync(user);
        var elsewhere = await SwitchAsync(await accounts.SignInAsync(user), other);
        using var client = With(mine);

        using var wrong = await client.PostAsJsonAsync("/profile/password", new { current = "a wrong password", password = "another long password" });
        (await AccountsService.ProblemAsync(wrong)).ShouldBe("password-refused");
        using var weak = await client.PostAsJsonAsync("/profile/password", new { current = AccountsService.Password, password = "short" });
        weak.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        using var changed = await client.PostAsJsonAsync("/profile/password", new { current = AccountsService.Password, password = "another long password" });
        changed.StatusCode.ShouldBe(HttpStatusCode.NoContent, await changed.Content.ReadAsStringAsync());

        (await accounts.RefreshAsync(mine.RefreshToken)).ShouldNotBeNull();
        (await accounts.RefreshAsync(second.RefreshToken)).ShouldBeNull();
        (await accounts.RefreshAsync(elsewhere.RefreshToken)).ShouldBeNull();
        using var old = await AccountsService.PostSignInAsync(client, user.Email!, AccountsService.Password);
        old.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        using var fresh = await AccountsService.PostSignInAsync(client, user.Email!, "another long password");
        fresh.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_linked_login_is_removed_unless_it_is_the_only_way_in()
    {
        var (user, org) = await accounts.PersonAsync();
        using var client = await accounts.SignedInAsync(user);
        await using var connection = await accounts.Postgres.Owner.OpenConnectionAsync();
        await connection.ExecuteAsync(
            "insert into accounts.account_login (login_provider, provider_key, account_id) values ('google', @key, @Id), ('microsoft', @key, @Id)", new { key = $"{user.Id:n}", user.Id });

        using var first = await client.DeleteAsync(new Uri("/profile/logins/google", UriKind.Relative));
        first.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        using var again = await client.DeleteAsync(new Uri("/profile/logins/google", UriKind.Relative));
        again.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        await connection.ExecuteAsync("update accounts.account set password_hash = null where id = @Id", new { user.Id });
        using var last = await client.DeleteAsync(new Uri("/profile/logins/microsoft", UriKind.Relative));
        last.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await AccountsService.ProblemAsync(last)).ShouldBe("only-way-in");

        (await client.GetFromJsonAsync<JsonElement>("/profile")).GetProperty("logins").EnumerateArray().Select(login => login.GetString()).ShouldBe(["microsoft"]);
        (await connection.ExecuteScalarAsync<long>(
            "select count(*) from audit.event where org_id = @org and action = 'RemoveLogin' and changes @> '[{\"kind\": \"login\", \"id\": \"google\"}]'", new { org })).ShouldBe(1);
    }

    [Fact]
    public async Task Sessions_are_listed_with_address_and_device_and_ended_one_by_one_or_all_others()
    {
        var (user, _) = await accounts.PersonAsync();
        await JoinAnotherAsync(user, "Viewer");
        using var browser = accounts.Client("198.51.100.77");
        browser.DefaultRequestHeaders.UserAgent.ParseAdd(Chrome);
        using var answer = await AccountsService.PostSignInAsync(browser, user.Email!, AccountsService.Password);
        var mine = (await answer.Content.ReadFromJsonAsync<SessionTokens>())!;
        var second = await accounts.SignInAsync(user);
        var third = await accounts.SignInAsync(user);
        using var client = With(mine);

        var page = await client.GetFromJsonAsync<ProfileSessionPage>("/profile/sessions?limit=2");
        var rest = await client.GetFromJsonAsync<ProfileSessionPage>($"/profile/sessions?limit=2&after={page!.Next}");
        page.Items.Count.ShouldBe(2);
        var current = rest!.Items.ShouldHaveSingleItem();
        rest.Next.ShouldBeNull();
        (current.Current, current.Address, current.Device).ShouldBe((true, "198.51.100.77", "Chrome on Windows"));

        using var ended = await client.DeleteAsync(new Uri($"/profile/sessions/{page.Items[1].Id}", UriKind.Relative));
        ended.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await accounts.RefreshAsync(second.RefreshToken)).ShouldBeNull();
        using var others = await client.DeleteAsync(new Uri("/profile/sessions", UriKind.Relative));
        others.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await accounts.RefreshAsync(third.RefreshToken)).ShouldBeNull();
        (await accounts.RefreshAsync(mine.RefreshToken)).ShouldNotBeNull();
    }

    [Fact]
    public async Task Somebody_elses_session_is_not_found()
    {
        var (user, orgId) = await accounts.PersonAsync();
        var (colleague, _) = await accounts.PersonAsync(org: orgId);
        var theirs = await accounts.SignInAsync(colleague);
        using var client = await accounts.SignedInAsync(user);
        var id = Accounts.Keys.SecretToken.Parse(theirs.RefreshToken)!.Id;

        using var response = await client.DeleteAsync(new Uri($"/profile/sessions/{id}", UriKind.Relative));

        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await accounts.RefreshAsync(theirs.RefreshToken)).ShouldNotBeNull();
    }

    [Fact]
    public async Task A_session_that_was_ended_can_change_nothing_although_its_access_token_is_good()
    {
        var (user, _) = await accounts.PersonAsync();
        var ended = await accounts.SignInAsync(user);
        using var client = await accounts.SignedInAsync(user);
        using (await client.DeleteAsync(new Uri("/profile/sessions", UriKind.Relative)))
        {
        }

        using var thief = With(ended);
        foreach (var path in new[] { "/profile/second-factor", "/sessions/organisation" })
        {
            using var refused = await thief.PostAsJsonAsync(path, new { organisationId = Guid.NewGuid() });
            refused.StatusCode.ShouldBe(HttpStatusCode.Unauthorized, path);
            (await AccountsService.ProblemAsync(refused)).ShouldBe("session-ended");
        }
    }

    [Fact]
    public async Task Going_to_another_organisation_begins_a_session_there_and_ends_the_one_here()
    {
        var (user, orgId) = await accounts.PersonAsync("Admin");
        var other = await JoinAnotherAsync(user, "Viewer");
        var here = await accounts.SignInAsync(user);
        here.Organisation.Id.ShouldBe(orgId);

        var there = await SwitchAsync(here, other);

        (there.Organisation.Id, there.User.Role).ShouldBe((other, "Viewer"));
        (await accounts.RefreshAsync(there.RefreshToken)).ShouldNotBeNull();
        (await accounts.RefreshAsync(here.RefreshToken)).ShouldBeNull();
    }

    [Fact]
    public async Task Nobody_goes_to_an_organisation_they_are_no_member_of()
    {
        var (user, _) = await accounts.PersonAsync();
        var (_, strange) = await accounts.PersonAsync();
        var here = await accounts.SignInAsync(user);
        using var client = With(here);

        using var refused = await client.PostAsJsonAsync("/sessions/organisation", new { organisationId = strange });

        (await AccountsService.ProblemAsync(refused)).ShouldBe("not-a-member");
        (await accounts.RefreshAsync(here.RefreshToken)).ShouldNotBeNull();
    }

    [Theory]
    [InlineData(Chrome, "Chrome on Windows")]
    [InlineData(Chrome + " Edg/141.0", "Edge on Windows")]
    [InlineData("Mozilla/5.0 (iPhone; CPU iPhone OS 26_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Mobile/15E148 Safari/604.1", "Safari on iPhone")]
    [InlineData("Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0", "Firefox on Linux")]
    [InlineData("Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Mobile Safari/537.36", "Chrome on Android")]
    [InlineData("curl/8.5.0", null)]
    public void A_device_is_named_as_people_call_it(string userAgent, string? device) => SignInPlace.DeviceOf(userAgent).ShouldBe(device);

    private sealed record ProfileSessionPage(IReadOnlyList<Accounts.Profile.ProfileSession> Items, Guid? Next);

    private async Task<Guid> JoinAnotherAsync(User user, string role)
    {
        var (_, orgId) = await accounts.PersonAsync();
        await using var connection = await accounts.Postgres.Owner.OpenConnectionAsync();
        await connection.ExecuteAsync(
            "insert into accounts.membership (org_id, account_id, role, joined_at) values (@orgId, @Id, @role, now() + interval '1 day')", new { orgId, user.Id, role });
        return orgId;
    }

    private async Task<SessionTokens> SwitchAsync(SessionTokens from, Guid organisationId)
    {
        using var client = With(from);
        using var answer = await client.PostAsJsonAsync("/sessions/organisation", new { organisationId });
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync());
        return (await answer.Content.ReadFromJsonAsync<SessionTokens>())!;
    }

    private HttpClient With(SessionTokens tokens)
    {
        var client = accounts.Client();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", tokens.AccessToken);
        return client;
    }
}
