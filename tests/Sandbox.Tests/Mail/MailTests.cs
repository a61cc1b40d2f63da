using System.Net;
using System.Net.Http.Json;
using System.Net.Mail;
using System.Net.Mime;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Teg.Platform.Sandbox.Mail;

namespace Teg.Platform.Sandbox.Tests.Mail;

public sealed class MailTests(SandboxHost sandbox) : IClassFixture<SandboxHost>
{
    [Fact]
    public async Task What_is_sent_to_anybody_can_be_read_as_a_person_would_and_forgotten()
    {
        using var mail = new MailMessage("from@teg.example", "ada@teg.example,bob@teg.example")
        {
            Subject = "Häuser — ein sehr langer Betreff, der in mehr als eine Zeile geht, damit er zerlegt wird",
            SubjectEncoding = Encoding.UTF8,
            Body = ".\n..\nGrüße = Größe: https://teg.example/welcome?token=abc-_1\n",
            BodyEncoding = Encoding.UTF8,
        };
        mail.AlternateViews.Add(AlternateView.CreateAlternateViewFromString("<p>Grüße</p>", Encoding.UTF8, MediaTypeNames.Text.Html));
        using var smtp = new SmtpClient("127.0.0.1", sandbox.Services.GetRequiredService<Mailbox>().Port);
        await smtp.SendMailAsync(mail);

        var received = (await ListAsync("?to=ADA@teg.example")).ShouldHaveSingleItem();
        received.GetProperty("to").EnumerateArray().Select(to => to.GetString()).ShouldBe(["ada@teg.example", "bob@teg.example"]);
        received.GetProperty("subject").GetString().ShouldBe(mail.Subject);
        received.GetProperty("text").GetString()!.ReplaceLineEndings("\n").ShouldBe(mail.Body.TrimEnd());
        received.GetProperty("html").GetString()!.ShouldContain("<p>Grüße</p>");
        received.GetProperty("links")[0].GetString().ShouldBe("https://teg.example/welcome?token=abc-_1");
        (await ListAsync("?to=eve@teg.example")).ShouldBeEmpty();

        using var cleared = await sandbox.Control.DeleteAsync(new Uri("/__sandbox/mail", UriKind.Relative));
        cleared.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await ListAsync("")).ShouldBeEmpty();
    }

    private async Task<IReadOnlyList<JsonElement>> ListAsync(string query) =>
        [.. (await sandbox.Control.GetFromJsonAsync<JsonElement>($"/__sandbox/mail{query}")).EnumerateArray()];
}
