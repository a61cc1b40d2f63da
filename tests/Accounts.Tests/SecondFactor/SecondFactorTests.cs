using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Dapper;
using Teg.Platform.Accounts.People;
using Teg.Platform.Accounts.SecondFactor;

namespace Teg.Platform.Accounts.Tests.SecondFactor;

public sealed class SecondFactorTests(AccountsService accounts)
{
    [Fact]
    public async Task With_a_second_factor_the_password_gives_a_challenge_and_the_code_the_session()
    {
        var (user, secret, _) = await PersonAsync();
        using var client = accounts.Client();

        using var half = await AccountsService.PostSignInAsync(client, user.Email!, AccountsService.Password);
        half.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        var problem = await half.Content.ReadFromJsonAsync<JsonElement>();
        problem.GetProperty("type").GetString().ShouldBe("second-factor-required");

        using var whole = await CodeAsync(client, problem.GetProperty("challenge").GetString()!, Now(secret));
        whole.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await whole.Content.ReadAsStringAsync()).ShouldContain("refreshToken");
    }

    [Fact]
    public async Task A_code_is_taken_once_also_when_two_sign_ins_use_it_at_the_same_moment()
    {
        var (user, secret, _) = await PersonAsync();
        using var client = accounts.Client();
        var challenges = new[] { await ChallengeAsync(client, user), await ChallengeAsync(client, user), await ChallengeAsync(client, user) };

        var answers = await Task.WhenAll(challenges.Select(challenge => CodeAsync(client, challenge, Now(secret))));

        answers.Count(answer => answer.StatusCode == HttpStatusCode.OK).ShouldBe(1);
        var refused = answers.First(answer => answer.StatusCode != HttpStatusCode.OK);
        (await AccountsService.ProblemAsync(refused)).ShouldBe("second-factor-refused");
        Array.ForEach(answers, answer => answer.Dispose());
    }

    [Fact]
    public async Task A_challenge_is_over_after_one_success_after_five_minutes_and_after_five_wrong_codes()
    {
        var (user, secret, _) = await PersonAsync();
        using var client = accounts.Client();

        var used = await ChallengeAsync(client, user);
        (await CodeAsync(client, used, Now(secret))).StatusCode.ShouldBe(HttpStatusCode.OK);
        accounts.Clock.Advance(TimeSpan.FromSeconds(30));
        (await AccountsService.ProblemAsync(await CodeAsync(client, used, Now(secret)))).ShouldBe("challenge-expired");

        var late = await ChallengeAsync(client, user);
        accounts.Clock.Advance(TimeSpan.FromMinutes(5));
        (await AccountsService.ProblemAsync(await CodeAsync(client, late, Now(secret)))).ShouldBe("challenge-expired");

        var guessed = await ChallengeAsync(client, user);
        for (var guess = 0; guess < 5; guess++)
        {
            (await AccountsService.ProblemAsync(await CodeAsync(client, guessed, "not a code"))).ShouldBe("second-factor-refused");
        }

        (await AccountsService.ProblemAsync(await CodeAsync(client, guessed, Now(secret)))).ShouldBe("challenge-expired");
    }

    [Fact]
    public async Task Guessed_codes_are_throttled_across_challenges_and_the_right_password_forgives_none()
    {
        var (user, secret, _) = await PersonAsync();
        using var client = accounts.Client();
        for (var guess = 0; guess < 10; guess++)
        {
            (await CodeAsync(client, await ChallengeAsync(client, user), "000000")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        }

        using var throttled = await CodeAsync(client, await ChallengeAsync(client, user), Now(secret));

        throttled.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
    }

    [Fact]
    public async Task A_recovery_code_works_once_and_only_digests_are_stored()
    {
        var (user, _, codes) = await PersonAsync();
        using var client = accounts.Client();
        codes.Distinct().Count().ShouldBe(10);

        (await CodeAsync(client, await ChallengeAsync(client, user), codes[3].ToUpperInvariant())).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await AccountsService.ProblemAsync(await CodeAsync(client, await ChallengeAsync(client, user), codes[3]))).ShouldBe("second-factor-refused");

        await using var connection = await accounts.Postgres.Owner.OpenConnectionAsync();
        (await connection.ExecuteScalarAsync<long>("select count(*) from accounts.recovery_code where account_id = @Id", new { user.Id })).ShouldBe(9);
        (await connection.ExecuteScalarAsync<string>("select string_agg(r::text, '') from accounts.recovery_code r"))!.ShouldNotContain(codes[0]);
    }

    [Fact]
    public async Task The_authenticators_secret_is_sealed_in_the_database()
    {
        var (user, secret, _) = await PersonAsync();
        await using var connection = await accounts.Postgres.Owner.OpenConnectionAsync();

        var stored = await connection.QuerySingleAsync<byte[]>("select secret from accounts.second_factor where account_id = @Id", new { user.Id });

        stored.AsSpan().IndexOf(secret).ShouldBe(-1);
    }

    [Fact]
    public async Task A_challenge_begun_before_the_password_changed_is_over()
    {
        var (user, secret, _) = await PersonAsync();
        using var client = accounts.Client();
        var challenge = await ChallengeAsync(client, user);
        await using (var connection = await accounts.Postgres.Owner.OpenConnectionAsync())
        {
            await connection.ExecuteAsync("update accounts.account set security_stamp = 'changed' where id = @Id", new { user.Id });
        }

        (await AccountsService.ProblemAsync(await CodeAsync(client, challenge, Now(secret)))).ShouldBe("challenge-expired");
    }

    [Fact]
    public async Task An_authenticator_counts_only_after_its_first_code_and_is_removed_with_the_password()
    {
        var (user, _) = await accounts.PersonAsync();
        using var client = await accounts.SignedInAsync(user);
        using (await client.PostAsync(new Uri("/profile/second-factor", UriKind.Relative), null))
        using (var wrong = await client.PostAsJsonAsync("/profile/second-factor/confirmation", new { code = "000000" }))
        {
            (await AccountsService.ProblemAsync(wrong)).ShouldBe("second-factor-refused");
        }

        (await accounts.SignInAsync(user)).ShouldNotBeNull();
        var (secret, _) = await accounts.SetUpSecondFactorAsync(client);
        using var again = await client.PostAsync(new Uri("/profile/second-factor", UriKind.Relative), null);
        (await AccountsService.ProblemAsync(again)).ShouldBe("second-factor-present");

        using var refused = await client.PostAsJsonAsync("/profile/second-factor/removal", new { password = "a wrong password" });
        (await AccountsService.ProblemAsync(refused)).ShouldBe("password-refused");
        using var renewed = await client.PostAsJsonAsync("/profile/second-factor/recovery-codes", new { password = AccountsService.Password });
        renewed.StatusCode.ShouldBe(HttpStatusCode.OK);
        using var removed = await client.PostAsJsonAsync("/profile/second-factor/removal", new { password = AccountsService.Password });
        removed.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await accounts.SignInAsync(user)).ShouldNotBeNull();
        secret.Length.ShouldBe(20);
    }

    private async Task<(User User, byte[] Secret, string[] Codes)> PersonAsync()
    {
        var (user, _) = await accounts.PersonAsync();
        using var client = await accounts.SignedInAsync(user);
        var (secret, codes) = await accounts.SetUpSecondFactorAsync(client);
        return (user, secret, codes);
    }

    private string Now(byte[] secret) => Totp.Code(secret, Totp.StepAt(accounts.Clock.GetUtcNow()));

    private static async Task<string> ChallengeAsync(HttpClient client, User user)
    {
        using var half = await AccountsService.PostSignInAsync(client, user.Email!, AccountsService.Password);
        return (await half.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("challenge").GetString()!;
    }

    private static Task<HttpResponseMessage> CodeAsync(HttpClient client, string challenge, string code) =>
        client.PostAsJsonAsync("/sessions/second-factor", new { challenge, code });
}
