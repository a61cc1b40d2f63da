using System.Net;
using System.Text.Json.Nodes;
using Dapper;

namespace Teg.Platform.Gateway.Tests.Sessions;

public sealed class RenewalTests(GatewaySystem system)
{
    private static readonly TimeSpan Expired = TimeSpan.FromMinutes(61);
    private static readonly TimeSpan Due = TimeSpan.FromMinutes(58.5);

    [Fact]
    public async Task Of_twenty_requests_at_expiry_on_two_replicas_exactly_one_refreshes_and_all_are_answered()
    {
        using var browser = await Browser.SignedInAsync(system.Address);
        using var elsewhere = browser.At(system.StartReplica([]));
        system.Clock.Advance(Expired);

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(request => (request % 2 == 0 ? browser : elsewhere).GetAsync("/api/sync/sources")));

        answers.Select(answer => answer.StatusCode).ShouldAllBe(status => status == HttpStatusCode.OK);
        (await RefreshTokensAsync()).ShouldBe(2);
        Array.ForEach(answers, answer => answer.Dispose());
    }

    [Fact]
    public async Task A_token_is_renewed_before_it_expires_and_every_request_carries_a_good_one()
    {
        using var browser = await Browser.SignedInAsync(system.Address);
        system.Clock.Advance(TimeSpan.FromMinutes(50));
        using var first = await browser.GetAsync("/api/sync/sources");
        var early = system.Sync.Last.Headers["Authorization"];
        system.Clock.Advance(TimeSpan.FromMinutes(8.5));
        using var second = await browser.GetAsync("/api/sync/sources");
        var renewed = system.Sync.Last.Headers["Authorization"];

        renewed.ShouldNotBe(early);
        (await RefreshTokensAsync()).ShouldBe(2);
    }

    [Fact]
    public async Task A_session_that_Accounts_ended_is_over_for_the_browser()
    {
        using var browser = await Browser.SignedInAsync(system.Address);
        await using var connection = await system.Postgres.Owner.OpenConnectionAsync();
        await connection.ExecuteAsync("update accounts.session set ended_at = now(), ended_because = 'by an administrator' where ended_at is null");
        system.Clock.Advance(Expired);

        using var response = await browser.GetAsync("/api/sync/sources");

        (await Browser.ProblemAsync(response)).ShouldBe((HttpStatusCode.Unauthorized, "not-signed-in"));
        browser.Cookies["teg-session"].ShouldBeNull();
        (await browser.SessionAsync())["signedIn"]!.GetValue<bool>().ShouldBeFalse();
    }

    [Fact]
    public async Task A_page_that_opens_learns_at_once_that_its_session_was_ended()
    {
        using var browser = await Browser.SignedInAsync(system.Address);
        await using var connection = await system.Postgres.Owner.OpenConnectionAsync();
        await connection.ExecuteAsync("update accounts.session set ended_at = now(), ended_because = 'by an administrator' where ended_at is null");

        (await browser.SessionAsync())["signedIn"]!.GetValue<bool>().ShouldBeFalse();

        using var response = await browser.GetAsync("/api/sync/sources");
        response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_page_that_opens_shows_the_name_of_now_without_a_new_token_and_the_role_of_now_with_one()
    {
        using var browser = await Browser.SignedInAsync(system.Address);
        var account = Guid.Parse((await browser.SessionAsync())["user"]!["id"]!.GetValue<string>());
        await using var connection = await system.Postgres.Owner.OpenConnectionAsync();
        var (name, role) = await connection.QuerySingleAsync<(string, string)>(
            "select a.name, m.role from accounts.account a join accounts.membership m on m.account_id = a.id where a.id = @account", new { account });
        try
        {
            await connection.ExecuteAsync("update accounts.account set name = 'Renamed' where id = @account", new { account });
            (await browser.SessionAsync())["user"]!["name"]!.GetValue<string>().ShouldBe("Renamed");
            (await RefreshTokensAsync()).ShouldBe(1);

            await connection.ExecuteAsync("update accounts.membership set role = 'Agent' where account_id = @account", new { account });
            (await browser.SessionAsync())["user"]!["role"]!.GetValue<string>().ShouldBe("Agent");
            (await RefreshTokensAsync()).ShouldBe(2);
        }
        finally
        {
            await connection.ExecuteAsync(
                "update accounts.account set name = @name where id = @account; update accounts.membership set role = @role where account_id = @account", new { name, role, account });
        }
    }

    [Fact]
    public async Task While_Accounts_is_away_a_page_opens_with_what_was_known()
    {
        using var browser = await Browser.SignedInAsync(system.Address);
        using var alone = browser.At(system.StartReplica(new() { ["services:accounts:http:0"] = "http://127.0.0.1:9" }));

        (await alone.SessionAsync())["signedIn"]!.GetValue<bool>().ShouldBeTrue();
    }

    [Fact]
    public async Task While_Accounts_is_away_a_token_is_used_to_its_end_and_then_the_answer_names_Accounts()
    {
        using var browser = await Browser.SignedInAsync(system.Address);
        using var alone = browser.At(system.StartReplica(new() { ["services:accounts:http:0"] = "http://127.0.0.1:9" }));
        system.Clock.Advance(Due);
        using var good = await alone.GetAsync("/api/sync/sources");
        good.StatusCode.ShouldBe(HttpStatusCode.OK);

        system.Clock.Advance(TimeSpan.FromMinutes(2));
        using var response = await alone.GetAsync("/api/sync/sources");

        response.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        response.Headers.RetryAfter.ShouldNotBeNull();
        var problem = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        problem["type"]!.GetValue<string>().ShouldBe("service-unavailable");
        problem["service"]!.GetValue<string>().ShouldBe("accounts");

        using var back = await browser.GetAsync("/api/sync/sources");
        back.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task While_Redis_is_away_the_answer_says_that_nobody_was_signed_out()
    {
        using var browser = await Browser.SignedInAsync(system.Address);
        using var alone = browser.At(system.StartReplica(new() { ["ConnectionStrings:redis"] = "127.0.0.1:9" }));

        using var response = await alone.GetAsync("/api/sync/sources");
        (await Browser.ProblemAsync(response)).ShouldBe((HttpStatusCode.ServiceUnavailable, "sessions-unavailable"));

        using var health = await alone.GetAsync("/health");
        health.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        using var page = await alone.GetAsync("/");
        page.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    private async Task<long> RefreshTokensAsync()
    {
        await using var connection = await system.Postgres.Owner.OpenConnectionAsync();
        return await connection.ExecuteScalarAsync<long>(
            "select count(*) from accounts.refresh_token where session_id = (select id from accounts.session order by started_at desc, id desc limit 1)");
    }
}
