using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Dapper;
using MassTransit;
using MassTransit.Testing;
using Microsoft.Extensions.DependencyInjection;
using Teg.Platform.Accounts.Notifications;
using Teg.Platform.Accounts.Sessions;
using Teg.Platform.Accounts.Tests.Notifications;
using Teg.Platform.Contracts.Messages;
using Teg.Platform.ServiceDefaults;

namespace Teg.Platform.Accounts.Tests.SignUp;

public sealed class SignUpTests(AccountsService accounts)
{
    [Fact]
    public async Task A_sign_up_becomes_an_organisation_and_its_Admin_when_the_link_in_the_mail_is_used_and_only_then()
    {
        var email = Address();
        using var client = accounts.Client();
        using var begun = await BeginAsync(client, email);
        begun.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        var mail = await accounts.MailToAsync(email);
        mail.Subject.ShouldBe("Finish your sign-up for Häuser & Söhne");
        mail.Links[0].ShouldStartWith("https://teg.example/welcome?token=");
        mail.Html!.ShouldContain("H&#228;user &amp; S&#246;hne");
        var token = mail.Links[0].Split("token=")[1];
        (await AccountsAsync(email)).ShouldBe(0);

        var opened = await client.GetFromJsonAsync<JsonElement>($"/sign-ups/{token}");
        (opened.GetProperty("organisation").GetString(), opened.GetProperty("email").GetString()).ShouldBe(("Häuser & Söhne", email));
        using var weak = await client.PostAsJsonAsync("/sessions/sign-up", new { token, password = "short" });
        (await AccountsService.ProblemAsync(weak)).ShouldBe("validation-failed");
        using var finished = await client.PostAsJsonAsync("/sessions/sign-up", new { token, password = AccountsService.Password });
        finished.StatusCode.ShouldBe(HttpStatusCode.OK, await finished.Content.ReadAsStringAsync());
        var tokens = (await finished.Content.ReadFromJsonAsync<SessionTokens>())!;
        (tokens.User.Role, tokens.User.Name, tokens.Organisation.Name, tokens.Organisation.TimeZone).ShouldBe(("Admin", "Sia Signer", "Häuser & Söhne", "Europe/Vienna"));

        using var again = await client.PostAsJsonAsync("/sessions/sign-up", new { token, password = AccountsService.Password });
        again.StatusCode.ShouldBe(HttpStatusCode.Gone);
        using var opening = await client.GetAsync(new Uri($"/sign-ups/{token}", UriKind.Relative));
        (await AccountsService.ProblemAsync(opening)).ShouldBe("link-expired");
    }

    [Fact]
    public async Task Of_many_uses_of_one_link_at_once_one_makes_the_account_and_no_organisation_is_made_twice()
    {
        var email = Address();
        using var client = accounts.Client();
        using (await BeginAsync(client, email))
        {
        }

        var token = await accounts.TokenInMailAsync(email);
        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => client.PostAsJsonAsync("/sessions/sign-up", new { token, password = AccountsService.Password })));

        answers.Count(answer => answer.StatusCode == HttpStatusCode.OK).ShouldBe(1);
        answers.Count(answer => answer.StatusCode == HttpStatusCode.Gone).ShouldBe(5);
        (await AccountsAsync(email)).ShouldBe(1);
        Array.ForEach(answers, answer => answer.Dispose());
    }

    [Fact]
    public async Task Somebody_who_has_an_account_is_told_so_by_mail_and_the_answer_is_the_same()
    {
        var (user, _) = await accounts.PersonAsync();
        using var client = accounts.Client();

        using var known = await BeginAsync(client, user.Email!);
        using var unknown = await BeginAsync(client, Address());

        known.StatusCode.ShouldBe(unknown.StatusCode);
        (await known.Content.ReadAsStringAsync()).ShouldBe(await unknown.Content.ReadAsStringAsync());
        var mail = await accounts.MailToAsync(user.Email!);
        mail.Subject.ShouldBe("You already have an account");
        mail.Text.ShouldNotContain("token=");
    }

    [Fact]
    public async Task A_link_whose_secret_is_guessed_opens_nothing_although_its_row_is_named_rightly()
    {
        var email = Address();
        using var client = accounts.Client();
        using (await BeginAsync(client, email))
        {
        }

        var token = await accounts.TokenInMailAsync(email);
        var guess = token[..44] + (token[44] == 'A' ? 'B' : 'A') + token[45..];

        using var opened = await client.GetAsync(new Uri($"/sign-ups/{guess}", UriKind.Relative));
        using var finished = await client.PostAsJsonAsync("/sessions/sign-up", new { token = guess, password = AccountsService.Password });
        opened.StatusCode.ShouldBe(HttpStatusCode.Gone);
        finished.StatusCode.ShouldBe(HttpStatusCode.Gone);
    }

    [Fact]
    public async Task A_link_is_over_after_a_day()
    {
        var email = Address();
        using var client = accounts.Client();
        using (await BeginAsync(client, email))
        {
        }

        var token = await accounts.TokenInMailAsync(email);
        accounts.Clock.Advance(TimeSpan.FromHours(24));

        using var late = await client.PostAsJsonAsync("/sessions/sign-up", new { token, password = AccountsService.Password });
        late.StatusCode.ShouldBe(HttpStatusCode.Gone);
    }

    [Fact]
    public async Task Neither_the_database_nor_the_outbox_shows_the_link_or_the_address()
    {
        var email = Address();
        using var client = accounts.Client();
        using (await BeginAsync(client, email))
        {
        }

        var token = await accounts.TokenInMailAsync(email);
        await using var connection = await accounts.Postgres.Owner.OpenConnectionAsync();
        (await connection.ExecuteScalarAsync<string>("select string_agg(t::text, '') from accounts.one_time_token t"))!.ShouldNotContain(token);
        var outbox = (await connection.ExecuteScalarAsync<string>("select string_agg(o.body::text, '') from accounts.outbox o"))!;
        outbox.ShouldNotContain(token);
        outbox.ShouldNotContain(email);
    }

    [Fact]
    public async Task A_mail_is_sent_once_however_often_its_order_comes_and_after_the_server_refused_it()
    {
        var orders = accounts.Services.GetRequiredService<MailOrders>();
        var box = accounts.Services.GetRequiredService<SecretBox>();
        var (id, email) = (Guid.CreateVersion7(), Address());
        var mail = new OrderedMail(MailKind.PasswordReset, email, "Sia\r\nBcc: x@test.example", null, null, "abc", accounts.Clock.GetUtcNow());
        var order = new MailOrdered(Guid.Empty, id, Convert.ToBase64String(box.Seal(JsonSerializer.SerializeToUtf8Bytes(mail, JsonSerializerOptions.Web), $"mail {id:n}")));
        orders.Open(order).ShouldBe(mail);
        accounts.Smtp.Refuse = 1;

        var bus = accounts.Services.GetRequiredService<ITestHarness>().Bus;
        var consumed = new Consumed<MailOrdered>(message => message.MailId == id, times: 5);
        using var observing = bus.ConnectConsumeMessageObserver(consumed);
        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => bus.Publish(order)));
        await consumed.All.WaitAsync(TimeSpan.FromSeconds(15));

        accounts.Smtp.Mails.Count(one => one.Recipients.Contains(email)).ShouldBe(1);
        await using var connection = await accounts.Postgres.Owner.OpenConnectionAsync();
        (await connection.ExecuteScalarAsync<long>("select count(*) from accounts.notification where subject_id = @id", new { id })).ShouldBe(1);
    }

    [Theory]
    [InlineData("""{"organisation":"A","name":"B","email":"c@test.example","acceptedTerms":false}""")]
    [InlineData("""{"organisation":"A","name":"B","email":"c@test.example"}""")]
    [InlineData("""{"organisation":" ","name":"B","email":"c@test.example","acceptedTerms":true}""")]
    [InlineData("""{"organisation":"A","name":"B","email":"c","acceptedTerms":true}""")]
    [InlineData("""{"organisation":"A","name":"B","email":"c@test.example","timeZone":"Mars/Olympus","acceptedTerms":true}""")]
    public async Task A_form_that_cannot_be_right_is_refused(string form)
    {
        using var client = accounts.Client();
        using var content = new StringContent(form, System.Text.Encoding.UTF8, "application/json");
        using var response = await client.PostAsync(new Uri("/sign-ups", UriKind.Relative), content);

        (await AccountsService.ProblemAsync(response)).ShouldBe("validation-failed");
    }

    [Fact]
    public async Task Nobodys_mailbox_is_filled()
    {
        var email = Address();
        using var client = accounts.Client();
        for (var mail = 0; mail < 5; mail++)
        {
            using var taken = await BeginAsync(accounts.Client(), email);
            taken.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        }

        using var refused = await BeginAsync(client, email);

        refused.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
    }

    private static string Address() => $"{Guid.NewGuid():n}@test.example";

    private static Task<HttpResponseMessage> BeginAsync(HttpClient client, string email) => client.PostAsJsonAsync(
        "/sign-ups", new { organisation = "Häuser & Söhne", name = "Sia Signer", email, timeZone = "Europe/Vienna", acceptedTerms = true });

    private async Task<long> AccountsAsync(string email)
    {
        await using var connection = await accounts.Postgres.Owner.OpenConnectionAsync();
        return await connection.ExecuteScalarAsync<long>("select count(*) from accounts.account where email = @email", new { email });
    }
}
