using Dapper;
using MassTransit;
using MassTransit.Testing;
using Microsoft.Extensions.DependencyInjection;
using Teg.Platform.Accounts.Notifications;
using Teg.Platform.Contracts.Messages;
using Teg.Platform.Sandbox.Mail;

namespace Teg.Platform.Accounts.Tests.Notifications;

public sealed class FailedRunTests(AccountsService accounts)
{
    [Fact]
    public async Task The_administrators_of_the_organisation_get_one_mail_however_often_the_message_comes()
    {
        var (admin, orgId) = await accounts.PersonAsync("Admin");
        var (second, _) = await accounts.PersonAsync("Admin", orgId);
        await accounts.PersonAsync("Manager", orgId);
        await accounts.PersonAsync("Admin");
        var run = Run(orgId, "Monday\r\nBcc: everybody@test.example");

        await PublishAsync(run, times: 5);

        var mail = Mails(run).ShouldHaveSingleItem();
        mail.Recipients.ShouldBe([admin.Email!, second.Email!], ignoreOrder: true);
        mail.Text.ShouldContain($"run-failed.{run.RunId:n}@");
        mail.Text.ShouldContain("The token was refused.");
        mail.Text.ShouldContain("Enter a new one.");
        mail.Text.Split("\n\n")[0].Split('\n').ShouldNotContain(line => line.StartsWith("Bcc", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task A_mail_that_the_server_refused_is_sent_by_the_next_attempt_and_not_marked_as_sent_before()
    {
        var (_, orgId) = await accounts.PersonAsync("Admin");
        var run = Run(orgId, "Calendly");
        accounts.Smtp.Refuse = 2;

        await PublishAsync(run, times: 1);

        accounts.Smtp.Refuse.ShouldBe(0);
        Mails(run).ShouldHaveSingleItem();
        await using var connection = await accounts.Postgres.Owner.OpenConnectionAsync();
        (await connection.QuerySingleAsync<int>("select recipients from accounts.notification where org_id = @orgId", new { orgId })).ShouldBe(1);
    }

    [Fact]
    public async Task An_organisation_without_administrators_gets_no_mail()
    {
        var (_, orgId) = await accounts.PersonAsync("Manager");
        var run = Run(orgId, "Calendly");

        await PublishAsync(run, times: 1);

        Mails(run).ShouldBeEmpty();
    }

    [Fact]
    public void The_time_in_the_mail_is_the_organisations()
    {
        var run = new RunFailed(Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid(), "Monday", "R.", "W.", new DateTimeOffset(2026, 11, 21, 3, 5, 0, TimeSpan.Zero));

        using var mail = FailedRunMail.Write(run, "America/Los_Angeles", ["a@test.example"], new SmtpOptions { AppAddress = "https://teg.example" });

        mail.Body.ShouldContain("20 November 2026 at 19:05 (America/Los_Angeles)");
        mail.Body.ShouldContain("https://teg.example");
    }

    private List<ReceivedMail> Mails(RunFailed run) => [.. accounts.Smtp.Mails.Where(mail => mail.Text.Contains($"{run.RunId:n}", StringComparison.Ordinal))];

    private async Task PublishAsync(RunFailed run, int times)
    {
        var bus = accounts.Services.GetRequiredService<ITestHarness>().Bus;
        // Mailed by one consumer, pushed to devices by another.
        var consumed = new Consumed<RunFailed>(message => message.RunId == run.RunId, times * 2);
        using var observing = bus.ConnectConsumeMessageObserver(consumed);
        await Task.WhenAll(Enumerable.Range(0, times).Select(_ => bus.Publish(run)));
        await consumed.All.WaitAsync(TimeSpan.FromSeconds(15));
    }

    private static RunFailed Run(Guid orgId, string source) =>
        new(orgId, Guid.CreateVersion7(), Guid.CreateVersion7(), source, "The token was refused.", "Enter a new one.", DateTimeOffset.UtcNow);
}
