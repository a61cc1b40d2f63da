using System.Net;
using System.Net.Http.Json;
using Dapper;

namespace Teg.Platform.Accounts.Tests.PasswordReset;

public sealed class PasswordResetTests(AccountsService accounts)
{
    [Fact]
    public async Task The_link_in_the_mail_sets_a_new_password_once_and_ends_every_session()
    {
        var (user, org) = await accounts.PersonAsync();
        var session = await accounts.SignInAsync(user);
        using var client = accounts.Client();
        await BeginAsync(client, user.Email!);
        await BeginAsync(client, user.Email!);
        var other = await accounts.TokenInMailAsync(user.Email!, 1);
        var token = await accounts.TokenInMailAsync(user.Email!, 2);

        using var weak = await CompleteAsync(client, token, "short");
        weak.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        using var done = await CompleteAsync(client, token, "another long password");
        done.StatusCode.ShouldBe(HttpStatusCode.NoContent, await done.Content.ReadAsStringAsync());

        (await accounts.RefreshAsync(session.RefreshToken)).ShouldBeNull();
        await using var connection = await accounts.Postgres.Owner.OpenConnectionAsync();
        (await connection.ExecuteScalarAsync<long>(
            "select count(*) from audit.event where org_id = @org and action = 'CompletePasswordReset' and actor_id = @Id and status = 204", new { org, user.Id })).ShouldBe(1);
        foreach (var used in new[] { token, other, "nonsense" })
        {
            using var again = await CompleteAsync(client, used, "a third long password");
            (await AccountsService.ProblemAsync(again)).ShouldBe("link-expired");
        }

        using var welcome = await AccountsService.PostSignInAsync(client, user.Email!, "another long password");
        welcome.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task An_unknown_address_gets_the_same_answer_and_no_mail()
    {
        var (user, _) = await accounts.PersonAsync();
        using var client = accounts.Client();
        var stranger = $"{Guid.NewGuid():n}@test.example";

        using var unknown = await client.PostAsJsonAsync("/password-resets", new { email = stranger });
        using var known = await client.PostAsJsonAsync("/password-resets", new { email = user.Email });

        (unknown.StatusCode, await unknown.Content.ReadAsStringAsync()).ShouldBe((known.StatusCode, await known.Content.ReadAsStringAsync()));
        await accounts.MailToAsync(user.Email!);
        accounts.Smtp.Mails.ShouldNotContain(mail => mail.Recipients.Contains(stranger));
    }

    [Fact]
    public async Task A_link_is_over_after_an_hour()
    {
        var (user, _) = await accounts.PersonAsync();
        using var client = accounts.Client();
        await BeginAsync(client, user.Email!);
        var token = await accounts.TokenInMailAsync(user.Email!);
        accounts.Clock.Advance(TimeSpan.FromHours(1));

        using var late = await CompleteAsync(client, token, "another long password");

        late.StatusCode.ShouldBe(HttpStatusCode.Gone);
    }

    [Fact]
    public async Task The_second_factor_is_still_asked_for_after_a_reset()
    {
        var (user, _) = await accounts.PersonAsync();
        using var client = await accounts.SignedInAsync(user);
        await accounts.SetUpSecondFactorAsync(client);
        await BeginAsync(client, user.Email!);
        using (await CompleteAsync(client, await accounts.TokenInMailAsync(user.Email!), "another long password"))
        {
        }

        using var half = await AccountsService.PostSignInAsync(client, user.Email!, "another long password");

        (await AccountsService.ProblemAsync(half)).ShouldBe("second-factor-required");
    }

    private static async Task BeginAsync(HttpClient client, string email)
    {
        using var response = await client.PostAsJsonAsync("/password-resets", new { email });
        response.StatusCode.ShouldBe(HttpStatusCode.Accepted);
    }

    private static Task<HttpResponseMessage> CompleteAsync(HttpClient client, string token, string password) =>
        client.PostAsJsonAsync("/password-resets/completion", new { token, password });
}
