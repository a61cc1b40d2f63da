using System.Net;
using Dapper;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Options;
using Teg.Platform.Accounts.Demo;
using Teg.Platform.Accounts.People;
using Teg.Platform.Accounts.SignIn;

namespace Teg.Platform.Accounts.Tests.SignIn;

public sealed class SignInTests(AccountsService accounts)
{
    [Theory]
    [InlineData("admin@teg.example", "Admin")]
    [InlineData("manager@teg.example", "Manager")]
    [InlineData("agent@teg.example", "Agent")]
    [InlineData(" Viewer@TEG.example ", "Viewer")]
    public async Task The_demo_organisation_has_a_person_for_each_role(string email, string role)
    {
        using var client = accounts.Client();
        using var response = await AccountsService.PostSignInAsync(client, email, DemoPeople.Password);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Headers.CacheControl!.NoStore.ShouldBeTrue();
        (await response.Content.ReadAsStringAsync()).ShouldContain($"\"role\":\"{role}\"");
    }

    [Fact]
    public async Task Making_the_demo_people_again_changes_nothing()
    {
        await using var connection = await accounts.Postgres.Owner.OpenConnectionAsync();
        const string Everybody = "select string_agg(id || password_hash, ',' order by id) from accounts.account where email like '%@teg.example'";
        var before = await connection.ExecuteScalarAsync<string>(Everybody);

        await accounts.Services.GetServices<IHostedService>().OfType<DemoPeople>().Single().StartAsync(CancellationToken.None);

        (await connection.ExecuteScalarAsync<string>(Everybody)).ShouldBe(before);
    }

    [Fact]
    public async Task A_wrong_password_an_unknown_address_and_a_locked_account_get_the_same_answer()
    {
        var (user, _) = await accounts.PersonAsync();
        var (locked, _) = await accounts.PersonAsync();
        await using (var connection = await accounts.Postgres.Owner.OpenConnectionAsync())
        {
            await connection.ExecuteAsync("update accounts.account set lockout_end = @until where id = @Id", new { locked.Id, until = accounts.Clock.GetUtcNow().AddHours(1).UtcDateTime });
        }

        using var client = accounts.Client();
        List<string> answers = [];
        foreach (var (email, password) in new[]
        {
            (user.Email!, "a wrong password"), ("nobody@test.example", AccountsService.Password), (locked.Email!, AccountsService.Password),
        })
        {
            using var response = await AccountsService.PostSignInAsync(client, email, password);
            response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
            var text = await response.Content.ReadAsStringAsync();
            answers.Add(text[..text.IndexOf("traceId", StringComparison.Ordinal)]);
        }

        answers.Distinct().ShouldHaveSingleItem().ShouldContain("sign-in-refused");
    }

    [Fact]
    public void An_unknown_account_costs_as_much_work_as_a_known_one()
    {
        var options = Options.Create(new PasswordHasherOptions { IterationCount = 54_321 });
        var known = new PasswordHasher<User>(options).HashPassword(new User(), AccountsService.Password);
        var unknown = new UnknownAccount(options);

        unknown.Check("a wrong password").ShouldBeFalse();
        Work(unknown.Hash).ShouldBe(Work(known));

        // Identity's format 3: a marker, then function, iterations and length of the salt, four bytes each.
        static string Work(string hash) => Convert.ToHexString(Convert.FromBase64String(hash).AsSpan(0, 13));
    }

    [Theory]
    [InlineData("Development", null, 220_000)]
    [InlineData("Development", "1000", 1000)]
    [InlineData("Production", null, 220_000)]
    [InlineData("Production", "1000", 220_000)]
    [InlineData("Staging", "1000", 220_000)]
    public void Only_in_development_a_password_may_be_hashed_faster(string environment, string? said, int rounds)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Passwords:Rounds", said)]).Build();

        PasswordRounds.Of(new HostingEnvironment { EnvironmentName = environment }, configuration).ShouldBe(rounds);
    }

    [Fact]
    public async Task Ten_refusals_from_one_address_throttle_the_account_there_and_not_elsewhere()
    {
        var (user, _) = await accounts.PersonAsync();
        using var guesser = accounts.Client("203.0.113.7");
        for (var guess = 0; guess < 10; guess++)
        {
            using var refused = await AccountsService.PostSignInAsync(guesser, user.Email!, $"guess number {guess}");
            refused.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        }

        using var throttled = await AccountsService.PostSignInAsync(guesser, user.Email!, AccountsService.Password);
        throttled.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        throttled.Headers.RetryAfter!.Delta!.Value.ShouldBeInRange(TimeSpan.FromMinutes(14), TimeSpan.FromMinutes(15));
        (await AccountsService.ProblemAsync(throttled)).ShouldBe("sign-in-throttled");

        using var owner = accounts.Client("198.51.100.9");
        using var welcome = await AccountsService.PostSignInAsync(owner, user.Email!, AccountsService.Password);
        welcome.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Guessing_from_many_addresses_locks_the_account_until_the_window_has_passed()
    {
        var (user, _) = await accounts.PersonAsync();
        var throttle = accounts.Services.GetRequiredService<SignInThrottle>();
        for (var guess = 0; guess < 30; guess++)
        {
            (await throttle.EnterAsync(SignInKeys.Of(user.NormalizedEmail!, new IPAddress([192, 0, 2, (byte)guess])), CancellationToken.None)).ShouldBeNull();
        }

        using var client = accounts.Client();
        using (var locked = await AccountsService.PostSignInAsync(client, user.Email!, AccountsService.Password))
        {
            locked.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        }

        accounts.Clock.Advance(TimeSpan.FromMinutes(15));
        using var open = await AccountsService.PostSignInAsync(client, user.Email!, AccountsService.Password);
        open.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Of_many_guesses_at_once_no_more_than_the_limit_get_through()
    {
        var throttle = accounts.Services.GetRequiredService<SignInThrottle>();
        var keys = SignInKeys.Of($"{Guid.NewGuid()}@TEST.EXAMPLE", IPAddress.Parse("192.0.2.200"));

        var waits = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => throttle.EnterAsync(keys, CancellationToken.None)));

        waits.Count(wait => wait is null).ShouldBe(10);
    }

    [Fact]
    public async Task A_success_forgives_the_account_but_not_the_address()
    {
        var throttle = accounts.Services.GetRequiredService<SignInThrottle>();
        var address = IPAddress.Parse("192.0.2.201");
        var own = SignInKeys.Of($"{Guid.NewGuid()}@TEST.EXAMPLE", address);
        for (var guess = 0; guess < 99; guess++)
        {
            (await throttle.EnterAsync(SignInKeys.Of($"{guess}@VICTIMS.EXAMPLE", address), CancellationToken.None)).ShouldBeNull();
        }

        (await throttle.EnterAsync(own, CancellationToken.None)).ShouldBeNull();
        await throttle.ForgiveAsync(own, CancellationToken.None);

        (await throttle.EnterAsync(own, CancellationToken.None)).ShouldBeNull();
        (await throttle.EnterAsync(own, CancellationToken.None)).ShouldNotBeNull();
    }

    [Fact]
    public async Task An_account_without_an_organisation_is_told_so_after_the_right_password()
    {
        var (user, _) = await accounts.PersonAsync(role: null);
        using var client = accounts.Client();

        using var response = await AccountsService.PostSignInAsync(client, user.Email!, AccountsService.Password);

        response.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await AccountsService.ProblemAsync(response)).ShouldBe("no-organisation");
    }

    [Theory]
    [InlineData("")]
    [InlineData("viewer\0@teg.example")]
    public async Task A_form_that_cannot_be_right_is_refused_before_anything_is_counted(string email)
    {
        using var client = accounts.Client();
        using var response = await AccountsService.PostSignInAsync(client, email, AccountsService.Password);

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await AccountsService.ProblemAsync(response)).ShouldBe("validation-failed");
    }
}
