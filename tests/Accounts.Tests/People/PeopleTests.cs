using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Dapper;
using Teg.Platform.Accounts.Organisations;

namespace Teg.Platform.Accounts.Tests.People;

public sealed class PeopleTests(AccountsService accounts)
{
    [Fact]
    public async Task The_members_are_listed_page_by_page_and_nobody_elses()
    {
        var (admin, orgId) = await accounts.PersonAsync("Admin");
        var (agent, _) = await accounts.PersonAsync("Agent", orgId);
        await accounts.PersonAsync("Agent");
        using var client = await accounts.SignedInAsync(admin);

        var first = await client.GetFromJsonAsync<JsonElement>("/people?limit=1");
        var second = await client.GetFromJsonAsync<JsonElement>($"/people?limit=1&after={first.GetProperty("next").GetGuid()}");

        new[] { first, second }.Select(page => page.GetProperty("items").EnumerateArray().Single().GetProperty("id").GetGuid()).ShouldBe([admin.Id, agent.Id]);
        first.GetProperty("items")[0].GetProperty("lastSeenAt").ValueKind.ShouldBe(JsonValueKind.String);
        second.GetProperty("next").ValueKind.ShouldBe(JsonValueKind.Null);
        second.GetProperty("items")[0].GetProperty("lastSeenAt").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public async Task A_role_counts_from_the_next_refresh_and_here_at_once()
    {
        var (admin, orgId) = await accounts.PersonAsync("Admin");
        var (other, _) = await accounts.PersonAsync("Admin", orgId);
        var session = await accounts.SignInAsync(other);
        using var theirs = await accounts.SignedInAsync(other);
        using var client = await accounts.SignedInAsync(admin);

        using var changed = await client.PatchAsJsonAsync($"/people/{other.Id}", new { role = "Agent" });
        changed.StatusCode.ShouldBe(HttpStatusCode.OK);

        (await accounts.RefreshAsync(session.RefreshToken))!.User.Role.ShouldBe("Agent");
        using var stale = await theirs.PatchAsJsonAsync($"/people/{admin.Id}", new { role = "Viewer" });
        (await AccountsService.ProblemAsync(stale)).ShouldBe("not-allowed");
    }

    [Fact]
    public async Task Who_is_removed_has_no_session_any_more_in_this_organisation()
    {
        var (admin, orgId) = await accounts.PersonAsync("Admin");
        var (agent, _) = await accounts.PersonAsync("Agent", orgId);
        var session = await accounts.SignInAsync(agent);
        using var client = await accounts.SignedInAsync(admin);

        using var removed = await client.DeleteAsync(new Uri($"/people/{agent.Id}", UriKind.Relative));
        removed.StatusCode.ShouldBe(HttpStatusCode.NoContent);

        (await accounts.RefreshAsync(session.RefreshToken)).ShouldBeNull();
        using var me = await accounts.MeAsync(session.AccessToken);
        me.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        using var again = await client.DeleteAsync(new Uri($"/people/{agent.Id}", UriKind.Relative));
        again.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task The_last_Admin_stays_Admin_and_stays()
    {
        var (admin, orgId) = await accounts.PersonAsync("Admin");
        await accounts.PersonAsync("Manager", orgId);
        using var client = await accounts.SignedInAsync(admin);

        using var demoted = await client.PatchAsJsonAsync($"/people/{admin.Id}", new { role = "Manager" });
        using var removed = await client.DeleteAsync(new Uri($"/people/{admin.Id}", UriKind.Relative));

        foreach (var refused in new[] { demoted, removed })
        {
            refused.StatusCode.ShouldBe(HttpStatusCode.Conflict);
            (await AccountsService.ProblemAsync(refused)).ShouldBe("last-admin");
        }
    }

    [Fact]
    public async Task Of_two_Admins_who_demote_each_other_at_the_same_moment_one_is_left()
    {
        for (var round = 0; round < 8; round++)
        {
            var (one, orgId) = await accounts.PersonAsync("Admin");
            var (other, _) = await accounts.PersonAsync("Admin", orgId);
            using var first = await accounts.SignedInAsync(one);
            using var second = await accounts.SignedInAsync(other);

            var answers = await Task.WhenAll(
                first.PatchAsJsonAsync($"/people/{other.Id}", new { role = "Viewer" }), second.PatchAsJsonAsync($"/people/{one.Id}", new { role = "Viewer" }));

            answers.Count(answer => answer.StatusCode == HttpStatusCode.OK).ShouldBe(1);
            await using var connection = await accounts.Postgres.Owner.OpenConnectionAsync();
            (await connection.ExecuteScalarAsync<long>("select count(*) from accounts.membership where org_id = @orgId and role = 'Admin'", new { orgId })).ShouldBe(1);
            Array.ForEach(answers, answer => answer.Dispose());
        }
    }

    [Fact]
    public async Task Somebody_of_another_organisation_is_not_found_and_a_role_that_is_none_is_refused()
    {
        var (admin, _) = await accounts.PersonAsync("Admin");
        var (stranger, _) = await accounts.PersonAsync("Agent");
        using var client = await accounts.SignedInAsync(admin);

        using var unknown = await client.PatchAsJsonAsync($"/people/{stranger.Id}", new { role = "Viewer" });
        using var removed = await client.DeleteAsync(new Uri($"/people/{stranger.Id}", UriKind.Relative));
        using var root = await client.PatchAsJsonAsync($"/people/{admin.Id}", new { role = "Root" });

        unknown.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        removed.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        root.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await accounts.SignInAsync(stranger)).User.Role.ShouldBe("Agent");
    }

    [Fact]
    public async Task An_Admin_renames_the_own_organisation_and_a_Manager_does_not()
    {
        var (admin, orgId) = await accounts.PersonAsync("Admin");
        var (manager, _) = await accounts.PersonAsync("Manager", orgId);
        using var client = await accounts.SignedInAsync(admin);
        using var other = await accounts.SignedInAsync(manager);

        using var refused = await other.PatchAsJsonAsync("/organisations/current", new { name = "Mine" });
        using var renamed = await client.PatchAsJsonAsync("/organisations/current", new { name = " Evans & Co " });

        refused.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await renamed.Content.ReadFromJsonAsync<OrganisationInfo>())!.Name.ShouldBe("Evans & Co");
    }
}
