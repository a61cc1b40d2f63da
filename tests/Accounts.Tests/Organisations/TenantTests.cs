using System.Net;
using System.Net.Http.Headers;
using Dapper;
using Npgsql;

namespace Teg.Platform.Accounts.Tests.Organisations;

public sealed class TenantTests(AccountsService accounts)
{
    private const string Memberships = "select account_id from accounts.membership";

    [Fact]
    public async Task Within_an_organisation_only_its_own_members_are_visible_also_to_one_who_belongs_to_two()
    {
        var (first, orgA) = await accounts.PersonAsync();
        var (second, orgB) = await accounts.PersonAsync();
        await using (var owner = await accounts.Postgres.Owner.OpenConnectionAsync())
        {
            await owner.ExecuteAsync("insert into accounts.membership (org_id, account_id, role, joined_at) values (@orgB, @Id, 'Viewer', now())", new { orgB, first.Id });
        }

        await using var connection = await OpenAsync(orgA, first.Id);

        (await connection.QueryAsync<Guid>(Memberships)).ShouldBe([first.Id]);
        (await connection.QueryAsync<Guid>("select org_id from accounts.organisation")).ShouldBe([orgA]);
        (await connection.ExecuteAsync("update accounts.membership set role = 'Admin' where account_id = @Id", new { second.Id })).ShouldBe(0);
    }

    [Fact]
    public async Task Before_an_organisation_is_chosen_a_person_sees_their_own_memberships_organisations_and_sessions_and_changes_no_membership()
    {
        var (first, orgId) = await accounts.PersonAsync();
        var (second, _) = await accounts.PersonAsync();
        await accounts.SignInAsync(first);
        await accounts.SignInAsync(second);
        await using var connection = await OpenAsync(null, first.Id);

        (await connection.QueryAsync<Guid>(Memberships)).ShouldBe([first.Id]);
        (await connection.ExecuteAsync("update accounts.membership set role = 'Admin'")).ShouldBe(0);
        (await connection.ExecuteAsync("delete from accounts.membership")).ShouldBe(0);
        (await connection.QueryAsync<Guid>("select org_id from accounts.organisation")).ShouldBe([orgId]);
        (await connection.ExecuteAsync("update accounts.organisation set name = 'Mine'")).ShouldBe(0);
        (await connection.QueryAsync<Guid>("select account_id from accounts.session")).ShouldBe([first.Id]);
        (await connection.ExecuteAsync("update accounts.session set ended_at = now()")).ShouldBe(1);
    }

    [Fact]
    public async Task Without_person_and_organisation_nothing_is_visible()
    {
        var (user, _) = await accounts.PersonAsync();
        await accounts.SignInAsync(user);
        await using var connection = await OpenAsync(null, null);

        foreach (var table in new[] { "membership", "session", "refresh_token", "organisation", "notification", "invitation", "api_client", "site_key" })
        {
            (await connection.ExecuteScalarAsync<long>($"select count(*) from accounts.{table}")).ShouldBe(0, table);
        }
    }

    [Fact]
    public async Task Sessions_are_ended_and_not_deleted()
    {
        var (user, orgId) = await accounts.PersonAsync();
        await using var connection = await OpenAsync(orgId, user.Id);

        (await Should.ThrowAsync<PostgresException>(() => connection.ExecuteAsync("delete from accounts.session"))).SqlState.ShouldBe("42501");
    }

    [Fact]
    public async Task The_current_organisation_is_the_tokens()
    {
        var (user, orgId) = await accounts.PersonAsync();
        var tokens = await accounts.SignInAsync(user);
        using var client = accounts.Client();
        using var nobody = await client.GetAsync(new Uri("/organisations/current", UriKind.Relative));
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", tokens.AccessToken);
        using var somebody = await client.GetAsync(new Uri("/organisations/current", UriKind.Relative));

        nobody.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await somebody.Content.ReadAsStringAsync()).ShouldContain(orgId.ToString());
    }

    private async Task<NpgsqlConnection> OpenAsync(Guid? org, Guid? user)
    {
        var connection = await accounts.Postgres.As("accounts").OpenConnectionAsync();
        await connection.ExecuteAsync(
            "select set_config('teg.org_id', @org, false), set_config('teg.user_id', @user, false)", new { org = org?.ToString() ?? "", user = user?.ToString() ?? "" });
        return connection;
    }
}
