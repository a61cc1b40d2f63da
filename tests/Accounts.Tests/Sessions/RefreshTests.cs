using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Teg.Platform.Accounts.Keys;
using Teg.Platform.Accounts.Sessions;

namespace Teg.Platform.Accounts.Tests.Sessions;

public sealed class RefreshTests(AccountsService accounts)
{
    private static readonly TimeSpan PastGrace = TimeSpan.FromSeconds(31);

    [Fact]
    public async Task A_refresh_gives_a_new_pair_and_the_session_goes_on()
    {
        var (user, orgId) = await accounts.PersonAsync("Manager");
        var first = await accounts.SignInAsync(user);

        var second = await accounts.RefreshAsync(first.RefreshToken);

        second.ShouldNotBeNull().RefreshToken.ShouldNotBe(first.RefreshToken);
        second.User.Role.ShouldBe("Manager");
        second.Organisation.Id.ShouldBe(orgId);
        using var me = await accounts.MeAsync(second.AccessToken);
        me.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Using_an_old_token_ends_the_whole_session()
    {
        var (user, _) = await accounts.PersonAsync();
        var first = await accounts.SignInAsync(user);
        var second = await accounts.RefreshAsync(first.RefreshToken);
        var third = await accounts.RefreshAsync(second!.RefreshToken);

        (await accounts.RefreshAsync(first.RefreshToken)).ShouldBeNull();

        (await accounts.RefreshAsync(third!.RefreshToken)).ShouldBeNull();
        using var me = await accounts.MeAsync(third.AccessToken);
        me.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await AccountsService.ProblemAsync(me)).ShouldBe("session-ended");
    }

    [Fact]
    public async Task A_refresh_whose_answer_was_lost_may_be_repeated_for_thirty_seconds()
    {
        var (user, _) = await accounts.PersonAsync();
        var first = await accounts.SignInAsync(user);
        var lost = await accounts.RefreshAsync(first.RefreshToken);

        var repeated = await accounts.RefreshAsync(first.RefreshToken);

        (await accounts.RefreshAsync(repeated.ShouldNotBeNull().RefreshToken)).ShouldNotBeNull();
        lost.ShouldNotBeNull();
    }

    [Fact]
    public async Task A_token_voided_by_a_repetition_ends_the_session_so_theft_is_found_out()
    {
        var (user, _) = await accounts.PersonAsync();
        var first = await accounts.SignInAsync(user);
        var owners = await accounts.RefreshAsync(first.RefreshToken);
        var thiefs = await accounts.RefreshAsync(first.RefreshToken);

        (await accounts.RefreshAsync(owners!.RefreshToken)).ShouldBeNull();

        (await accounts.RefreshAsync(thiefs!.RefreshToken)).ShouldBeNull();
    }

    [Fact]
    public async Task After_the_grace_a_repetition_ends_the_session()
    {
        var (user, _) = await accounts.PersonAsync();
        var first = await accounts.SignInAsync(user);
        var second = await accounts.RefreshAsync(first.RefreshToken);
        accounts.Clock.Advance(PastGrace);

        (await accounts.RefreshAsync(first.RefreshToken)).ShouldBeNull();

        (await accounts.RefreshAsync(second!.RefreshToken)).ShouldBeNull();
    }

    [Fact]
    public async Task Of_twenty_refreshes_at_once_with_one_token_exactly_one_answer_is_good_for_the_next()
    {
        var (user, orgId) = await accounts.PersonAsync();
        var first = await accounts.SignInAsync(user);

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => accounts.RefreshAsync(first.RefreshToken)));

        answers.ShouldAllBe(answer => answer != null);
        await using var connection = await accounts.Postgres.Owner.OpenConnectionAsync();
        (await connection.ExecuteScalarAsync<long>(
            "select count(*) from accounts.refresh_token where org_id = @orgId and used_at is null and voided_at is null", new { orgId })).ShouldBe(1);
    }

    [Fact]
    public async Task A_guessed_token_of_a_known_session_is_refused_and_ends_nothing()
    {
        var (user, _) = await accounts.PersonAsync();
        var tokens = await accounts.SignInAsync(user);
        var guess = tokens.RefreshToken[..44] + (tokens.RefreshToken[44] == 'A' ? 'B' : 'A') + tokens.RefreshToken[45..];

        (await accounts.RefreshAsync(guess)).ShouldBeNull();
        (await accounts.RefreshAsync("not a token")).ShouldBeNull();
        (await accounts.RefreshAsync(new string('%', tokens.RefreshToken.Length))).ShouldBeNull();

        (await accounts.RefreshAsync(tokens.RefreshToken)).ShouldNotBeNull();
    }

    [Fact]
    public async Task A_token_moved_to_another_organisation_finds_nothing()
    {
        var (user, _) = await accounts.PersonAsync();
        var (_, other) = await accounts.PersonAsync();
        var tokens = await accounts.SignInAsync(user);
        var mine = SecretToken.Parse(tokens.RefreshToken)!;
        var bytes = System.Buffers.Text.Base64Url.DecodeFromChars(tokens.RefreshToken);
        other.TryWriteBytes(bytes, bigEndian: true, out _);

        (await accounts.RefreshAsync(System.Buffers.Text.Base64Url.EncodeToString(bytes))).ShouldBeNull();

        mine.OrgId.ShouldNotBe(other);
        (await accounts.RefreshAsync(tokens.RefreshToken)).ShouldNotBeNull();
    }

    [Fact]
    public async Task A_session_that_nobody_refreshed_for_thirty_days_is_over()
    {
        var (user, _) = await accounts.PersonAsync();
        var tokens = await accounts.SignInAsync(user);
        accounts.Clock.Advance(TimeSpan.FromDays(30));

        (await accounts.RefreshAsync(tokens.RefreshToken)).ShouldBeNull();
    }

    [Fact]
    public async Task After_ninety_days_the_password_is_asked_for_again_however_often_it_was_refreshed()
    {
        var (user, _) = await accounts.PersonAsync();
        var tokens = await accounts.SignInAsync(user);
        for (var month = 0; month < 3; month++)
        {
            accounts.Clock.Advance(TimeSpan.FromDays(29));
            tokens = (await accounts.RefreshAsync(tokens.RefreshToken)).ShouldNotBeNull();
        }

        accounts.Clock.Advance(TimeSpan.FromDays(3));
        (await accounts.RefreshAsync(tokens.RefreshToken)).ShouldBeNull();
    }

    [Theory]
    [InlineData("update accounts.account set security_stamp = 'changed' where id = @id")]
    [InlineData("update accounts.account set lockout_end = '2999-01-01' where id = @id")]
    [InlineData("delete from accounts.membership where account_id = @id")]
    public async Task A_session_ends_when_the_password_changed_the_account_was_locked_or_the_person_left(string change)
    {
        var (user, _) = await accounts.PersonAsync();
        var tokens = await accounts.SignInAsync(user);
        await using var connection = await accounts.Postgres.Owner.OpenConnectionAsync();
        await connection.ExecuteAsync(change, new { id = user.Id });

        (await accounts.RefreshAsync(tokens.RefreshToken)).ShouldBeNull();
    }

    [Fact]
    public async Task A_changed_role_is_in_the_next_token()
    {
        var (user, _) = await accounts.PersonAsync("Admin");
        var tokens = await accounts.SignInAsync(user);
        await using var connection = await accounts.Postgres.Owner.OpenConnectionAsync();
        await connection.ExecuteAsync("update accounts.membership set role = 'Viewer' where account_id = @id", new { id = user.Id });

        (await accounts.RefreshAsync(tokens.RefreshToken))!.User.Role.ShouldBe("Viewer");
    }

    [Fact]
    public async Task Signing_out_ends_the_session_and_doing_it_twice_is_no_failure()
    {
        var (user, _) = await accounts.PersonAsync();
        var tokens = await accounts.SignInAsync(user);
        using var client = accounts.Client();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", tokens.AccessToken);

        for (var time = 0; time < 2; time++)
        {
            using var response = await client.DeleteAsync(new Uri("/sessions/current", UriKind.Relative));
            response.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        }

        (await accounts.RefreshAsync(tokens.RefreshToken)).ShouldBeNull();
    }

    [Fact]
    public async Task Only_digests_of_refresh_tokens_are_stored()
    {
        var (user, orgId) = await accounts.PersonAsync();
        var tokens = await accounts.SignInAsync(user);
        await using var connection = await accounts.Postgres.Owner.OpenConnectionAsync();

        var stored = await connection.QuerySingleAsync<byte[]>("select hash from accounts.refresh_token where org_id = @orgId", new { orgId });

        stored.ShouldBe(SHA256.HashData(System.Buffers.Text.Base64Url.DecodeFromChars(tokens.RefreshToken)));
        (await connection.ExecuteScalarAsync<string>("select string_agg(t::text, '') from accounts.refresh_token t"))!
            .ShouldNotContain(Convert.ToHexStringLower(Encoding.ASCII.GetBytes(tokens.RefreshToken)));
    }

    [Fact]
    public async Task The_sweep_forgets_sessions_that_ended_long_ago_in_every_organisation()
    {
        var (user, orgId) = await accounts.PersonAsync();
        var (other, otherOrg) = await accounts.PersonAsync();
        await accounts.SignInAsync(user);
        await accounts.SignInAsync(other);
        accounts.Clock.Advance(TimeSpan.FromDays(125));
        await accounts.SignInAsync(user);

        await accounts.Services.GetServices<IHostedService>().OfType<Sweep>().Single().RunAsync(CancellationToken.None);

        await using var connection = await accounts.Postgres.Owner.OpenConnectionAsync();
        const string Count = "select (select count(*) from accounts.session where org_id = @org) + (select count(*) from accounts.refresh_token where org_id = @org)";
        (await connection.ExecuteScalarAsync<long>(Count, new { org = orgId })).ShouldBe(2);
        (await connection.ExecuteScalarAsync<long>(Count, new { org = otherOrg })).ShouldBe(0);
    }
}
