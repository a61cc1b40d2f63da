using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Teg.Platform.Accounts.People;
using Teg.Platform.Accounts.Sessions;

namespace Teg.Platform.Accounts.Tests.Invitations;

public sealed class InvitationTests(AccountsService accounts)
{
    [Fact]
    public async Task A_new_person_accepts_with_a_name_and_a_password_and_is_in_with_the_role()
    {
        var (admin, orgId) = await accounts.PersonAsync("Admin");
        using var client = await accounts.SignedInAsync(admin);
        var email = Address();
        using var invited = await InviteAsync(client, email, "Manager");
        invited.StatusCode.ShouldBe(HttpStatusCode.Created, await invited.Content.ReadAsStringAsync());
        var invitation = await invited.Content.ReadFromJsonAsync<JsonElement>();
        invitation.GetProperty("invitedBy").GetString().ShouldBe("Pat Person");
        var mail = await accounts.MailToAsync(email);
        mail.Subject.ShouldBe("Pat Person invites you to Test");
        mail.Links[0].ShouldStartWith("https://teg.example/invitation?token=");
        var token = mail.Links[0].Split("token=")[1];

        var opened = await client.GetFromJsonAsync<JsonElement>($"/invitations/by-token/{token}");
        (opened.GetProperty("role").GetString(), opened.GetProperty("hasAccount").GetBoolean()).ShouldBe(("Manager", false));
        using var nameless = await AcceptAsync(token, null, AccountsService.Password);
        (await AccountsService.ProblemAsync(nameless)).ShouldBe("validation-failed");
        using var accepted = await AcceptAsync(token, "Nia New", AccountsService.Password);
        var tokens = (await accepted.Content.ReadFromJsonAsync<SessionTokens>())!;

        (tokens.User.Name, tokens.User.Role, tokens.Organisation.Id).ShouldBe(("Nia New", "Manager", orgId));
        using var again = await AcceptAsync(token, "Nia New", AccountsService.Password);
        (await AccountsService.ProblemAsync(again)).ShouldBe("link-expired");
        using var twice = await InviteAsync(client, email, "Viewer");
        (await AccountsService.ProblemAsync(twice)).ShouldBe("already-a-member");
        (await ListAsync(client)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Somebody_with_an_account_joins_with_their_own_password_only()
    {
        var (admin, orgId) = await accounts.PersonAsync("Admin");
        var (user, _) = await accounts.PersonAsync("Agent");
        using var client = await accounts.SignedInAsync(admin);
        using (await InviteAsync(client, user.Email!, "Viewer"))
        {
        }

        var token = await accounts.TokenInMailAsync(user.Email!);
        (await client.GetFromJsonAsync<JsonElement>($"/invitations/by-token/{token}")).GetProperty("hasAccount").GetBoolean().ShouldBeTrue();
        using var refused = await AcceptAsync(token, "Nia New", "somebody elses password");
        (await AccountsService.ProblemAsync(refused)).ShouldBe("sign-in-refused");
        using var accepted = await AcceptAsync(token, "Nia New", AccountsService.Password);
        var tokens = (await accepted.Content.ReadFromJsonAsync<SessionTokens>())!;

        (tokens.Organisation.Id, tokens.User.Role, tokens.User.Name).ShouldBe((orgId, "Viewer", "Pat Person"));
    }

    [Fact]
    public async Task Somebody_with_a_second_factor_joins_and_comes_in_with_the_code()
    {
        var (admin, orgId) = await accounts.PersonAsync("Admin");
        var (user, _) = await accounts.PersonAsync();
        using var own = await accounts.SignedInAsync(user);
        var (_, codes) = await accounts.SetUpSecondFactorAsync(own);
        using var client = await accounts.SignedInAsync(admin);
        using (await InviteAsync(client, user.Email!, "Viewer"))
        {
        }

        using var half = await AcceptAsync(await accounts.TokenInMailAsync(user.Email!), null, AccountsService.Password);
        var challenge = (await half.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("challenge").GetString();
        using var whole = await client.PostAsJsonAsync("/sessions/second-factor", new { challenge, code = codes[0] });

        (await whole.Content.ReadFromJsonAsync<SessionTokens>())!.Organisation.Id.ShouldBe(orgId);
    }

    [Fact]
    public async Task Inviting_again_and_sending_again_make_the_older_links_worthless_and_keep_one_invitation()
    {
        var (admin, _) = await accounts.PersonAsync("Admin");
        using var client = await accounts.SignedInAsync(admin);
        var email = Address();
        using var first = await InviteAsync(client, email, "Viewer");
        var old = await accounts.TokenInMailAsync(email, 1);
        using var second = await InviteAsync(client, email.ToUpperInvariant(), "Manager");
        var open = (await ListAsync(client)).ShouldHaveSingleItem();
        open.GetProperty("role").GetString().ShouldBe("Manager");
        var between = await accounts.TokenInMailAsync(email, 2);
        using var sent = await client.PostAsync(new Uri($"/invitations/{open.GetProperty("id").GetGuid()}/sending", UriKind.Relative), null);
        sent.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        var newest = await accounts.TokenInMailAsync(email, 3);

        foreach (var worthless in new[] { old, between })
        {
            using var refused = await AcceptAsync(worthless, "Nia New", AccountsService.Password);
            refused.StatusCode.ShouldBe(HttpStatusCode.Gone);
        }

        using var accepted = await AcceptAsync(newest, "Nia New", AccountsService.Password);
        accepted.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_withdrawn_and_an_old_invitation_are_over()
    {
        var (admin, _) = await accounts.PersonAsync("Admin");
        using var client = await accounts.SignedInAsync(admin);
        var (withdrawn, old) = (Address(), Address());
        using var one = await InviteAsync(client, withdrawn, "Viewer");
        var id = (await one.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetGuid();
        for (var time = 0; time < 2; time++)
        {
            using var deleted = await client.DeleteAsync(new Uri($"/invitations/{id}", UriKind.Relative));
            deleted.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        }

        using (await InviteAsync(client, old, "Viewer"))
        {
        }

        var (withdrawnToken, oldToken) = (await accounts.TokenInMailAsync(withdrawn), await accounts.TokenInMailAsync(old));
        accounts.Clock.Advance(TimeSpan.FromDays(7));

        foreach (var token in new[] { withdrawnToken, oldToken })
        {
            using var refused = await AcceptAsync(token, "Nia New", AccountsService.Password);
            (await AccountsService.ProblemAsync(refused)).ShouldBe("link-expired");
        }
    }

    [Fact]
    public async Task Of_two_who_use_one_link_at_once_one_is_refused()
    {
        var (admin, _) = await accounts.PersonAsync("Admin");
        using var client = await accounts.SignedInAsync(admin);
        var email = Address();
        using (await InviteAsync(client, email, "Viewer"))
        {
        }

        var token = await accounts.TokenInMailAsync(email);
        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => AcceptAsync(token, "Nia New", AccountsService.Password)));

        answers.Count(answer => answer.StatusCode == HttpStatusCode.OK).ShouldBe(1);
        answers.ShouldAllBe(answer => answer.StatusCode < HttpStatusCode.InternalServerError);
        Array.ForEach(answers, answer => answer.Dispose());
    }

    [Fact]
    public async Task Only_an_Admin_invites_and_only_into_the_own_organisation()
    {
        var (manager, _) = await accounts.PersonAsync("Manager");
        var (admin, _) = await accounts.PersonAsync("Admin");
        var (other, _) = await accounts.PersonAsync("Admin");
        using var theirs = await accounts.SignedInAsync(admin);
        using var invited = await InviteAsync(theirs, Address(), "Viewer");
        var id = (await invited.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetGuid();
        using var client = await accounts.SignedInAsync(manager);
        using var stranger = await accounts.SignedInAsync(other);

        using var refused = await InviteAsync(client, Address(), "Viewer");
        refused.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await ListAsync(stranger)).ShouldBeEmpty();
        using var deleted = await stranger.DeleteAsync(new Uri($"/invitations/{id}", UriKind.Relative));
        deleted.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        using var sent = await stranger.PostAsync(new Uri($"/invitations/{id}/sending", UriKind.Relative), null);
        sent.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    private static string Address() => $"{Guid.NewGuid():n}@test.example";

    private static Task<HttpResponseMessage> InviteAsync(HttpClient client, string email, string role) => client.PostAsJsonAsync("/invitations", new { email, role });

    private static async Task<IReadOnlyList<JsonElement>> ListAsync(HttpClient client) =>
        [.. (await client.GetFromJsonAsync<JsonElement>("/invitations")).GetProperty("items").EnumerateArray()];

    private async Task<HttpResponseMessage> AcceptAsync(string token, string? name, string password)
    {
        using var client = accounts.Client();
        return await client.PostAsJsonAsync("/sessions/invitation", new { token, name, password });
    }
}
